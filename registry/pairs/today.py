from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from mentoring.accounts.permissions import Permission
from mentoring.home.lines import TodayLine, TodaySection
from mentoring.language.numbers import counted, days_phrase, plural
from mentoring.templatetags.look import ru_date
from registry.pairs.card import names
from registry.pairs.enums import MentorshipStatus, ParticipantRole
from registry.pairs.models import Mentorship
from registry.pairs.queries import own_proposals, unpaired_mentees, waiting_for_council, waiting_since

PATIENCE = timedelta(days=7)


def today(user) -> list[TodaySection]:
    """What pairs and groups want from this person: an answer first, then what the role should move on."""
    sections = [TodaySection("Вам предложено", tuple(_own(user)), order=0)]
    lines = []
    if user.may(Permission.EDIT_PAIRS):
        lines += _agreed() + _unanswered()
    if user.may(Permission.GIVE_COUNCIL_OPINION):
        lines += _for_council()
    if (
        user.may(Permission.EDIT_PAIRS)
        or user.may(Permission.VIEW_UNPAIRED)
        and not user.may(Permission.VIEW_PAIRS)
    ):
        lines += _unpaired(user)
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


def _agreed():
    count = Mentorship.objects.filter(status=MentorshipStatus.AGREED).count()
    if not count:
        return []
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


def _unpaired(user):
    entries = list(unpaired_mentees(timezone.localdate()).values_list("searching_since", flat=True))
    if not entries:
        return []
    longest = (timezone.localdate() - min(entries)).days
    verb = plural(len(entries), "остаётся", "остаются", "остаются")
    sentence = f"Без пары {verb} {counted(len(entries), 'наставляемый', 'наставляемых', 'наставляемых')}."
    label = "Подобрать наставника" if user.may(Permission.EDIT_PAIRS) else "Посмотреть"
    about = f"Дольше всех ищем {days_phrase(longest)}." if longest else ""
    return [TodayLine(sentence, reverse("pairs:unpaired"), label, about)]


def _for_council():
    count = waiting_for_council().count()
    if not count:
        return []
    sentence = f"{counted(count, 'пара ждёт', 'пары ждут', 'пар ждут')} мнения методического совета."
    return [TodayLine(sentence, f"{reverse('pairs:list')}?state=agreed", "Посмотреть пары")]
