"""What a student's device sends and fetches by itself, and where two texts about a day meet."""

import datetime as dt
import uuid
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from accounts.enums import Role
from config.forms import add_refusal
from config.refusal import Obstacle, Refusal
from placements.actions import day_entries
from placements.actions.day_entries import Kept, Receipt
from placements.actions.days import DayContent
from placements.forms.days import DayForm, SettleForm, part_of
from placements.models import DayConflict, DayDraft, WorkplaceDay
from placements.overviews.days import passport
from placements.overviews.plan import planned_or_whole
from placements.rules.days import change_obstacles
from placements.views.acting import OfPlacement, seen_placement
from placements.views.day_editing import STUDENT_LOGS, DayEditing, key_in
from placements.views.day_kit import kit_for

LONGEST_VALUE = 10_000
MOST_VALUES = 200


def no(status: int, *obstacles: Obstacle) -> JsonResponse:
    """A refusal for a script: the shape of the API's."""
    said = [{"code": one.code, "message": str(one.message)} for one in obstacles]
    return JsonResponse({"state": "refused", "obstacles": said}, status=status)


class DaySync(DayEditing):
    """One entry from a device's queue. However often it comes, the answer is where it is now."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        sent = self.filled_in(request.POST)
        form, thought = self.day_form(sent, request.FILES), self.reflection_form(sent)
        looks_back = bool(sent.get("reflection-text", "").strip())
        typed = [form, thought] if looks_back else [form]
        if faults := self.faults(typed):
            return no(400, *faults)
        try:
            entry = self.entry(form, thought if looks_back else None)
            receipt = day_entries.receive(by=request.user, placement=self.placement, entry=entry)
        except Refusal as refusal:
            return no(409, *refusal.obstacles)
        return JsonResponse(self.answer(receipt))

    def filled_in(self, sent: QueryDict) -> QueryDict:
        """A day "as planned" says no more than its date: the rest stands in the plan."""
        date = _date(sent.get("date", "")) if "as_planned" in sent else None
        if date is None:
            return sent
        planned = planned_or_whole(self.placement, date)
        filled = sent.copy()
        filled["part"] = part_of(morning=planned.morning, afternoon=planned.afternoon)
        return filled

    @staticmethod
    def faults(forms: list[Any]) -> list[Obstacle]:
        return [
            Obstacle(
                "not-valid", f"{form.fields[name].label}: {error}" if name in form.fields else error
            )
            for form in forms
            for name, errors in form.errors.items()
            for error in errors
        ]

    @staticmethod
    def answer(receipt: Receipt) -> dict[str, Any]:
        if receipt.conflict is not None:
            url = reverse("placements:day-settle", args=[receipt.conflict.pk])
            return {"state": "conflict", "url": url}
        url = reverse("placements:day", args=[receipt.day.pk])
        return {"state": "received", "url": url, "steps": passport(receipt.day)}


class DayDraftKeep(OfPlacement):
    """Autosave of a day that is being written; nobody but the student ever gets it back."""

    http_method_names = ["post"]
    only = (Role.STUDENT,)
    refusal = STUDENT_LOGS

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        key = key_in(request.POST.get("draft", ""))
        if key is None:
            return no(
                400, Obstacle("no-key", _("This page was used before. Open it again, please."))
            )
        try:
            kept = self.keep(key, request.POST)
        except Refusal as refusal:
            return no(409, *refusal.obstacles)
        return JsonResponse(self.answer(kept))

    def keep(self, key: uuid.UUID, sent: QueryDict) -> Kept:
        names = [
            *DayForm.base_fields,
            "reflection-text",
            "reflection-audience",
            "reflection-prompt",
        ]
        content = {name: _value(name, sent) for name in names if name in sent and name != "key"}
        return day_entries.keep_draft(
            by=self.request.user,
            placement=self.placement,
            key=key,
            date=_date(sent.get("date", "")),
            content=content,
            writer=_storable(sent.get("writer", "")[:36]),
            since=_moment(sent.get("since", "")),
        )

    @staticmethod
    def answer(kept: Kept) -> dict[str, Any]:
        if kept.draft is None:
            return {"state": kept.state}
        content = {n: v for n, v in kept.draft.content.items() if n != day_entries.WRITER}
        told = {"state": kept.state, "saved_at": kept.draft.saved_at.isoformat()}
        return told | ({"content": content} if kept.state == "elsewhere" else {})


def _value(name: str, sent: QueryDict) -> str | list[str]:
    if name == "competences":
        return [_storable(value[:20]) for value in sent.getlist(name)[:MOST_VALUES]]
    return _storable(sent[name][:LONGEST_VALUE])


def _storable(text: str) -> str:
    """Without the one character that no database keeps."""
    return text.replace("\x00", "")


def _date(said: str) -> dt.date | None:
    try:
        return parse_date(said)
    except ValueError:  # well written, but 31 February
        return None


def _moment(said: str) -> dt.datetime | None:
    try:
        moment = parse_datetime(said)
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None


class DayKit(View):
    """What a student's device needs to log days without a connection, and to send them later."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return JsonResponse(kit_for(request))


