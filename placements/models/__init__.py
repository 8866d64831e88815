from placements.models.agreement import Agreement, Signature
from placements.models.day import WorkplaceDay
from placements.models.enrolment import Enrolment
from placements.models.imports import RosterImport
from placements.models.organisation import Organisation, Workplace
from placements.models.placement import Placement
from placements.models.plan import Closure, Interruption, PlanException, WeekPattern
from placements.models.policy import PlacementPolicy
from placements.models.reflection import Reflection
from placements.models.shortening import ShorteningProposal
from placements.models.trialogue import SignOff, Trialogue, TrialogueAction, TrialogueNote

__all__ = [
    "Agreement",
    "Closure",
    "Enrolment",
    "Interruption",
    "Organisation",
    "Placement",
    "PlacementPolicy",
    "PlanException",
    "Reflection",
    "RosterImport",
    "ShorteningProposal",
    "SignOff",
    "Signature",
    "Trialogue",
    "TrialogueAction",
    "TrialogueNote",
    "WeekPattern",
    "Workplace",
    "WorkplaceDay",
]
