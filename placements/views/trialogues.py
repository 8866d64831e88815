"""Meetings: the lists, the shared screen, what is written in it, and the signed report."""

from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from accounts.enums import TRIAD, Role
from accounts.models import User
from config import clock
from config.forms import add_refusal
from config.pdf import render_document
from config.refusal import Refusal
from placements.actions import trialogues
from placements.documents.trialogue_report import report_hash, trialogue_report
from placements.enums import TrialogueState
from placements.forms.shortenings import DecisionForm
from placements.forms.trialogues import AgreeForm, NoteForm, SignOffForm
from placements.models import Trialogue
from placements.overviews.meetings import conversations, forecast
from placements.overviews.trialogue import Meeting
from placements.rules.access import need_role
from placements.rules.trialogues import edit_obstacles, hold_obstacles
from placements.views.acting import Acting, ActionButton, ActionPage, seen_placement

NOT_YOURS = gettext_lazy(
    "What is said in a meeting is for the student, the mentor and the coach. "
    "You see in the list that it took place."
)


def seen_trialogue(user: User, pk: int) -> Trialogue:
    """The meeting with its placement and people; 404 for whoever may not see the placement."""
    found = Trialogue.objects.visible_to(user)
    meeting = get_object_or_404(found, pk=pk)
    meeting.placement = seen_placement(user, meeting.placement_id)
    return meeting


class TrialogueList(TemplateView):
    """The meetings of one placement, or of everybody with whom this person speaks."""

    template_name = "placements/trialogue_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, pk = self.request.user, self.kwargs.get("pk")
        placement = seen_placement(user, pk) if pk else None
        role = placement.role_of(user) if placement else None
        groups = conversations(user, placement)
        return super().get_context_data(
            placement=placement,
            role=role,
            groups=groups,
            is_empty=not any(group.meetings for group in groups),
            windows=forecast(placement) if placement else [],
            may_plan=role == Role.COACH and placement.is_open,
            **kwargs,
        )


class OfTriad(Acting):
    """Something in a meeting that all three may do."""

    def load(self, user: User) -> None:
        self.meeting = seen_trialogue(user, self.kwargs["pk"])
        self.placement = self.meeting.placement
        self.role = need_role(user, self.placement, *TRIAD, reason=NOT_YOURS)

    def done_url(self) -> str:
        return reverse("placements:trialogue", args=[self.meeting.pk])


