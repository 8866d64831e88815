"""A framework file, whichever of the two kinds it is, and the scale for those that have none."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import yaml

from . import own, vks
from .drafts import FrameworkDraft, LevelDraft

SCALE = Path(__file__).parents[1] / "data" / "scale.yaml"
MARK = b"\xef\xbb\xbf"


def parse(data: bytes) -> FrameworkDraft:
    """A VKS answer in JSON or our own YAML, told apart by how it begins; with a scale.

    Raises Refusal, one obstacle per fault with its path in the file.
    """
    data = data.removeprefix(MARK)
    reader = vks if data.lstrip()[:1] in {b"{", b"["} else own
    return with_scale(reader.parse(data))


def with_scale(draft: FrameworkDraft) -> FrameworkDraft:
    return draft if draft.levels else replace(draft, levels=usual_levels())


@cache
def usual_levels() -> tuple[LevelDraft, ...]:
    content = yaml.safe_load(SCALE.read_text(encoding="utf-8"))
    return tuple(LevelDraft(**level) for level in content["levels"])
