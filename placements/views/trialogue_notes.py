"""Writing in an open meeting: notes on the items of the agenda, and who does what by when."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.formats import time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from accounts.enums import TRIAD, Role
from accounts.models import User
from config.forms import add_refusal
from config.refusal import Refusal
from placements.actions import trialogue_notes
from placements.actions.trialogue_notes import Written
from placements.forms.sign_offs import DoneForm
from placements.forms.trialogue_notes import AgreedForm, AgreeForm, NoteForm
from placements.models import Trialogue, TrialogueAction, TrialogueNote
from placements.rules.access import need_role
from placements.views.acting import ActionButton, seen_placement
from placements.views.trialogues import NOT_YOURS, OfTriad, TrialogueShow, note_form

REVISIONS = 20  # on a page


def note_values(note: TrialogueNote) -> dict[str, Any]:
    """A note for the script in the page, with the sentence beside it."""
    return {
        "item": note.item,
        "version": note.version,
        "text": note.text,
        "said": _("Received at %(time)s from %(name)s. All three read along.")
        % {
            "time": time_format(localtime(note.changed_at), "TIME_FORMAT"),
            "name": note.changed_by.first_name,
        },
    }


class TrialogueNoteWrite(TrialogueShow):
    """Save the note on an item; what somebody else wrote meanwhile is put together with it.

    The script in the page asks for JSON and saves while one types; without it one presses a button.
    """

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form, item = NoteForm(request.POST), request.POST.get("item", "")
        self.need_item(item)
        try:
            if not form.is_valid():
                raise Refusal("not-a-note", form.errors.as_text())
            written = trialogue_notes.note(
                by=request.user, trialogue=self.meeting, item=item, **form.cleaned_data
            )
        except Refusal as refusal:
            return self.refused(form, refusal)
        return self.answer(written) if self.is_script else self.written(written)

    @property
    def is_script(self) -> bool:
        return self.request.headers.get("Accept", "").startswith("application/json")

    def need_item(self, item: str) -> None:
        """An item that somebody wrote about stays, whatever becomes of the agenda."""
        if item not in {*self.table.notes, *(one.key for one in self.table.items)}:
            raise PermissionDenied(_("This item is not on the agenda any more."))

    def refused(self, form: NoteForm, refusal: Refusal) -> HttpResponse:
        if self.is_script:
            return JsonResponse({"message": str(refusal.message)}, status=409)
        if form.is_valid():
            add_refusal(form, refusal)
        return self.render_to_response(self.get_context_data(note_form=form))

    def answer(self, written: Written) -> HttpResponse:
        return JsonResponse(
            {
                **note_values(written.note),
                "received": written.received,
                "merged": written.merged,
                "clashed": written.clashed,
            }
        )

    def written(self, written: Written) -> HttpResponse:
        """On to the next item, but not past two texts that stand one under the other."""
        if written.clashed:
            found = note_form(written.note)
            return self.render_to_response(self.get_context_data(note_form=found, clashed=True))
        messages.success(
            self.request,
            _("Somebody else wrote too. Both texts are in the note.")
            if written.merged
            else _("Received. All three read along."),
        )
        return redirect(f"{self.at(self.request.POST.get('then') or self.item.key)}#item")


class TrialogueNoteHistory(OfTriad, TemplateView):
    """Every text of a note that was ever received, the newest first."""

    template_name = "placements/trialogue_note_history.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        note = get_object_or_404(self.meeting.notes, item=self.kwargs["item"])
        revisions = note.revisions.select_related("by").order_by("-version")
        pages = Paginator(revisions, REVISIONS)
        return super().get_context_data(
            meeting=self.meeting,
            placement=self.placement,
            note=note,
            page=pages.get_page(self.request.GET.get("page")),
            **kwargs,
        )


class TrialogueAgree(TrialogueShow):
    """Add who does what by when."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = AgreeForm(request.POST, placement=self.placement)
        if form.is_valid():
            try:
                trialogue_notes.agree(by=request.user, trialogue=self.meeting, **form.cleaned_data)
            except Refusal as refusal:
                add_refusal(form, refusal)
            else:
                return redirect(f"{self.at(self.item.key)}#agreed")
        return self.render_to_response(self.get_context_data(agree_form=form))


def seen_action(user: User, pk: int) -> TrialogueAction:
    """The agreed action with its meeting; 404 for whoever may not see the placement, 403 for who
    has no voice in it."""
    meeting = get_object_or_404(Trialogue.objects.visible_to(user).filter(agreed=pk))
    meeting.placement = seen_placement(user, meeting.placement_id)
    need_role(user, meeting.placement, *TRIAD, reason=NOT_YOURS)
    action = meeting.agreed.get(pk=pk)
    action.trialogue = meeting
    return action


class TrialogueActionChange(TrialogueShow):
    """Say differently what was agreed."""

    http_method_names = ["post"]

    def load(self, user: User) -> None:
        self.action = seen_action(user, self.kwargs["pk"])
        self.meeting = self.action.trialogue
        self.placement = self.meeting.placement
        self.role = self.placement.role_of(user) or ""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = AgreedForm(request.POST, placement=self.placement, action=self.action)
        if form.is_valid():
            try:
                trialogue_notes.change_action(
                    by=request.user, action=self.action, **form.cleaned_data
                )
            except Refusal as refusal:
                add_refusal(form, refusal)
            else:
                return redirect(f"{self.at(self.item.key)}#agreed")
        return self.render_to_response(self.get_context_data(agreed_form=form))


class TrialogueActionRemove(ActionButton):
    """Take off what is not agreed after all."""

    said = gettext_lazy("Taken off the list.")

    def load(self, user: User) -> None:
        self.action = seen_action(user, self.kwargs["pk"])

    def act(self) -> None:
        trialogue_notes.remove_action(by=self.request.user, action=self.action)

    def done_url(self) -> str:
        return reverse("placements:trialogue", args=[self.action.trialogue_id])


class TrialogueActionFinish(ActionButton):
    """Whoever took it on, or the coach, says that it has been done."""

    said = gettext_lazy("Done. It leaves the list of open actions.")

    def load(self, user: User) -> None:
        self.action = seen_action(user, self.kwargs["pk"])
        role = self.action.trialogue.placement.role_of(user)
        if role not in {self.action.who, Role.COACH}:
            raise PermissionDenied(_("This was agreed with somebody else."))

    def act(self) -> None:
        form = DoneForm(self.request.POST)
        words = form.cleaned_data["words"] if form.is_valid() else ""
        trialogue_notes.finish_action(by=self.request.user, action=self.action, words=words)

    def done_url(self) -> str:
        return reverse("placements:trialogue", args=[self.action.trialogue_id])
