"""The register of what a message says: for each rule its words, and whether it still holds.

Apps above register theirs in `emails.py`. Words are made from the notification alone (its
context, its date), in the active language, so that a mail sent again reads the same.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.utils.functional import Promise

from accounts.enums import MessageGroup
from accounts.models import Notification, User


@dataclass(frozen=True)
class Line:
    """What one notification says: a sentence, one line more, and the verb of its link.

    `voice` ("student", "mentor", "coach") puts the shape of that voice before it. `choices` are
    answers to pick from, as (words, path of this site): each becomes a link of its own.
    """

    title: str
    detail: str = ""
    verb: str = ""
    voice: str = ""
    choices: tuple[tuple[str, str], ...] = ()


Render = Callable[[Notification], Line]
StillTrue = Callable[[Notification], bool]


@dataclass(frozen=True)
class Rule:
    name: str
    render: Render
    still_true: StillTrue
    asks: bool
    legal: bool
    group: MessageGroup
    about: str | Promise


_rules: dict[str, Rule] = {}
_guards: list[StillTrue] = []
_ways_out: list["WayOut"] = []


def always(notification: Notification) -> bool:
    return True


def register(
    name: str,
    *,
    render: Render,
    still_true: StillTrue = always,
    asks: bool = True,
    legal: bool = False,
    group: MessageGroup = MessageGroup.OTHER,
    about: str | Promise = "",
) -> None:
    """Make a rule known. `still_true` is asked at the moment of sending: False cancels.

    `asks` is False for news, which the reader does not have to do anything with. `group` is the
    kind under which the reader can choose not to get it; a `legal` one (a signature is asked,
    somebody spoke in your name) always comes, and never later than the daily message. `about`
    ("Days wait to be confirmed") names no person and no word of anybody: an SMS says that much,
    and whoever looks after a placement sees that it was said. Without it only the reader does.
    """
    _rules[name] = Rule(name, render, still_true, asks, legal, group, about)


def guard(function: StillTrue) -> StillTrue:
    """Decorator: whatever its rule says, a message leaves only if this holds for its recipient."""
    _guards.append(function)
    return function


# For whom a mail that asks something ends with a way to say "not me any more": words and a path.
WayOut = Callable[[User], tuple[str, str] | None]


def way_out(function: WayOut) -> WayOut:
    """Decorator: this function knows such a way, or answers None for who needs none."""
    _ways_out.append(function)
    return function


def ways_out(user: User) -> list[tuple[str, str]]:
    return [found for known in _ways_out if (found := known(user))]


def still_holds(notification: Notification) -> bool:
    """Whether it is still true, and still this reader's business, at this moment."""
    return rule(notification.rule).still_true(notification) and all(
        holds(notification) for holds in _guards
    )


def rule(name: str) -> Rule:
    return _rules[name]


def registered() -> list[str]:
    return sorted(_rules)


def legal_rules() -> list[str]:
    return sorted(rule.name for rule in _rules.values() if rule.legal)


def rules_of(groups: Collection[str]) -> list[str]:
    """The names of what can be muted in these kinds."""
    return sorted(rule.name for rule in _rules.values() if rule.group in groups and not rule.legal)
