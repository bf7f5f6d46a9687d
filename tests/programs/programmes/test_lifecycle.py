"""From a draft to the end, step by step."""

from datetime import timedelta

import pytest
from django.utils import timezone

from mentoring.documents.queries import issued_for
from mentoring.workflow.verdicts import Refused, StaleState
from programs.programmes.enums import AcquaintedBody, AgreementChannel, ProgrammeStatus
from programs.programmes.issuing import issue_programme
from programs.programmes.models import Programme
from programs.programmes.services import (
    agree_programme,
    begin_revision,
    begin_work,
    complete_programme,
    delete_draft,
    end_programme_early,
    note_acquaintance,
    record_event,
    return_programme,
    send_programme,
    start_programme,
)
from registry.pairs.enums import EndGround, MentorshipStatus
from tests.factories.people import make_council_member, make_curator, make_user
from tests.factories.programmes import (
    agree_all,
    hold,
    hold_all,
    make_pair,
    make_programme,
    make_school,
    note,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ready", "marked_sheets")]
S = ProgrammeStatus
SCREEN, PAPER = AgreementChannel.SCREEN, AgreementChannel.PAPER


def today():
    return timezone.localdate()


def fresh(programme):
    return Programme.objects.get(pk=programme.pk)


def agree(programme, username, channel=SCREEN):
    user = make_user(username)
    return agree_programme(programme, by=user, person=user.person, on=today(), channel=channel)


def test_sending_is_the_mentors_own_agreement():
    programme = make_programme()
    mentor = make_user("mentor")
    send_programme(programme, by=mentor)
    rows = [(row.person.user, row.channel, row.agreed_on, row.revision) for row in programme.agreements.all()]
    assert rows == [(mentor, SCREEN, today(), 1)]
    assert fresh(programme).status == S.ON_AGREEMENT


def test_the_curator_sends_for_the_mentor_as_from_paper():
    programme = make_programme()
    send_programme(programme, by=make_curator(), on=today() - timedelta(days=2))
    row = programme.agreements.get()
    assert (row.channel, row.agreed_on) == (PAPER, today() - timedelta(days=2))


def test_a_programme_without_goals_and_plan_is_not_sent():
    programme = make_programme(goals="", rows=0)
    with pytest.raises(Refused) as refusal:
        send_programme(programme, by=make_user("mentor"))
    assert refusal.value.problems == (
        "Заполните «Цели и задачи программы».",
        "Добавьте в план хотя бы одно мероприятие.",
    )


def test_the_last_mentees_agreement_makes_the_programme_agreed():
    programme = make_programme(S.ON_AGREEMENT, size=2)
    agree(programme, "mentee")
    assert fresh(programme).status == S.ON_AGREEMENT
    agree(programme, "mentee2")
    assert (fresh(programme).status, fresh(programme).agreed_on) == (S.AGREED, today())


def test_the_date_of_agreement_is_that_of_the_last_side():
    programme = make_programme(S.ON_AGREEMENT)
    mentee = programme.mentorship.mentees[0]
    yesterday = today() - timedelta(days=1)
    programme.agreements.update(agreed_on=yesterday - timedelta(days=5))
    agree_programme(programme, by=make_curator(), person=mentee, on=yesterday, channel=PAPER)
    assert fresh(programme).agreed_on == yesterday


def test_a_second_agreement_of_the_same_person_finds_the_state_changed():
    programme = make_programme(S.ON_AGREEMENT, size=2)
    agree(programme, "mentee")
    with pytest.raises(StaleState):
        agree(programme, "mentee")


def test_nobody_agrees_for_another_on_the_screen():
    programme = make_programme(S.ON_AGREEMENT, size=2)
    other = make_user("mentee2").person
    with pytest.raises(Refused) as refusal:
        agree_programme(programme, by=make_user("mentee"), person=other, on=today(), channel=SCREEN)
    assert refusal.value.reason == "Согласовать программу может сам участник или куратор с бумаги."


def test_a_returned_programme_forgets_agreements_and_keeps_the_comment():
    programme = make_programme(S.ON_AGREEMENT)
    return_programme(programme, by=make_user("mentee"), comment="Перенесите встречи на среду")
    assert fresh(programme).status == S.DRAFT
    assert list(programme.agreements.all()) == []


def test_a_return_needs_a_comment():
    programme = make_programme(S.ON_AGREEMENT)
    with pytest.raises(Refused):
        return_programme(programme, by=make_user("mentee"), comment=" ")


def test_the_first_acquaintance_begins_the_work():
    programme = make_programme(S.AGREED)
    note(programme, by=make_curator())
    assert fresh(programme).status == S.RUNNING


def test_each_body_is_noted_once_a_revision():
    programme = make_programme(S.AGREED)
    note(programme, by=make_curator())
    note(programme, by=make_council_member(), body=AcquaintedBody.COUNCIL)
    with pytest.raises(StaleState):
        note(programme, by=make_curator())
    assert sorted(row.body for row in programme.acquaintances.all()) == ["council", "curator"]


def test_the_council_does_not_sign_for_the_curator():
    programme = make_programme(S.AGREED)
    with pytest.raises(Refused):
        note(programme, by=make_council_member())


def test_a_future_acquaintance_is_refused():
    programme = make_programme(S.AGREED)
    tomorrow = today() + timedelta(days=1)
    with pytest.raises(Refused):
        note_acquaintance(programme, by=make_curator(), body=AcquaintedBody.CURATOR, on=tomorrow)


def test_a_held_event_begins_the_work_too():
    programme = make_programme(S.AGREED)
    hold(programme.plan.first(), by=make_user("mentee"))
    assert fresh(programme).status == S.RUNNING


def test_reflection_waits_for_the_agreement():
    programme = make_programme(S.ON_AGREEMENT)
    with pytest.raises(Refused) as refusal:
        hold(programme.plan.first(), by=make_user("mentor"))
    assert refusal.value.reason == "Отмечать мероприятия можно, когда программа согласована."


def test_reflection_without_a_date_is_refused():
    event = make_programme(S.RUNNING).plan.first()
    with pytest.raises(Refused):
        record_event(event, by=make_user("mentor"), held_on=None, reflection="Хорошо", seen=event.fingerprint)


def test_a_reflection_over_another_persons_words_is_stale():
    event = make_programme(S.RUNNING).plan.first()
    seen = event.fingerprint
    hold(event, by=make_user("mentor"), reflection="Слово наставника")
    with pytest.raises(StaleState):
        record_event(event, by=make_user("mentee"), held_on=today(), reflection="Моё", seen=seen)
    event.refresh_from_db()
    assert event.reflection == "Слово наставника"


def test_completion_needs_the_whole_plan():
    programme = make_programme(S.RUNNING)
    hold(programme.plan.first(), by=make_user("mentor"))
    with pytest.raises(Refused) as refusal:
        complete_programme(programme, by=make_user("mentor"), on=today())
    assert refusal.value.reason.startswith("Проведены не все мероприятия: 1 из 3.")
    for event in programme.plan.filter(held_on=None):
        hold(event, by=make_user("mentor"))
    complete_programme(programme, by=make_user("mentor"), on=today())
    assert (fresh(programme).status, fresh(programme).end_ground) == (S.COMPLETED, EndGround.FULL)


def test_early_end_needs_a_reason_and_another_ground():
    programme = make_programme(S.RUNNING)
    curator = make_curator()
    with pytest.raises(Refused):
        end_programme_early(programme, by=curator, on=today(), ground=EndGround.CURATOR, note="")
    with pytest.raises(Refused):
        end_programme_early(programme, by=curator, on=today(), ground=EndGround.FULL, note="Причина")
    end_programme_early(programme, by=curator, on=today(), ground=EndGround.CURATOR, note="Не работают")
    assert (fresh(programme).status, fresh(programme).end_note) == (S.ENDED_EARLY, "Не работают")


def test_a_new_revision_freezes_the_old_one_and_asks_everybody_anew():
    make_school()
    programme = make_programme(S.RUNNING)
    mentor = make_user("mentor")
    note(programme, by=make_curator())
    begin_revision(programme, by=mentor, reason="Сдвинулись сроки")
    programme = fresh(programme)
    past = programme.past_revisions.get()
    assert (programme.status, programme.revision, programme.agreed_on) == (S.DRAFT, 2, None)
    assert (past.revision, past.reason, past.document.data["revision"]) == (1, "Сдвинулись сроки", 1)
    assert past.document.is_valid
    send_programme(programme, by=mentor)
    agree(programme, "mentee")
    past.document.refresh_from_db()
    assert fresh(programme).status == S.AGREED
    assert past.document.cancel_reason == "Согласована редакция 2 программы."
    # The mark of the first revision does not count for the second.
    assert note(programme, by=make_curator()).status == S.RUNNING


def test_meetings_go_on_while_a_revision_is_discussed():
    make_school()
    programme = make_programme(S.RUNNING)
    begin_revision(programme, by=make_user("mentor"), reason="Добавим встречи")
    hold(programme.plan.first(), by=make_user("mentee"))
    send_programme(fresh(programme), by=make_user("mentor"))
    agree_all(programme, by=make_curator())
    assert fresh(programme).status == S.RUNNING


def test_a_revision_without_the_schools_card_changes_nothing():
    programme = make_programme(S.RUNNING)
    with pytest.raises(Refused):
        begin_revision(programme, by=make_user("mentor"), reason="Сдвинулись сроки")
    assert (fresh(programme).status, fresh(programme).revision) == (S.RUNNING, 1)


def test_issuing_twice_gives_the_same_paper_until_something_changes():
    make_school()
    programme = make_programme(S.RUNNING)
    first = issue_programme(programme, by=make_curator())
    assert issue_programme(programme, by=make_curator()) == first
    hold(programme.plan.first(), by=make_user("mentor"))
    second = issue_programme(programme, by=make_curator())
    assert list(issued_for(programme)) == [second, first]
    assert second.title == "Персонализированная программа наставничества, редакция 1"


def test_a_second_programme_of_the_same_pair_is_not_begun():
    programme = make_programme()
    with pytest.raises(StaleState):
        start_programme(programme.mentorship, by=make_user("mentor"))


def test_a_programme_needs_an_active_pair():
    pair = make_pair(state=MentorshipStatus.AGREED)
    with pytest.raises(Refused):
        start_programme(pair, by=make_curator())


def test_a_first_draft_can_be_removed_a_sent_one_not():
    programme = make_programme()
    delete_draft(programme, by=make_user("mentor"))
    assert Programme.objects.count() == 0
    sent = make_programme(S.ON_AGREEMENT, mentorship=programme.mentorship)
    with pytest.raises(Refused):
        delete_draft(sent, by=make_user("mentor"))


def test_beginning_twice_finds_the_state_changed():
    programme = make_programme(S.AGREED)
    begin_work(programme, by=make_user("mentor"))
    with pytest.raises(StaleState):
        begin_work(programme, by=make_user("mentor"))


def test_an_ended_programme_takes_no_more_records():
    programme = make_programme(S.COMPLETED)
    with pytest.raises(Refused):
        hold(programme.plan.first(), by=make_user("mentor"), reflection="Ещё")


def test_a_completed_plan_is_all_held():
    programme = make_programme(S.RUNNING)
    hold_all(programme, by=make_user("mentor"))
    assert programme.plan.filter(held_on=None).count() == 0
