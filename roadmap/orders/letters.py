"""Letters about an order; people without an address learn of it from «Сегодня» or from the curator."""

from django.conf import settings

from mentoring.accounts.enums import Role
from mentoring.accounts.queries import users_with_role
from mentoring.letters.services import queue_letter


def tell_directors(order) -> None:
    """The director is asked to read a draft."""
    for user in users_with_role(Role.DIRECTOR):
        _send(
            user.email, "Приказ ждёт утверждения", [f"На утверждение передан приказ «{order.title}»."], order
        )


def tell_about_return(order, comment) -> None:
    """Whoever prepared the draft learns what to mend."""
    lines = [f"Директор вернул приказ «{order.title}» на доработку.", f"Что исправить: {comment.strip()}"]
    _send(order.created_by.email, "Приказ возвращён на доработку", lines, order)


def tell_about_approval(order) -> None:
    """Whoever prepared the draft may register it."""
    lines = [f"Директор утвердил приказ «{order.title}». Его можно зарегистрировать."]
    _send(order.created_by.email, "Приказ утверждён", lines, order)


def tell_about_registration(order) -> None:
    """Everybody on the acquaintance sheet who has an account is asked to read the order."""
    subject = f"Ознакомьтесь с приказом № {order.number}"
    lines = [
        f"Зарегистрирован приказ № {order.number} от {order.date:%d.%m.%Y} «{order.title}».",
        "Вы в нём названы. Прочитайте его и отметьте, что ознакомились.",
    ]
    people = [row.person for row in order.acquaintances.select_related("person__user")]
    ask_to_read(order, people, subject, lines)


def ask_to_read(paper, people, subject, lines, where="Открыть приказ") -> None:
    """A letter to each of these people who may sign in and has an address, one to a mailbox."""
    reading = [person for person in people if person.user and person.user.is_active]
    for address in dict.fromkeys(person.user.email or person.email for person in reading):
        _send(address, subject, lines, paper, where)


def _send(address, subject, lines, paper, where="Открыть приказ") -> None:
    where = f"{where}: {settings.PUBLIC_BASE_URL}{paper.get_absolute_url()}"
    queue_letter(to=address, subject=subject, body="\n\n".join(["Здравствуйте.", *lines, where]))
