from django.urls import reverse
from django.utils import timezone

from mentoring.accounts.permissions import Permission
from mentoring.home.lines import TodayLine, TodaySection
from mentoring.home.tally import Question, asks
from mentoring.templatetags.look import plural
from registry.bank.models import MenteeEntry, MentorEntry
from registry.bank.queries import to_review, waiting

FORMS = "запись,записи,записей"


BANKS = (
    ("bank:mentors", "Банк наставников", MentorEntry),
    ("bank:mentees", "Банк наставляемых", MenteeEntry),
)


def questions(user) -> dict[str, Question]:
    if not user.may(Permission.EDIT_BANK):
        return {}
    day = timezone.localdate()
    found = {}
    for name, _, model in BANKS:
        found[f"{name}.waits"] = Question(waiting(model.objects.all(), day))
        found[f"{name}.old"] = Question(to_review(model.objects.all(), day))
    return found


@asks(questions)
def today(user, answers) -> list[TodaySection]:
    """For those who keep the bank: entries that wait for a consent, and entries nobody has looked at for a year."""
    if not user.may(Permission.EDIT_BANK):
        return []
    lines = tuple(line for name, bank, _ in BANKS for line in _lines(name, bank, answers))
    return [TodaySection("Банк", lines, order=40)] if lines else []


def _lines(url_name, bank, answers):
    waits, old = answers[f"{url_name}.waits"].count, answers[f"{url_name}.old"].count
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
