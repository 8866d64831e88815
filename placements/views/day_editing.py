"""What logging, changing and sending a day have in common: its form, and room to look back."""

import uuid
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Role
from accounts.models import User
from competences.actions import evidence
from competences.enums import EvidenceAudience
from placements.actions.day_entries import Entry, Photo
from placements.forms.days import DayForm
from placements.forms.reflections import ReflectionForm
from placements.models import Placement, WorkplaceDay
from placements.overviews.days import competences_last_used_first
from placements.overviews.prompts import prompts_for
from placements.views.acting import OfPlacement

THOUGHT = ("text", "audience", "prompt")
STUDENT_LOGS = gettext_lazy("Only the student logs days and changes them.")


def thought_in(content: Mapping[str, Any]) -> dict[str, Any]:
    """The reflection in a draft of the form beside it."""
    named = {name: f"reflection-{name}" for name in THOUGHT}
    return {name: content[sent] for name, sent in named.items() if content.get(sent)}


def saved(day: WorkplaceDay) -> HttpResponse:
    """To the day's page, which then drops the draft on the device."""
    return redirect(reverse("placements:day", args=[day.pk]) + "?saved=1")


def key_in(said: str) -> uuid.UUID | None:
    """The key somebody sent; None for what is none."""
    try:
        return uuid.UUID(said)
    except ValueError:
        return None


def reflection_beside(
    placement: Placement, user: User, data: Any, asked: Mapping[str, str], **initial: Any
) -> ReflectionForm:
    """Room to look back, beside the day; `asked` may name the question."""
    prompts = prompts_for(placement, user)
    prompt = asked.get("reflection-prompt", prompts[0].key)
    return ReflectionForm(
        data,
        placement=placement,
        prompts=prompts,
        optional=True,
        prefix="reflection",
        initial={"prompt": prompt} | initial,
    )


class DayEditing(OfPlacement):
    """Shared by logging and changing: the day's form in one card."""

    only = (Role.STUDENT,)
    refusal = STUDENT_LOGS

    @cached_property
    def competences(self) -> list:
        return competences_last_used_first(self.placement)

    def day_form(self, data: Any = None, files: Any = None, **initial: Any) -> DayForm:
        return DayForm(
            data,
            files,
            initial=initial,
            competences=self.competences,
            placement=self.placement,
            user=self.request.user,
        )

    def reflection_form(self, data: Any = None, **initial: Any) -> ReflectionForm:
        return reflection_beside(
            self.placement, self.request.user, data, self.request.GET, **initial
        )

    def photo(self, form: DayForm) -> Photo | None:
        """The picture as it may be kept; Refusal when it may not."""
        file = form.cleaned_data["file"]
        if file is None:
            return None
        upload = evidence.receive(by=self.request.user, file=file, name=file.name)
        title = _("Photo of %(date)s") % {"date": date_format(form.cleaned_data["date"])}
        audience = form.cleaned_data["file_audience"] or EvidenceAudience.COACH
        return Photo(upload, audience, title)

    def entry(self, form: DayForm, reflection: ReflectionForm | None) -> Entry:
        """What two valid forms say; Refusal for a picture that cannot be kept."""
        thought = reflection.cleaned_data if reflection else {}
        return Entry(
            key=form.cleaned_data["key"] or uuid.uuid4(),
            content=form.content,
            said=form.said,
            thought={name: thought[name] for name in THOUGHT if name in thought},
            photo=self.photo(form),
            draft=key_in(self.request.POST.get("draft", "")),
        )
