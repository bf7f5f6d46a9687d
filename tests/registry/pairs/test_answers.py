from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mentoring.workflow.models import StatusChange
from mentoring.workflow.verdicts import Refused, StaleState
from registry.pairs.enums import Answer, AnswerChannel
from registry.pairs.models import CoveredDirection, Mentorship, Participant
from registry.pairs.services import answer_participation, withdraw_proposal
from tests.factories.bank import make_mentee, make_mentor
from tests.factories.pairs import make_mentorship
from tests.factories.people import make_curator, make_director, make_teacher, make_user

pytestmark = pytest.mark.django_db
today = timezone.localdate


def proposed_to(teacher, **fields):
    """A proposal with this teacher as the mentor; returns the mentorship and the teacher's side."""
    make_mentor(teacher)
    mentorship = make_mentorship("proposed", mentor=teacher, **fields)
    return mentorship, mentorship.participants.get(person=teacher)


def answered(side, by, answer=Answer.YES, channel=AnswerChannel.SCREEN, **changed):
    return answer_participation(
        side, **{"by": by, "answer": answer, "on": today(), "channel": channel, **changed}
    )


def test_the_last_yes_makes_the_pair_agreed():
    teacher = make_teacher("mentor1")
    mentorship, side = proposed_to(teacher)
    answered(side, teacher.user)
    mentorship.refresh_from_db()
    assert mentorship.status == "proposed"
    answered(mentorship.participants.get(role="mentee"), make_curator(), channel=AnswerChannel.PAPER)
    mentorship.refresh_from_db()
    assert mentorship.status == "agreed"


def test_one_refusal_ends_the_proposal_without_a_reason():
    teacher = make_teacher("mentor1")
    mentorship, side = proposed_to(teacher, size=2)
    answered(side, teacher.user, Answer.NO)
    mentorship.refresh_from_db()
    assert (mentorship.status, CoveredDirection.objects.count()) == ("declined", 0)


def test_a_side_that_agreed_may_still_refuse_before_the_order():
    teacher = make_teacher("mentor1")
    mentorship, side = proposed_to(teacher)
    for row in mentorship.participants.all():
        answered(row, make_curator(), channel=AnswerChannel.PAPER)
    answered(side, teacher.user, Answer.NO)
    mentorship.refresh_from_db()
    assert mentorship.status == "declined"


@pytest.mark.parametrize("state", ["draft", "in_order", "active", "ended", "declined"])
@pytest.mark.parametrize("answer", [Answer.YES, Answer.NO])
def test_no_answer_is_taken_when_none_is_awaited(state, answer):
    side = make_mentorship(state).participants.first()
    with pytest.raises(StaleState, match="Ответ уже не нужен"):
        answered(side, make_curator(), answer, AnswerChannel.PAPER)


def test_the_same_answer_is_not_taken_twice():
    mentorship = make_mentorship("proposed")
    side = mentorship.participants.first()
    answered(side, make_curator(), channel=AnswerChannel.PAPER)
    with pytest.raises(StaleState):
        answered(side, make_curator(), channel=AnswerChannel.PAPER)


def test_nobody_answers_for_another_person():
    _, side = proposed_to(make_teacher("mentor1"))
    for stranger in (make_user("stranger"), make_director(), make_curator()):
        with pytest.raises(Refused, match="только сам участник"):
            answered(side, stranger)
    with pytest.raises(Refused, match="ведёт куратор"):
        answered(side, make_director(), channel=AnswerChannel.PAPER)
    side.refresh_from_db()
    assert side.answer == Answer.PENDING


def test_an_answer_of_tomorrow_is_refused():
    side = make_mentorship("proposed").participants.first()
    with pytest.raises(Refused, match="ещё не наступила"):
        answered(side, make_curator(), channel=AnswerChannel.PAPER, on=today() + timedelta(days=1))


def test_history_tells_whose_answer_and_how_but_not_the_reason():
    mentorship = make_mentorship("proposed")
    side = mentorship.participants.get(role="mentor")
    answered(side, make_curator(), Answer.NO, AnswerChannel.PAPER, note="семейные обстоятельства")
    rows = StatusChange.objects.filter(object_id=mentorship.pk, action="answer")
    assert [(row.sentence, row.comment) for row in rows] == [
        (
            f"ответ {side.person.short_name} (наставник): отказ, внёс куратор {today():%d.%m.%Y}",
            "",
        )
    ]


def test_the_own_page_shows_the_question_and_two_buttons(client):
    teacher = make_teacher("mentor1")
    mentorship, side = proposed_to(teacher)
    client.force_login(teacher.user)
    page = client.get(reverse("pairs:mine"))
    assert [row["row"].pk for row in page.context["waiting"]] == [side.pk]
    html = page.content.decode()
    assert html.count(reverse("pairs:accept", args=[side.pk])) == 1
    assert html.count(reverse("pairs:refuse", args=[side.pk])) == 1
    assert html.count("Вам предложено стать наставником") == 1
    assert mentorship.mentees[0].full_name in html


@pytest.mark.parametrize(("gender", "word"), [("m", "Согласен"), ("f", "Согласна"), ("", "Даю согласие")])
def test_the_button_agrees_with_the_person(client, gender, word):
    # Without a patronymic nothing says whether it is a man or a woman.
    teacher = make_teacher("mentor1", last_name="Дюма", patronymic="", gender=gender)
    proposed_to(teacher)
    client.force_login(teacher.user)
    html = client.get(reverse("pairs:mine")).content.decode()
    assert [shown for shown in ("Согласен", "Согласна", "Даю согласие") if shown in html] == [word]


