"""What a school year has left open: each has to be ended where it is kept, or is carried over by name."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from mentoring.home.tally import Question, tally
from mentoring.language.numbers import counted
from mentoring.school.models import SchoolYear
from mentoring.templatetags.look import ru_date
from programs.programmes.enums import ProgrammeStatus
from programs.programmes.models import Programme
from registry.consents.enums import ConsentStatus
from registry.consents.models import Consent
from registry.pairs.enums import MentorshipStatus
from registry.pairs.models import Mentorship, Participant
from roadmap.orders.models import NUMBERED, Order

BEFORE_THE_START = (
    MentorshipStatus.DRAFT,
    MentorshipStatus.PROPOSED,
    MentorshipStatus.AGREED,
    MentorshipStatus.IN_ORDER,
)
OVER = (ProgrammeStatus.COMPLETED, ProgrammeStatus.ENDED_EARLY)


@dataclass(frozen=True)
class Matter:
    """One open thing of the year; `key` names it in the form («mentorship-5»), `what` says why it is listed."""

    row: Mentorship | Programme | Order
    what: str

    @property
    def key(self) -> str:
        return f"{self.row._meta.model_name}-{self.row.pk}"


def pairs_whose_term_is_over(year: SchoolYear) -> QuerySet[Mentorship]:
    """Pairs still active though their term lies within the year or before it."""
    return Mentorship.objects.filter(status=MentorshipStatus.ACTIVE, end__lte=year.end)


def pairs_that_never_began(year: SchoolYear) -> QuerySet[Mentorship]:
    """Pairs that were to begin in the year and stand in no registered order."""
    return Mentorship.objects.filter(status__in=BEFORE_THE_START, start__lte=year.end)


def programmes_whose_term_is_over(year: SchoolYear) -> QuerySet[Programme]:
    """Programmes not ended though their term lies within the year or before it."""
    return Programme.objects.filter(end__lte=year.end).exclude(status__in=OVER)


def orders_without_a_number(year: SchoolYear) -> QuerySet[Order]:
    """Orders begun before the end of the year that were never registered."""
    return Order.objects.filter(created_at__date__lte=year.end).exclude(status__in=NUMBERED)


def open_matters(year: SchoolYear) -> list[Matter]:
    """Everything that hinders the closing of the year, in a steady order."""
    people = Prefetch("participants", Participant.objects.select_related("person"))
    pairs = (pairs_whose_term_is_over(year) | pairs_that_never_began(year)).prefetch_related(people)
    programmes = programmes_whose_term_is_over(year).order_by("end", "pk")
    orders = orders_without_a_number(year).order_by("pk")
    return [
        *(Matter(row, _why_open(row)) for row in pairs.order_by("start", "pk")),
        *(Matter(row, f"срок вышел {ru_date(row.end)}: {row.get_status_display()}") for row in programmes),
        *(Matter(row, f"не зарегистрирован: {row.get_status_display()}") for row in orders),
    ]


def _why_open(pair: Mentorship) -> str:
    if pair.status == MentorshipStatus.ACTIVE:
        return f"срок вышел {ru_date(pair.end)}, а пара не завершена"
    return f"должна была начаться {ru_date(pair.start)}: {pair.get_status_display()}"


def going_on(year: SchoolYear) -> tuple[str, ...]:
    """What passes into the next year by itself, or has ended by itself: sentences for the page."""
    passing = {"start__lte": year.end, "end__gt": year.end}
    given = Consent.objects.filter(status=ConsentStatus.GIVEN, valid_until__range=(year.start, year.end))
    found = tally(
        {
            "pairs": Question(Mentorship.objects.filter(status=MentorshipStatus.ACTIVE, **passing)),
            "programmes": Question(Programme.objects.filter(**passing).exclude(status__in=OVER)),
            "consents": Question(given),
        }
    )
    pairs = counted(found["pairs"].count, "пара", "пары", "пар")
    programmes = counted(found["programmes"].count, "программа", "программы", "программ")
    consents = counted(found["consents"].count, "согласие", "согласия", "согласий")
    sentences = {
        "pairs": f"Идут и в следующем году: {pairs}.",
        "programmes": f"Идут и в следующем году: {programmes}.",
        "consents": f"Срок вышел в этом году: {consents}. Новые просят на странице «Согласия».",
    }
    return tuple(sentence for name, sentence in sentences.items() if found[name])


def next_label(day: date) -> str:
    """«2027/2028», the year that follows the one that ends on `day`."""
    return f"{day.year}/{day.year + 1}"
