from collections import Counter
from datetime import timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from mentoring.accounts.models import User
from mentoring.accounts.permissions import Permission
from mentoring.jobs.models import Job
from registry.people.enums import FormsState, ImportState, RowOutcome
from registry.people.models import Person, StaffImport, StaffImportRow

LONGEST_WORK = timedelta(hours=1)
NO_REMARKS: list = []
# What the tabs of the preview show besides the outcomes themselves.
REPAIRED, DOUBTFUL = "repaired", "doubtful"


def imports_visible_to(user: User) -> QuerySet[StaffImport]:
    """All loads for those who may load lists, nothing for others."""
    if user.may(Permission.IMPORT_PEOPLE):
        return StaffImport.objects.select_related("created_by")
    return StaffImport.objects.none()


def unfinished_imports(user: User) -> QuerySet[StaffImport]:
    """Lists that this person has uploaded and neither applied nor given up."""
    open_states = (ImportState.UPLOADED, ImportState.PREVIEWED)
    return imports_visible_to(user).filter(created_by=user, state__in=open_states)


def rows_of(staff_import: StaffImport, tab: str = "") -> QuerySet[StaffImportRow]:
    """Rows of one tab of the preview: an outcome, «repaired», «doubtful», or everything but skipped lines."""
    rows = staff_import.rows.select_related("person")
    if tab == REPAIRED:
        return rows.exclude(repairs=NO_REMARKS)
    if tab == DOUBTFUL:
        return rows.exclude(warnings=NO_REMARKS).exclude(outcome=RowOutcome.SKIPPED)
    if tab in RowOutcome.values:
        return rows.filter(outcome=tab)
    return rows.exclude(outcome=RowOutcome.SKIPPED)


def counts_of(staff_import: StaffImport) -> Counter[str]:
    """How many rows there are of every outcome, how many were repaired and how many are doubtful."""
    real = ~Q(outcome=RowOutcome.SKIPPED)
    totals = staff_import.rows.aggregate(
        **{value: Count("pk", filter=Q(outcome=value)) for value in RowOutcome.values},
        repaired=Count("pk", filter=real & ~Q(repairs=NO_REMARKS)),
        doubtful=Count("pk", filter=real & ~Q(warnings=NO_REMARKS)),
        people=Count("pk", filter=real),
    )
    return Counter(totals)


def running_job(staff_import: StaffImport) -> Job | None:
    """The background work on this list that is not over yet; work that died long ago is not waited for."""
    since = timezone.now() - LONGEST_WORK
    job = Job.objects.filter(pk=staff_import.mapping.get("job"), created_at__gte=since).first()
    return job if job and not job.is_over else None


def loaded_needing_review(staff_import: StaffImport) -> QuerySet[Person]:
    """People made or changed by this list whose case forms somebody must look at."""
    touched = staff_import.rows.filter(outcome__in=(RowOutcome.NEW, RowOutcome.UPDATED))
    doubtful = Q(forms_state=FormsState.REVIEW) | Q(positions__forms_state=FormsState.REVIEW)
    return Person.objects.filter(doubtful, pk__in=touched.values("person")).distinct()


def loaded_without_gender(staff_import: StaffImport) -> QuerySet[Person]:
    """People made or changed by this list whose gender is not known."""
    touched = staff_import.rows.filter(outcome__in=(RowOutcome.NEW, RowOutcome.UPDATED))
    return Person.objects.filter(pk__in=touched.values("person"), gender="")
