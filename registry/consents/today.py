from django.urls import reverse
from django.utils import timezone

from mentoring.accounts.permissions import Permission
from mentoring.home.lines import TodayLine, TodaySection
from mentoring.templatetags.look import plural
from registry.consents.matrix import asked_kinds
from registry.consents.queries import expired_consents, expiring_consents, open_blanks
from registry.people.enums import PersonKind
from registry.people.models import Person

FORMS = "согласие,согласия,согласий"


def today(user) -> list[TodaySection]:
    """Consents awaited from the reader; for the curator those that ran out, run out soon or are not back yet."""
    sections = [TodaySection("Ваши согласия", _awaited_from(user), order=5)]
    if user.may(Permission.EDIT_CONSENTS):
        sections.append(TodaySection("Согласия", _office_lines(), order=30))
    return [section for section in sections if section.lines]


def _awaited_from(user):
    people = Person.objects.filter(user=user).select_related("mentor_entry", "mentee_entry")
    person = people.exclude(kind=PersonKind.PUPIL).first()
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


def _office_lines():
    day = timezone.localdate()
    found = (
        (
            expired_consents(day),
            "expired",
            "срок действия истёк",
            "Эти люди выпали из активного банка.",
            "danger",
        ),
        (expiring_consents(day), "expiring", "срок истекает в ближайшие 30 дней", "", "warning"),
        (open_blanks(), "blanks", "бланк напечатан, но не вернулся", "", "info"),
    )
    lines = []
    for rows, tab, what, about, tone in found:
        count = rows.count()
        if count:
            url = f"{reverse('consents:terms')}?tab={tab}"
            lines.append(TodayLine(f"{plural(count, FORMS)}: {what}.", url, "Открыть список", about, tone))
    return tuple(lines)
