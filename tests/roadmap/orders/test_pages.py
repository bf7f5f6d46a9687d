"""The list, the card and the papers: who sees what, and how many queries it takes."""

from io import BytesIO

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mentoring.accounts.models import AccessRecord
from mentoring.documents.queries import issued_pdf
from registry.pairs.models import Mentorship
from roadmap.orders.editing import text_mark
from roadmap.orders.models import Order
from roadmap.orders.services import register_order, submit_order
from tests.factories.bank import make_mentee
from tests.factories.orders import make_order
from tests.factories.pairs import make_mentorship
from tests.factories.people import (
    make_administrator,
    make_council_member,
    make_curator,
    make_director,
    make_psychologist,
    make_teacher,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ready", "marked_sheets")]
TODAY = timezone.localdate()
OPEN_PAGES = ("detail", "history", "preview")


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def get(user, name, *args, **query):
    return signed_in(user).get(reverse(f"orders:{name}", args=args), query)


def text_of(response):
    return response.content.decode()


def test_the_list_costs_the_same_with_one_and_with_fifty_orders(django_assert_max_num_queries):
    first = make_order("draft")
    client = signed_in(make_curator())
    with django_assert_max_num_queries(15) as one:
        client.get(reverse("orders:list"))
    for number in range(49):
        Order.objects.create(
            journal=first.journal, title=f"О закреплении, проект {number}", preamble="-", control="-",
            signer_position="Директор", signer_name="Г. А. Кедрова", created_by=make_curator(),
        )  # fmt: skip
    with django_assert_max_num_queries(15) as fifty:
        response = client.get(reverse("orders:list"))

    assert len(one) == len(fifty)
    assert "Найдено: 50\xa0приказов" in text_of(response)


def test_the_card_costs_the_same_with_one_and_with_six_pairs(django_assert_max_num_queries):
    small = make_order("registered")
    large = make_order("registered", pairs=[make_mentorship("agreed") for _ in range(6)])
    client = signed_in(make_curator())
    with django_assert_max_num_queries(15) as few:
        client.get(small.get_absolute_url())
    with django_assert_max_num_queries(15) as many:
        client.get(large.get_absolute_url())

    assert len(few) == len(many)


@pytest.mark.parametrize(
    ("make", "sizes"), [(make_curator, [5, 4, 4]), (make_director, [5, 4, 4]), (make_council_member, [3, 1])]
)
def test_the_long_menu_stands_in_groups_and_none_is_empty(make, sizes):
    before, *groups = text_of(get(make(), "list")).split('class="menu__group"')
    assert [group.count('class="menu__item"') for group in groups] == sizes
    assert all('class="menu__heading"' in group for group in groups)
    # Only what stands under the name of the person comes before.
    assert "Выйти" in before and "Протоколы" not in before


def test_orders_are_found_by_number_title_and_person():
    order = make_order("registered")
    make_order("draft")
    mentor = order.mentorship_rows.get().mentorship.mentor
    curator = make_curator()

    for words in (order.number, mentor.last_name.upper()):
        response = get(curator, "list", q=words)
        assert [row.record for row in response.context["table"].rows] == [order]
    response = get(curator, "list", state="draft", q="закреплении")
    assert [row.record.status for row in response.context["table"].rows] == ["draft"]
    assert [chip["label"] for chip in response.context["chips"]] == [
        "Номер, дата, фамилия или слова: закреплении",
        "Состояние: проект",
    ]
    assert "Таких приказов нет." in text_of(get(curator, "list", q="нет такого"))


def test_an_empty_list_says_what_to_do():
    Mentorship.objects.all().delete()
    assert "Подготовить приказ" in text_of(get(make_curator(), "list"))
    assert "куратор пока ни одного не подготовил" in text_of(get(make_council_member(), "list"))
    assert "Согласованных пар и групп нет." in text_of(get(make_curator(), "create"))


def test_the_number_leads_to_the_card_where_papers_stand_before_the_text():
    order = make_order("signed")
    curator = make_curator()

    assert f'href="/orders/{order.pk}/">№\xa0{order.number}</a>' in text_of(get(curator, "list"))
    page = text_of(get(curator, "detail", order.pk))
    places = [page.index(f"<h2>{heading}</h2>") for heading in ("Документы", "Ознакомление", "Текст")]
    assert places == sorted(places)


def test_a_teacher_sees_only_registered_orders_that_name_him():
    teacher = make_teacher("teacher", "Канарейкина")
    own = make_order("registered", pairs=[make_mentorship("agreed", mentees=[make_mentee(teacher).person])])
    strange = make_order("registered")
    draft = make_order("draft")

    assert get(teacher.user, "detail", own.pk).status_code == 200
    assert get(teacher.user, "document", own.pk).content == issued_pdf(own.document)
    for order in (strange, draft):
        response = get(teacher.user, "detail", order.pk)
        assert response.status_code == 404
        assert order.mentorship_rows.get().mentorship.mentor.last_name not in text_of(response)
    assert get(teacher.user, "document", strange.pk).status_code == 404
    assert get(teacher.user, "list").status_code == 403
    assert get(teacher.user, "sheet", own.pk).status_code == 403


def test_who_has_nothing_to_do_with_orders_sees_none():
    order = make_order("registered")
    for make in (make_psychologist, make_administrator):
        user = make()

        assert get(user, "detail", order.pk).status_code == 404, make
        assert get(user, "list").status_code == 403, make


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "approved", "registered", "signed"])
def test_the_card_opens_in_every_state(state):
    order = make_order(state)
    expected = 302 if state in ("registered", "signed") else 200

    for make in (make_curator, make_director, make_council_member):
        responses = [get(make(), name, order.pk) for name in OPEN_PAGES]

        assert [response.status_code for response in responses] == [200, 200, expected], make
        assert order.get_status_display() in text_of(responses[0]), make


