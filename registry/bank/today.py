from django.urls import reverse
from django.utils import timezone

from mentoring.accounts.permissions import Permission
from mentoring.home.lines import TodayLine, TodaySection
from mentoring.templatetags.look import plural
from registry.bank.models import MenteeEntry, MentorEntry
from registry.bank.queries import to_review, waiting

FORMS = "запись,записи,записей"


def today(user) -> list[TodaySection]:
    """For those who keep the bank: entries that wait for a consent, and entries nobody has looked at for a year."""
    if not user.may(Permission.EDIT_BANK):
        return []
    lines = (
        *_lines("bank:mentors", "Банк наставников", MentorEntry),
        *_lines("bank:mentees", "Банк наставляемых", MenteeEntry),
    )
    return [TodaySection("Банк", lines, order=40)] if lines else []


def _lines(url_name, bank, model):
    day = timezone.localdate()
    waits = waiting(model.objects.all(), day).count()
    old = to_review(model.objects.all(), day).count()
    if waits:
        yield TodayLine(
            f"{bank}: {plural(waits, FORMS)} без согласия на обработку персональных данных.",
            f"{reverse(url_name)}?state=waiting",
            "Кто ждёт согласия",
            tone="warning",
        )
    if old:
        yield TodayLine(
            f"{bank}: {plural(old, FORMS)} не актуализировали больше года.",
            f"{reverse(url_name)}?review=1",
            "Просмотреть",
            about="Банк обновляют не реже раза в год.",
        )