def test_saying_yes_on_the_own_page(client):
    teacher = make_teacher("mentor1")
    mentorship, side = proposed_to(teacher)
    client.force_login(teacher.user)
    page = client.post(reverse("pairs:accept", args=[side.pk]), follow=True)
    side.refresh_from_db()
    assert (side.answer, side.answer_channel, side.answered_by) == ("yes", "screen", teacher.user)
    assert [str(message) for message in page.context["messages"]] == [
        "Спасибо, ответ записан. Ждём ответа остальных участников."
    ]


def test_a_second_click_meets_what_the_first_did(client):
    teacher = make_teacher("mentor1")
    _, side = proposed_to(teacher)
    client.force_login(teacher.user)
    client.post(reverse("pairs:accept", args=[side.pk]))
    assert client.post(reverse("pairs:accept", args=[side.pk])).status_code == 409


def test_refusing_is_asked_once_more_and_the_note_stays_with_the_curator(client):
    teacher = make_teacher("mentor1")
    mentorship, side = proposed_to(teacher)
    mentee = make_teacher("mentee1")
    client.force_login(teacher.user)
    address = reverse("pairs:refuse", args=[side.pk])
    assert client.get(address).status_code == 200
    side.refresh_from_db()
    assert side.answer == "pending"
    client.post(address, {"note": "канарейка-пояснение"})
    side.refresh_from_db()
    assert (side.answer, side.answer_note) == ("no", "канарейка-пояснение")
    Participant.objects.filter(mentorship=mentorship, role="mentee").update(person=mentee)
    seen = {}
    for user in (mentee.user, make_curator()):
        client.force_login(user)
        seen[user.username] = "канарейка" in client.get(mentorship.get_absolute_url()).content.decode()
    assert seen == {"mentee1": False, "curator": True}


def test_the_answer_of_another_teacher_is_out_of_sight(client):
    _, side = proposed_to(make_teacher("mentor1"))
    client.force_login(make_teacher("other").user)
    statuses = {
        client.post(reverse("pairs:accept", args=[side.pk])).status_code,
        client.get(reverse("pairs:refuse", args=[side.pk])).status_code,
        client.post(reverse("pairs:refuse", args=[side.pk])).status_code,
    }
    side.refresh_from_db()
    assert (statuses, side.answer) == ({404}, "pending")


def test_the_curator_enters_an_answer_from_paper(client):
    mentorship = make_mentorship("proposed")
    side = mentorship.participants.first()
    client.force_login(make_curator())
    address = reverse("pairs:enter_answer", args=[side.pk])
    empty = client.post(address, {"answer": "", "on": "31.02.2026"})
    assert empty.context["form"].errors == {
        "answer": ["Выберите ответ."],
        "on": ["Такой даты нет. Напишите её так: 12.01.2026."],
    }
    page = client.post(address, {"answer": "yes", "on": f"{today():%d.%m.%Y}", "note": "заявление"})
    side.refresh_from_db()
    assert (page.url, side.answer, side.answer_channel, side.answer_note) == (
        mentorship.get_absolute_url(),
        "yes",
        "paper",
        "заявление",
    )


def test_a_stale_answer_form_says_so_and_keeps_the_text(client):
    mentorship = make_mentorship("proposed")
    side = mentorship.participants.first()
    withdraw_proposal(mentorship, by=make_curator(), comment="Передумали")
    client.force_login(make_curator())
    data = {"answer": "yes", "on": f"{today():%d.%m.%Y}", "note": "заявление от сегодня"}
    page = client.post(reverse("pairs:enter_answer", args=[side.pk]), data)
    assert page.status_code == 409
    assert page.context["form"]["note"].value() == "заявление от сегодня"


def written_again(pair, number):
    """So many more pairs of the same people and in the same state, written straight into the tables."""
    fields = {"status": pair.status, "start": pair.start, "end": pair.end, "created_by": pair.created_by}
    more = Mentorship.objects.bulk_create(Mentorship(**fields) for _ in range(number))
    Participant.objects.bulk_create(
        Participant(mentorship=row, person=side.person, role=side.role, valid_from=side.valid_from)
        for row in more
        for side in pair.participants.select_related("person")
    )
    for name in ("forms", "kinds", "directions"):
        through, (chosen,) = getattr(Mentorship, name).through, getattr(pair, name).all()
        column = f"{chosen._meta.model_name}_id"
        through.objects.bulk_create(through(mentorship_id=row.pk, **{column: chosen.pk}) for row in more)


@pytest.mark.parametrize(("state", "cost"), [("proposed", 12), ("active", 13)])
def test_the_own_page_costs_the_same_with_one_pair_and_with_fifty(
    client, django_assert_num_queries, state, cost
):
    teacher = make_teacher("mentor1")
    make_mentor(teacher)
    pair = make_mentorship(state, mentor=teacher, mentees=[make_mentee().person])
    client.force_login(teacher.user)
    for more in (0, 49):
        written_again(pair, more)
        with django_assert_num_queries(cost):
            page = client.get(reverse("pairs:mine"))
        shown = page.context["waiting" if state == "proposed" else "others"]
        assert len(shown) == more + 1


def test_drafts_are_not_shown_to_their_people(client):
    teacher = make_teacher("mentor1")
    make_mentor(teacher)
    draft = make_mentorship("draft", mentor=teacher, mentees=[make_mentee().person])
    client.force_login(teacher.user)
    page = client.get(reverse("pairs:mine"))
    assert (page.context["waiting"], page.context["others"]) == ([], [])
    assert client.get(draft.get_absolute_url()).status_code == 404
