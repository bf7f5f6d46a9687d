"""Search over orders, the journal as PDF, who has not read what, sheets printed together."""

from io import BytesIO

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from mentoring.accounts.models import AccessRecord
from mentoring.documents.models import IssuedDocument
from mentoring.home.search import search
from registry.pairs.models import Participant
from roadmap.orders.editing import add_item
from roadmap.orders.models import Acquaintance, Order
from roadmap.orders.queries import orders_visible_to
from roadmap.orders.searching import find_orders, orders_naming
from roadmap.orders.services import mark_acquainted
from roadmap.registers.documents import journal_pdf
from roadmap.registers.views import sheet_parts
from tests.factories.orders import make_order
from tests.factories.people import make_council_member, make_curator, make_person, make_teacher

pytestmark = pytest.mark.django_db
SEARCH_COST = 12


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def text_of(response):
    return response.content.decode()


def words_of(pdf):
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages)


def on_top_of_pages(user, words):
    """Addresses of the orders that the search above every page names."""
    return [row.url for row in dict(search(user, words)).get("Приказы", ())]


@pytest.mark.usefixtures("marked_sheets")
def test_one_box_finds_by_number_date_person_and_words_of_the_text():
    registered, draft = make_order("registered"), make_order("draft")
    add_item(draft, by=make_curator(), version=draft.version, text="Выдать дневник встреч", parent=None)
    mentor = registered.mentorship_rows.get().mentorship.mentor
    orders = Order.objects.all()

    def found(text):
        rows = list(find_orders(orders, text).order_by("pk"))
        assert sorted(on_top_of_pages(make_curator(), text)) == sorted(row.get_absolute_url() for row in rows)
        return rows

    assert found(registered.number)[:1] == [registered]
    assert found(f"{registered.date:%d.%m.%Y}") == [registered]
    assert found(f"{mentor.last_name} {mentor.first_name}") == [registered]
    assert found("дневник встреч") == [draft]
    # The words of a registered order are those of its frozen paper.
    words = registered.document.data["items"][0]["text"][:30]
    assert registered in found(words)
    assert found("такого нет нигде") == []
    # Spaces that hold words together on paper are plain ones to who searches; the paper's own parts are no words.
    assert found(f"№ {registered.number}")[:1] == [registered]
    assert found("школа № 7") == [registered]
    assert found("letterhead") == found("acquaintance") == found("center") == []
    assert list(orders_naming(orders, mentor)) == [registered]
    # Who comes into the pair later is not named in its old order and does not read it.
    later = make_teacher("later", "Позднина")
    Participant.objects.create(
        mentorship=registered.mentorship_rows.get().mentorship, person=later, role="mentee"
    )
    assert (
        list(orders_naming(orders, later)) == list(orders_visible_to(later.user)) == found("Позднина") == []
    )
    said = f"Как в приказе «{registered.title}»"
    add_item(draft, by=make_curator(), version=draft.version + 1, text=said, parent=None)
    Order.objects.filter(pk=draft.pk).update(title="Об ином")
    assert len(found(registered.title)) == 2
    # A title of that kind itself comes before what only speaks of it.
    assert on_top_of_pages(make_curator(), registered.title)[0] == registered.get_absolute_url()
    reader, stranger = make_teacher("reader", "Лунина"), make_teacher("stranger", "Орлова")
    Acquaintance.objects.create(order=registered, person=reader)
    for asked in (registered.number, mentor.full_name, words, f"{registered.date:%d.%m.%Y}"):
        assert on_top_of_pages(reader.user, asked) == [registered.get_absolute_url()]
        assert on_top_of_pages(stranger.user, asked) == []
    assert on_top_of_pages(reader.user, "дневник встреч") == []


def test_five_hundred_orders_are_searched_in_few_queries(
    django_assert_max_num_queries, django_assert_num_queries
):
    first = make_order("draft")
    client = signed_in(make_curator())
    with django_assert_num_queries(SEARCH_COST):
        client.get(reverse("home:search"), {"q": "слова"})
    Order.objects.bulk_create(
        Order(
            journal=first.journal, title=f"О закреплении {number}", preamble="Слова", control="-",
            signer_position="Директор", signer_name="Г. А. Кедрова", created_by=first.created_by,
        )
        for number in range(500)
    )  # fmt: skip
    for words in ("слова", "01.09.2026", "Иванова"):
        with django_assert_max_num_queries(15):
            response = client.get(reverse("orders:list"), {"q": words})
        assert response.status_code == 200
    with django_assert_num_queries(SEARCH_COST):
        assert len(client.get(reverse("home:search"), {"q": "слова"}).context["groups"][0][1]) == 10


