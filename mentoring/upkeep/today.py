from django.urls import reverse

from mentoring.accounts.permissions import Permission
from mentoring.home.lines import TodayLine, TodaySection
from mentoring.upkeep.health import examine


def today(user) -> list[TodaySection]:
    """For the administrator: what is wrong with the system, an overdue copy of the data above all."""
    if not user.may(Permission.VIEW_HEALTH):
        return []
    lines = tuple(
        TodayLine(
            sentence=check.title,
            about=check.sentence,
            url=reverse("upkeep:state"),
            label="Посмотреть",
            tone="danger",
        )
        for check in examine()
        if not check.is_good
    )
    return [TodaySection("Состояние системы", lines, order=0)]
