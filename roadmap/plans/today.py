"""This room's lines on «Сегодня»."""

from django.urls import reverse
from django.utils.text import Truncator

from mentoring.accounts.permissions import Permission
from mentoring.home.lines import TodayLine, TodaySection
from mentoring.home.tally import Question, asks
from roadmap.plans.enums import RoadmapStatus
from roadmap.plans.following import roadmaps_with_work, with_return_comments

S = RoadmapStatus
LONGEST_NAME = 90


def questions(user) -> dict[str, Question]:
    return {"roadmaps.steps": Question(roadmaps_with_work(user))}


@asks(questions)
def today(user, answers) -> list[TodaySection]:
    """The director's decisions first, then what the curator is to do next."""
    steps = answers["roadmaps.steps"]
    if not steps:
        return []
    roadmaps = list(with_return_comments(roadmaps_with_work(user)))
    if user.may(Permission.APPROVE_ROADMAPS):
        lines = tuple(_decision(roadmap) for roadmap in roadmaps)
        return [TodaySection("Дорожные карты на утверждение", lines, order=1)]
    return [TodaySection("Дорожные карты", tuple(_preparing(roadmap) for roadmap in roadmaps), order=20)]


def _decision(roadmap) -> TodayLine:
    url = reverse("roadmaps:approve", args=[roadmap.pk])
    about = f"Автор проекта: {roadmap.created_by}"
    return TodayLine(f"«{short(roadmap)}»", url, "Прочитать и решить", about)


def _preparing(roadmap) -> TodayLine:
    url = roadmap.get_absolute_url()
    if roadmap.status == S.RETURNED:
        sentence = f"Директор вернул дорожную карту «{short(roadmap)}»"
        return TodayLine(sentence, url, "Исправить", about=roadmap.return_comment or "", tone="warning")
    return TodayLine(f"Проект «{short(roadmap)}» не отправлен директору", url, "Открыть")


def short(roadmap) -> str:
    """The title on one line: titles of roadmaps take half a sheet."""
    return Truncator(str(roadmap)).chars(LONGEST_NAME)
