from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from accounts import todo
from accounts.enums import Role
from config import clock
from config.refusal import Refusal
from config.templatetags.ui import clock_time, near_day
from mentors.actions import desk as actions
from mentors.forms.desk import DeskForm
from mentors.overviews import desk as overviews
from mentors.rules.desk import place_in_strip
from mentors.todos import DAYS_WAITING
from placements.actions import days
from placements.models import WorkplaceDay
from placements.rules.days import UNDO_FOR


def require_desk(request: HttpRequest) -> None:
    if not overviews.has_desk(request.user):
        raise PermissionDenied(_("Only a mentor can do this; you are not the mentor of anybody."))


def undone_sentence(days: list[WorkplaceDay], reasons: list[str]) -> str:
    """How many days wait again; with the reasons of returns, which the mentor may need again."""
    count = len(days)
    text = ngettext("%(n)s day waits for you again.", "%(n)s days wait for you again.", count)
    wrote = [_("You wrote: “%(words)s”") % {"words": words} for words in reasons]
    return " ".join([text % {"n": count}, *wrote])


def way_back(done: actions.Answered) -> str:
    """A link to where what was just done can be undone or corrected."""
    days = [*done.confirmed, *done.returned]
    if days:
        until = clock.now() + UNDO_FOR
        when = {"day": near_day(until), "time": clock_time(until)}
        target, verb = f"student-{days[0].placement_id}", _("Undo, until %(day)s %(time)s") % when
    else:
        target, verb = "said", _("Correct an answer")
    return format_html('<a href="{}#{}">{}</a>', reverse("mentors:desk"), target, verb)


def desk_page(request: HttpRequest, form: DeskForm) -> HttpResponse:
    """The desk around a form; what else waits for a mentor comes from the register of all apps."""
    today = clock.today()
    waiting = [
        item
        for item in todo.waiting_for(request.user, today)
        if item.role == Role.MENTOR and item.kind != DAYS_WAITING
    ]
    waiting.sort(key=lambda item: place_in_strip(item.kind))
    context: dict[str, Any] = {"form": form, "desk": form.desk, "todos": waiting, "today": today}
    if form.desk.cards:
        context["my_voice"] = Role.MENTOR
        context["is_mentor"] = any(
            card.placement.mentor == request.user for card in form.desk.cards
        )
    return render(request, "mentors/desk.html", context)


def say_what_was_done(request: HttpRequest, done: actions.Answered) -> None:
    confirmed, returned, said = len(done.confirmed), len(done.returned), len(done.said)
    counted = [
        (confirmed, ngettext("%(n)s day confirmed.", "%(n)s days confirmed.", confirmed)),
        (returned, ngettext("%(n)s day returned.", "%(n)s days returned.", returned)),
        (said, ngettext("%(n)s answer sent.", "%(n)s answers sent.", said)),
    ]
    if sentence := " ".join(text % {"n": count} for count, text in counted if count):
        messages.success(request, format_html("{} {}", sentence, way_back(done)))
    else:
        messages.info(request, _("Nothing was filled in yet, so nothing was sent."))


class Desk(View):
    """Everything a mentor must answer, on one page; every button sends what was filled in."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return desk_page(request, DeskForm(overviews.desk(request.user)))

    def post(self, request: HttpRequest) -> HttpResponse:
        require_desk(request)
        form = DeskForm(overviews.desk(request.user), request.POST)
        if form.undo is not None:
            return self.take_back(form)
        done = self.answer(form)
        if done is None:
            return desk_page(request, form)
        say_what_was_done(request, done)
        if kept := form.left_over():
            return desk_page(request, DeskForm(overviews.desk(request.user), kept=kept))
        return redirect("mentors:desk")

    def answer(self, form: DeskForm) -> actions.Answered | None:
        """What was written, or None when the form has to say what stands in the way."""
        if not form.is_valid():
            return None
        try:
            return actions.answer(
                by=self.request.user,
                days=form.day_answers(),
                competences=form.competence_answers(),
                seen=list(form.desk.placements.values()),
            )
        except Refusal as refusal:
            form.add_refusal(refusal)
            return None

    def take_back(self, form: DeskForm) -> HttpResponse:
        """Undo what was confirmed or returned; what was typed elsewhere stays on the page."""
        reasons = [day.returned_because for day in form.undo.returned]
        try:
            undone = actions.take_back(
                by=self.request.user,
                confirmed=form.undo.confirmed,
                returned=form.undo.returned,
            )
        except Refusal as refusal:
            messages.error(self.request, refusal.message)
        else:
            if undone:
                messages.success(self.request, undone_sentence(undone, reasons))
            else:
                messages.info(self.request, _("There is nothing left here to take back."))
        if not form.typed:
            return redirect("mentors:desk")
        return desk_page(self.request, DeskForm(overviews.desk(self.request.user), form.data))


class DeskSeen(View):
    """The page tells that it stands on a screen; opening an address writes nothing."""

    def post(self, request: HttpRequest) -> HttpResponse:
        require_desk(request)
        days.mark_seen(by=request.user, placements=overviews.my_placements(request.user))
        return HttpResponse(status=204)
