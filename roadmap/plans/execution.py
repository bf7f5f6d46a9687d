"""The only writer of what became of measures and of what shows it."""

from collections.abc import Iterable
from datetime import date
from functools import partial

from django.db import transaction
from django.utils import timezone

from mentoring.documents.models import StoredFile
from mentoring.documents.services import store_upload
from mentoring.school.rules import may_date
from mentoring.workflow.services import CREATION, add_history, check_version, lock
from mentoring.workflow.verdicts import Refused, StaleState, require
from roadmap.plans.enums import ExecutionState, OutsideKind
from roadmap.plans.execution_models import WITH_DAY, Evidence, Execution
from roadmap.plans.execution_rules import may_mark
from roadmap.plans.models import Roadmap, RoadmapMeasure
from roadmap.plans.progress import all_rows, stages_of, with_execution

S = ExecutionState
NOTHING_GIVEN = "Выберите приказ, протокол, программу или мероприятие, приложите файл или назовите документ."
UNNAMED = "Назовите документ, анкету, мероприятие или публикацию вне программы."
WITHOUT_KIND = "Выберите, что это: документ, анкета, мероприятие или публикация."


@transaction.atomic
def mark_measure(
    measure,
    *,
    by,
    year: int | None,
    state: str,
    fact_date: date | None = None,
    moved_to: date | None = None,
    comment: str = "",
    version: int | None = None,
) -> Execution:
    """Write down the state of a measure, of a yearly one in the school year that begins in `year`.

    The dates of other states are forgotten; a fact in a closed school year stays as it is. Raises Refused for a measure that is not followed in that year, without
    the date that the state needs or for a fact to come, StaleState when somebody else has marked it meanwhile.
    """
    execution = _locked(measure, year, by=by)
    if version is not None:
        check_version(execution, version, "Выполнение")
    fact_date = fact_date if state in WITH_DAY else None
    moved_to = moved_to if state == S.MOVED else None
    if state in WITH_DAY and fact_date is None:
        raise Refused("Укажите дату выполнения.")
    if fact_date and fact_date > timezone.localdate():
        raise Refused("Дата выполнения ещё не наступила. Укажите сегодняшнюю или прошедшую дату.")
    require(may_date(execution.fact_date, fact_date))
    if state == S.MOVED and moved_to is None:
        raise Refused("Укажите, на какое число перенесено мероприятие.")
    execution.state, execution.fact_date, execution.moved_to = S(state), fact_date, moved_to
    execution.comment, execution.marked_by = comment.strip(), by
    execution.version += 1
    execution.save()
    told = [CREATION, "state", "fact_date", "moved_to", "comment", "marked_by", "marked_at"]
    add_history(
        execution,
        by=by,
        action="mark",
        sentence=_sentence(execution),
        comment=comment,
        to_state=state,
        tells=told,
    )
    return execution


def _sentence(execution: Execution) -> str:
    day = execution.fact_date or execution.moved_to
    words = execution.get_state_display()
    if day is None:
        return words
    return f"{words} {'на ' if execution.moved_to else ''}{day:%d.%m.%Y}"


@transaction.atomic
def add_evidence(
    measure,
    *,
    by,
    year: int | None,
    order=None,
    programme=None,
    protocol=None,
    event=None,
    file=None,
    note: str = "",
    outside: str = "",
    outside_on: date | None = None,
    link: str = "",
    expected: str = "",
) -> list[Evidence]:
    """Put what shows the execution to a measure: each of the things given becomes a row of its own.

    A file given with the name and the kind of something outside the system (`note`, `outside`) belongs to it.
    `expected` says which document of the measure's own column has come. A paper that stands there already is not
    added twice. Raises Refused when nothing is given, or a kind, a date or a link without a name, ValidationError
    for a file that is not a safe scan.
    """
    execution = _locked(measure, year, by=by)
    if execution.pk is None:
        execution.save()
    things = [("order", order), ("programme", programme), ("protocol", protocol), ("event", event)]
    found = [{name: thing} for name, thing in things if thing]
    stored = store_upload(file, by=by) if file else None
    found += _outside(note.strip(), outside, outside_on, link, stored)
    if not found:
        raise Refused(NOTHING_GIVEN)
    rows = []
    for thing in found:
        row = None if thing.get("file") else execution.evidence.filter(**thing).first()
        if row is None:
            row = Evidence(execution=execution, added_by=by, **thing)
        elif row.expected == expected or not expected:
            continue
        row.expected = expected
        row.save()
        rows.append(row)
    for row in rows:
        sentence = f"приложено: {row}"[:300]
        add_history(execution, by=by, action="evidence", sentence=sentence, tells=[CREATION])
    return rows


