"""The school before the drill: pairs that have agreed and wait for an order, people who need blanks."""

from datetime import date, timedelta

from django.utils import timezone

from mentoring.accounts.models import User
from mentoring.school.models import Direction, MentoringForm, MentoringKind
from registry.bank.enums import MenteeCategory
from registry.bank.services import enter_mentee, enter_mentor
from registry.consents.enums import ConsentChannel, ConsentKind
from registry.consents.services import give_consent
from registry.pairs.enums import Answer, AnswerChannel
from registry.pairs.services import answer_participation, create_mentorship, propose_mentorship
from registry.people.enums import PersonKind
from registry.people.models import Person
from registry.people.services import create_person

# Names whose case forms need no check.
SURNAMES = ("Смирнова", "Кузнецова", "Попова", "Васильева", "Соколова", "Михайлова", "Новикова", "Морозова")
NAMES = ("Анна", "Мария", "Ольга", "Елена", "Татьяна", "Ирина", "Наталья", "Светлана")
PATRONYMICS = ("Павловна", "Ивановна", "Петровна", "Олеговна", "Викторовна", "Борисовна", "Романовна")


def agreed_pairs(count: int, curator: User, *, first: int = 0) -> list[int]:
    """Make so many pairs that both sides agreed to, of people numbered from `first`; their keys."""
    found = []
    for number in range(count):
        mentor = mentor_of_the_bank(first + 2 * number, curator)
        mentee = _person(first + 2 * number + 1, curator)
        _consent(mentee, curator, ConsentKind.PROCESSING, ConsentKind.PARTICIPATION)
        enter_mentee(mentee, by=curator, category=MenteeCategory.YOUNG)
        found.append(_pair(mentor, mentee, curator).pk)
    return found


def mentor_of_the_bank(number: int, curator: User) -> Person:
    """Somebody who has agreed to be a mentor."""
    mentor = _person(number, curator)
    _consent(mentor, curator, ConsentKind.PROCESSING, ConsentKind.MENTORING)
    enter_mentor(mentor, by=curator)
    return mentor


def people_without_papers(count: int, curator: User) -> list[int]:
    """Make so many people who have signed nothing yet; their keys."""
    return [_person(1000 + number, curator).pk for number in range(count)]


def _person(number: int, curator: User) -> Person:
    return create_person(
        by=curator,
        kind=PersonKind.TEACHER,
        last_name=SURNAMES[number % len(SURNAMES)],
        first_name=NAMES[number // len(SURNAMES) % len(NAMES)],
        patronymic=PATRONYMICS[number // 64 % len(PATRONYMICS)],
        birth_date=date(1960, 1, 1) + timedelta(days=number),
        positions=["учитель математики"],
        email=f"drill{number}@school.example",
    )


def consented_on() -> date:
    """The day on which everybody of the drill has signed the consents."""
    return timezone.localdate() - timedelta(days=30)


def _consent(person: Person, curator: User, *kinds) -> None:
    on = consented_on()
    for kind in kinds:
        give_consent(
            person, kind, by=curator, given_on=on, valid_until=on + timedelta(days=300), channel=ConsentChannel.PAPER
        )  # fmt: skip


def _pair(mentor: Person, mentee: Person, curator: User):
    today = timezone.localdate()
    pair = create_mentorship(
        by=curator,
        mentor=mentor,
        mentees=[mentee],
        forms=list(MentoringForm.objects.all()[:1]),
        kinds=list(MentoringKind.objects.all()[:1]),
        directions=list(Direction.objects.all()[:1]),
        start=today - timedelta(days=7),
        end=today + timedelta(days=180),
        reason="",
    )
    propose_mentorship(pair, by=curator)
    for participant in pair.participants.all():
        answer_participation(
            participant, by=curator, answer=Answer.YES, on=today, channel=AnswerChannel.PAPER
        )
    return pair
