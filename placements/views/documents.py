"""Documents of a selection of placements: which kinds there are of it, then one zip of them."""

from collections import Counter
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from placements import document_kinds
from placements.models import Placement
from placements.views.agreement_sending import SelectionView


class DocumentPack(SelectionView):
    """Asks first which documents, with how many there are of each; the same selection with
    `kinds` is put together in the background."""

    def act(self, chosen: list[Placement]) -> HttpResponse:
        kinds = list(dict.fromkeys(self.request.POST.getlist("kinds")))
        if not set(kinds) <= document_kinds.registered().keys():
            raise Http404
        if not kinds:
            return self.ask(chosen, asked="confirmed" in self.request.POST)
        return self.start("documents-zip", chosen, kinds=kinds)

    def ask(self, chosen: list[Placement], *, asked: bool) -> HttpResponse:
        """`asked`: they pressed the button without choosing anything."""
        everything = bool(self.request.POST.get("all"))
        context = {
            "chosen": chosen,
            "everything": everything,
            "kinds": self.offered(chosen),
            "nothing_chosen": asked,
            "back_url": self.back_to_table(chosen),
            **words(len(chosen)),
        }
        return render(self.request, "placements/document_pack.html", context)

    def offered(self, chosen: list[Placement]) -> list[dict[str, Any]]:
        """A line per kind: how many documents, and of how many placements there is none yet."""
        ids = [placement.pk for placement in chosen]
        lines = []
        for key, kind in document_kinds.registered().items():
            there = Counter(
                one.placement for one in kind.found(self.request.user, ids) if one.pk is not None
            )
            lines.append(
                {
                    "key": key,
                    "label": kind.label,
                    "note": kind.note,
                    "count": there.total(),
                    "none": len(ids) - len(there),
                    "checked": key == "agreement",
                }
            )
        return lines


def words(count: int) -> dict[str, str]:
    title = ngettext(
        "Documents of %(n)s placement in one zip", "Documents of %(n)s placements in one zip", count
    )
    return {
        "title": title % {"n": count},
        "text": _("They are made in the background; an index says which file is whose."),
        "verb": _("Make the zip"),
    }
