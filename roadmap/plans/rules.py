"""Who may do what with a roadmap and when."""

from mentoring.accounts.permissions import Permission
from mentoring.workflow.verdicts import ALLOWED, Allowed, Denied
from roadmap.plans.enums import RoadmapImportState, RoadmapStatus
from roadmap.plans.models import Roadmap, RoadmapImport

EDITABLE = (RoadmapStatus.DRAFT, RoadmapStatus.RETURNED)


def may_edit(user) -> Allowed | Denied:
    """Roadmaps are prepared by the curator; the director may do it too (Положение, п. 3.3, 3.4)."""
    return ALLOWED if user.may(Permission.EDIT_ROADMAPS) else Denied("Дорожные карты готовит куратор.")


def may_change(roadmap: Roadmap, user) -> Allowed | Denied:
    """Only a draft is written: what the director reads or has approved stays as it is."""
    if roadmap.status == RoadmapStatus.SUBMITTED:
        return Denied("Дорожная карта на утверждении у директора. Отзовите её, чтобы изменить.")
    if roadmap.status not in EDITABLE:
        return Denied("Изменять можно только проект. Утверждённая дорожная карта остаётся какой была.")
    return may_edit(user)


def may_link(roadmap: Roadmap, user) -> Allowed | Denied:
    """Who answers may change in a roadmap in force too: its words stay, people come and go."""
    if roadmap.status == RoadmapStatus.ARCHIVED:
        return Denied("Дорожная карта в архиве: по ней уже никому не напоминают.")
    return may_edit(user)


def may_discard(roadmap: Roadmap, user) -> Allowed | Denied:
    """Only a draft can be removed: an approved roadmap is kept."""
    if roadmap.status == RoadmapStatus.SUBMITTED:
        return Denied("Дорожная карта на утверждении у директора. Сначала отзовите её.")
    if roadmap.status not in EDITABLE:
        return Denied("Утверждённая дорожная карта хранится, удалить её нельзя.")
    return may_edit(user)


def may_finish(roadmap_import: RoadmapImport, user) -> Allowed | Denied:
    """A load is finished or given up once, by whoever began it."""
    if roadmap_import.state != RoadmapImportState.PREVIEWED:
        return Denied("Эта загрузка уже закончена. Чтобы внести таблицу ещё раз, загрузите файл снова.")
    if roadmap_import.created_by_id != user.pk:
        return Denied("Загрузку заканчивает тот, кто её начал.")
    return may_edit(user)
