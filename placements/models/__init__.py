from placements.models.agreement import Agreement, Signature
from placements.models.day import DayConflict, DayDraft, WorkplaceDay
from placements.models.enrolment import Enrolment
from placements.models.imports import RosterImport
from placements.models.mandate import HandOverRequest, Signatory
from placements.models.organisation import Organisation, Workplace
from placements.models.placement import Placement
from placements.models.plan import Closure, Interruption, PlanException, WeekPattern
from placements.models.policy import PlacementPolicy
from placements.models.reflection import (
    Reflection,
    ReflectionComment,
    ReflectionExample,
    ReflectionModel,
)
from placements.models.shortening import ShorteningProposal
from placements.models.trialogue import SignOff, Trialogue, TrialogueAction, TrialogueNote

__all__ = [
    "Agreement",
    "Closure",
    "DayConflict",
    "DayDraft",
    "Enrolment",
    "HandOverRequest",
    "Interruption",
    "Organisation",
    "Placement",
    "PlacementPolicy",
    "PlanException",
    "Reflection",
    "ReflectionComment",
    "ReflectionExample",
    "ReflectionModel",
    "RosterImport",
    "ShorteningProposal",
    "SignOff",
    "Signatory",
    "Signature",
    "Trialogue",
    "TrialogueAction",
    "TrialogueNote",
    "WeekPattern",
    "Workplace",
    "WorkplaceDay",
]