@method_decorator(login_not_required, "dispatch")
class DayOffline(TemplateView):
    """The page of the queue: the same for everybody, filled in by the device from what it holds."""

    template_name = "placements/day_offline.html"


class DaySettle(DayEditing):
    """Two texts about one date: the student keeps one, the other, or words of both."""

    template_name = "placements/day_settle.html"

    @cached_property
    def conflict(self) -> DayConflict:
        found = DayConflict.objects.visible_to(self.request.user).select_related("day")
        return get_object_or_404(found, pk=self.kwargs["pk"])

    @property
    def placement_pk(self) -> int:
        return self.conflict.placement_id

    @property
    def day(self) -> WorkplaceDay:
        self.conflict.day.placement = self.placement
        return self.conflict.day

    @cached_property
    def second(self) -> DayForm:
        """The text that came second, read again; competences that are no more are left out."""
        offered = {str(one.pk) for one in self.competences}
        content = self.conflict.content
        known = [pk for pk in content.get("competences", []) if str(pk) in offered]
        form = self.day_form(content | {"competences": known})
        form.is_valid()
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        texts = [self.day.tasks, self.conflict.content.get("tasks", "")]
        both = "\n\n".join(dict.fromkeys(text.strip() for text in texts if text.strip()))
        kwargs.setdefault("form", SettleForm(initial={"words": both}))
        return super().get_context_data(
            conflict=self.conflict,
            day=self.day,
            second=self.second.content,
            obstacles=list(change_obstacles(self.day)),
            **kwargs,
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = SettleForm(request.POST)
        if form.is_valid():
            content = self.chosen(form.cleaned_data["keep"], form.cleaned_data["words"])
            try:
                day = day_entries.settle(by=request.user, conflict=self.conflict, content=content)
            except Refusal as refusal:
                add_refusal(form, refusal)
            else:
                messages.success(request, _("Chosen. The other text stays with you."))
                return redirect("placements:day", day.pk)
        return self.render_to_response(self.get_context_data(form=form))

    def chosen(self, keep: str, words: str) -> DayContent | None:
        second = self.second.content
        if keep == SettleForm.SECOND:
            return second
        return day_entries.joined(self.day, second, words) if keep == SettleForm.BOTH else None


class DayDraftDrop(View):
    """Throw away what was being written; asked for by a button beside it."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        draft = get_object_or_404(DayDraft.objects.visible_to(request.user), pk=pk)
        seen_placement(request.user, draft.placement_id)
        day_entries.drop_draft(by=request.user, draft=draft)
        messages.success(request, _("What you were writing is gone."))
        # The page then drops what the device still holds of it.
        return redirect(f"{reverse('placements:day-log', args=[draft.placement_id])}?dropped=1")
