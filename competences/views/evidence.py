"""The evidence of a dossier: seen by whom it is for, added by the three, handed out as a file."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from accounts.enums import TRIAD, Role
from competences.actions import evidence
from competences.enums import EvidenceKind
from competences.forms.evidence import (
    READERS,
    EvidenceChangeForm,
    EvidenceForm,
    FeedbackForm,
)
from competences.models import Competence, Evidence
from competences.overviews.evidence import as_they_are_now, by_competence, evidence_of
from competences.rules.evidence import (
    ONLY_MENTOR_AND_COACH,
    ONLY_STUDENT_AND_COACH,
    audience_obstacles,
    changing_obstacles,
    may_bring,
)
from competences.uploads import IMAGES
from competences.views.around_dossier import AroundDossier, FormAroundDossier

# A file somebody sent runs nothing, loads nothing and stays in nobody's cache.
FILE_HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store",
}


class EvidenceList(AroundDossier):
    """What the reader may see, under the competences that it shows; what shows none stands last."""

    template_name = "competences/evidence_list.html"

    def groups(self, found: list[Evidence]) -> list[tuple[str, list[Evidence]]]:
        behind = by_competence(self.dossier, self.request.user, found)
        known = Competence.objects.filter(pk__in=behind)  # everybody may see: of their dossier
        at_work = self.role == Role.MENTOR
        named = [
            (one.workplace_name if at_work else one.name, behind[one.pk])
            for one in known.filter(version=self.dossier.version_id)
        ]
        shown = {piece.pk for _name, pieces in named for piece in pieces}
        loose = [piece for piece in found if piece.pk not in shown]
        return [*named, *([(_("Of no competence yet"), loose)] if loose else [])]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = evidence_of(self.dossier, self.request.user)
        return super().get_context_data(
            groups=self.groups(found),
            may_add=may_bring(self.role, EvidenceKind.FILE),
            may_give_feedback=may_bring(self.role, EvidenceKind.FEEDBACK),
            **kwargs,
        )


class EvidenceAdd(FormAroundDossier):
    """A photo, a file or a link, with what it shows and who may see it."""

    template_name = "competences/evidence_add.html"
    only = (Role.STUDENT, Role.COACH)
    refusal = ONLY_STUDENT_AND_COACH
    said = gettext_lazy("Kept. It stands with the evidence.")

    def form(self, data: Any = None, files: Any = None) -> EvidenceForm:
        asked = {"competences": self.request.GET.getlist("competence")}
        return EvidenceForm(
            data,
            files,
            dossier=self.dossier,
            user=self.request.user,
            competences=self.chips(),
            initial=asked,
        )

    def act(self, form: EvidenceForm) -> None:
        given = {
            "by": self.request.user,
            "dossier": self.dossier,
            "topic": self.surroundings.topic,
            **form.content,
        }
        file = form.cleaned_data["file"]
        if file is None:
            evidence.add_link(url=form.cleaned_data["url"], **given)
        else:
            upload = evidence.receive(by=self.request.user, file=file, name=file.name)
            evidence.add_file(upload=upload, **given)

    def done_url(self) -> str:
        return reverse("competences:evidence-list", args=[self.dossier.pk])


class EvidenceFeedback(FormAroundDossier):
    """What the mentor or the coach saw of a task; for all three to read."""

    template_name = "competences/evidence_feedback.html"
    only = (Role.MENTOR, Role.COACH)
    refusal = ONLY_MENTOR_AND_COACH
    said = gettext_lazy("Kept. The student hears about it.")

    def form(self, data: Any = None, files: Any = None) -> FeedbackForm:
        at_work = self.role == Role.MENTOR
        asked = {"competences": self.request.GET.getlist("competence")}
        return FeedbackForm(data, competences=self.chips(), at_work=at_work, initial=asked)

    def act(self, form: FeedbackForm) -> None:
        evidence.give_feedback(
            by=self.request.user,
            dossier=self.dossier,
            topic=self.surroundings.topic,
            **form.cleaned_data,
        )

    def done_url(self) -> str:
        return reverse("competences:evidence-list", args=[self.dossier.pk])


class OfEvidence:
    """Mixed into a page about one piece that is still there and that the reader may see."""

    def load(self) -> None:
        found = Evidence.objects.visible_to(self.request.user).present()
        found = found.select_related("added_by", "dossier__course_unit")
        self.evidence = get_object_or_404(
            found.prefetch_related("competences"), pk=self.kwargs["pk"]
        )
        self.dossier = self.evidence.dossier

    @cached_property
    def may_word(self) -> bool:
        return not any(changing_obstacles(self.evidence, self.request.user, self.role))

    @cached_property
    def may_show(self) -> bool:
        return not any(audience_obstacles(self.evidence, self.role))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            evidence=self.evidence,
            shows=as_they_are_now(self.dossier, self.evidence.competences.all()),
            readers=READERS[self.evidence.audience],
            is_image=self.evidence.content_type in IMAGES,
            may_word=self.may_word,
            may_show=self.may_show,
            **kwargs,
        )


class EvidenceShow(OfEvidence, AroundDossier):
    template_name = "competences/evidence_show.html"


class EvidenceFile(View):
    """The file itself. Pictures that we drew anew may stand in a page; everything else is only
    ever a download."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        found = Evidence.objects.visible_to(request.user).present()
        piece = get_object_or_404(found, pk=pk, kind=EvidenceKind.FILE)
        try:
            file = piece.file.open("rb")
        except (FileNotFoundError, ValueError):
            raise Http404 from None
        return FileResponse(
            file,
            as_attachment=piece.content_type not in IMAGES,
            filename=piece.file_name,
            content_type=piece.content_type,
            headers=FILE_HEADERS,
        )


class EvidenceChange(OfEvidence, FormAroundDossier):
    """Who added it changes the words; the student chooses who may see it."""

    template_name = "competences/evidence_change.html"
    said = gettext_lazy("Changed. Who may see it holds from now on.")
    only = tuple(TRIAD)
    refusal = gettext_lazy("Only who added this can change or remove it.")

    def load(self) -> None:
        super().load()
        if not (self.may_word or self.may_show):
            raise PermissionDenied(self.refusal)

    def form(self, data: Any = None, files: Any = None) -> EvidenceChangeForm:
        return EvidenceChangeForm(
            data,
            evidence=self.evidence,
            user=self.request.user,
            competences=self.chips(),
            may_word=self.may_word,
            may_show=self.may_show,
            at_work=self.role == Role.MENTOR,
        )

    def act(self, form: EvidenceChangeForm) -> None:
        evidence.change(
            by=self.request.user,
            evidence=self.evidence,
            words=form.words,
            audience=form.cleaned_data.get("audience"),
            topic=self.surroundings.topic,
        )

    def done_url(self) -> str:
        return reverse("competences:evidence", args=[self.evidence.pk])


class EvidenceRemove(OfEvidence, AroundDossier):
    template_name = "competences/evidence_remove.html"
    refusal = gettext_lazy("Only who added this can change or remove it.")

    def load(self) -> None:
        super().load()
        if not self.may_word:
            raise PermissionDenied(self.refusal)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=_("Remove this piece of evidence?"),
            text=_(
                "The file is gone for good, for everybody. That something was here stays, for what "
                "was said on its strength."
            ),
            verb=_("Remove this piece"),
            danger=True,
            back_url=reverse("competences:evidence", args=[self.evidence.pk]),
            **kwargs,
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        evidence.remove(by=request.user, evidence=self.evidence, topic=self.surroundings.topic)
        messages.success(request, _("It is gone."))
        return redirect("competences:evidence-list", self.dossier.pk)
