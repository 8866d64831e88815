"""What every page of a draft shares: who gets in, one form and its action, words that changed."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import FormView

from accounts.models import User
from competences.actions import editing
from competences.forms.editing import WordsForm, label_of
from competences.models import Competence, FrameworkVersion, Outcome
from competences.rules.editing import CompetenceWords, HeadingWords, Words, fingerprint
from config.forms import add_refusal
from config.refusal import Refusal

DIRECTIONS = {"up": -1, "down": 1}


def seen_version(user: User, pk: int) -> FrameworkVersion:
    found = FrameworkVersion.objects.visible_to(user).select_related("framework__programme")
    return get_object_or_404(found, pk=pk)


class OfDraft(View):
    """A page of one draft: who does not look after it does not learn that it exists, and a
    published version is only looked at."""

    version: FrameworkVersion

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.load(request.user)
        if self.version.is_published:
            raise PermissionDenied(
                _("This version is published; it never changes again. Make a new draft of it.")
            )
        return super().dispatch(request, *args, **kwargs)

    def load(self, user: User) -> None:
        self.version = seen_version(user, self.kwargs["pk"])


def outline_url(version: FrameworkVersion, at: str = "", by: str = "") -> str:
    """The outline; with `at` ("competence-12") at that line, with focus on its button `by`."""
    url = reverse("competences:draft-edit", args=[version.pk])
    return f"{url}?at={at}&by={by}" if at else url


class DraftForm(OfDraft, FormView):
    """One form, one action; afterwards the outline again, at the line it was about.

    `title`, `lead` and `verb` are the words of the page.
    """

    template_name = "competences/draft_form.html"
    title: str | Promise = ""
    lead: str | Promise = ""
    verb: str | Promise = gettext_lazy("Save")
    danger = False
    line = about = ""

    def act(self, form: Form) -> None:
        raise NotImplementedError

    def form_valid(self, form: Form) -> HttpResponse:
        try:
            self.act(form)
        except Refusal as refusal:
            self.show(form, refusal)
            return self.form_invalid(form)
        return redirect(self.get_success_url())

    def show(self, form: Form, refusal: Refusal) -> None:
        add_refusal(form, refusal)

    def get_success_url(self) -> str:
        return outline_url(self.version, self.line, "name" if self.line else "")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shared = {
            "version": self.version,
            "over": " · ".join(filter(None, (self.version.framework.name, self.about))),
            "title": self.title,
            "lead": self.lead,
            "verb": self.verb,
            "danger": self.danger,
            "back_url": outline_url(self.version, self.line, "name" if self.line else ""),
        }
        return super().get_context_data(**(shared | kwargs))


class Rewording(DraftForm):
    """Words that stand there already, and may have changed since the page was shown."""

    def standing(self) -> tuple[Words, ...]:
        """The words that are replaced, as they stand now."""
        raise NotImplementedError

    def proposed(self) -> Words:
        """What the form starts with."""
        return self.standing()[0]

    def get_form_kwargs(self) -> dict[str, Any]:
        seen = {"seen": fingerprint(*self.standing())}
        return super().get_form_kwargs() | {"words": self.proposed(), "initial": seen}

    def form_invalid(self, form: WordsForm) -> HttpResponse:
        if not form.has_error("__all__", "changed-meanwhile"):
            return super().form_invalid(form)
        form.see(*self.standing())
        theirs = self.proposed()
        now = [
            (label_of(name), "; ".join(text) if isinstance(text, tuple) else text)
            for name, text in vars(theirs).items()
            if text != getattr(form.words, name)
        ]
        return self.render_to_response(self.get_context_data(form=form, now=now))


def mine(user: User, model: type[Outcome | Competence]) -> QuerySet:
    """Headings or competences of the frameworks that somebody looks after."""
    versions = FrameworkVersion.objects.visible_to(user)
    return model._default_manager.filter(version__in=versions).select_related(
        "version__framework__programme"
    )


class OfHeading(OfDraft):
    heading: Outcome

    def load(self, user: User) -> None:
        self.heading = get_object_or_404(mine(user, Outcome), pk=self.kwargs["pk"])
        self.version = self.heading.version

    @property
    def line(self) -> str:
        return f"heading-{self.heading.pk}"

    @property
    def about(self) -> str:
        return self.heading.code

    def standing(self) -> tuple[HeadingWords]:
        return (HeadingWords.of(editing.held(Outcome, self.version, self.heading.pk)),)


class OfCompetence(OfDraft):
    competence: Competence

    def load(self, user: User) -> None:
        self.competence = get_object_or_404(mine(user, Competence), pk=self.kwargs["pk"])
        self.version = self.competence.version

    @property
    def line(self) -> str:
        return f"competence-{self.competence.pk}"

    @property
    def about(self) -> str:
        return self.competence.code

    def standing(self) -> tuple[CompetenceWords, ...]:
        return (CompetenceWords.of(editing.held(Competence, self.version, self.competence.pk)),)
