from placements.models.agreement import Agreement, Signature
from placements.models.agreement_life import FactChange, FactCheck, Sighting, SignedScan
from placements.models.agreement_text import AgreementText, AgreementTextVersion
from placements.models.attention import Nudge, QuietWord, Snooze
from placements.models.day import DayConflict, DayDraft, WorkplaceDay
from placements.models.enrolment import Enrolment
from placements.models.imports import RosterImport
from placements.models.mandate import HandOverRequest, Signatory
from placements.models.organisation import Organisation, Workplace
from placements.models.placement import Placement
from placements.models.plan import Closure, Interruption, PlanException, WeekPattern
from placements.models.policy import PlacementPolicy
from placements.models.preparation import AgendaPoint, Preparation
from placements.models.reflection import (
    Reflection,
    ReflectionComment,
    ReflectionExample,
    ReflectionModel,
)
from placements.models.reminder import ReminderRule
from placements.models.scheduling import (
    CalendarFeed,
    MeetingProposal,
    MeetingSlot,
    NoneSuits,
    SlotAnswer,
)
from placements.models.shortening import ShorteningProposal
from placements.models.trialogue import (
    EarlierReport,
    NoteRevision,
    SignOff,
    SignOffTicket,
    Trialogue,
    TrialogueAction,
    TrialogueNote,
)

__all__ = [
    "AgendaPoint",
    "Agreement",
    "AgreementText",
    "AgreementTextVersion",
    "CalendarFeed",
    "Closure",
    "DayConflict",
    "DayDraft",
    "EarlierReport",
    "Enrolment",
    "FactChange",
    "FactCheck",
    "HandOverRequest",
    "Interruption",
    "MeetingProposal",
    "MeetingSlot",
    "NoneSuits",
    "NoteRevision",
    "Nudge",
    "Organisation",
    "Placement",
    "PlacementPolicy",
    "PlanException",
    "Preparation",
    "QuietWord",
    "Reflection",
    "ReflectionComment",
    "ReflectionExample",
    "ReflectionModel",
    "ReminderRule",
    "RosterImport",
    "ShorteningProposal",
    "Sighting",
    "SignOff",
    "SignOffTicket",
    "Signatory",
    "Signature",
    "SignedScan",
    "SlotAnswer",
    "Snooze",
    "Trialogue",
    "TrialogueAction",
    "TrialogueNote",
    "WeekPattern",
    "Workplace",
    "WorkplaceDay",
]
