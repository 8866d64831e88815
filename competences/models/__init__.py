from competences.models.assessment import Assessment
from competences.models.curriculum import AcademicYear, CourseUnit, Programme
from competences.models.dossier import Dossier, Voice
from competences.models.framework import (
    Competence,
    Framework,
    FrameworkVersion,
    MasteryLevel,
    Outcome,
    Target,
)
from competences.models.imports import FrameworkImport

__all__ = [
    "AcademicYear",
    "Assessment",
    "Competence",
    "CourseUnit",
    "Dossier",
    "Framework",
    "FrameworkImport",
    "FrameworkVersion",
    "MasteryLevel",
    "Outcome",
    "Programme",
    "Target",
    "Voice",
]