def test_the_council_reads_but_has_no_buttons():
    order = make_order("submitted")

    response = get(make_council_member(), "detail", order.pk)

    assert response.context["acts"] == []
    assert response.context["attention"] is None


def test_the_preview_may_stand_only_in_our_own_frame():
    response = get(make_curator(), "preview", make_order("draft").pk)

    assert response["Content-Type"] == "application/pdf"
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]


def test_a_returned_order_shows_the_comment_where_it_is_read_and_where_it_is_mended():
    order, curator = make_order("returned"), make_curator()

    assert "Уточните срок программ" in text_of(get(curator, "detail", order.pk))
    assert "Уточните срок программ" in text_of(get(curator, "text", order.pk))


def test_what_was_typed_while_the_order_went_to_the_director_stays_on_the_page():
    order = make_order("draft")
    item, curator = order.items.first(), signed_in(make_curator())
    doors = [reverse("orders:change_item", args=[order.pk, item.pk])]
    doors += [reverse(f"orders:{name}", args=[order.pk]) for name in ("add_item", "edit")]
    forms = [curator.get(door).context["form"] for door in doors]
    submit_order(order, by=make_curator())

    for door, form in zip(doors, forms, strict=True):
        opened = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
        typed = {name: value for name, value in opened.items() if value is not None}
        answer = curator.post(door, typed | {"text": "Мои слова.", "control": "Мои слова."})
        assert answer.status_code == 403
        assert "Мои слова." in text_of(answer)
        assert "Отзовите его, чтобы изменить текст." in text_of(answer)
        assert curator.get(door).status_code == 403
    order.refresh_from_db()
    assert "Мои слова." not in [order.control, *order.items.values_list("text", flat=True)]


def test_a_second_click_on_a_number_or_a_signature_hears_that_it_is_done():
    order, director = make_order("signed"), signed_in(make_director())

    for act in ("register", "sign"):
        answer = director.post(reverse(f"orders:{act}", args=[order.pk]), {"on": f"{TODAY:%d.%m.%Y}"})
        assert answer.status_code == 409
        assert "Пока вы смотрели, всё изменилось" in text_of(answer)
        assert "Следующий номер" not in text_of(answer)


def test_the_card_of_a_registered_order_shows_the_frozen_words():
    order = make_order("registered")
    mentor = order.mentorship_rows.get().mentorship.mentor
    type(mentor).objects.filter(pk=mentor.pk).update(accusative="Совсем Другую Фамилию")

    text = text_of(get(make_curator(), "detail", order.pk))

    assert "Совсем Другую" not in text
    assert "не ознакомлен(а)" not in text
    assert mentor.accusative in text


def test_the_journal_goes_to_excel_and_that_is_recorded():
    order = make_order("signed")
    make_order("draft")

    response = get(make_curator(), "export")

    sheet = openpyxl.load_workbook(BytesIO(response.content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [row[:3] for row in rows] == [[order.number, rows[0][1], order.title]]
    assert rows[0][1].date() == TODAY
    assert rows[0][4:9] == [order.document.page_count, "подписан", rows[0][6], 0, 2]
    assert AccessRecord.objects.filter(subject="Журнал регистрации приказов, Excel", rows=1).count() == 1


def test_the_card_offers_an_act_once_and_its_history_speaks_russian_sentences():
    order = make_order("approved")
    door = reverse("orders:register", args=[order.pk])
    assert text_of(get(make_curator(), "detail", order.pk)).count(door) == 1
    register_order(order, by=make_director(), on=TODAY)

    what = [entry.what for entry in get(make_curator(), "history", order.pk).context["entries"]]

    assert f"зарегистрирован: № 1/01-02 от {TODAY:%d.%m.%Y}" in what
    assert "утверждён директором" in what
    assert "подготовлен проект приказа" in what
    assert [sentence for sentence in what if sentence.startswith("создано")] == []


def test_the_editor_shows_what_is_still_to_mend():
    order = make_order("draft")
    item = order.items.first()
    Order.objects.filter(pk=order.pk).update(preamble="{нет такого}")

    response = get(make_curator(), "text", order.pk)

    assert "неизвестная подстановка {нет такого}" in text_of(response)
    assert reverse("orders:change_item", args=[order.pk, item.pk]) in text_of(response)
    assert get(make_curator(), "change_item", order.pk, item.pk).context["form"].initial["mark"] == text_mark(
        item.text
    )
