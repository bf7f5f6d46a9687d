"""Letters about a roadmap; people without an address learn of it from «Сегодня»."""

from django.conf import settings

from mentoring.accounts.enums import Role
from mentoring.accounts.queries import users_with_role
from mentoring.letters.services import queue_letter


def tell_directors(roadmap) -> None:
    """The director is asked to read a draft."""
    for user in users_with_role(Role.DIRECTOR):
        lines = [f"На утверждение передана дорожная карта «{roadmap}»."]
        _send(user.email, "Дорожная карта ждёт утверждения", lines, roadmap)


def tell_about_return(roadmap, comment) -> None:
    """Whoever prepared the draft learns what to mend."""
    lines = [
        f"Директор вернул дорожную карту «{roadmap}» на доработку.",
        f"Что исправить: {comment.strip()}",
    ]
    _send(roadmap.created_by.email, "Дорожная карта возвращена на доработку", lines, roadmap)


def tell_about_approval(roadmap) -> None:
    """Whoever prepared the draft may follow its measures now."""
    lines = [f"Директор утвердил дорожную карту «{roadmap}». Теперь можно отмечать выполнение."]
    _send(roadmap.created_by.email, "Дорожная карта утверждена", lines, roadmap)


def _send(address, subject, lines, roadmap) -> None:
    where = f"Открыть дорожную карту: {settings.PUBLIC_BASE_URL}{roadmap.get_absolute_url()}"
    queue_letter(to=address, subject=subject, body="\n\n".join(["Здравствуйте.", *lines, where]))
