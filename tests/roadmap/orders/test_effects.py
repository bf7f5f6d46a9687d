"""What a registered order does to pairs, programmes, roles, roadmaps and other orders – wholly or not at all."""

from datetime import time, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from mentoring.accounts.models import RoleAssignment
from mentoring.school.queries import nth_working_day_after
from mentoring.workflow.history import history_of
from mentoring.workflow.verdicts import Refused, StaleState
from programs.programmes.models import Programme
from registry.consents.enums import ConsentKind
from registry.consents.models import Consent
from registry.consents.services import withdraw_consent
from registry.pairs.models import Mentorship
from roadmap.orders.checks import registration_problems
from roadmap.orders.enums import OrderKind as K
from roadmap.orders.enums import OrderRole as R
from roadmap.orders.last_days import end_what_is_over
from roadmap.orders.models import Order
from roadmap.orders.outcomes import Award, DutyRelease, OrderPerson
from roadmap.orders.paper import order_paper
from roadmap.orders.services import discard_order, register_order
from roadmap.plans.approval import approve_roadmap, recall_roadmap
from roadmap.plans.models import Roadmap
from tests.factories.kinds import TODAY, make_kind, subject_for
from tests.factories.orders import walk_to
from tests.factories.pairs import make_mentorship
from tests.factories.people import make_curator, make_director, make_person, make_teacher
from tests.factories.programmes import make_programme
from tests.factories.roadmaps import make_roadmap

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("marked_sheets")]


def registered(order):
    return register_order(order, by=make_curator(), on=TODAY)


def refusal_of(order):
    with pytest.raises(Refused) as refusal:
        registered(order)
    assert Order.objects.get(pk=order.pk).status == "approved"
    return list(refusal.value.problems) or [refusal.value.reason]


def test_a_replaced_mentor_keeps_a_closed_period_and_the_new_one_begins():
    order = make_kind(K.REPLACEMENT, "approved")
    former, new = order.mentorship.mentor, order.people.get(role=R.SUCCESSOR).person

    order = registered(order)

    pair = Mentorship.objects.get(pk=order.mentorship_id)
    rows = pair.participants.filter(role="mentor").order_by("valid_from")
    assert [(row.person, row.valid_from, row.valid_to) for row in rows] == [
        (former, pair.start, TODAY - timedelta(days=1)),
        (new, TODAY, None),
    ]
    assert (pair.mentor, pair.status) == (new, "active")
    basis = f"приказ № {order.number} от {TODAY:%d.%m.%Y}"
    assert basis in next(entry for entry in history_of(pair) if "замена" in str(entry)).__str__()


def test_without_the_new_mentors_consent_nothing_is_replaced():
    order = make_kind(K.REPLACEMENT, "approved")
    new = order.people.get(role=R.SUCCESSOR).person
    withdraw_consent(Consent.objects.get(person=new, kind=ConsentKind.MENTORING), by=make_curator(), on=TODAY)

    problems = refusal_of(order)

    assert f"{new.short_name}: нет действующего согласия быть наставником – оно отозвано" in " ".join(
        problems
    )
    assert order.mentorship.participants.filter(role="mentor").count() == 1


def test_a_mentor_is_released_early_with_the_open_programme():
    pair = make_mentorship("active", start=TODAY - timedelta(days=60))
    programme = make_programme("running", mentorship=pair)
    # It was to begin in a week: no programme goes on without its pair.
    Programme.objects.filter(pk=programme.pk).update(start=TODAY + timedelta(days=7))
    order = registered(make_kind(K.EARLY_END, "approved", subject={"mentorship": pair}))

    pair.refresh_from_db()
    programme.refresh_from_db()
    basis = f"приказ № {order.number} от {TODAY:%d.%m.%Y}"
    assert (pair.status, pair.ended_on, pair.end_ground, pair.end_note) == ("ended", TODAY, "sides", basis)
    assert (programme.status, programme.ended_on) == ("ended_early", TODAY)