class TrialogueShow(OfTriad, TemplateView):
    """The shared screen: one item of the agenda at a time, notes, actions, decision, state.

    Forms that were refused come back on this same page (`note_form`, `agree_form`).
    """

    template_name = "placements/trialogue.html"

    @cached_property
    def table(self) -> Meeting:
        return Meeting(self.meeting, self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        items = self.table.items
        asked = self.request.POST.get("item") or self.request.GET.get("item")
        place = next((n for n, item in enumerate(items) if item.key == asked), 0)
        current = items[place]
        signed = [seat for seat in self.table.seats if seat.sign_off]
        kwargs.setdefault("note_form", note_form(self.table, current.key))
        kwargs.setdefault("agree_form", AgreeForm(placement=self.placement))
        return super().get_context_data(
            meeting=self.meeting,
            table=self.table,
            placement=self.placement,
            role=self.role,
            item=current,
            number=place + 1,
            following=items[place + 1] if place + 1 < len(items) else None,
            note=self.table.note(current.key),
            row=self.table.strip(current.competence) if current.competence else None,
            lines=self.table.lines(current),
            may_write=not any(edit_obstacles(self.meeting)),
            may_sign=self.meeting.state == TrialogueState.HELD
            and self.role not in {seat.role for seat in signed},
            hold_obstacles=self._hold_obstacles(),
            decision_form=DecisionForm(),
            change=self.table.days_before_and_after,
            here=self.at(current.key),
            **kwargs,
        )

    def at(self, item: str) -> str:
        """The address of an item of this agenda."""
        return f"{self.done_url()}?{urlencode({'item': item})}"

    def _hold_obstacles(self) -> list[Any]:
        return list(hold_obstacles(self.meeting, clock.now()))


def note_form(table: Meeting, item: str) -> NoteForm:
    note = table.note(item)
    return NoteForm(initial={"notes": note.text, "seen_version": note.version})


class TrialogueHold(ActionButton):
    said = gettext_lazy("The meeting is open. All three can write in it.")

    def load(self, user: User) -> None:
        self.meeting = seen_trialogue(user, self.kwargs["pk"])
        need_role(user, self.meeting.placement, Role.COACH)

    def act(self) -> None:
        trialogues.hold(by=self.request.user, trialogue=self.meeting)

    def done_url(self) -> str:
        return reverse("placements:trialogue", args=[self.meeting.pk])


class TrialogueNoteWrite(TrialogueShow):
    """Save the note on an item; where somebody else wrote meanwhile, both texts are shown."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = NoteForm(request.POST)
        item = request.POST.get("item", "")
        if item not in {one.key for one in self.table.items}:
            raise PermissionDenied(_("This item is not on the agenda any more."))
        if form.is_valid() and self.written(form, item):
            return redirect(f"{self.at(request.POST.get('then') or item)}#item")
        return self.render_to_response(self.get_context_data(note_form=form, conflict=True))

    def written(self, form: NoteForm, item: str) -> bool:
        try:
            trialogues.note(
                by=self.request.user, trialogue=self.meeting, item=item, **form.cleaned_data
            )
        except Refusal as refusal:
            add_refusal(form, refusal)
            # The text stays; saving it again is then based on what the other wrote.
            form.data = form.data.copy()
            form.data["seen_version"] = self.table.note(item).version
            return False
        messages.success(self.request, _("Received. All three read along."))
        return True


class TrialogueAgree(TrialogueShow):
    """Add who does what by when."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = AgreeForm(request.POST, placement=self.placement)
        if form.is_valid():
            try:
                trialogues.agree(by=request.user, trialogue=self.meeting, **form.cleaned_data)
            except Refusal as refusal:
                add_refusal(form, refusal)
            else:
                return redirect(f"{self.at(request.POST.get('item', ''))}#agreed")
        return self.render_to_response(self.get_context_data(agree_form=form))


class TrialogueActionFinish(ActionButton):
    """Whoever took it on, or the coach, says that it has been done."""

    said = gettext_lazy("Done. It leaves the list of open actions.")

    def load(self, user: User) -> None:
        seen = Trialogue.objects.visible_to(user)
        agreed = seen.filter(agreed=self.kwargs["pk"])
        meeting = get_object_or_404(agreed)
        self.action = meeting.agreed.get(pk=self.kwargs["pk"])
        placement = meeting.placement = seen_placement(user, meeting.placement_id)
        self.action.trialogue = meeting
        role = need_role(user, placement, *TRIAD, reason=NOT_YOURS)
        if role not in {self.action.who, Role.COACH}:
            raise PermissionDenied(_("This was agreed with somebody else."))

    def act(self) -> None:
        trialogues.finish_action(by=self.request.user, action=self.action)

    def done_url(self) -> str:
        return reverse("placements:trialogue", args=[self.action.trialogue_id])


class TrialogueSignOff(OfTriad, ActionPage):
    """The report exactly as it will be signed, and a place for an own remark."""

    template_name = "placements/trialogue_sign_off.html"
    form_class = SignOffForm
    said = gettext_lazy("You signed off this report.")

    def load(self, user: User) -> None:
        super().load(user)
        if self.meeting.state == TrialogueState.PLANNED:
            raise PermissionDenied(_("There is a report once the meeting took place."))

    def get_initial(self) -> dict[str, Any]:
        return {"shown": report_hash(self.meeting)}

    def act(self, form: Form) -> None:
        trialogues.sign_off(by=self.request.user, trialogue=self.meeting, **form.cleaned_data)

    def form_invalid(self, form: Form) -> HttpResponse:
        """The report may have changed: what is on the page now is what the next yes is about."""
        form.data = form.data.copy()
        form.data["shown"] = report_hash(self.meeting)
        return super().form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        report = trialogue_report(self.meeting, get_language() or "nl")
        mine = [block for block in report.signatures if block.voice == self.role and block.at]
        return super().get_context_data(
            meeting=self.meeting,
            report=report,
            may_sign=self.meeting.state == TrialogueState.HELD and not mine,
            **kwargs,
        )


class TrialogueReport(OfTriad):
    """The report as PDF, once all three have signed."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.meeting.state != TrialogueState.SIGNED:
            raise PermissionDenied(_("The report is made when all three have signed off."))
        document = trialogue_report(self.meeting, get_language() or "nl")
        name = f"{document.stamp.reference}.pdf"
        return HttpResponse(
            render_document(document),
            headers={
                "Content-Type": "application/pdf",
                "Content-Disposition": f'inline; filename="{name}"',
            },
        )
