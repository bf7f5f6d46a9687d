"""Destroying what has been kept long enough, one kind of data at a time, by an act."""

from functools import partial

from django.db import transaction
from django.utils import timezone

from mentoring.accounts.erasure import blank_documents, erase_history, open_erasure
from mentoring.documents.queries import issued_for
from mentoring.workflow.verdicts import Refused
from programs.programmes.erasure import PLAN_TEXTS, TEXTS
from programs.programmes.models import PlanEvent, Programme
from registry.consents.erasure import destroy_consents
from registry.people.erasure import ROW_GONE
from roadmap.privacy.destruction import erase_people, finish, require_keeper
from roadmap.privacy.documents import issue_papers
from roadmap.privacy.enums import ErasureReason, RecordKind
from roadmap.privacy.models import Erasure, PersonRequest
from roadmap.privacy.queries import ERASED_TEXT, overdue_records
from roadmap.privacy.rules import may_erase
from roadmap.privacy.terms import DESTROYED, TERM_OF

NOTHING = "Уничтожать нечего: срок хранения ни у чего не истёк."


@transaction.atomic
def destroy_overdue(kind, *, by) -> Erasure:
    """Destroy everything of one kind whose term is over and issue the act.

    People who still take part in something are left out. Raises Refused when there is nothing to destroy.
    """
    require_keeper(by)
    if kind not in DESTROYED:
        raise Refused("Данные этого вида хранятся по закону и программой не уничтожаются.")
    rows = overdue_records(kind, timezone.localdate())
    basis = f"{RecordKind(kind).label}: истёк срок хранения ({TERM_OF[kind].years} г.)"
    if kind == RecordKind.CARD:
        free = [person for person in rows.select_related("user") if may_erase(by, person)]
        return erase_people(free, by=by, reason=ErasureReason.TERM, basis=basis)
    rows = list(rows.select_for_update(of=("self",)))
    if not rows:
        raise Refused(NOTHING)
    people, files = PEOPLE[kind](rows), []
    record = open_erasure(by=by, people=people)
    DESTROY[kind](rows, record, files)
    erasure = Erasure.objects.create(
        people=people,
        reason=ErasureReason.TERM,
        basis=basis,
        categories=[f"{RecordKind(kind).label}: записей {len(rows)}"],
        kept=[],
        by=by,
    )
    issue_papers(erasure, record=record, by=by)
    finish(files)
    return erasure


def _destroy_consents(rows, record, files):
    PersonRequest.objects.filter(consent__in=rows).delete()
    files += destroy_consents(rows, record=record)


def _destroy_programmes(rows, record, files):
    ids = [row.pk for row in rows]
    papers = [document.pk for row in rows for document in issued_for(row)]
    empty = dict.fromkeys(TEXTS, "") | {"title": ERASED_TEXT}
    Programme.objects.filter(pk__in=ids).update(**empty)
    plan = PlanEvent.objects.filter(programme__in=ids)
    plan_ids = list(plan.values_list("pk", flat=True))
    plan.update(**dict.fromkeys(PLAN_TEXTS, "") | {"event": "–"})
    blank_documents(record, papers)
    erase_history(record, Programme, ids)
    erase_history(record, PlanEvent, plan_ids)


def _destroy_import_rows(rows, record, files):
    type(rows[0]).objects.filter(pk__in=[row.pk for row in rows]).update(**ROW_GONE)


def _destroy_jobs(rows, record, files):
    for job in rows:
        if job.result:
            name, storage = job.result.name, job.result.storage
            transaction.on_commit(partial(storage.delete, name))
        job.result, job.result_name, job.message = "", "", ""
        job.save(update_fields=["result", "result_name", "message"])


def _people_of_programmes(rows):
    ids = {row.mentorship_id for row in rows}
    sides = Programme.objects.filter(mentorship__in=ids).values_list(
        "mentorship__participants__person", flat=True
    )
    return sorted({number for number in sides if number})


DESTROY = {
    RecordKind.CONSENT: _destroy_consents,
    RecordKind.PROGRAMME: _destroy_programmes,
    RecordKind.IMPORT: _destroy_import_rows,
    RecordKind.JOB: _destroy_jobs,
}
PEOPLE = {
    RecordKind.CONSENT: lambda rows: sorted({row.person_id for row in rows}),
    RecordKind.PROGRAMME: _people_of_programmes,
    RecordKind.IMPORT: lambda rows: sorted({row.person_id for row in rows if row.person_id}),
    RecordKind.JOB: lambda rows: [],
}