def test_the_last_day_is_the_third_working_day_after_the_notice_unless_all_agree(monkeypatch):
    soonest = nth_working_day_after(TODAY, 3)
    early = {"requested_on": TODAY, "on": soonest - timedelta(days=1), "request": "notice"}
    order = make_kind(K.EARLY_END, facts=early)
    assert [line for line in registration_problems(order, TODAY) if "рабочих дня" in line] == [
        f"Последний день раньше {soonest:%d.%m.%Y}: предупреждают не позже чем за три рабочих дня "
        "(ТК РФ, ст. 351.8). Раньше можно только по соглашению сторон – отметьте его."
    ]
    Order.objects.filter(pk=order.pk).update(facts=order.facts | {"by_agreement": "yes"})
    assert registration_problems(Order.objects.get(pk=order.pk), TODAY) == []

    Order.objects.filter(pk=order.pk).update(facts=order.facts | {"on": soonest.isoformat()})
    order.refresh_from_db()
    walk_to(order, "registered", by=make_curator(), director=make_director(), on=TODAY)

    pair = order.mentorship
    pair.refresh_from_db()
    assert (pair.status, pair.ended_on) == ("active", None)
    assert end_what_is_over(soonest) == 0
    monkeypatch.setattr(timezone, "localdate", lambda: soonest + timedelta(days=1))
    assert (end_what_is_over(), end_what_is_over()) == (1, 0)
    pair.refresh_from_db()
    assert (pair.status, pair.ended_on, pair.end_ground) == ("ended", soonest, "curator")


@pytest.mark.parametrize(("state", "ground"), [("running", "curator"), ("completed", "full")])
def test_a_programme_is_completed_with_its_pair(state, ground):
    subject = subject_for(K.COMPLETION, state=state)
    programme = subject["programme"]
    registered(make_kind(K.COMPLETION, "approved", subject=subject, facts={"ground": ground}))

    programme.refresh_from_db()
    pair = Mentorship.objects.get(pk=programme.mentorship_id)
    expected = {"full": "completed", "curator": "ended_early"}[ground]
    assert (programme.status, programme.end_ground) == (expected, ground)
    assert (pair.status, pair.end_ground, pair.ended_on) == ("ended", ground, TODAY)


def test_a_plan_left_undone_is_no_full_completion():
    order = make_kind(K.COMPLETION, facts={"ground": "full"})
    assert "Проведены не все мероприятия: 0 из 3." in " ".join(registration_problems(order, TODAY))


def test_a_term_is_extended_for_the_programme_and_its_pair():
    order = make_kind(K.EXTENSION, "approved")
    registered(order)

    programme, end = order.programme, TODAY + timedelta(days=300)
    programme.refresh_from_db()
    pair = Mentorship.objects.get(pk=programme.mentorship_id)
    assert (programme.end, programme.status, pair.end) == (end, "running", end)
    assert {row.period.upper for row in pair.covered_directions.all()} == {end + timedelta(days=1)}


def test_an_extension_into_another_pair_of_the_mentee_undoes_the_registration():
    pair = make_mentorship("active")
    direction = list(pair.directions.all())
    order = make_kind(K.EXTENSION, "approved", subject=subject_for(K.EXTENSION, pair=pair))
    later = pair.end + timedelta(days=5)
    make_mentorship(
        "proposed", mentees=pair.mentees, directions=direction, start=later, end=later + timedelta(days=100)
    )

    assert "есть другая пара по этому направлению" in refusal_of(order)[0]

    order.programme.refresh_from_db()
    pair.refresh_from_db()
    assert order.programme.end < later > pair.end


def test_changes_open_a_new_revision():
    order = make_kind(K.CHANGE, "approved")
    registered(order)

    order.programme.refresh_from_db()
    assert (order.programme.status, order.programme.revision) == ("draft", 2)
    assert "дополнить план мероприятиями" in order.programme.past_revisions.get().reason


def test_the_curators_role_opens_on_the_day_and_the_former_one_ends_on_its_eve():
    new, former = make_teacher("new_curator"), make_teacher("former_curator")
    # A role with an end still ahead holds on the day of the order like any other.
    RoleAssignment.objects.create(
        user=former.user, role="curator",
        valid_from=TODAY - timedelta(days=99), valid_to=TODAY + timedelta(days=200),
    )  # fmt: skip
    day = TODAY + timedelta(days=10)
    people = {R.FORMER_CURATOR: [former]}
    order = make_kind(K.CURATOR, "approved", curator=new, people=people, facts={"on": day})
    assert not RoleAssignment.objects.filter(user=new.user).exists()

    order = registered(order)

    opened = RoleAssignment.objects.get(user=new.user)
    closed = RoleAssignment.objects.get(user=former.user)
    end = TODAY + timedelta(days=300)
    assert (opened.role, opened.valid_from, opened.valid_to) == ("curator", day, end)
    said = [text.replace("\xa0", " ") for _, _, text in order_paper(order).numbered_items]
    assert any(f"с {day:%d.%m.%Y} по {end:%d.%m.%Y} в пределах" in text for text in said)
    assert opened.basis == f"приказ № {order.number} от {TODAY:%d.%m.%Y}"
    assert closed.valid_to == day - timedelta(days=1)
    assert not new.user.current_roles


