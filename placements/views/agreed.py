"""One thing that was agreed: say that it is done, and how it went, or choose another date."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Role
from accounts.models import User
from placements.actions import agreed
from placements.forms.sign_offs import DoneForm, OtherDateForm
from placements.views.acting import ActionPage
from placements.views.trialogue_notes import seen_action


class AgreedShow(ActionPage):
    """GET shows it, with both forms; POST is another date."""

    template_name = "placements/agreed_show.html"
    form_class = OtherDateForm
    said = gettext_lazy("Another date was chosen. All three see it.")

    def load(self, user: User) -> None:
        self.action = seen_action(user, self.kwargs["pk"])
        self.placement = self.action.trialogue.placement
        self.role = self.placement.role_of(user) or ""
        self.is_theirs = self.role in {self.action.who, Role.COACH}
        if self.request.method == "POST" and not self.is_theirs:
            raise PermissionDenied(_("This was agreed with somebody else."))

    def get_initial(self) -> dict[str, Any]:
        return {"due_on": self.action.due_on}

    def act(self, form: Form) -> None:
        agreed.move(by=self.request.user, action=self.action, **form.cleaned_data)

    def done_url(self) -> str:
        return reverse("placements:trialogue", args=[self.action.trialogue_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            action=self.action,
            who=self.placement.person(self.action.who),
            is_theirs=self.is_theirs,
            done_form=DoneForm(),
            **kwargs,
        )
