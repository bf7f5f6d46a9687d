"""Finding orders: one box for a number, a date, a person, words of the title or of the text."""

from datetime import date

from django.db.models import Case, Exists, F, Func, OuterRef, Q, QuerySet, TextField, When

from mentoring.language.dates import DateError, parse_date
from registry.pairs.models import Participant
from registry.people.models import Person
from registry.people.queries import search_people
from roadmap.orders.models import NUMBERED, Acquaintance, Order, OrderItem
from roadmap.orders.outcomes import OrderPerson

# What holds words together on paper is a plain space or hyphen to who searches.
PLAIN_SPACES = str.maketrans("\u00a0\u202f\u2011", "  -")


class PaperWords(Func):
    """All that a frozen paper says, a text a line: neither names of its parts nor words of its layout."""

    output_field = TextField()
    template = """
        (SELECT translate(string_agg(said #>> '{}', E'\\n'), U&'\\00A0\\202F\\2011', '  -')
        FROM jsonb_path_query(
            %(expressions)s, 'strict $.** ? (@.type() == "string" && @ like_regex "[0-9А-Яа-яЁё]")'
        ) AS said)
    """


def find_orders(orders: QuerySet[Order], text: str) -> QuerySet[Order]:
    """Those with this number, date, person on the sheet or in the pairs, or words in the title or the text.

    The words of a registered order are looked for on its frozen paper, those of a draft in its items.
    """
    text = " ".join(text.split())
    if not text:
        return orders
    day = _day(text)
    if day is not None:
        return orders.filter(Q(date=day) | Q(number__icontains=text))
    people = search_people(Person.objects.all(), text)
    found = Q(number__icontains=_number(text)) | Q(title__icontains=text) | _names(people) | _says(text)
    return orders.filter(found)


def closest_first(orders: QuerySet[Order], text: str) -> QuerySet[Order]:
    """Those with the text in the number, then in the title, then those that only speak of it; each the latest first."""
    place = Case(
        When(number__icontains=_number(text), then=0), When(title__icontains=text, then=1), default=2
    )
    return orders.order_by(place, "-year", "-sequence", "-pk")


def orders_naming(orders: QuerySet[Order], person: Person) -> QuerySet[Order]:
    """Orders in which the person stands, on the sheet, in a pair, in a role or as the curator: drafts, then the latest."""
    named = orders.filter(_names(Person.objects.filter(pk=person.pk)))
    return named.order_by(F("date").desc(nulls_first=True), "-pk")


def _names(people) -> Q:
    on_sheet = Acquaintance.objects.filter(order=OuterRef("pk"), person__in=people)
    in_pair = Participant.objects.filter(mentorship__order_row__order=OuterRef("pk"), person__in=people)
    in_role = OrderPerson.objects.filter(order=OuterRef("pk"), person__in=people)
    # A numbered order names those who were in its pairs then: they stand on its sheet.
    in_draft = Q(Exists(in_pair)) & ~Q(status__in=NUMBERED)
    return Q(Exists(on_sheet)) | in_draft | Q(Exists(in_role)) | Q(curator__in=people)


def _says(text: str) -> Q:
    frozen = Order.objects.filter(pk=OuterRef("pk"), document__isnull=False).annotate(
        words=PaperWords("document__data")
    )
    text = text.translate(PLAIN_SPACES)
    typed = OrderItem.objects.filter(order=OuterRef("pk"), text__icontains=text)
    in_draft = Q(document__isnull=True) & (
        Q(preamble__icontains=text) | Q(control__icontains=text) | Exists(typed)
    )
    return Q(Exists(frozen.filter(words__icontains=text))) | in_draft


def _number(text: str) -> str:
    """«1/01-02» of «№ 1/01-02»: the sign is no part of a number."""
    return text.removeprefix("№").strip() or text


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except DateError:
        return None
