"""Taking whole lists of people away: only so many times an hour, one after another, each with a line in the log."""

from datetime import timedelta
from functools import wraps

from django.conf import settings
from django.utils import timezone

from mentoring.accounts.enums import AccessKind, AccessResult
from mentoring.accounts.models import AccessRecord, User
from mentoring.accounts.routes import OF_ONESELF
from mentoring.documents.turns import turn
from mentoring.language.numbers import counted
from mentoring.workflow.verdicts import Refused

HOUR = timedelta(hours=1)
BUSY = "Сейчас выгружают списки сразу несколько человек. Подождите минуту и попробуйте снова."


class TooManyExports(Refused):
    """The person has taken away as many lists as anybody needs in an hour (429)."""

    status = 429


def exports_people(view):
    """Mark a view that gives a list of people away as a file, and refuse it to who has taken too many.

    A list keeps a processor busy while it is written, so one is written at a time.

    The view itself writes the line of the log that is counted here; stands below `requires`.
    """

    # `wraps` carries the mark over to what stands in the list of addresses.
    view.exports_people = True

    @wraps(view)
    def limited(request, *args, **kwargs):
        require_one_more_export(request.user)
        with turn("exports", BUSY):
            return view(request, *args, **kwargs)

    return limited


def require_one_more_export(user: User) -> None:
    """Go on when the person may take one more list away; raises TooManyExports after so many within an hour.

    What shows nothing new counts for nothing: the archive of one's own data, the bad rows of a list that one has
    uploaded (their view says so to the log).
    """
    since = timezone.now() - HOUR
    taken = AccessRecord.objects.filter(
        user=user, kind=AccessKind.EXPORT, result=AccessResult.DONE, at__gt=since
    ).exclude(route__in=OF_ONESELF)
    if taken.count() >= settings.EXPORTS_PER_HOUR:
        lists = counted(settings.EXPORTS_PER_HOUR, "список", "списка", "списков")
        raise TooManyExports(
            f"За последний час вы уже выгрузили {lists}: больше за час нельзя, чтобы данные людей не уходили без "
            "надобности. Подождите немного или откройте нужный список на экране."
        )
