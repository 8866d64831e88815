"""The editor of drafts: for the coordinators of the programme, as long as it is a draft."""

from competences.actions import drafts
from competences.models import Competence, FrameworkVersion, MasteryLevel, Outcome
from tests.access import FORBIDDEN, OK, SENT_ON, Row
from tests.cast import Cast

OURS, DONE = {"coordinator": OK}, {"coordinator": SENT_ON}
PUBLISHED = {"coordinator": FORBIDDEN}


def published(cast: Cast) -> list[int]:
    return [cast.placement.dossier.version_id]


def draft(cast: Cast) -> FrameworkVersion:
    """One and the same for every actor; a published version lets no second one be made."""
    version = cast.placement.dossier.version
    found = version.framework.versions.filter(published_at=None).first()
    return found or drafts.start_draft(by=cast.coordinator, version=version)


def of_draft(cast: Cast) -> list[int]:
    return [draft(cast).pk]


def a_heading(cast: Cast) -> list[int]:
    return [Outcome.objects.filter(version=draft(cast))[0].pk]


def a_competence(cast: Cast) -> list[int]:
    return [Competence.objects.filter(version=draft(cast))[0].pk]


def a_level(cast: Cast) -> list[int]:
    return [MasteryLevel.objects.filter(version=draft(cast))[1].pk]


def a_published_competence(cast: Cast) -> list[int]:
    return [cast.competence.pk]


PAGES = {
    "draft-edit": of_draft,
    "draft-discard": of_draft,
    "draft-heading-add": of_draft,
    "draft-heading-change": a_heading,
    "draft-heading-move": a_heading,
    "draft-heading-remove": a_heading,
    "draft-competence-add": a_heading,
    "draft-competence-change": a_competence,
    "draft-competence-move": a_competence,
    "draft-competence-remove": a_competence,
    "draft-competence-split": a_competence,
    "draft-competence-merge": a_competence,
    "draft-scale": of_draft,
    "draft-level-add": of_draft,
    "draft-level-change": a_level,
    "draft-level-remove": a_level,
    "draft-targets": of_draft,
}
# An empty form comes back with what is missing; a button acts and sends on.
FORMS = set(PAGES) - {"draft-edit", "draft-scale", "draft-discard", "draft-targets"}
SENDING_ON = {"draft-heading-move", "draft-competence-remove", "draft-level-remove"}

ROWS = [
    *(Row(f"competences:{name}", args=args, expect=OURS) for name, args in PAGES.items()),
    *(
        Row(
            f"competences:{name}",
            args=PAGES[name],
            method="post",
            expect=DONE if name in SENDING_ON else OURS,
        )
        for name in sorted(FORMS)
    ),
    Row("competences:draft-start", args=published, method="post", expect=DONE),
    Row("competences:draft-discard", args=of_draft, method="post", expect=DONE),
    Row("competences:draft-order", args=of_draft, method="post", expect=DONE),
    Row("competences:draft-level-step", args=a_level, method="post", expect=DONE),
    Row("competences:draft-targets", args=of_draft, method="post", expect=DONE),
    Row("competences:version-difference", args=published, expect=OURS),
    # What is published is looked at, not edited.
    Row("competences:draft-edit", args=published, expect=PUBLISHED),
    Row("competences:draft-targets", args=published, method="post", expect=PUBLISHED),
    Row(
        "competences:draft-competence-change",
        args=a_published_competence,
        method="post",
        expect=PUBLISHED,
    ),
]
