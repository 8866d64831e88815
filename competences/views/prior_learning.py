"""Where a student starts: what they say themselves, and what they learnt before."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.enums import Role
from competences.actions import prior_learning
from competences.forms.evidence import READERS
from competences.forms.prior_learning import (
    AudienceForm,
    PriorLearningForm,
    VerdictForm,
    said_of,
)
from competences.models import MasteryLevel, PriorLearning
from competences.overviews.prior_learning import Line, line_of, told
from competences.overviews.tracking import tracking
from competences.rules.prior_learning import (
    ONLY_THE_COACH,
    ONLY_THE_STUDENT,
    changing_obstacles,
    deciding_obstacles,
)
from competences.views.around_dossier import AroundDossier, FormAroundDossier
from config.refusal import Refusal


class Start(AroundDossier):
    """Where do you start? The own words by competence, and the prior learning beside them."""

    template_name = "competences/prior_learning_start.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = tracking(self.dossier, reader=self.request.user)
        return super().get_context_data(
            rows=[row for row in found.rows if row.start],
            lines=told(self.dossier, self.request.user),
            **kwargs,
        )


class PriorLearningAdd(FormAroundDossier):
    template_name = "competences/prior_learning_add.html"
    only = (Role.STUDENT,)
    refusal = ONLY_THE_STUDENT
    said = gettext_lazy("Kept. Your coach looks at it and tells you what it counts for.")

    def form(self, data: Any = None, files: Any = None) -> PriorLearningForm:
        return PriorLearningForm(
            data, dossier=self.dossier, user=self.request.user, competences=self.chips()
        )

    def act(self, form: PriorLearningForm) -> None:
        prior_learning.add(
            by=self.request.user,
            dossier=self.dossier,
            told=form.told,
            topic=self.surroundings.topic,
        )

    def done_url(self) -> str:
        return reverse("competences:start", args=[self.dossier.pk])


class OfPriorLearning:
    """Mixed into a page about one piece that was not withdrawn and that the reader may see."""

    def load(self) -> None:
        found = PriorLearning.objects.visible_to(self.request.user).present()
        found = found.select_related("dossier__course_unit", "added_by")
        self.piece = get_object_or_404(found, pk=self.kwargs["pk"])
        self.dossier = self.piece.dossier

    @cached_property
    def line(self) -> Line:
        return line_of(self.piece, self.request.user)

    @cached_property
    def may_change(self) -> bool:
        decided = not self.line.may_change
        return not any(changing_obstacles(self.piece, self.role, is_decided=decided))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            piece=self.piece,
            line=self.line,
            readers=READERS[self.piece.audience],
            may_change=self.may_change,
            may_decide=not any(deciding_obstacles(self.piece, self.role)),
            **kwargs,
        )

    def done_url(self) -> str:
        return reverse("competences:prior-learning", args=[self.piece.pk])


class PriorLearningShow(OfPriorLearning, AroundDossier):
    template_name = "competences/prior_learning_show.html"


class PriorLearningChange(OfPriorLearning, FormAroundDossier):
    """Other words until the coach has decided; after that only who may see it."""

    template_name = "competences/prior_learning_change.html"
    only = (Role.STUDENT,)
    refusal = ONLY_THE_STUDENT
    said = gettext_lazy("Changed. Who may see it holds from now on.")

    def form(self, data: Any = None, files: Any = None) -> Form:
        given = {"dossier": self.dossier, "user": self.request.user}
        if not self.may_change:
            return AudienceForm(data, initial={"audience": self.piece.audience}, **given)
        return PriorLearningForm(
            data, competences=self.chips(), initial=said_of(self.piece), **given
        )

    def act(self, form: Form) -> None:
        given = {"by": self.request.user, "prior_learning": self.piece}
        if self.may_change:
            prior_learning.change(told=form.told, topic=self.surroundings.topic, **given)
        else:
            prior_learning.show_to(audience=form.cleaned_data["audience"], **given)


class PriorLearningWithdraw(OfPriorLearning, AroundDossier):
    template_name = "competences/prior_learning_withdraw.html"
    only = (Role.STUDENT,)
    refusal = ONLY_THE_STUDENT

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        decided = not self.line.may_change
        return super().get_context_data(
            title=_("Withdraw this?"),
            text=_("Your coach does not have to look at it any more, and nobody sees it here."),
            verb=_("Withdraw it"),
            obstacles=list(changing_obstacles(self.piece, self.role, is_decided=decided)),
            back_url=self.done_url(),
            **kwargs,
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        given = {"by": request.user, "prior_learning": self.piece}
        try:
            prior_learning.withdraw(topic=self.surroundings.topic, **given)
        except Refusal as refusal:
            messages.error(request, refusal.message)
            return redirect(self.done_url())
        messages.success(request, _("Withdrawn."))
        return redirect("competences:start", self.dossier.pk)


class PriorLearningDecide(OfPriorLearning, AroundDossier):
    """The coach answers competence by competence, all in one press; an answer can be given anew."""

    template_name = "competences/prior_learning_decide.html"
    only = (Role.COACH,)
    refusal = ONLY_THE_COACH

    def load(self) -> None:
        super().load()
        if self.role == Role.COACH and self.dossier.closed_at is not None:
            raise PermissionDenied(next(iter(deciding_obstacles(self.piece, self.role))).message)

    def forms(self, data: Any = None) -> list[VerdictForm]:
        levels = list(
            MasteryLevel.objects.filter(version=self.dossier.version_id)
        )  # everybody may see
        return [
            VerdictForm(data, competence=competence, levels=levels, before=before)
            for competence, before in self.line.answers
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("forms", self.forms())
        return super().get_context_data(back_url=self.done_url(), **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        found = self.forms(request.POST)
        valid = [form.is_valid() for form in found]
        if all(valid):
            try:
                count = self.decide(found)
            except Refusal as refusal:
                kwargs["refused"] = refusal.obstacles
            else:
                said = ngettext("%(n)s answer kept.", "%(n)s answers kept.", count)
                messages.success(request, said % {"n": count})
                return redirect(f"{self.done_url()}?saved=1")
        return self.render_to_response(self.get_context_data(forms=found, **kwargs))

    def decide(self, found: list[VerdictForm]) -> int:
        made = prior_learning.decide(
            by=self.request.user,
            prior_learning=self.piece,
            verdicts=[form.verdict for form in found if form.verdict],
            topic=self.surroundings.topic,
        )
        return len(made)
