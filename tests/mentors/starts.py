"""Steps of getting started, for tests that need an onboarding or a task to be some way along."""

from accounts.enums import Role
from mentors.actions import onboarding, tasks
from mentors.models import OnboardingSignature, OnboardingStep, WorkTask
from mentors.overviews.onboarding import onboarding as read
from placements.models import Placement
from tests.factories import person


def begin(placement: Placement, *texts: str) -> list[OnboardingStep]:
    """A list with these steps, written by the mentor."""
    mentor = person(placement, Role.MENTOR)
    return [onboarding.add(by=mentor, placement=placement, text=text) for text in texts]


def tick_all(placement: Placement) -> None:
    for step in OnboardingStep.objects.filter(placement=placement):
        onboarding.tick(by=person(placement, Role.STUDENT), step=step)


def sign(placement: Placement, role: str) -> OnboardingSignature:
    """As it reads now."""
    shown = read(placement).edition
    return onboarding.sign(by=person(placement, role), placement=placement, shown=shown)


def add_task(placement: Placement, text: str = "Facturen inboeken", **fields) -> WorkTask:
    mentor = person(placement, Role.MENTOR)
    return tasks.add(by=mentor, placement=placement, text=text, **fields)


def both_sign(task: WorkTask, *stages: int) -> None:
    for stage in stages:
        for role in (Role.STUDENT, Role.MENTOR):
            tasks.sign(by=person(task.placement, role), task=task, stage=stage)
