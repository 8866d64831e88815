from quality.models.checklist import ChecklistAnswer, ChecklistItem, PointWording, Question
from quality.models.cycle import Cycle, CycleAction, CycleConclusion, CycleInvitation
from quality.models.prospect import Prospect, ProspectContact
from quality.models.register import RegisterEntry, RegisterYear
from quality.models.scan import MentorMirror, ScanRound, ScanView
from quality.models.visit import Visit, VisitConsent, VisitNote
from quality.models.visit_mail import VisitMail
from quality.models.workplace import WorkplaceCapacity, WorkplaceDocument

__all__ = [
    "ChecklistAnswer",
    "ChecklistItem",
    "Cycle",
    "CycleAction",
    "CycleConclusion",
    "CycleInvitation",
    "MentorMirror",
    "PointWording",
    "Prospect",
    "ProspectContact",
    "Question",
    "RegisterEntry",
    "RegisterYear",
    "ScanRound",
    "ScanView",
    "Visit",
    "VisitConsent",
    "VisitMail",
    "VisitNote",
    "WorkplaceCapacity",
    "WorkplaceDocument",
]
