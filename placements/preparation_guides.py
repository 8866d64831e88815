"""What each of the three is asked to think of before a meeting: by kind, theme by theme.

A theme has one question for each role, so that the answers can lie side by side once the meeting
is open. Its key is the key of the answer, and never changes its meaning.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from placements.enums import TrialogueKind

Words = str | Promise


@dataclass(frozen=True)
class Theme:
    """`questions`: role -> the question that this role answers on the theme."""

    key: str
    title: Words
    questions: Mapping[str, Words]


@dataclass(frozen=True)
class Question:
    """What one role is asked; `key` is that of its theme."""

    key: str
    words: Words


def _theme(key: str, title: Words, student: Words, mentor: Words, coach: Words) -> Theme:
    return Theme(key, title, {Role.STUDENT: student, Role.MENTOR: mentor, Role.COACH: coach})


THEMES: Mapping[str, tuple[Theme, ...]] = {
    TrialogueKind.START: (
        _theme(
            "there",
            _("What is there already"),
            _("What do I bring along, from work, school or home?"),
            _("What can somebody learn here that no school can teach?"),
            _("What would I like to know about this workplace?"),
        ),
        _theme(
            "first",
            _("What comes first"),
            _("What do I want to learn first?"),
            _("With which work would I begin?"),
            _("Which chance to learn may lie unused here?"),
        ),
        _theme(
            "need",
            _("What each of us needs"),
            _("What helps me to learn, and what gets in my way?"),
            _("What do I need from the school?"),
            _("What may the three of us expect of one another?"),
        ),
        _theme(
            "agree",
            _("What to agree on"),
            _("Which days, hours and habits suit me?"),
            _("Which habits of this workplace must be clear from the first day?"),
            _("What must be decided?"),
        ),
    ),
    TrialogueKind.PROGRESS: (
        _theme(
            "good",
            _("What goes well"),
            _("What am I proud of?"),
            _("What did I see work?"),
            _("Where did I see something grow?"),
        ),
        _theme(
            "next",
            _("What comes next"),
            _("What do I want to learn next?"),
            _("What would I let the student try?"),
            _("What do I want to ask?"),
        ),
        _theme(
            "need",
            _("What is still missing"),
            _("What do I need, and from whom?"),
            _("What do I need from the school?"),
            _("What looks apart to me?"),
        ),
        _theme(
            "decide",
            _("What to decide"),
            _("Which days could be dropped, or be used for something else?"),
            _("Which work goes well without me by now?"),
            _("What must be decided?"),
        ),
    ),
    TrialogueKind.ASSESSMENT: (
        _theme(
            "reached",
            _("How far it came"),
            _("What can I do now that I could not do at the start?"),
            _("What does the student do without me now?"),
            _("What do I see shown, and what not yet?"),
        ),
        _theme(
            "open",
            _("What stays open"),
            _("Where do I still want to grow?"),
            _("What would I still practise?"),
            _("What looks apart to me?"),
        ),
        _theme(
            "along",
            _("What we take along"),
            _("What helped me, and what did I miss?"),
            _("What did I learn from it, and what did I miss from the school?"),
            _("What do I want to ask?"),
        ),
        _theme(
            "decide",
            _("What to decide"),
            _("Were there enough days, or could some be dropped?"),
            _("Would more days still add something?"),
            _("What must be decided?"),
        ),
    ),
    TrialogueKind.EXTRA: (
        _theme(
            "why",
            _("Why we sit together"),
            _("What is it about for me?"),
            _("What did I see happen?"),
            _("What do I want to ask?"),
        ),
        _theme(
            "need",
            _("What would help"),
            _("What do I need, and from whom?"),
            _("What can I do differently, and what do I need from the school?"),
            _("What can the school do?"),
        ),
        _theme(
            "agree",
            _("What to agree on"),
            _("What should be different next week?"),
            _("What should be different next week?"),
            _("What must be decided?"),
        ),
    ),
}


def questions_for(kind: str, role: str) -> list[Question]:
    """What this role is asked before a meeting of this kind, in the order of the themes."""
    return [Question(theme.key, theme.questions[role]) for theme in THEMES[kind]]
