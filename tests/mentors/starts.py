"""Steps of getting started, for tests that need an onboarding or a task to be some way along."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

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


def page_of(placement: Placement, role: str, address: str) -> str:
    """The page as this person reads it, in English."""
    user = person(placement, role)
    user.language = "en"
    user.save()
    return _client(placement, role).get(address).content.decode()


def queries_of(placement: Placement, role: str, address: str) -> int:
    """How many queries the page costs, the menu around it included."""
    client = _client(placement, role)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


def _client(placement: Placement, role: str) -> Client:
    client = Client()
    client.force_login(person(placement, role))
    return client
