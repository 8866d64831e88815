"""Drafts: a next version begins as a copy of a published one, and ends published or discarded."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.actions.history import record
from accounts.models import User
from competences.models import (
    Competence,
    Framework,
    FrameworkVersion,
    MasteryLevel,
    Outcome,
    Programme,
    Target,
)
from competences.rules.editing import edit_obstacles, start_obstacles
from config.refusal import Refusal, refuse_if

LEVEL = ("position", "code", "name_nl", "name_en", "description_nl", "description_en")
HEADING = ("position", "code", "identifier", "name_nl", "name_en")
COMPETENCE = (
    "position",
    "code",
    "identifier",
    "name_nl",
    "name_en",
    "workplace_nl",
    "workplace_en",
    "knowledge_nl",
    "knowledge_en",
    "skills_nl",
    "skills_en",
    "references",
)


@transaction.atomic
def start_draft(*, by: User, version: FrameworkVersion) -> FrameworkVersion:
    """The next version of a framework, as a copy of this published one; one draft at a time.

    Every heading and competence keeps its identifier; each copy names its original as predecessor.
    """
    framework = Framework.objects.get(pk=version.framework_id)
    # The programme is what an import of a file holds too: both make the next number.
    programme = Programme.objects.select_for_update().get(pk=framework.programme_id)
    refuse_strangers(by, programme)
    version = framework.versions.get(pk=version.pk)
    drafts = framework.versions.filter(published_at__isnull=True)
    refuse_if(start_obstacles(version=version, open_drafts=drafts.count()))
    newest = framework.versions.order_by("-number").values_list("number", flat=True)[0]
    draft = FrameworkVersion.objects.create(
        framework=framework, number=newest + 1, source=version.source, based_on=version
    )
    _copy_content(version, draft)
    record("draft-started", draft, by=by, number=draft.number, based_on=version.number)
    return draft


@transaction.atomic
def discard_draft(*, by: User, version: FrameworkVersion) -> None:
    """Throw the draft away with all that stands in it; published versions stay as they are."""
    version = lock_draft(by, version)
    record("draft-discarded", version, by=by, number=version.number)
    Target.objects.filter(competence__version=version).delete()
    version.delete()


def lock_draft(by: User, version: FrameworkVersion) -> FrameworkVersion:
    """The draft itself, held until the end of the transaction: changes come one after the other,
    and none once it is published. Raises Refusal for strangers and published versions."""
    found = (
        FrameworkVersion.objects.select_for_update(of=["self"])
        .select_related("framework__programme")
        .filter(pk=version.pk)
        .first()
    )
    if found is None:
        raise Refusal("draft-gone", _("This draft was discarded in the meantime."))
    refuse_strangers(by, found.framework.programme)
    refuse_if(edit_obstacles(found))
    return found


def refuse_strangers(by: User | None, programme: Programme) -> None:
    """None is the portal itself, which nobody has to let in."""
    if by is not None and not programme.coordinators.filter(pk=by.pk).exists():
        raise Refusal(
            "not-coordinator", _("Only a coordinator of this programme looks after its framework.")
        )


def _copy_content(version: FrameworkVersion, draft: FrameworkVersion) -> None:
    levels = _copy(MasteryLevel, version, draft, LEVEL)
    headings = _copy(Outcome, version, draft, HEADING)
    for old in version.outcomes.exclude(parent=None):
        headings[old.pk].parent = headings[old.parent_id]
    Outcome.objects.bulk_update(headings.values(), ["parent"])
    competences = _copy_competences(version, draft, headings)
    Target.objects.bulk_create(
        Target(
            course_unit_id=old.course_unit_id,
            competence=competences[old.competence_id],
            level=levels[old.level_id],
        )
        for old in Target.objects.filter(competence__version=version)
    )
    came_from = Competence.predecessors.through
    came_from.objects.bulk_create(
        came_from(from_competence=new, to_competence_id=old) for old, new in competences.items()
    )


def _copy(model, version: FrameworkVersion, draft: FrameworkVersion, names: tuple[str, ...]):
    """Original's id -> its copy, in order."""
    originals = list(model.objects.filter(version=version))
    copies = model.objects.bulk_create(
        model(version=draft, **{name: getattr(one, name) for name in names}) for one in originals
    )
    return dict(zip([one.pk for one in originals], copies, strict=True))


def _copy_competences(
    version: FrameworkVersion, draft: FrameworkVersion, headings: dict[int, Outcome]
) -> dict[int, Competence]:
    originals = list(Competence.objects.filter(version=version))
    copies = Competence.objects.bulk_create(
        Competence(
            version=draft,
            outcome=headings[one.outcome_id],
            **{name: getattr(one, name) for name in COMPETENCE},
        )
        for one in originals
    )
    return dict(zip([one.pk for one in originals], copies, strict=True))
