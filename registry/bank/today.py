from django.urls import reverse
from django.utils import timezone

from mentoring.accounts.permissions import Permission
from mentoring.home.lines import TodayLine, TodaySection
from mentoring.home.tally import Question, asks
from mentoring.templatetags.look import plural
from registry.bank.enums import BankRole
from registry.bank.models import MenteeEntry, MentorEntry
from registry.bank.queries import to_review, waiting, without_role_consent
from registry.people.models import Person

FORMS = "запись,записи,записей"


BANKS = (
    ("bank:mentors", "Банк наставников", MentorEntry),
    ("bank:mentees", "Банк наставляемых", MenteeEntry),
)
# What each side agrees to beside the processing of its data, and where those who have not are listed.
ROLE_CONSENTS = {
    "bank:mentors": ("быть наставником", "group=mentors&lack=mentoring"),
    "bank:mentees": ("на участие в программе", "group=mentees&lack=participation"),
}


def questions(user) -> dict[str, Question]:
    if not user.may(Permission.EDIT_BANK):
        return {}
    day = timezone.localdate()
    # The first run makes cards of the director and the curator: they are not the staff list yet.
    found = {"bank.staff": Question(Person.objects.filter(user__isnull=True))}
    for name, _, model in BANKS:
        found[f"{name}.any"] = Question(model.objects.all())
        found[f"{name}.waits"] = Question(waiting(model.objects.all(), day))
        found[f"{name}.unasked"] = Question(without_role_consent(model.objects.all(), day))
        found[f"{name}.old"] = Question(to_review(model.objects.all(), day))
    return found


@asks(questions)
def today(user, answers) -> list[TodaySection]:
    """For those who keep the bank: it is still empty, entries want a consent, nobody has looked at them for a year."""
    if not user.may(Permission.EDIT_BANK):
        return []
    if answers["bank.staff"] and not any(answers[f"{name}.any"] for name, _, _ in BANKS):
        return [TodaySection("Банк", (_nobody_yet(),), order=10)]
    may_see_consents = user.may(Permission.VIEW_CONSENTS)
    lines = tuple(
        line
        for name, bank, _ in BANKS
        for line in _lines(name, bank, answers, may_see_consents=may_see_consents)
    )
    return [TodaySection("Банк", lines, order=40)] if lines else []


def _nobody_yet():
    return TodayLine(
        "В банке пока никого нет",
        reverse("bank:add-many", args=[BankRole.MENTOR]),
        "Включить людей",
        about="Отметьте, кто готов стать наставником, потом – кому наставник нужен.",
    )


def _lines(url_name, bank, answers, *, may_see_consents):
    waits, unasked, old = (answers[f"{url_name}.{what}"].count for what in ("waits", "unasked", "old"))
    if waits:
        yield TodayLine(
            f"{bank}: {plural(waits, FORMS)} без согласия на обработку персональных данных.",
            f"{reverse(url_name)}?state=waiting",
            "Кто ждёт согласия",
            tone="warning",
        )
    if unasked and may_see_consents:
        consent, who = ROLE_CONSENTS[url_name]
        yield TodayLine(
            f"{bank}: {plural(unasked, FORMS)} без согласия {consent}.",
            f"{reverse('consents:list')}?{who}",
            "Кому не хватает",
            about="Пару без него нельзя внести в приказ.",
            tone="warning",
        )
    if old:
        yield TodayLine(
            f"{bank}: {plural(old, FORMS)} не актуализировали больше года.",
            f"{reverse(url_name)}?review=1",
            "Просмотреть",
            about="Банк обновляют не реже раза в год.",
        )
