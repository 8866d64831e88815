"""What a student tells the coach and nobody else: pages with titles that say nothing."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import get_language, gettext_lazy
from django.views.decorators.cache import never_cache

from accounts.enums import Role
from accounts.models import User
from config.refusal import Obstacle
from placements.actions import quiet_words
from placements.forms.board import AnswerForm, QuietWordForm
from placements.models import QuietWord
from placements.rules.access import ONLY, need_role
from placements.rules.quiet_words import give_obstacles
from placements.views.acting import ActionButton, ActionPage, seen_placement


def in_danger() -> str:
    """Where to turn when it cannot wait, in the reader's language."""
    said = settings.CONFIDENTIAL_CONTACT
    return said.get(get_language() or "", said[settings.LANGUAGE_CODE])


@method_decorator(never_cache, "dispatch")
class QuietWordGive(ActionPage):
    """The student's page: what can be said, to whom, and what became of what was said."""

    template_name = "placements/quiet_word_give.html"
    form_class = QuietWordForm
    said = gettext_lazy("Sent. Only your coach can read it.")

    def load(self, user: User) -> None:
        self.placement = seen_placement(user, self.kwargs["pk"])
        self.role = need_role(user, self.placement, Role.STUDENT)

    @cached_property
    def mine(self) -> list[QuietWord]:
        """The student's own, the newest first; what was taken back is gone."""
        own = QuietWord.objects.visible_to(self.request.user).filter(placement=self.placement)
        return list(own.filter(withdrawn_at__isnull=True).select_related("to"))

    @property
    def waiting(self) -> QuietWord | None:
        return next((word for word in self.mine if word.heard_at is None), None)

    def obstacles(self) -> Iterable[Obstacle]:
        return give_obstacles(
            placement=self.placement, coach=self.placement.coach, waiting=self.waiting, words=""
        )

    def act(self, form: QuietWordForm) -> None:
        quiet_words.give(by=self.request.user, placement=self.placement, **form.cleaned_data)

    def done_url(self) -> str:
        return reverse("placements:quiet-word-give", args=[self.placement.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting, coach = self.waiting, self.placement.coach
        is_left = waiting is not None and (coach is None or waiting.to_id != coach.pk)
        return super().get_context_data(
            coach=coach,
            mentor=self.placement.mentor,
            waiting=waiting,
            is_left=is_left,
            heard=[word for word in self.mine if word.heard_at],
            in_danger=in_danger(),
            back_url=reverse("placements:placement", args=[self.placement.pk]),
            **kwargs,
        )


class QuietWordWithdraw(ActionButton):
    said = gettext_lazy("Taken back. Nothing of it is left.")

    def load(self, user: User) -> None:
        self.word = get_object_or_404(QuietWord.objects.visible_to(user), pk=self.kwargs["pk"])
        self.placement = seen_placement(user, self.word.placement_id)
        need_role(user, self.placement, Role.STUDENT)

    def act(self) -> None:
        quiet_words.withdraw(by=self.request.user, word=self.word)

    def done_url(self) -> str:
        return reverse("placements:quiet-word-give", args=[self.placement.pk])


@method_decorator(never_cache, "dispatch")
class QuietWordShow(ActionPage):
    """The coach's page: the words, and an answer. Reading does not say that it was heard."""

    template_name = "placements/quiet_word.html"
    form_class = AnswerForm
    said = gettext_lazy("The student sees that you have read it.")

    def load(self, user: User) -> None:
        found = QuietWord.objects.visible_to(user).select_related("said_by")
        self.word = get_object_or_404(found, pk=self.kwargs["pk"])
        self.placement = seen_placement(user, self.word.placement_id)
        self.role = need_role(user, self.placement, Role.COACH, reason=ONLY[Role.COACH])

    def act(self, form: AnswerForm) -> None:
        quiet_words.hear(by=self.request.user, word=self.word, **form.cleaned_data)

    def done_url(self) -> str:
        return reverse("placements:board")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(word=self.word, in_danger=in_danger(), **kwargs)