def test_who_has_not_read_what_and_the_sheets_of_all_such_orders():
    client = signed_in(make_curator())
    assert "все ознакомлены" in text_of(client.get(reverse("registers:unread")))
    assert client.get(reverse("registers:sheets")).status_code == 302
    one, two = make_order("registered"), make_order("registered")
    reader = two.acquaintances.first().person
    mark_acquainted(two, by=make_curator(), people_dates={reader: timezone.localdate()})

    page = text_of(client.get(reverse("registers:unread")))
    assert f"Не хватает: {Acquaintance.objects.filter(acquainted_on=None).count()}\xa0подпис" in page
    missing = one.acquaintances.first().person
    page = text_of(client.get(reverse("registers:unread"), {"q": missing.last_name}))
    assert missing.full_name in page
    pdf = client.get(reverse("registers:sheets"))
    assert pdf["Content-Type"] == "application/pdf"
    # Many orders are printed part by part, none is left out.
    parts = sheet_parts(make_curator(), 1)
    assert [list(parts.page(number)) for number in parts.page_range] == [[one], [two]]
    buttons = render_to_string("roadmap/registers/_sheet_parts.html", {"parts": parts})
    assert "?part=2" in buttons and "часть 2 из 2" in buttons
    words = words_of(pdf.content)
    assert words.count("Лист ознакомления") == 2 and one.number in words and two.number in words
    for user in (make_council_member(), make_teacher("teacher").user):
        for name in ("unread", "sheets", "journal"):
            assert signed_in(user).get(reverse(f"registers:{name}")).status_code == 403


@pytest.mark.usefixtures("marked_sheets")
def test_the_sheets_of_more_than_fifty_orders_are_printed_in_parts():
    first, curator = make_order("registered"), make_curator()
    same = {
        name: getattr(first.document, name) for name in ("kind", "data", "sha256", "page_count", "issued_on")
    }
    papers = IssuedDocument.objects.bulk_create(
        IssuedDocument(code=f"код-{number}", title="О закреплении", issued_by=curator, **same)
        for number in range(50)
    )
    given = ("kind", "status", "journal", "title", "preamble", "control", "year", "date", "signer_position",
             "signer_name", "created_by", "approved_by", "approved_at", "registered_by", "registered_at")  # fmt: skip
    same = {name: getattr(first, name) for name in given}
    orders = Order.objects.bulk_create(
        Order(number=f"Д-{number}", sequence=first.sequence + number, document=paper, **same)
        for number, paper in enumerate(papers, start=1)
    )
    reader, client = make_person(), signed_in(curator)
    Acquaintance.objects.bulk_create(Acquaintance(order=order, person=reader) for order in orders)

    page = text_of(client.get(reverse("registers:unread")))
    assert "часть 1 из 2" in page and "?part=2" in page and "часть 3" not in page
    printed = []
    for part in (1, 2):
        assert client.get(reverse("registers:sheets"), {"part": part}).status_code == 200
        printed.append(AccessRecord.objects.filter(route="registers:sheets").latest("pk").rows)
    assert printed == [50, 1]
    Acquaintance.objects.filter(order=first).delete()
    page = text_of(client.get(reverse("registers:unread")))
    assert "?part=" not in page and "Напечатать листы ознакомления" in page


@pytest.mark.usefixtures("marked_sheets")
def test_missing_signatures_cost_the_same_for_one_and_for_fifty(django_assert_num_queries):
    order = make_order("registered")
    client = signed_in(make_curator())
    with django_assert_num_queries(7):
        client.get(reverse("registers:unread"))
    people = [make_person() for _ in range(15)]
    Acquaintance.objects.bulk_create(Acquaintance(order=order, person=person) for person in people)
    with django_assert_num_queries(7):
        client.get(reverse("registers:unread"))


def test_the_journal_is_printed_by_journal_and_year():
    order = make_order("signed")

    response = signed_in(make_curator()).get(reverse("registers:journal"))

    words = words_of(response.content)
    assert f"{order.journal.name}, {order.year} год" in words
    assert order.number in words and "Журнал регистрации приказов" in words
    assert IssuedDocument.objects.count() == 1
    assert journal_pdf([], timezone.localdate()).startswith(b"%PDF")
