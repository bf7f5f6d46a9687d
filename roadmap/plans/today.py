"""This room's lines on «Сегодня»."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from mentoring.accounts.permissions import Permission
from mentoring.home.lines import TodayLine, TodaySection
from mentoring.home.tally import Question, asks
from mentoring.language.numbers import counted
from mentoring.language.typography import shortened
from mentoring.templatetags.look import ru_date
from roadmap.plans.enums import RoadmapStatus
from roadmap.plans.execution_forms import OVERDUE, SOON
from roadmap.plans.following import roadmaps_with_work, with_return_comments
from roadmap.plans.progress import all_rows, stages_of, with_execution
from roadmap.plans.responsibles import follows_all, own_measures, roadmaps_to_follow

S = RoadmapStatus
LONGEST_NAME = 90


def questions(user) -> dict[str, Question]:
    return {
        "roadmaps.steps": Question(roadmaps_with_work(user)),
        "roadmaps.followed": Question(roadmaps_to_follow(user)),
    }


@asks(questions)
def today(user, answers) -> list[TodaySection]:
    """The director's decisions first, then what the curator is to do next, then terms that are near or past."""
    sections = []
    if answers["roadmaps.steps"]:
        sections.append(_steps(user))
    if answers["roadmaps.followed"]:
        # What is late stands first, whichever roadmap it is of.
        lines = tuple(sorted(_terms(user), key=lambda line: line.tone != "warning"))
        sections.append(TodaySection("Сроки дорожных карт", lines, order=12))
    return [section for section in sections if section.lines]


def _steps(user) -> TodaySection:
    roadmaps = list(with_return_comments(roadmaps_with_work(user)))
    if user.may(Permission.APPROVE_ROADMAPS):
        lines = tuple(_decision(roadmap) for roadmap in roadmaps)
        return TodaySection("Дорожные карты на утверждение", lines, order=1)
    return TodaySection("Дорожные карты", tuple(_preparing(roadmap) for roadmap in roadmaps), order=20)


def _terms(user) -> Iterator[TodayLine]:
    """What is late and what comes within two weeks: of the whole roadmap for the curator, the own for others.

    Who answers for measures sees no list of roadmaps, so while nothing is near a quiet line leads to the own ones.
    """
    now, sees_all = timezone.localdate(), follows_all(user)
    own = None if sees_all else set(own_measures(user).values_list("pk", flat=True))
    for roadmap in with_execution(roadmaps_to_follow(user)):
        rows = [row for row in all_rows(stages_of(roadmap, now)) if own is None or row.measure.pk in own]
        page = reverse("roadmaps:progress", args=[roadmap.pk]) if sees_all else reverse("roadmaps:mine")
        late = [row for row in rows if row.is_overdue(now)]
        soon = [row for row in rows if row.is_soon(now)]
        for found, words, show, tone in (
            (late, "Просрочено", OVERDUE, "warning"),
            (soon, "В ближайшие 14 дней", SOON, "info"),
        ):
            if found:
                number = counted(len(found), "мероприятие", "мероприятия", "мероприятий")
                first = min(found, key=lambda row: row.deadline)
                about = f"{shortened(str(first.measure), LONGEST_NAME)} – до {ru_date(first.deadline)}"
                url = f"{page}?show={show}" if sees_all else page
                yield TodayLine(f"{words}: {number}, {named(roadmap)}", url, "Отметить", about, tone)
        left = {row.measure.pk for row in rows if not row.is_closed}
        if left and not (sees_all or late or soon):
            number = counted(len(left), "мероприятие", "мероприятия", "мероприятий")
            yield TodayLine(f"За вами {number}, {named(roadmap)}", page, "Открыть")


def _decision(roadmap) -> TodayLine:
    url = reverse("roadmaps:approve", args=[roadmap.pk])
    about = f"Автор проекта: {roadmap.created_by}"
    return TodayLine(named(roadmap), url, "Прочитать и решить", about)


def _preparing(roadmap) -> TodayLine:
    url = roadmap.get_absolute_url()
    if roadmap.status == S.RETURNED:
        sentence = f"Директор вернул дорожную карту {named(roadmap)}"
        return TodayLine(sentence, url, "Исправить", about=roadmap.return_comment or "", tone="warning")
    return TodayLine(f"Проект {named(roadmap)} не отправлен директору", url, "Открыть")


def named(roadmap) -> str:
    """The title in quotes on one line: titles take half a sheet, and those of two periods begin alike."""
    title = shortened(str(roadmap), LONGEST_NAME)
    is_cut = title != str(roadmap) and roadmap.period_label
    return f"«{title}», {roadmap.period_label}" if is_cut else f"«{title}»"