def _outside(note: str, outside: str, outside_on: date | None, link: str, file) -> list[dict]:
    """Of something outside the system: with its kind, date, link and file one row, otherwise words and file apart."""
    if (outside or outside_on or link) and not note:
        raise Refused(UNNAMED)
    if (outside_on or link) and not outside:
        raise Refused(WITHOUT_KIND)
    if outside:
        about = {"outside": OutsideKind(outside), "outside_on": outside_on, "link": link}
        return [{"note": note, "file": file, **about}]
    return [{name: thing} for name, thing in (("note", note), ("file", file)) if thing]


@transaction.atomic
def remove_evidence(evidence, *, by) -> None:
    """Take away what was put by mistake; an uploaded file goes too, unless an earlier edition shows it.

    Raises StaleState when it is gone already.
    """
    row = Evidence.objects.select_related("execution__measure__stage__roadmap").filter(pk=evidence.pk).first()
    if row is None:
        raise StaleState("Это подтверждение уже убрано. Обновите страницу.")
    execution = _locked(row.execution.measure, row.execution.year, by=by)
    name, stored = str(row), row.file
    row.delete()
    if stored is not None and not Evidence.objects.filter(file=stored).exists():
        storage, path = stored.file.storage, stored.file.name
        StoredFile.objects.filter(pk=stored.pk).delete()
        transaction.on_commit(partial(storage.delete, path))
    add_history(execution, by=by, action="evidence", sentence=f"убрано: {name}"[:300])


@transaction.atomic
def take_over_execution(former: Roadmap, edition: Roadmap, *, by) -> int:
    """Write what became of the measures of one edition to their copies in the next; returns how many."""
    copies = RoadmapMeasure.objects.filter(stage__roadmap=edition, copied_from__isnull=False)
    by_source = {copy.copied_from_id: copy for copy in copies}
    known = _years_followed(edition)
    rows = Execution.objects.filter(measure__stage__roadmap=former).prefetch_related("evidence")
    taken = 0
    for row in rows:
        copy = by_source.get(row.measure_id)
        if copy is None or (copy.pk, row.year) not in known:
            continue
        again = Execution.objects.create(
            measure=copy,
            year=row.year,
            state=row.state,
            fact_date=row.fact_date,
            moved_to=row.moved_to,
            comment=row.comment,
            marked_by=row.marked_by,
        )
        _copy_evidence(row.evidence.all(), again)
        taken += 1
    return taken


def _copy_evidence(rows: Iterable[Evidence], execution: Execution) -> None:
    Evidence.objects.bulk_create(
        Evidence(
            execution=execution,
            order_id=row.order_id,
            programme_id=row.programme_id,
            protocol_id=row.protocol_id,
            event_id=row.event_id,
            outside=row.outside,
            outside_on=row.outside_on,
            link=row.link,
            expected=row.expected,
            file_id=row.file_id,
            note=row.note,
            added_by_id=row.added_by_id,
        )
        for row in rows
    )


def _years_followed(roadmap: Roadmap) -> set[tuple[int, int | None]]:
    found = with_execution(Roadmap.objects.filter(pk=roadmap.pk)).get()
    return {(row.measure.pk, row.year) for row in all_rows(stages_of(found, timezone.localdate()))}


def _locked(measure, year: int | None, *, by) -> Execution:
    """The execution of the measure in that year under the lock of the measure, unsaved when there is none yet."""
    measure = lock(RoadmapMeasure.objects.select_related("stage__roadmap"), measure.pk)
    require(may_mark(measure, by))
    if (measure.pk, year) not in _years_followed(measure.stage.roadmap):
        raise Refused("В этом учебном году такого мероприятия в дорожной карте нет. Откройте список заново.")
    found = Execution.objects.filter(measure=measure, year=year).first()
    return found or Execution(measure=measure, year=year, marked_by=by)
