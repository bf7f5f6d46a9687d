"""The last day of a pair that lies ahead, in words: by a registered order, or asked for and not ordered yet."""

from collections.abc import Mapping
from datetime import date

from django.db.models import CharField, F, Func, QuerySet, Value

from mentoring.language.dates import date_words
from registry.pairs.enums import MentorshipStatus
from registry.pairs.models import Mentorship
from roadmap.applications.enums import EARLY_STOPS, ApplicationKind, ApplicationStatus
from roadmap.applications.models import Application
from roadmap.applications.queries import applications_visible_to
from roadmap.orders.last_days import waiting_stops
from roadmap.orders.queries import orders_visible_to

BY_ORDER = "order"
WAITING = (ApplicationStatus.FILED, ApplicationStatus.ACCEPTED)
UNORDERED = {
    ApplicationKind.RELEASE: " – по заявлению наставника, приказа ещё нет",
    ApplicationKind.NOTICE: " – по уведомлению школы, приказа ещё нет",
}


def last_days(user, day: date, mentorship: Mentorship | None = None) -> Mapping[int, str]:
    """«последний день 27 ноября 2026 г.» by the id of the pair, of those papers that this reader sees.

    A registered order (D-09) speaks before the application or notice that it answers (D-27, D-29; ТК РФ, ст. 351.8).
    Asks the database once.
    """
    which = {} if mentorship is None else {"mentorship": mentorship}
    ordered = waiting_stops(orders_visible_to(user).filter(**which)).order_by()
    asked = _asked_for(applications_visible_to(user).filter(**which))
    by_order: dict[int, str] = {}
    by_paper: dict[int, str] = {}
    rows = ordered.annotate(paper=Value(BY_ORDER)).values_list("mentorship_id", "last_day", "paper")
    for pk, iso, paper in rows.union(asked, all=True).order_by("last_day", "paper"):
        on = date.fromisoformat(iso)
        if paper == BY_ORDER:
            by_order.setdefault(pk, _words(on, day))
        elif on >= day:
            by_paper.setdefault(pk, _words(on, day) + UNORDERED[ApplicationKind(paper)])
    return {pk: words for pk, words in (by_paper | by_order).items() if words}


def _asked_for(applications: QuerySet[Application]) -> QuerySet:
    iso = Func(F("last_day"), Value("YYYY-MM-DD"), function="to_char", output_field=CharField())
    rows = applications.filter(
        kind__in=EARLY_STOPS, status__in=WAITING, mentorship__status=MentorshipStatus.ACTIVE
    ).order_by()
    return rows.annotate(iso=iso).values_list("mentorship_id", "iso", "kind")


def _words(on: date, day: date) -> str:
    """Nothing for a day that is over: the pair ends within hours."""
    if on < day:
        return ""
    return f"последний день {'сегодня, ' if on == day else ''}{date_words(on)}"
