"""Writing one article: every button keeps what stands on the page, and nothing typed is lost."""

from collections.abc import Mapping
from itertools import islice
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from config.pdf_clauses import numbers
from config.refusal import Refusal
from config.web import key_of
from placements.actions import texts
from placements.forms.texts import read_article, shown_blocks
from placements.models import AgreementTextVersion
from placements.rules.text_differences import differences
from placements.rules.text_edits import edited
from placements.rules.text_faults import Fault, article_faults, size_obstacles
from placements.rules.texts import (
    CONDITIONS,
    FIELDS,
    PALETTE,
    SUBJECTS,
    draft_obstacles,
    fingerprint,
)
from placements.views.texts import OfText, seen_versions

TOO_MUCH, CONFLICT = 400, 409
MOST_FAULTS = 300  # on one page, of words that may be too many to keep
MEANWHILE = {"text-changed-meanwhile", "article-removed"}


class TextArticle(OfText, TemplateView):
    template_name = "placements/text_article.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Who is still writing when others publish keeps their words on the page."""
        found = seen_versions(request.user).filter(pk=kwargs["pk"]).first()
        if found and request.method != "POST":
            for obstacle in draft_obstacles(found):
                raise PermissionDenied(obstacle.message)
        return super().dispatch(request, *args, **kwargs)

    @property
    def key(self) -> str:
        return self.kwargs["key"]

    @cached_property
    def stored(self) -> dict[str, Any] | None:
        return stored_article(self.version, self.key)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        written = kwargs.pop("written", None) or self.stored
        if written is None:
            raise Http404
        by_block = self.faults_of(written)
        kwargs["key"] = self.key
        return super().get_context_data(
            **self.shared(),
            article=written,
            blocks=list(shown_blocks(written, by_block)),
            faults=by_block.get(None, []),
            seen=self.request.POST.get("seen") or fingerprint(self.stored),
            number=self.number(),
            at=key_of(self.request.GET.get("at", "")),
            subjects=self.subjects(),
            palette=PALETTE,
            references=self.references(),
            conditions=CONDITIONS,
            **kwargs,
        )

    def number(self) -> int:
        keys = [article["key"] for article in self.version.content]
        return keys.index(self.key) + 1 if self.key in keys else 0

    def subjects(self) -> list[tuple[str, Any]]:
        """What this article may be about: nothing that another is about."""
        taken = {article["key"] for article in self.version.content} - {self.key}
        return [(key, label) for key, label in SUBJECTS.items() if key not in taken]

    def references(self) -> list[tuple[str, str]]:
        return [
            (f"article:{article['key']}", article["title"])
            for article in self.version.content
            if article["key"] != self.key and article["title"]
        ]

    def faults_of(self, article: Mapping[str, Any]) -> dict[int | None, list[Fault]]:
        known = FIELDS.keys() | numbers([*self.version.content, article]).keys()
        found: dict[int | None, list[Fault]] = {}
        for fault in islice(article_faults(article, known), MOST_FAULTS):
            found.setdefault(fault.block, []).append(fault)
        return found

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        do = request.POST.get("do", "save")
        if do.startswith("field:"):  # the palette says which field, the list beside it where
            do = f"field:{request.POST.get('into', '0')}:{do.partition(':')[2]}"
        written = read_article(request.POST, self.key, self.version.content)
        article, at = edited(written, do)
        seen = request.POST.get("over" if do == "keep-mine" else "seen", "")
        try:
            version = self.write(article, seen)
        except Refusal as refusal:
            return self.refused(written, refusal)
        return self.kept(version, article, do, at)

    def write(self, article: dict[str, Any], seen: str) -> AgreementTextVersion:
        return texts.save_article(
            by=self.request.user, version=self.version, key=self.key, article=article, seen=seen
        )

    @property
    def asks_for_data(self) -> bool:
        return self.request.headers.get("Accept") == "application/json"

    def kept(
        self, version: AgreementTextVersion, article: dict[str, Any], do: str, at: int | None
    ) -> HttpResponse:
        here = reverse("placements:text-article", args=[version.pk, article["key"]])
        if self.asks_for_data:
            return JsonResponse(self.told(version, article, here))
        if do == "preview":
            return redirect("placements:text-preview", version.pk)
        if do in ("save", "keep-mine"):
            messages.success(self.request, _("The article has been saved."))
            text = reverse("placements:text", args=[version.pk])
            return redirect(f"{text}#article-{article['key']}")
        return redirect(here if at is None else f"{here}?at={at}#block-{at}")

    def told(
        self, version: AgreementTextVersion, article: dict[str, Any], here: str
    ) -> dict[str, Any]:
        """For the page itself, which saves while somebody types."""
        self.version = version
        stored = stored_article(version, article["key"])
        faults = self.faults_of(article)
        return {
            "state": "kept",
            "seen": fingerprint(stored),
            "action": here,
            "faults": [
                {"block": block, "text": str(fault.message), "warning": fault.is_warning}
                for block, found in faults.items()
                for fault in found
            ],
        }

    def refused(self, written: dict[str, Any], refusal: Refusal) -> HttpResponse:
        """The words stay on the page; where somebody else wrote, theirs stand beside them."""
        meanwhile = bool(MEANWHILE & set(refusal.codes))
        if self.asks_for_data:
            said = {"state": refusal.code, "detail": str(refusal.message)}
            return JsonResponse(said, status=CONFLICT if meanwhile else TOO_MUCH)
        self.version = seen_versions(self.request.user).get(pk=self.version.pk)
        self.__dict__.pop("stored", None)
        stored = self.stored
        context = self.get_context_data(
            written=written,
            refusal=refusal,
            meanwhile=meanwhile,
            theirs=stored,
            over=fingerprint(stored) if stored else "",
            changes=self.changes_to(stored, written),
        )
        return self.render_to_response(context)

    def changes_to(self, stored: dict[str, Any] | None, written: dict[str, Any]) -> list[Any]:
        """None where more was sent than may be kept: that is not worth the work."""
        if stored is None or size_obstacles([written]):
            return []
        return differences([stored], [{**written, "key": self.key}])


def stored_article(version: AgreementTextVersion, key: str) -> dict[str, Any] | None:
    return next((one for one in version.content if one["key"] == key), None)
