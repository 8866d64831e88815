"""Lists that a workplace uses again: written, changed, retired, copied from another workplace."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from accounts.actions.history import record
from accounts.models import User
from config import clock
from config.refusal import Refusal, refuse_if
from mentors.models import WorkTemplate
from mentors.overviews.templates import copyable, writes_at
from mentors.rules import templates as rules
from placements.models import Workplace


@dataclass(frozen=True)
class TemplateWords:
    """`lines`: {"nl", "en"} in order; "en" may be ""."""

    name_nl: str
    lines: Sequence[dict[str, str]]
    name_en: str = ""


def _require_author(by: User, workplace: Workplace) -> None:
    if not writes_at(by, workplace):
        raise Refusal("not-your-role", rules.ONLY_AUTHORS)


@transaction.atomic
def write(*, by: User, workplace: Workplace, kind: str, words: TemplateWords) -> WorkTemplate:
    """A new list of a workplace; the same words sent twice are one list."""
    _require_author(by, workplace)
    refuse_if(rules.line_obstacles(words.lines))
    return _make(by, workplace, kind, words)


def _make(by: User, workplace: Workplace, kind: str, words: TemplateWords) -> WorkTemplate:
    Workplace.objects.select_for_update(of=["self"]).get(pk=workplace.pk)
    there = WorkTemplate.objects.in_use().filter(workplace=workplace, kind=kind)
    same = there.filter(name_nl=words.name_nl.strip(), lines=list(words.lines)).first()
    if same is not None:
        return same
    template = WorkTemplate(workplace=workplace, kind=kind)
    _fill(template, by, words)
    record("template-written", template, by=by, workplace=workplace.pk)
    return template


def _fill(template: WorkTemplate, by: User, words: TemplateWords) -> None:
    template.name_nl, template.name_en = words.name_nl.strip(), words.name_en.strip()
    template.lines = list(words.lines)
    template.changed_at, template.changed_by = clock.now(), by
    template.save()


@transaction.atomic
def change(
    *, by: User, template: WorkTemplate, words: TemplateWords, seen: dt.datetime
) -> WorkTemplate:
    """Placements that began with it keep what they copied. `seen`: from when the text dates that
    was on the screen; the history keeps how the list read before."""
    template = _lock(by, template)
    refuse_if(
        [*rules.change_obstacles(template, seen), *rules.line_obstacles(words.lines)],
    )
    before = template.lines
    _fill(template, by, words)
    record("template-changed", template, by=by, before=before)
    return template


@transaction.atomic
def retire(*, by: User, template: WorkTemplate) -> WorkTemplate:
    """No new placement begins with it; it can be copied to be used again."""
    template = _lock(by, template)
    if template.retired_at is None:
        template.retired_at = clock.now()
        template.save(update_fields=["retired_at"])
        record("template-retired", template, by=by)
    return template


def _lock(by: User, template: WorkTemplate) -> WorkTemplate:
    _require_author(by, template.workplace)
    return WorkTemplate.objects.select_for_update(of=["self"]).get(pk=template.pk)


@transaction.atomic
def copy(*, by: User, template: WorkTemplate, workplace: Workplace) -> WorkTemplate:
    """The same list, from now on of this workplace; tapped twice it is copied once."""
    _require_author(by, workplace)
    if not copyable(by, workplace).filter(pk=template.pk).exists():
        raise Refusal("other-template", rules.NOT_TO_COPY)
    words = TemplateWords(template.name_nl, template.lines, template.name_en)
    return _make(by, workplace, template.kind, words)