def test_a_role_with_an_end_goes_on_without_one():
    curator = make_teacher("same_curator")
    end = TODAY + timedelta(days=50)
    RoleAssignment.objects.create(user=curator.user, role="curator", valid_from=TODAY, valid_to=end)
    registered(make_kind(K.CURATOR, "approved", curator=curator, people={}, facts={"until": None}))
    rows = RoleAssignment.objects.filter(user=curator.user).order_by("valid_from")
    assert [(row.valid_from, row.valid_to) for row in rows] == [
        (TODAY, end),
        (end + timedelta(days=1), None),
    ]


def test_a_release_is_recorded_with_lessons_and_substitute():
    order = registered(make_kind(K.DUTY_RELEASE, "approved"))

    row = DutyRelease.objects.get(order=order)
    assert (row.day, row.starts_at, row.ends_at) == (TODAY, time(10), time(12, 30))
    assert row.lessons == "2-й урок в 5 «А» классе"
    named = {person.role: person.person for person in order.people.all()}
    assert (row.person, row.substitute) == (named[R.RELEASED], named[R.SUBSTITUTE])


def test_awards_are_recorded_for_each_person():
    order = registered(make_kind(K.AWARD, "approved"))

    rows = Award.objects.filter(order=order)
    assert {(row.person_id, row.kind, row.awarded_on) for row in rows} == {
        (row.person_id, row.role, TODAY) for row in order.people.all()
    }
    assert rows.count() == 6


def test_a_roadmap_is_approved_by_its_order_and_stays_as_read_until_then():
    roadmap = make_roadmap()
    order = make_kind(K.ROADMAP, "approved", subject={"roadmap": roadmap.pk})
    roadmap.refresh_from_db()
    assert (roadmap.status, roadmap.order) == ("submitted", order)
    for act in (recall_roadmap, lambda row, by: approve_roadmap(row, by=by, on=TODAY)):
        with pytest.raises(Refused, match="стоит в проекте приказа"):
            act(roadmap, by=make_director())

    order = registered(order)

    roadmap.refresh_from_db()
    assert (roadmap.status, roadmap.order, roadmap.annex_number) == ("approved", order, "1")
    assert (roadmap.approved_on, roadmap.effective_from) == (TODAY, TODAY)
    annex = order.document.data["annexes"][0]
    assert annex["sheet"]["body"][0]["cells"][0]["paragraphs"]


def test_a_removed_draft_lets_its_roadmap_go():
    order = make_kind(K.ROADMAP)
    pk = order.roadmaps.get().pk
    discard_order(order, by=make_curator())
    assert Roadmap.objects.filter(pk=pk, status="draft", order__isnull=True).exists()


def test_a_changed_pair_asks_for_a_new_draft():
    order = make_kind(K.EARLY_END, "approved")
    other = make_kind(K.REPLACEMENT, "approved", subject={"mentorship": order.mentorship})
    registered(other)
    assert "Состав пары изменился после подготовки проекта." in " ".join(refusal_of(order))


def test_a_second_draft_about_the_same_pair_is_stale():
    order = make_kind(K.EARLY_END)
    with pytest.raises(StaleState, match="уже готовится"):
        make_kind(K.EARLY_END, subject={"mentorship": order.mentorship})
    assert Order.objects.filter(kind=K.EARLY_END).count() == 1


def test_the_people_of_an_approved_order_are_frozen():
    order = make_kind(K.MONITORING, "approved")
    for act in (
        lambda: order.people.all().delete(),
        lambda: OrderPerson.objects.create(order=order, person=make_person(), role=R.RESPONSIBLE),
        lambda: Order.objects.filter(pk=order.pk).update(facts={}),
    ):
        with pytest.raises(Exception, match="frozen|Cannot update"), transaction.atomic():
            act()


def test_who_is_asked_by_the_kind_must_be_there_and_make_sense():
    person = make_person()
    same = {R.RELEASED: [person], R.SUBSTITUTE: [person]}
    with pytest.raises(Refused) as refusal:
        make_kind(K.DUTY_RELEASE, people=same, facts={"ends_at": "09:00"})
    assert list(refusal.value.problems) == [
        "Замещать должен другой человек, а не тот, кого освобождают.",
        "Время «до» должно быть позже времени «с».",
    ]
    with pytest.raises(Refused) as refusal:
        make_kind(K.MONITORING, people={}, facts={"tools": "", "on": None})
    assert list(refusal.value.problems) == [
        "Не выбран человек: ответственный.",
        "Не заполнено поле «Провести с».",
        "Не заполнено поле «Чем измеряется».",
    ]
    assert Order.objects.count() == 0
