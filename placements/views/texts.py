"""The agreement texts of a programme: each version as a whole, and what is done with it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView

from accounts.enums import Role
from accounts.models import User
from competences.models import Programme
from config import clock
from config.pages import RefusableForm
from config.pdf import DocumentTooLarge, render_document
from config.refusal import Refusal
from config.web import key_of
from placements.actions import texts
from placements.documents.text_example import example_document
from placements.forms.texts import (
    ANY_ORDER,
    EndForm,
    OrderForm,
    PublishForm,
    StartForm,
    order_choices,
    source_choices,
)
from placements.models import AgreementTextVersion
from placements.overviews.texts import lines_of, name_of, sources_for, state_of
from placements.rules.access import ONLY
from placements.rules.text_differences import differences
from placements.rules.text_faults import faults
from placements.rules.texts import CONDITIONS, SUBJECTS, condition_of, draft_obstacles
from placements.views.agreements import pdf_response
from placements.views.reminder_rules import OfProgramme


class TextChoose(View):
    """To the texts of one's programme; of several, to the first: the page names the others."""

    def get(self, request: HttpRequest) -> HttpResponse:
        programme = Programme.objects.coordinated_by(request.user).first()
        if programme is None:
            raise PermissionDenied(ONLY[Role.COORDINATOR])
        return redirect("placements:text-list", programme.pk)


class TextList(OfProgramme, TemplateView):
    template_name = "placements/text_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            programme=self.programme,
            others=[one for one in self.mine if one != self.programme],
            lines=lines_of(self.programme),
            sources=source_choices(sources_for(self.request.user)),
            **kwargs,
        )


class TextStart(OfProgramme):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = StartForm(request.POST, versions=sources_for(request.user))
        if not form.is_valid():
            raise Http404
        try:
            version = self.start(form)
        except Refusal as refusal:
            messages.error(request, refusal.message)
            return redirect("placements:text-list", self.programme.pk)
        return redirect("placements:text", version.pk)

    def start(self, form: StartForm) -> AgreementTextVersion:
        return texts.start(
            by=self.request.user,
            programme=self.programme,
            kind=form.cleaned_data["kind"],
            language=form.cleaned_data["language"],
            source=form.version,
        )


def seen_versions(user: User) -> QuerySet[AgreementTextVersion]:
    found = AgreementTextVersion.objects.visible_to(user)
    return found.select_related("text__programme", "edited_by", "published_by")


