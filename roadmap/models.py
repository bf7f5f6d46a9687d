"""Gathers the models of the decisions' rooms."""

from roadmap.acts.models import ActAcquaintance, ActAttachment, ActItem, ActStamp, LocalAct
from roadmap.agreements.models import Agreement
from roadmap.applications.models import Application, SideConsent
from roadmap.controls.models import ControlTask
from roadmap.orders.models import Acquaintance, Journal, JournalCounter, Order, OrderItem, OrderMentorship
from roadmap.orders.outcomes import Award, DutyRelease, OrderPerson
from roadmap.orders.sample_models import SampleVersion
from roadmap.partners.models import PartnerContract
from roadmap.plans.execution_models import Evidence, Execution
from roadmap.plans.models import (
    Roadmap,
    RoadmapColumn,
    RoadmapFootnote,
    RoadmapImport,
    RoadmapMeasure,
    RoadmapStage,
    RoadmapStamp,
    RoadmapText,
)
from roadmap.plans.responsible import RoadmapResponsible
from roadmap.privacy.models import BlockedOrder, Erasure, PersonRequest
from roadmap.protocols.models import AgendaItem, Attendee, DecisionPoint, Protocol, ProtocolCounter, Speech

__all__ = [
    "ActAcquaintance",
    "ActAttachment",
    "ActItem",
    "ActStamp",
    "LocalAct",
    "Acquaintance",
    "AgendaItem",
    "Agreement",
    "Application",
    "Attendee",
    "ControlTask",
    "Award",
    "BlockedOrder",
    "DecisionPoint",
    "DutyRelease",
    "Erasure",
    "Evidence",
    "Execution",
    "Journal",
    "JournalCounter",
    "Order",
    "OrderItem",
    "OrderMentorship",
    "OrderPerson",
    "PartnerContract",
    "PersonRequest",
    "Protocol",
    "ProtocolCounter",
    "Roadmap",
    "RoadmapColumn",
    "RoadmapFootnote",
    "RoadmapImport",
    "RoadmapMeasure",
    "RoadmapResponsible",
    "RoadmapStage",
    "RoadmapStamp",
    "RoadmapText",
    "SideConsent",
    "SampleVersion",
    "Speech",
]
