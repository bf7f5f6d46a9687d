from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from mentoring.accounts.permissions import Permission
from mentoring.home.lines import TodayLine, TodaySection
from mentoring.home.tally import Question, asks
from mentoring.templatetags.look import plural
from registry.consents.matrix import asked_kinds
from registry.consents.queries import expired_consents, expiring_consents, open_blanks
from registry.people.enums import PersonKind
from registry.people.models import Person

FORMS = "согласие,согласия,согласий"


def questions(user) -> dict[str, Question]:
    found = {"consents.own": Question(_asked_people(user))}
    if user.may(Permission.EDIT_CONSENTS):
        day = timezone.localdate()
        found["consents.expired"] = Question(expired_consents(day))
        found["consents.expiring"] = Question(expiring_consents(day))
        found["consents.blanks"] = Question(open_blanks())
    return found


@asks(questions)
def today(user, answers) -> list[TodaySection]:
    """Consents awaited from the reader; for the curator those that ran out, run out soon or are not back yet."""
    own = _awaited_from(user) if answers["consents.own"] else ()
    sections = [TodaySection("Ваши согласия", own, order=5)]
    if user.may(Permission.EDIT_CONSENTS):
        sections.append(TodaySection("Согласия", _office_lines(answers), order=30))
    return [section for section in sections if section.lines]


def _asked_people(user):
    """The reader's own person if a consent may be awaited: one in a bank, or with a blank not back yet."""
    blank = Exists(open_blanks().order_by().filter(person=OuterRef("pk")))
    in_bank = Q(mentor_entry__left_on__isnull=True, mentor_entry__isnull=False) | Q(
        mentee_entry__left_on__isnull=True, mentee_entry__isnull=False
    )
    return Person.objects.exclude(kind=PersonKind.PUPIL).filter(in_bank | blank, user=user)


def _awaited_from(user):
    person = _asked_people(user).select_related("mentor_entry", "mentee_entry").first()
    if person is None:
        return ()
    return tuple(
        TodayLine(
            sentence=f"Ждём от вас {kind.label}.",
            url=reverse("consents:give", args=[kind]),
            label="Прочитать и решить",
            about="Участие добровольное: согласие можно и не давать.",
        )
        for kind in asked_kinds(person, timezone.localdate())
    )


def _office_lines(answers):
    found = (
        (
            "expired",
            "срок действия истёк",
            "Эти люди выпали из активного банка.",
            "danger",
        ),
        ("expiring", "срок истекает в ближайшие 30 дней", "", "warning"),
        ("blanks", "бланк напечатан, но не вернулся", "", "info"),
    )
    lines = []
    for tab, what, about, tone in found:
        count = answers[f"consents.{tab}"].count
        if count:
            url = f"{reverse('consents:terms')}?tab={tab}"
            lines.append(TodayLine(f"{plural(count, FORMS)}: {what}.", url, "Открыть список", about, tone))
    return tuple(lines)
