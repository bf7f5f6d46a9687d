"""Registration: all the reasons against it, what it freezes, and that it happens wholly or not at all."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mentoring.documents.queries import issued_pdf
from mentoring.school.models import Organisation
from mentoring.workflow.verdicts import Refused
from registry.consents.enums import ConsentKind as K
from registry.consents.models import Consent
from registry.consents.services import withdraw_consent
from registry.people.models import Person
from registry.people.services import set_positions, update_person
from roadmap.orders import services
from roadmap.orders.checks import registration_checks, registration_problems
from roadmap.orders.editing import edit_order
from roadmap.orders.journals import save_journal
from roadmap.orders.models import JournalCounter, Order
from roadmap.orders.services import approve_order, register_order
from tests.factories.bank import give_paper, make_mentee, make_mentor
from tests.factories.orders import check_forms, make_order, make_school, walk_to
from tests.factories.pairs import make_mentorship
from tests.factories.people import make_curator, make_director, make_person
from tests.mentoring.documents.reading import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ready")]
TODAY = timezone.localdate()


def mentor_of(order):
    return Person.objects.get(
        participations__mentorship__order_row__order=order, participations__role="mentor"
    )


def mentee_of(order):
    return Person.objects.get(
        participations__mentorship__order_row__order=order, participations__role="mentee"
    )


def refusal_of(order, on=TODAY):
    with pytest.raises(Refused) as refusal:
        register_order(order, by=make_curator(), on=on)
    order.refresh_from_db()
    assert (order.status, order.number) == ("approved", "")
    return list(refusal.value.problems)


@pytest.mark.usefixtures("marked_sheets")
def test_number_date_document_pairs_and_sheet_come_together():
    order = make_order("approved")
    pair = order.mentorship_rows.get().mentorship

    register_order(order, by=make_curator(), on=TODAY)

    order.refresh_from_db()
    pair.refresh_from_db()
    assert (order.status, order.number, order.sequence, order.year, order.date) == (
        "registered", "1/01-02", 1, TODAY.year, TODAY,
    )  # fmt: skip
    assert (order.document.number, order.document.title) == (order.number, order.title)
    assert pair.status == "active"
    assert [row.person for row in order.acquaintances.all()] == [mentor_of(order), mentee_of(order)]


def test_a_withdrawn_consent_stops_registration_and_is_named():
    order = make_order("approved")
    mentor, mentee = mentor_of(order), mentee_of(order)
    for person, kind in ((mentor, K.MENTORING), (mentee, K.PARTICIPATION), (mentee, K.PROCESSING)):
        consent = Consent.objects.get(person=person, kind=kind)
        withdraw_consent(consent, by=make_curator(), on=TODAY)

    assert refusal_of(order) == [
        f"{mentor.short_name}: нет действующего согласия быть наставником – оно отозвано {TODAY:%d.%m.%Y}.",
        f"{mentee.short_name}: нет действующего согласия на обработку персональных данных"
        f" – оно отозвано {TODAY:%d.%m.%Y}.",
        f"{mentee.short_name}: нет действующего согласия на участие в программе наставничества"
        f" – оно отозвано {TODAY:%d.%m.%Y}.",
    ]


def test_a_consent_dated_after_the_order_stops_registration():
    """L-08: a consent is given before the order."""
    yesterday = TODAY - timedelta(days=1)
    mentor = make_mentor(consents=(K.PROCESSING,))
    give_paper(mentor.person, K.MENTORING, on=TODAY)
    order = make_order("approved", pairs=[make_mentorship("agreed", mentor=mentor.person)])

    assert refusal_of(order, yesterday) == [
        f"{mentor.person.short_name}: нет действующего согласия быть наставником – оно дано "
        f"{TODAY:%d.%m.%Y}, позже даты приказа {yesterday:%d.%m.%Y}."
    ]
    assert registration_problems(order, TODAY) == []


def test_a_name_that_nobody_has_checked_stops_registration():
    order = make_order("approved")
    mentor = mentor_of(order)
    # Of a man it may be «Зайца» and «Заяца»; a woman's name would not change.
    man = {"last_name": "Заяц", "first_name": "Пётр", "patronymic": "Ильич", "gender": "m"}
    update_person(mentor, by=make_curator(), version=mentor.version, **man)

    problems = refusal_of(order)

    assert [problem.split(":")[0] for problem in problems] == [Person.objects.get(pk=mentor.pk).short_name]
    assert "проверьте склонение имени" in problems[0]


def test_placeholders_that_became_empty_stop_registration():
    make_school(charter="Устава школы")
    order, by = make_order("draft"), make_curator()
    curator = make_person()
    text = "На основании {устав} и решения {куратор.должность|род}"
    edit_order(order, by=by, version=order.version, preamble=text, curator=curator)
    walk_to(order, "approved", by=by, director=make_director(), on=TODAY)
    make_school(charter="")
    set_positions(curator, [], by=by)

    assert refusal_of(order) == [
        f"{curator.short_name}: в карточке не указана должность.",
        "В преамбуле: подстановку {устав} нечем заполнить – это поле карточки организации пустое.",
        "В преамбуле: подстановку {куратор.должность|род} нечем заполнить – в карточке куратора нет должности.",
    ]


def test_a_curator_who_is_missing_from_an_order_stops_registration():
    order = make_order("submitted")
    # Sent before texts were checked; from the director's approval on nobody alters it.
    Order.objects.filter(pk=order.pk).update(preamble="По решению {куратор.ФИО|род}", curator=None)
    approve_order(order, by=make_director())

    assert refusal_of(order) == [
        "В преамбуле: подстановку {куратор.ФИО|род} нечем заполнить – в приказе не выбран куратор."
    ]


def test_without_the_school_card_nothing_is_registered():
    order = make_order("approved")
    Organisation.objects.all().delete()

    assert refusal_of(order)[0] == (
        "Не заполнена карточка организации: из неё берутся наименование школы и руководитель."
    )


@pytest.mark.usefixtures("marked_sheets")
def test_dates_follow_the_journal():
    make_order("registered", on=TODAY)
    order = make_order("approved")
    yesterday, tomorrow = TODAY - timedelta(days=1), TODAY + timedelta(days=1)

    assert refusal_of(order, yesterday) == [
        f"В журнале «Приказы по основной деятельности» уже есть приказ от {TODAY:%d.%m.%Y}: номера идут по "
        "порядку дат. Укажите эту дату или более позднюю."
    ]
    assert refusal_of(order, tomorrow) == [
        f"Дата {tomorrow:%d.%m.%Y} ещё не наступила. Укажите сегодняшнюю или прошедшую дату."
    ]


def test_every_problem_on_the_page_says_where_it_is_mended():
    order = make_order("approved")
    consent = Consent.objects.get(person=mentor_of(order), kind=K.MENTORING)
    withdraw_consent(consent, by=make_curator(), on=TODAY)

    [problem] = [problem for check in registration_checks(order, TODAY) for problem in check.problems]

    assert (problem.url, problem.label) == (f"/consents/people/{mentor_of(order).pk}/", "К согласиям")


@pytest.mark.usefixtures("marked_sheets")
def test_a_term_that_begins_before_the_order_is_a_remark_and_hinders_nothing():
    order = make_order("approved")
    pair = order.mentorship_rows.get().mentorship

    [remark] = [remark for check in registration_checks(order, TODAY) for remark in check.remarks]

    assert remark.sentence == (
        f"{pair.title}: срок начинается {pair.start:%d.%m.%Y}, а приказ действует с {TODAY:%d.%m.%Y}. "
        "Если так и задумано, оставьте как есть."
    )
    client = Client()
    client.force_login(make_curator())
    page = client.get(reverse("orders:register", args=[order.pk])).content.decode()
    assert f"Обратите внимание. {remark.sentence}" in page
    assert [check.remarks for check in registration_checks(order, pair.start)] == [()] * 6
    assert register_order(order, by=make_curator(), on=TODAY).number


@pytest.mark.usefixtures("marked_sheets")
def test_a_failure_in_the_middle_burns_no_number(monkeypatch):
    """The pairs begin after the number was taken: an error there must give it back."""
    order = make_order("approved")

    def fail(*args, **kwargs):
        raise RuntimeError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(services, "activate_mentorship", fail)
        with pytest.raises(RuntimeError):
            register_order(order, by=make_curator(), on=TODAY)

    assert list(JournalCounter.objects.values_list("last", flat=True)) == []
    order.refresh_from_db()
    assert (order.status, order.document) == ("approved", None)
    assert register_order(order, by=make_curator(), on=TODAY).number == "1/01-02"


@pytest.mark.usefixtures("marked_sheets")
def test_refused_registrations_leave_no_gap():
    bad, good = make_order("approved"), make_order("approved")
    withdraw_consent(
        Consent.objects.get(person=mentor_of(bad), kind=K.MENTORING), by=make_curator(), on=TODAY
    )

    refusal_of(bad)

    assert register_order(good, by=make_curator(), on=TODAY).sequence == 1


def test_the_frozen_paper_does_not_follow_later_changes():
    order = make_order("registered")
    before = issued_pdf(order.document)
    mentor = mentor_of(order)
    name = mentor.full_name
    update_person(mentor, by=make_curator(), version=mentor.version, last_name="Переименованная")
    check_forms(Person.objects.get(pk=mentor.pk))
    make_school(full_name="Другая школа")

    order.refresh_from_db()
    after = issued_pdf(order.document)

    assert after == before
    assert name in words(after)
    assert "Переименованная" not in words(after)
    assert (
        order.document.data["annexes"][0]["table"]["groups"][0]["rows"][0][1] == f"{name}, учитель математики"
    )


@pytest.mark.usefixtures("marked_sheets")
def test_the_number_follows_the_mask_and_the_year_of_the_journal():
    order = make_order("approved")
    save_journal(
        order.journal,
        by=make_director(),
        name="Кадры",
        mask="{n:03}-К/{yy}",
        period="school",
        is_default=True,
    )

    register_order(order, by=make_curator(), on=TODAY)

    order.refresh_from_db()
    assert order.number == f"001-К/{TODAY:%y}"
    assert order.year == (TODAY.year if TODAY.month >= 9 else TODAY.year - 1)


def test_a_dismissed_participant_stops_registration():
    mentor = make_mentor(make_person(hired_on=TODAY - timedelta(days=900))).person
    order = make_order(
        "approved", pairs=[make_mentorship("agreed", mentor=mentor, mentees=[make_mentee().person])]
    )
    Person.objects.filter(pk=mentor.pk).update(left_on=TODAY)

    assert refusal_of(order) == [f"{mentor.short_name}: в школе больше не работает (с {TODAY:%d.%m.%Y})."]