class OfText(View):
    """For who coordinates the programme of this version; for others it does not exist."""

    version: AgreementTextVersion

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.version = get_object_or_404(seen_versions(request.user), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    @property
    def language(self) -> str:
        return self.version.text.language

    def shared(self) -> dict[str, Any]:
        return {"version": self.version, "text": self.version.text, "name": name_of(self.version)}


class TextShow(OfText, TemplateView):
    """The whole text as it will be read, with what is not right yet beside its place."""

    template_name = "placements/text_show.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version = self.version
        found = [] if version.published_at else faults(version.content, self.language)
        taken = {article["key"] for article in version.content}
        return super().get_context_data(
            **self.shared(),
            state=state_of(version),
            articles=[
                {
                    **article,
                    "faults": [fault for fault in found if fault.article == at],
                    "lines": [with_condition(block) for block in article["blocks"]],
                }
                for at, article in enumerate(version.content)
            ],
            missing=[fault for fault in found if fault.article is None],
            stops=sum(not fault.is_warning for fault in found),
            subjects=[(key, label) for key, label in SUBJECTS.items() if key not in taken],
            order=order_in_words(version),
            others=version.text.versions.exclude(pk=version.pk),
            **kwargs,
        )


def with_condition(block: dict[str, Any]) -> dict[str, Any]:
    return {**block, "condition": CONDITIONS.get(condition_of(block), "")}


def order_in_words(version: AgreementTextVersion) -> str | Promise:
    return dict(order_choices())["-".join(version.signing_order) or ANY_ORDER]


class TextPreview(OfText):
    """As a PDF, with the facts of an example; nothing of it is kept."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        document = example_document(self.version, request.user)
        name = f"{_('example')}-{self.language}-{self.version.number}.pdf"
        try:
            return pdf_response(render_document(document), name)
        except DocumentTooLarge:
            messages.error(request, _("This text is too long to print; make it shorter."))
            return redirect("placements:text", pk)


class TextCompare(OfText, TemplateView):
    """What this version says that another of the same text does not."""

    template_name = "placements/text_compare.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        others = self.version.text.versions.exclude(pk=self.version.pk)
        said = key_of(self.request.GET.get("with", ""))
        older = others.filter(number__lt=self.version.number).first() or others.first()
        other = get_object_or_404(others, pk=said) if said else older
        if other is None:
            raise Http404
        return super().get_context_data(
            **self.shared(),
            other=other,
            others=others,
            changes=differences(other.content, self.version.content),
            order=order_in_words(self.version),
            other_order=order_in_words(other),
            **kwargs,
        )


class OfDraft(OfText):
    """A page that changes a draft; a published version is only looked at."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.version = get_object_or_404(seen_versions(request.user), pk=kwargs["pk"])
        for obstacle in draft_obstacles(self.version):
            raise PermissionDenied(obstacle.message)
        return super().dispatch(request, *args, **kwargs)

    @property
    def revision(self) -> int:
        """The version that was looked at; one nobody can have seen where it is not said."""
        return key_of(self.request.POST.get("revision", "")) or 0

    def text_url(self, at: str = "") -> str:
        url = reverse("placements:text", args=[self.version.pk])
        return f"{url}#{at}" if at else url


class DraftPress(OfDraft):
    """A button on the whole text: one action, and the page again."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            return redirect(self.act())
        except Refusal as refusal:
            messages.error(request, refusal.message)
            return redirect(self.text_url())

    def act(self) -> str:
        raise NotImplementedError

    def seen(self) -> dict[str, Any]:
        return {"by": self.request.user, "version": self.version, "revision": self.revision}


class TextArticleAdd(DraftPress):
    def act(self) -> str:
        subject = self.request.POST.get("subject", "")
        article = texts.add_article(**self.seen(), subject=subject)
        return reverse("placements:text-article", args=[self.version.pk, article["key"]])


class TextArticleMove(DraftPress):
    def act(self) -> str:
        key, steps = self.kwargs["key"], {"up": -1, "down": 1}
        way = self.request.POST.get("way", "")
        texts.move_article(**self.seen(), key=key, steps=steps.get(way, 0))
        return self.text_url(f"article-{key}")


class DraftForm(OfDraft, RefusableForm):
    """A form on a page of its own about the whole draft. Who was refused because somebody else
    saved stays refused until they opened the page anew."""

    def seen(self) -> dict[str, Any]:
        return {"by": self.request.user, "version": self.version, "revision": self.revision}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        revision = self.revision or self.version.revision
        return super().get_context_data(**self.shared(), revision=revision, **kwargs)

    def get_success_url(self) -> str:
        return self.text_url()


class TextArticleRemove(DraftForm):
    template_name = "placements/text_article_remove.html"
    form_class = Form
    said = gettext_lazy("The article has been removed.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        key = self.kwargs["key"]
        article = next((one for one in self.version.content if one["key"] == key), None)
        if article is None:
            raise Http404
        return super().get_context_data(article=article, back_url=self.text_url(), **kwargs)

    def act(self, form: Form) -> None:
        texts.remove_article(**self.seen(), key=self.kwargs["key"])


class TextOrder(DraftForm):
    template_name = "placements/text_order.html"
    form_class = OrderForm
    said = gettext_lazy("Saved. The parties sign in this order.")

    def get_initial(self) -> dict[str, Any]:
        order = "-".join(self.version.signing_order) or ANY_ORDER
        return {"order": order, "reason": self.version.order_reason}

    def act(self, form: OrderForm) -> None:
        reason = form.cleaned_data["reason"]
        texts.set_order(**self.seen(), order=form.chosen, reason=reason)


class TextPublish(DraftForm):
    template_name = "placements/text_publish.html"
    form_class = PublishForm
    said = gettext_lazy("Published. New agreements are written with it.")

    def get_initial(self) -> dict[str, Any]:
        return {"valid_from": clock.today()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = faults(self.version.content, self.language)
        return super().get_context_data(
            stops=[fault for fault in found if not fault.is_warning],
            warnings=[fault for fault in found if fault.is_warning],
            order=order_in_words(self.version),
            **kwargs,
        )

    def act(self, form: PublishForm) -> None:
        texts.publish(**self.seen(), **form.cleaned_data)


class TextDiscard(DraftForm):
    template_name = "placements/text_discard.html"
    form_class = Form
    said = gettext_lazy("The draft has been thrown away.")

    def act(self, form: Form) -> None:
        texts.discard(**self.seen())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back_url=self.text_url(), **kwargs)

    def get_success_url(self) -> str:
        return reverse("placements:text-list", args=[self.version.text.programme_id])


class TextEnd(OfText, RefusableForm):
    """A published text that is not used for new agreements any more."""

    template_name = "placements/text_end.html"
    form_class = EndForm
    said = gettext_lazy("Saved. From then on new agreements do not use this version.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.version = get_object_or_404(seen_versions(request.user), pk=kwargs["pk"])
        if not self.version.published_at:
            raise PermissionDenied(_("A draft is not in use; remove it instead."))
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {"valid_until": self.version.valid_until or clock.today()}

    def act(self, form: EndForm) -> None:
        last_day = form.cleaned_data["valid_until"]
        texts.end(by=self.request.user, version=self.version, last_day=last_day)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**self.shared(), **kwargs)

    def get_success_url(self) -> str:
        return reverse("placements:text", args=[self.version.pk])
