from competences.models.assessment import Assessment
from competences.models.curriculum import AcademicYear, CourseUnit, Programme
from competences.models.dossier import Dossier, Voice
from competences.models.evidence import Evidence
from competences.models.framework import (
    Competence,
    Framework,
    FrameworkVersion,
    MasteryLevel,
    Outcome,
    Target,
)
from competences.models.goals import (
    GoalGroup,
    GoalPlan,
    GoalReply,
    LabFeedback,
    PersonalGoal,
    PitchIdea,
    SelfReflection,
)
from competences.models.imports import FrameworkImport
from competences.models.moves import DossierMove, MovedCompetence
from competences.models.prior_learning import PriorLearning, Recognition
from competences.models.statement import Statement

__all__ = [
    "AcademicYear",
    "Assessment",
    "Competence",
    "CourseUnit",
    "Dossier",
    "DossierMove",
    "Evidence",
    "Framework",
    "FrameworkImport",
    "FrameworkVersion",
    "GoalGroup",
    "GoalPlan",
    "GoalReply",
    "LabFeedback",
    "MasteryLevel",
    "MovedCompetence",
    "Outcome",
    "PersonalGoal",
    "PitchIdea",
    "PriorLearning",
    "Programme",
    "Recognition",
    "SelfReflection",
    "Statement",
    "Target",
    "Voice",
]
