from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from mentoring.accounts.permissions import Permission
from mentoring.home.lines import TodayLine, TodaySection
from mentoring.home.tally import Question, asks
from mentoring.language.numbers import counted, days_phrase, plural
from mentoring.templatetags.look import ru_date
from registry.pairs.card import names
from registry.pairs.enums import MentorshipStatus, ParticipantRole
from registry.pairs.models import Mentorship
from registry.pairs.queries import (
    own_proposals,
    proposed_before,
    unpaired_mentees,
    waiting_for_council,
    waiting_since,
)

PATIENCE = timedelta(days=7)


def questions(user) -> dict[str, Question]:
    day = timezone.localdate()
    found = {"pairs.own": Question(own_proposals(user))}
    if user.may(Permission.EDIT_PAIRS):
        found["pairs.agreed"] = Question(Mentorship.objects.filter(status=MentorshipStatus.AGREED))
        found["pairs.unanswered"] = Question(proposed_before(day - PATIENCE))
    if user.may(Permission.GIVE_COUNCIL_OPINION):
        found["pairs.council"] = Question(waiting_for_council())
    if (
        user.may(Permission.EDIT_PAIRS)
        or user.may(Permission.VIEW_UNPAIRED)
        and not user.may(Permission.VIEW_PAIRS)
    ):
        found["pairs.unpaired"] = Question(unpaired_mentees(day), since="searching_since")
    return found


@asks(questions)
def today(user, answers) -> list[TodaySection]:
    """What pairs and groups want from this person: an answer first, then what the role should move on."""
    own = tuple(_own(user)) if answers["pairs.own"] else ()
    sections = [TodaySection("Вам предложено", own, order=0)]
    lines = _agreed(answers.get("pairs.agreed"))
    if answers.get("pairs.unanswered"):
        lines += _unanswered()
    lines += _for_council(answers.get("pairs.council")) + _unpaired(user, answers.get("pairs.unpaired"))
    sections.append(TodaySection("Пары и группы", tuple(lines), order=20))
    return [section for section in sections if section.lines]


def _own(user):
    for row in own_proposals(user):
        mentorship = row.mentorship
        if row.role == ParticipantRole.MENTOR:
            sentence = f"Вам предложено стать наставником. Кому нужна помощь: {names(mentorship.mentees)}"
        else:
            sentence = f"Вам предложен наставник: {mentorship.mentor.short_name}"
        about = f"Срок с {ru_date(mentorship.start)} по {ru_date(mentorship.end)}."
        yield TodayLine(sentence, reverse("pairs:mine"), "Ответить", about)


def _agreed(answer):
    if not answer:
        return []
    count = answer.count
    verb = plural(count, "согласована", "согласованы", "согласованы")
    sentence = f"{counted(count, 'пара', 'пары', 'пар')} {verb} – подготовьте приказ."
    return [TodayLine(sentence, reverse("orders:create"), "Подготовить приказ")]


def _unanswered():
    day = timezone.localdate()
    return [
        TodayLine(
            f"{mentorship.title}: ответа ждём {days_phrase((day - proposed_on).days)}.",
            mentorship.get_absolute_url(),
            "Напомнить или внести ответ",
            tone="warning",
        )
        for mentorship, proposed_on in waiting_since(day - PATIENCE)
    ]


def _unpaired(user, answer):
    if not answer:
        return []
    count = answer.count
    longest = (timezone.localdate() - answer.since).days
    verb = plural(count, "остаётся", "остаются", "остаются")
    sentence = f"Без пары {verb} {counted(count, 'наставляемый', 'наставляемых', 'наставляемых')}."
    label = "Подобрать наставника" if user.may(Permission.EDIT_PAIRS) else "Посмотреть"
    about = f"Дольше всех ищем {days_phrase(longest)}." if longest else ""
    return [TodayLine(sentence, reverse("pairs:unpaired"), label, about)]


def _for_council(answer):
    if not answer:
        return []
    count = answer.count
    sentence = f"{counted(count, 'пара ждёт', 'пары ждут', 'пар ждут')} мнения методического совета."
    return [TodayLine(sentence, f"{reverse('pairs:list')}?state=agreed", "Посмотреть пары")]
