"""The register of what a message says: for each rule its words, and whether it still holds.

Apps above register theirs in `emails.py`. Words are made from the notification alone (its
context, its date), in the active language, so that a mail sent again reads the same.
"""

from collections.abc import Callable
from dataclasses import dataclass

from accounts.models import Notification


@dataclass(frozen=True)
class Line:
    """What one notification says: a sentence, one line more, and the verb of its link.

    `voice` ("student", "mentor", "coach") puts the shape of that voice before it.
    """

    title: str
    detail: str = ""
    verb: str = ""
    voice: str = ""


Render = Callable[[Notification], Line]
StillTrue = Callable[[Notification], bool]


@dataclass(frozen=True)
class Rule:
    name: str
    render: Render
    still_true: StillTrue
    asks: bool


_rules: dict[str, Rule] = {}


def always(notification: Notification) -> bool:
    return True


def register(
    name: str, *, render: Render, still_true: StillTrue = always, asks: bool = True
) -> None:
    """Make a rule known. `still_true` is asked at the moment of sending: False cancels.

    `asks` is False for news, which the reader does not have to do anything with.
    """
    _rules[name] = Rule(name, render, still_true, asks)


def rule(name: str) -> Rule:
    return _rules[name]


def registered() -> list[str]:
    return sorted(_rules)
