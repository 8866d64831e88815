from mentors.models.guides import Guide, GuideReading, GuideVersion, TrainingEntry
from mentors.models.onboarding import (
    OnboardingSignature,
    OnboardingStep,
    TaskSignOff,
    WorkTask,
    WorkTemplate,
)

__all__ = [
    "Guide",
    "GuideReading",
    "GuideVersion",
    "OnboardingSignature",
    "OnboardingStep",
    "TaskSignOff",
    "TrainingEntry",
    "WorkTask",
    "WorkTemplate",
]
