"""Gathers the models of the registry's rooms."""

from registry.bank.models import MenteeEntry, MentorEntry
from registry.consents.models import Consent, ConsentText, FormerScan, PolicyText
from registry.pairs.models import CoveredDirection, Mentorship, Participant
from registry.people.models import Person, Position, Representative, StaffImport, StaffImportRow

__all__ = [
    "Consent",
    "ConsentText",
    "CoveredDirection",
    "FormerScan",
    "MenteeEntry",
    "MentorEntry",
    "Mentorship",
    "Participant",
    "Person",
    "PolicyText",
    "Position",
    "Representative",
    "StaffImport",
    "StaffImportRow",
]
