"""Writing in an open meeting: notes on an item of the agenda, and who does what by when."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import TRIAD, Role
from accounts.models import User
from config.forms import add_refusal
from config.refusal import Refusal
from placements.actions import trialogue_notes
from placements.forms.trialogues import AgreeForm, NoteForm
from placements.models import Trialogue
from placements.rules.access import need_role
from placements.views.acting import ActionButton, seen_placement
from placements.views.trialogues import NOT_YOURS, TrialogueShow


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
            trialogue_notes.note(
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
                trialogue_notes.agree(by=request.user, trialogue=self.meeting, **form.cleaned_data)
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
        trialogue_notes.finish_action(by=self.request.user, action=self.action)

    def done_url(self) -> str:
        return reverse("placements:trialogue", args=[self.action.trialogue_id])
