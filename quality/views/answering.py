"""A page of points to answer: what was changed is kept, all of it or nothing."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from config.forms import add_refusal
from config.refusal import Refusal
from quality.forms import AnswersForm
from quality.overviews import Point


class Answering(TemplateView):
    """Nothing has to be complete; only what differs from before is said again."""

    def asked_points(self) -> list[Point]:
        """The points asked of the reader."""
        raise NotImplementedError

    def say(self, point: Point, value: str, remark: str) -> None:
        """One action for one answer."""
        raise NotImplementedError

    def done_url(self) -> str:
        raise NotImplementedError

    def form(self, data: Any = None) -> AnswersForm:
        return AnswersForm(data, points=self.asked_points())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", self.form())
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid() or (said := self.keep(form)) is None:
            return self.render_to_response(self.get_context_data(form=form))
        sentence = ngettext("%(count)s answer saved.", "%(count)s answers saved.", said)
        messages.success(request, sentence % {"count": said})
        return redirect(self.done_url())

    def keep(self, form: AnswersForm) -> int | None:
        """How many were kept; None when one was refused, and then none of them is."""
        changed = form.changed_answers()
        try:
            with transaction.atomic():
                for point, value, remark in changed:
                    self.say(point, value, remark)
        except Refusal as refusal:
            add_refusal(form, refusal)
            return None
        return len(changed)
