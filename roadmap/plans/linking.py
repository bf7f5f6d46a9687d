"""Who answers for what in a whole roadmap, by the words of «Ответственные»: what stands there, and its only writer."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from mentoring.workflow.services import add_history, lock
from mentoring.workflow.verdicts import StaleState, require
from roadmap.plans.drafts import measures_of
from roadmap.plans.editing import write_links
from roadmap.plans.models import Roadmap
from roadmap.plans.row_values import Row
from roadmap.plans.rules import may_link


@dataclass(frozen=True)
class Group:
    """All stages and measures with the same words, and who answers for any of them."""

    key: str
    text: str
    rows: tuple[Row, ...]
    people: frozenset[int]
    roles: frozenset[str]


def groups_of(roadmap: Roadmap) -> list[Group]:
    """Groups in the order of the paper; rows without words are left out."""
    stages = list(roadmap.stages.prefetch_related("responsibles"))
    measures: dict[int, list[Row]] = {stage.pk: [] for stage in stages}
    for measure in measures_of(roadmap):
        measures[measure.stage_id].append(measure)
    found: dict[str, list[Row]] = {}
    for stage in stages:
        for row in (stage, *measures[stage.pk]):
            if words := _in_one_line(row.responsible_text):
                found.setdefault(words, []).append(row)
    return [_group(text, rows) for text, rows in found.items()]


def _in_one_line(cell: str) -> str:
    """«Директор, Куратор программы» of a cell where each stands on a line of its own."""
    lines = (" ".join(line.split()).rstrip(",;") for line in cell.splitlines())
    return ", ".join(filter(None, lines))


def _group(text: str, rows: list[Row]) -> Group:
    links = [link for row in rows for link in row.responsibles.all()]
    return Group(
        hashlib.sha256(text.encode()).hexdigest()[:12],
        text,
        tuple(rows),
        frozenset(link.person_id for link in links if link.person_id),
        frozenset(link.role for link in links if link.role),
    )


def mark_of_links(groups: list[Group]) -> str:
    """A short mark of who answers for what, carried by the form that changes it."""
    said = json.dumps([[group.key, sorted(group.people), sorted(group.roles)] for group in groups])
    return hashlib.sha256(said.encode()).hexdigest()[:16]


@transaction.atomic
def link_groups(roadmap, *, by, mark, wanted: Mapping[str, Mapping[str, Any]]) -> int:
    """Write people (ids) and roles for the groups in `wanted` (key → both); returns how many groups have changed.

    A group that says what it said is left alone, so that single measures may differ in it. An approved roadmap keeps
    its words, but who answers may change. Raises StaleState when somebody has changed the links since `mark`.
    """
    roadmap = lock(Roadmap.objects.all(), roadmap.pk)
    require(may_link(roadmap, by))
    groups = groups_of(roadmap)
    if mark_of_links(groups) != mark:
        raise StaleState(
            "Пока вы работали, ответственных изменил другой человек. Сравните и сохраните ещё раз."
        )
    count = 0
    for group in groups:
        given = wanted.get(group.key)
        if given is None or (set(given["people"]), set(given["roles"])) == (group.people, group.roles):
            continue
        for row in group.rows:
            write_links(row, **given)
        count += 1
    if count:
        add_history(roadmap, by=by, action="link", sentence=f"указано, кто отвечает: записей {count}")
    return count
