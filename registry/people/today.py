from django.urls import reverse

from mentoring.accounts.permissions import Permission
from mentoring.home.lines import TodayLine, TodaySection
from mentoring.home.tally import Question, asks
from mentoring.templatetags.look import plural
from registry.people.models import Person
from registry.people.queries import needing_review
from registry.people.rules import may_edit_people


def questions(user) -> dict[str, Question]:
    if not may_edit_people(user):
        return {}
    return {
        "people.without_account": Question(Person.objects.filter(user__isnull=True)),
        "people.review": Question(needing_review()),
    }


@asks(questions)
def today(user, answers) -> list[TodaySection]:
    """Lines for those who keep the cards: doubtful case forms, or a school whose staff is not entered yet."""
    if not may_edit_people(user):
        return []
    return [*_staff_list(user, answers), *_doubtful_forms(answers["people.review"].count)]


def _staff_list(user, answers):
    # The first run makes cards of the director and the curator: they are not the staff list yet.
    if not user.may(Permission.IMPORT_PEOPLE) or answers["people.without_account"]:
        return []
    line = TodayLine(
        sentence="Список сотрудников ещё не загружен",
        about="Загрузите его из Excel как есть: всё остальное начинается с него.",
        url=reverse("imports:upload"),
        label="Загрузить список",
    )
    return [TodaySection("Люди", (line,), order=0)]


def _doubtful_forms(count):
    if not count:
        return []
    line = TodayLine(
        sentence=f"{plural(count, 'человек,человека,человек')}: проверьте склонение имени или должности",
        about="Пока склонение не проверено, внести в приказ нельзя.",
        url=reverse("people:review"),
        label="Проверить",
        tone="warning",
    )
    return [TodaySection("Люди", (line,), order=40)]
