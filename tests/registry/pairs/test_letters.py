import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from registry.pairs.services import withdraw_proposal
from tests.factories.bank import make_mentee, make_mentor
from tests.factories.pairs import make_mentorship
from tests.factories.people import make_curator, make_person, make_teacher

pytestmark = pytest.mark.django_db


def letters():
    jobs = ProcrastinateJob.objects.filter(task_name="letters.send").order_by("id")
    return [job.args for job in jobs]


def test_a_proposal_is_told_to_everybody_with_an_address(settings):
    settings.PUBLIC_BASE_URL = "https://school.example"
    mentor, mentee = make_teacher("mentor1", email="mentor@school.example"), make_person()
    make_mentor(mentor)
    make_mentee(mentee)
    mentorship = make_mentorship("proposed", mentor=mentor, mentees=[mentee])
    assert letters() == [
        {
            "to": "mentor@school.example",
            "subject": "Вам предложено стать наставником",
            "body": f"Здравствуйте, {mentor.first_name} {mentor.patronymic}.\n\n"
            f"Вам предложено стать наставником. Кому нужна помощь: {mentee.full_name}.\n\n"
            "Направления: предметное содержание.\n\n"
            f"Срок: с {mentorship.start:%d.%m.%Y} по {mentorship.end:%d.%m.%Y}.\n\n"
            "Ответить можно на странице: https://school.example/pairs/mine/\n\n"
            "Участие добровольное: отказаться можно без объяснения причин.",
        }
    ]


def test_who_has_no_account_answers_to_the_curator():
    mentee = make_mentee(make_person(email="new@school.example")).person
    make_mentorship("proposed", mentees=[mentee])
    letter = letters()[0]
    assert (letter["to"], letter["subject"]) == ("new@school.example", "Вам предложен наставник")
    assert "скажите куратору программы наставничества" in letter["body"]


def test_a_draft_writes_to_nobody():
    make_mentorship("draft", mentees=[make_mentee(make_person(email="new@school.example")).person])
    assert letters() == []


def test_a_withdrawn_proposal_is_told_without_its_reason():
    mentee = make_mentee(make_person(email="new@school.example")).person
    mentorship = make_mentorship("proposed", mentees=[mentee])
    withdraw_proposal(mentorship, by=make_curator(), comment="Есть сомнения в наставляемом")
    assert [letter["subject"] for letter in letters()] == [
        "Вам предложен наставник",
        "Предложение о наставничестве отозвано",
    ]
    assert "сомнения" not in letters()[1]["body"]
