"""Typing into the pages: what is kept, what is refused beside the field, what a second click does."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from registry.consents.models import Consent
from registry.consents.services import withdraw_consent
from roadmap.orders.editing import change_item, text_mark
from roadmap.orders.models import Order
from roadmap.orders.services import approve_order, submit_order
from tests.conflicts import both_texts
from tests.factories.orders import make_order, make_school
from tests.factories.pairs import make_mentorship
from tests.factories.people import make_curator, make_director
from tests.mentoring.documents.zoo import pdf, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ready", "marked_sheets")]
TODAY = timezone.localdate()


def post(user, name, *args, follow=False, **data):
    client = Client()
    client.force_login(user)
    return client.post(reverse(f"orders:{name}", args=args), data, follow=follow)


def errors_of(response):
    return [error for errors in response.context["form"].errors.values() for error in errors]


def test_one_button_makes_the_draft_and_the_second_click_makes_none():
    make_school()
    pair = make_mentorship("agreed")

    first = post(make_curator(), "create", pairs=[pair.pk])
    second = post(make_curator(), "create", pairs=[pair.pk])

    order = Order.objects.get()
    assert first.url == reverse("orders:text", args=[order.pk])
    assert second.status_code == 200
    assert errors_of(second) == [
        "Одна из отмеченных пар уже в другом приказе. Список ниже обновлён, отметьте заново."
    ]


def test_nothing_ticked_is_said_beside_the_list():
    make_mentorship("agreed")

    assert errors_of(post(make_curator(), "create")) == ["Отметьте хотя бы одну пару или группу."]


def test_a_stale_item_shows_both_texts():
    order = make_order("draft")
    item = order.items.first()
    mark = text_mark(item.text)
    change_item(item, by=make_director(), text="Текст директора", mark=mark)

    response = post(make_curator(), "change_item", order.pk, item.pk, text="Текст куратора", mark=mark)

    assert response.status_code == 409
    assert both_texts(response.context["form"].conflicts) == [
        ("Текст пункта", "Текст директора", "Текст куратора")
    ]
    assert "Текст <del>директора</del>" in response.content.decode()
    assert "Текст <ins>куратора</ins>" in response.content.decode()
    saved = post(
        make_curator(),
        "change_item",
        order.pk,
        item.pk,
        text="Текст куратора",
        mark=text_mark("Текст директора"),
    )
    item.refresh_from_db()
    assert (saved.status_code, item.text) == (302, "Текст куратора")


def header(order, **changes):
    return {
        "title": order.title, "preamble": order.preamble, "control": order.control,
        "annex_title": order.annex_title, "effective_from": "", "signer_position": order.signer_position,
        "signer_name": order.signer_name, "curator": "", "journal": order.journal_id, "version": order.version,
        **changes,
    }  # fmt: skip


def test_a_stale_header_shows_what_stands_there_now():
    order = make_order("draft")
    post(make_director(), "edit", order.pk, **header(order, title="Заголовок директора"))

    response = post(make_curator(), "edit", order.pk, **header(order, title="Заголовок куратора"))

    assert response.status_code == 409
    assert both_texts(response.context["form"].conflicts) == [
        ("Заголовок", "Заголовок директора", "Заголовок куратора")
    ]
    assert "Заголовок куратора" in response.content.decode()
    order.refresh_from_db()
    assert order.title == "Заголовок директора"


def test_mistakes_of_the_header_stand_beside_their_fields():
    order = make_order("draft")

    response = post(
        make_curator(),
        "edit",
        order.pk,
        **header(order, title="О {учебный год}", preamble="{чужое}", effective_from="32.01.2026"),
    )

    form = response.context["form"]
    assert sorted(form.errors) == ["effective_from", "preamble", "title"]
    assert form.errors["preamble"] == [
        "В преамбуле: неизвестная подстановка {чужое}. Выберите её из списка рядом."
    ]
    assert form.data["preamble"] == "{чужое}"


def test_number_and_status_cannot_be_posted():
    order = make_order("draft")

    post(
        make_curator(), "edit", order.pk, **header(order, number="777777", status="approved", approved_by="1")
    )

    order.refresh_from_db()
    assert (order.number, order.status, order.approved_by) == ("", "draft", None)


def test_the_director_needs_a_comment_to_send_the_order_back():
    order = make_order("submitted")

    response = post(make_director(), "return", order.pk, comment="")

    assert errors_of(response) == ["Напишите, что исправить: иначе непонятно, почему приказ вернулся."]
    assert post(make_curator(), "return", order.pk, comment="Нет").status_code == 403
    assert post(make_curator(), "approve", order.pk).status_code == 403
    order.refresh_from_db()
    assert order.status == "submitted"


def test_the_second_approval_is_a_conflict():
    order = make_order("submitted")

    first = post(make_director(), "approve", order.pk, version=order.version)
    second = post(make_director(), "approve", order.pk, version=order.version)

    assert (first.status_code, second.status_code) == (302, 409)


def test_registration_on_the_page_lists_all_reasons():
    order = make_order("submitted")
    # Sent before texts were checked; from the director's approval on nobody alters it.
    Order.objects.filter(pk=order.pk).update(preamble="{чужое}")
    approve_order(order, by=make_director())
    consent = Consent.objects.get(
        kind="mentoring", person__participations__mentorship__order_row__order=order
    )
    withdraw_consent(consent, by=make_curator(), on=TODAY)

    response = post(make_curator(), "register", order.pk, on=f"{TODAY:%d.%m.%Y}")

    assert response.status_code == 403
    assert errors_of(response) == [
        f"{consent.person.short_name}: нет действующего согласия быть наставником – оно отозвано "
        f"{TODAY:%d.%m.%Y}.",
        "В преамбуле: неизвестная подстановка {чужое}. Выберите её из списка рядом.",
    ]
    assert errors_of(post(make_curator(), "register", order.pk, on="вчера")) == [
        "Такой даты нет. Напишите её так: 12.01.2026."
    ]


def test_registration_shows_the_number_and_gives_it():
    order = make_order("approved")
    client = Client()
    client.force_login(make_curator())
    assert client.get(reverse("orders:register", args=[order.pk])).context["number"] == "1/01-02"

    address = reverse("orders:register", args=[order.pk])
    page = client.post(address, {"on": f"{TODAY:%d.%m.%Y}"}, follow=True).content.decode()

    order.refresh_from_db()
    assert (order.status, order.number) == ("registered", "1/01-02")
    assert "зарегистрирован. Пары и группы начинают действовать. Напечатайте приказ" in page


def test_a_bad_scan_is_explained_beside_the_field():
    order = make_order("registered")

    response = post(
        make_curator(), "sign", order.pk, on=f"{TODAY:%d.%m.%Y}", scan=upload("скан.pdf", b"not a pdf")
    )

    assert list(response.context["form"].errors) == ["scan"]
    order.refresh_from_db()
    assert order.status == "registered"
    post(make_curator(), "sign", order.pk, on=f"{TODAY:%d.%m.%Y}", scan=upload("скан.pdf", pdf()))
    order.refresh_from_db()
    assert (order.status, order.scan.original_name) == ("signed", "скан.pdf")
    browser = Client()
    browser.force_login(make_curator())
    assert "антивирусом он не проверялся" in browser.get(order.get_absolute_url()).text


def test_the_sheet_takes_ticks_and_own_dates():
    order = make_order("signed")
    first, second = [row.person for row in order.acquaintances.all()]
    page = reverse("orders:detail", args=[order.pk])

    nobody = post(make_curator(), "acquaint", order.pk, on=f"{TODAY:%d.%m.%Y}")
    undated = post(make_curator(), "acquaint", order.pk, **{f"person_{first.pk}": "on"})
    no_such_day = post(make_curator(), "acquaint", order.pk, on="31.02.2026", **{f"person_{first.pk}": "on"})
    done = post(
        make_curator(), "acquaint", order.pk, on=f"{TODAY:%d.%m.%Y}",
        **{f"person_{first.pk}": "on", f"date_{second.pk}": f"{TODAY:%d.%m.%Y}"},
    )  # fmt: skip

    assert errors_of(nobody) == ["Отметьте хотя бы одного человека."]
    assert errors_of(undated) == ["Укажите дату, когда отмеченные люди подписали лист."]
    assert errors_of(no_such_day) == ["Такой даты нет. Напишите её так: 12.01.2026."]
    assert done.url == page
    assert [row.acquainted_on for row in order.acquaintances.all()] == [TODAY, TODAY]


def test_everybody_on_the_sheet_is_ticked_at_once():
    order, client = make_order("signed"), Client()
    client.force_login(make_curator())
    address = reverse("orders:acquaint", args=[order.pk])

    plain, ticked = client.get(address), client.get(address, {"all": 1})

    people = [f"person_{row.person_id}" for row in order.acquaintances.all()]
    assert [plain.context["form"][name].value() for name in people] == [None, None]
    assert [ticked.context["form"][name].value() for name in people] == [True, True]
    assert 'href="?all=1"' in plain.content.decode() and "Снять все отметки" in ticked.content.decode()


def test_the_text_is_not_sent_with_empty_placeholders():
    order = make_order("draft")
    Order.objects.filter(pk=order.pk).update(control="{куратор.ФИО|дат}", curator=None)

    response = post(make_curator(), "submit", order.pk, version=order.version)

    assert response.status_code == 403
    assert "нечем заполнить" in response.content.decode()
    order.refresh_from_db()
    assert order.status == "draft"


def test_moving_and_deleting_from_an_old_page_is_a_conflict():
    order = make_order("draft")
    item = order.items.get(position=2, parent=None)
    old = order.version

    assert post(make_curator(), "move_item", order.pk, item.pk, move="up", version=old).status_code == 302
    assert post(make_curator(), "move_item", order.pk, item.pk, move="up", version=old).status_code == 409
    assert post(make_curator(), "delete_item", order.pk, item.pk, version=old).status_code == 409
    assert post(make_curator(), "move_item", order.pk, item.pk, move="up", version="x").status_code == 404


def test_a_sent_order_is_not_edited():
    order = make_order("draft")
    submit_order(order, by=make_curator())

    response = post(make_curator(), "edit", order.pk, **header(order, title="Другой"))

    assert response.status_code == 403
    assert "Приказ на утверждении у директора." in response.content.decode()
