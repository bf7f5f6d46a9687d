"""Letters to the sides of a mentorship; people without an address are told by the curator."""

from django.conf import settings
from django.urls import reverse

from mentoring.letters.services import queue_letter
from registry.pairs.enums import ParticipantRole


def tell_about_proposal(mentorship) -> None:
    """Queue a letter to each side with an address: who with whom, the term, where to answer."""
    names = ", ".join(person.full_name for person in mentorship.mentees)
    directions = "; ".join(str(direction) for direction in mentorship.directions.all())
    for participant in mentorship.participants.all():
        is_mentor = participant.role == ParticipantRole.MENTOR
        _send(
            participant.person,
            "Вам предложено стать наставником" if is_mentor else "Вам предложен наставник",
            [
                f"Вам предложено стать наставником. Кому нужна помощь: {names}."
                if is_mentor
                else f"Вам предложен наставник: {mentorship.mentor.full_name}.",
                f"Направления: {directions}.",
                f"Срок: с {mentorship.start:%d.%m.%Y} по {mentorship.end:%d.%m.%Y}.",
                _where_to_answer(participant.person),
                "Участие добровольное: отказаться можно без объяснения причин.",
            ],
        )


def tell_about_withdrawal(mentorship) -> None:
    """Queue a letter to each side with an address: the question is off."""
    for participant in mentorship.participants.all():
        _send(
            participant.person,
            "Предложение о наставничестве отозвано",
            [
                "Куратор отозвал предложение о наставничестве. Отвечать на него не нужно.",
                "Если остались вопросы, обратитесь к куратору.",
            ],
        )


def _where_to_answer(person) -> str:
    if person.user_id is None:
        return "Ответ, пожалуйста, скажите куратору программы наставничества."
    return f"Ответить можно на странице: {settings.PUBLIC_BASE_URL}{reverse('pairs:mine')}"


def _send(person, subject, lines) -> None:
    address = person.email or (person.user.email if person.user else "")
    body = "\n\n".join([f"Здравствуйте, {person.first_name} {person.patronymic}".rstrip() + ".", *lines])
    queue_letter(to=address, subject=subject, body=body)
