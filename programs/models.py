"""Gathers the models of the programmes' rooms."""

from programs.blueprints.models import Blueprint, BlueprintRow
from programs.programmes.models import (
    PlanEvent,
    Programme,
    ProgrammeAcquaintance,
    ProgrammeAgreement,
    ProgrammeRevision,
)

__all__ = [
    "Blueprint",
    "BlueprintRow",
    "PlanEvent",
    "Programme",
    "ProgrammeAcquaintance",
    "ProgrammeAgreement",
    "ProgrammeRevision",
]
