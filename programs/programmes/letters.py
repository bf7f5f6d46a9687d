"""Letters about a programme; people without an address are told by the curator."""

from django.conf import settings

from mentoring.letters.services import queue_letter


def ask_for_agreement(programme, people) -> None:
    """Queue a letter to each of these mentees: the programme waits for their agreement."""
    for person in people:
        _send(
            person,
            "Согласуйте программу наставничества",
            [
                f"Наставник составил программу «{programme.title}». Прочитайте её и согласуйте.",
                _where(programme),
            ],
        )


def tell_about_return(programme, person, comment) -> None:
    """Queue a letter to the mentor: the programme came back with this comment."""
    _send(
        person,
        "Программу наставничества вернули на доработку",
        [f"Программа «{programme.title}» вернулась на доработку. Что изменить: {comment}", _where(programme)],
    )


def tell_about_agreement(programme, person) -> None:
    """Queue a letter to the mentor: everybody has agreed."""
    _send(
        person,
        "Программа наставничества согласована",
        [f"Программу «{programme.title}» согласовали все участники.", _where(programme)],
    )


def _where(programme) -> str:
    return f"Программа на сайте: {settings.PUBLIC_BASE_URL}{programme.get_absolute_url()}"


def _send(person, subject, lines) -> None:
    address = person.email or (person.user.email if person.user else "")
    greeting = f"Здравствуйте, {person.first_name} {person.patronymic}".rstrip() + "."
    queue_letter(to=address, subject=subject, body="\n\n".join([greeting, *lines]))
