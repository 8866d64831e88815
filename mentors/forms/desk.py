"""The desk as one form: every button sends all that was filled in, so that nothing is lost."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from config.forms import ShortText, TapOne, TrialoogForm, Words
from config.refusal import Refusal
from config.web import key_of
from mentors.actions.desk import CompetenceAnswer, DayAnswer, named
from mentors.overviews.desk import Desk, Question, StudentCard, days_that_went
from mentors.rules.desk import edition, edition_obstacles, sentence_obstacles
from placements.models import WorkplaceDay
from placements.rules.days import confirm_obstacles

DID_NOT_COME_UP = "none"


def day_that_went(shown: str, day: WorkplaceDay | None) -> str:
    """Why a day of the page can no longer be answered as it stood there."""
    if day is None:
        return _("One of these days is no longer on your desk.")
    changed = edition_obstacles(shown, pk=day.pk, changed_at=day.changed_at)
    return named(next(chain(confirm_obstacles(day), changed)), day)


class DayForm(TrialoogForm):
    """One day: a remark goes with the confirmation; ticked, it is the reason of the return."""

    say_optional = False
    words = forms.CharField(
        label=gettext_lazy("What is not right, or what do you want to say?"),
        required=False,
        max_length=2000,
        widget=ShortText(rows=2),
    )
    back = forms.BooleanField(
        label=gettext_lazy("This day is not right, return it"), required=False
    )

    def __init__(self, day: WorkplaceDay, *args: Any, **kwargs: Any) -> None:
        self.day, self.edition = day, edition(day.pk, day.changed_at)
        super().__init__(*args, prefix=f"day-{self.edition}", **kwargs)

    @property
    def is_open(self) -> bool:
        """Something stands in it: the fold shows it."""
        return bool(self.errors or self["words"].value() or self["back"].value())

    @property
    def typed(self) -> bool:
        return bool(self.cleaned_data.get("words") or self.cleaned_data.get("back"))

    def answer(self) -> DayAnswer:
        name = self.add_prefix("words")
        return DayAnswer(day=self.day, shown=self.edition, name=name, **self.cleaned_data)


class QuestionForm(TrialoogForm):
    """One competence in words of the workplace; left empty it is simply not answered."""

    say_optional = False
    answer = forms.ChoiceField(required=False)
    sentence = forms.CharField(required=False, max_length=2000, widget=Words(rows=2))

    def __init__(self, question: Question, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"question-{question.key}", **kwargs)
        self.question = question
        name = question.placement.student.first_name
        self.fields["answer"].label = f"{name}: {question.competence.workplace_name}"
        self.fields["answer"].help_text = question.why
        self.fields["answer"].widget = TapOne(opt_out=[DID_NOT_COME_UP])
        self.fields["answer"].choices = [
            *((str(level.pk), capfirst(level.name)) for level in question.levels),
            (DID_NOT_COME_UP, pgettext_lazy("competence", "Did not come up")),
        ]
        self.fields["sentence"].label = _(
            "What did you see? One sentence, preferably about something %(name)s did"
        ) % {"name": name}

    @property
    def is_open(self) -> bool:
        return bool(self["sentence"].value() or self["sentence"].errors)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        found = sentence_obstacles(
            answered=bool(given.get("answer")) or "answer" in self.errors,
            sentence=given.get("sentence", ""),
        )
        for obstacle in found:
            self.add_error(obstacle.field, ValidationError(obstacle.message, code=obstacle.code))
        return given

    def competence_answer(self) -> CompetenceAnswer:
        levels = {str(level.pk): level for level in self.question.levels}
        return CompetenceAnswer(
            placement=self.question.placement,
            competence=self.question.competence,
            level=levels.get(self.cleaned_data["answer"]),
            sentence=self.cleaned_data["sentence"],
            name=self.add_prefix("answer"),
        )


@dataclass(frozen=True)
class Undo:
    """The days of which the confirmation, or the return, is taken back."""

    confirmed: list[WorkplaceDay] = field(default_factory=list)
    returned: list[WorkplaceDay] = field(default_factory=list)


class DeskForm:
    """All small forms of the desk. Bound, it holds the days and questions that were on the page
    that was sent; what has come up since waits for the next look.

    `do` is the button: "confirm:all", "confirm:<placement>" or "answers". `kept` are words typed
    at days of students whose button was not pressed: they come back on the page.
    """

    def __init__(
        self,
        desk: Desk,
        data: Mapping[str, Any] | None = None,
        kept: Mapping[int, Mapping[str, Any]] | None = None,
    ) -> None:
        self.desk, self.data, kept = desk, data, kept or {}
        self.days = {
            day.pk: DayForm(day, data if self._was_shown(day) else None, initial=kept.get(day.pk))
            for day in desk.waiting
        }
        self.questions = [QuestionForm(question, data) for question in self._questions()]
        self.problems: list[str] = []

    def _posted(self, name: str) -> list[str]:
        return self.data.getlist(name) if self.data is not None else []

    def _was_shown(self, day: WorkplaceDay) -> bool:
        return edition(day.pk, day.changed_at) in self._posted("days")

    def _questions(self) -> list[Question]:
        if self.data is None:
            return self.desk.questions
        found = (self.desk.ask(key) for key in self._posted("questions"))
        return [question for question in found if question is not None]

    @property
    def cards(self) -> list[tuple[StudentCard, list[DayForm]]]:
        return [(card, [self.days[day.pk] for day in card.waiting]) for card in self.desk.cards]

    @property
    def confirms_several(self) -> bool:
        """Days of more than one student wait: one button for all of them is worth its place."""
        return sum(bool(card.waiting) for card in self.desk.cards) > 1

    @property
    def scales(self) -> list[tuple[str, str]]:
        """The words of the answers with what they mean, each once: (word, meaning)."""
        levels = [level for form in self.questions for level in form.question.levels]
        meanings = {capfirst(level.name): level.text("description") for level in levels}
        return [(word, meaning) for word, meaning in meanings.items() if meaning]

    @property
    def scope(self) -> set[int]:
        """The placements whose days the pressed button confirms."""
        verb, _colon, which = self.data.get("do", "").partition(":")
        mine = set(self.desk.placements)
        if verb != "confirm":
            return set()
        return mine if which == "all" else mine & {key_of(which)}

    @property
    def undo(self) -> Undo | None:
        """What is taken back: "undo:<placement>" or "back:<day>"; None for another button."""
        verb, _colon, which = self.data.get("do", "").partition(":")
        if verb not in ("undo", "back"):
            return None
        if verb == "undo":
            cards = [card for card in self.desk.cards if str(card.placement.pk) == which]
            return Undo(confirmed=[day for card in cards for day in card.just_confirmed])
        return Undo(returned=days_that_went(self.desk, [which]) if key_of(which) else [])

    @property
    def typed(self) -> bool:
        """Something was filled in, wherever on the page."""
        ends = ("-words", "-back", "-answer", "-sentence")
        return any(value.strip() for name, value in self.data.items() if name.endswith(ends))

    @property
    def sent(self) -> list[DayForm]:
        return [form for form in self.days.values() if form.is_bound]

    def is_valid(self) -> bool:
        self._miss_days_that_went()
        valid = [form.is_valid() for form in (*self.sent, *self.questions)]
        return all(valid) and not self.problems

    def _miss_days_that_went(self) -> None:
        """A day that was on the page and waits no longer: say which, and give its words back."""
        here = {form.edition for form in self.days.values()}
        gone = {key: key.partition("-")[0] for key in self._posted("days") if key not in here}
        pks = [pk for pk in gone.values() if key_of(pk)]
        found = {str(day.pk): day for day in days_that_went(self.desk, pks)} if pks else {}
        for key, pk in gone.items():
            self.problems.append(day_that_went(key, found.get(pk)))
            if words := self.data.get(f"day-{key}-words", "").strip():
                self.problems.append(_("You wrote: “%(words)s”") % {"words": words})

    def day_answers(self) -> list[DayAnswer]:
        scope = self.scope
        return [form.answer() for form in self.sent if form.day.placement_id in scope]

    def competence_answers(self) -> list[CompetenceAnswer]:
        return [form.competence_answer() for form in self.questions if form.cleaned_data["answer"]]

    def left_over(self) -> dict[int, dict[str, Any]]:
        """Day -> what was typed there and not sent, because its button was not pressed."""
        scope = self.scope
        return {
            form.day.pk: {name: form.cleaned_data[name] for name in ("words", "back")}
            for form in self.sent
            if form.typed and form.day.placement_id not in scope
        }

    def add_refusal(self, refusal: Refusal) -> None:
        """Show each obstacle where the action says it was given, else above the form."""
        places = {form.add_prefix("words"): (form, "words") for form in self.sent}
        places |= {form.add_prefix("answer"): (form, "answer") for form in self.questions}
        for obstacle in refusal.obstacles:
            form, name = places.get(obstacle.field, (None, None))
            if form is None:
                self.problems.append(str(obstacle.message))
            else:
                form.add_error(name, ValidationError(obstacle.message, code=obstacle.code))

    @property
    def wrong(self) -> list[forms.BoundField]:
        small = [form for form in (*self.sent, *self.questions) if form.errors]
        return [bound for form in small for bound in form if bound.errors]

    @property
    def wrong_count(self) -> int:
        return len(self.problems) + sum(len(bound.errors) for bound in self.wrong)
