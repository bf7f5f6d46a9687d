"""Gathers the models of the ground floor's rooms."""

from mentoring.accounts.models import (
    AccessRecord,
    AccessSeal,
    CacheEntry,
    RoleAssignment,
    SignInCounter,
    User,
)
from mentoring.documents.models import IssuedDocument, IssuedFile, StoredFile
from mentoring.jobs.models import Job
from mentoring.letters.models import Sending
from mentoring.school.models import (
    CalendarDay,
    Direction,
    LegalAct,
    MentoringForm,
    MentoringKind,
    Organisation,
    SchoolYear,
)
from mentoring.upkeep.models import UpkeepRecord
from mentoring.workflow.models import SentForm, StatusChange

__all__ = [
    "AccessRecord",
    "AccessSeal",
    "CacheEntry",
    "CalendarDay",
    "Direction",
    "IssuedDocument",
    "IssuedFile",
    "Job",
    "LegalAct",
    "MentoringForm",
    "MentoringKind",
    "Organisation",
    "RoleAssignment",
    "SchoolYear",
    "Sending",
    "SignInCounter",
    "SentForm",
    "StatusChange",
    "StoredFile",
    "UpkeepRecord",
    "User",
]
