"""Documents and agreements by the dozen: part by part on all workers, each for itself. What goes
wrong is named and stops nothing else. A roster is the opposite: all of it, or nothing."""

from collections.abc import Collection, Iterator, Sequence

from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts import jobs
from accounts.actions.documents import bytes_of
from accounts.actions.history import record
from accounts.enums import Role
from accounts.jobs import Made, Many, Piece
from accounts.models import Job, JobPart
from config import aside, clock
from config.pdf import DocumentTooLarge
from config.refusal import Refusal
from placements import document_kinds
from placements.actions import agreements, imports
from placements.document_kinds import coordinated
from placements.documents.portfolio import Choice, portfolio_document
from placements.enums import AgreementState
from placements.models import Agreement, Placement, RosterImport

Steps = Iterator[tuple[int, int]]


def chosen(job: Job) -> list[Placement]:
    """Those of the selection that this person coordinates at this moment."""
    mine = coordinated(job.by).filter(pk__in=job.arguments["placements"])
    return list(mine.with_people())


def names(placement: Placement) -> tuple[str, str]:
    return placement.student.get_full_name(), placement.workplace.organisation.name


class OfPlacements(Many):
    """`about["placement"]` is the placement of a part."""

    def columns(self) -> Sequence[str]:
        return [_("Student"), _("Organisation")]

    def plan(self, job: Job) -> Iterator[Piece]:
        for placement in chosen(job):
            yield Piece(names(placement), {"placement": placement.pk})

    def theirs(self, job: Job, parts: Collection[JobPart]) -> set[int]:
        placements = {part.arguments["about"]["placement"] for part in parts}
        mine = set(coordinated(job.by).filter(pk__in=placements).values_list("pk", flat=True))
        return {part.pk for part in parts if part.arguments["about"]["placement"] in mine}

    def way_back(self, job: Job) -> dict[str, str]:
        return {"url": reverse("placements:placement-list"), "verb": _("Back to the placements")}


def require_theirs(job: Job, placement: int) -> None:
    if not coordinated(job.by).filter(pk=placement).exists():
        raise Refusal("not-yours", _("You no longer coordinate this placement."))


def placement_of(job: Job, part: JobPart) -> Placement:
    """The placement of a part, if this person still coordinates it."""
    pk = part.arguments["about"]["placement"]
    require_theirs(job, pk)
    return coordinated(job.by).with_people().get(pk=pk)


def active_agreement(placement: Placement) -> Agreement | None:
    return placement.agreements.active().first()


@jobs.parts("documents-zip", title=gettext_lazy("Documents in one zip"))
class Documents(OfPlacements):
    """`kinds` in the arguments are keys of `document_kinds`; without them, agreements."""

    def columns(self) -> Sequence[str]:
        return [*super().columns(), _("Document")]

    def plan(self, job: Job) -> Iterator[Piece]:
        placements = {placement.pk: placement for placement in chosen(job)}
        for key in job.arguments.get("kinds", ["agreement"]):
            kind = document_kinds.registered()[key]
            for found in kind.found(job.by, placements):
                yield Piece(
                    (*names(placements[found.placement]), str(kind.label)),
                    {"placement": found.placement, "kind": key, "pk": found.pk},
                )

    def make(self, job: Job, part: JobPart) -> Made:
        about = part.arguments["about"]
        if about["pk"] is None:  # else its kind asks whether the document itself is theirs
            require_theirs(job, about["placement"])
        try:
            return document_kinds.registered()[about["kind"]].make(job.by, about["pk"])
        except DocumentTooLarge as error:
            words = _("This one holds more text than one document can.")
            raise Refusal("document-too-large", words) from error
        except OSError as error:
            words = _("The file of this document cannot be read; tell the administrator.")
            raise Refusal("file-unreadable", words) from error

    def theirs(self, job: Job, parts: Collection[JobPart]) -> set[int]:
        """The placement is theirs, and so is the document itself."""
        mine = super().theirs(job, parts)
        about = {part.pk: part.arguments["about"] for part in parts}
        for key, kind in document_kinds.registered().items():
            asked = {pk: one["pk"] for pk, one in about.items() if one["kind"] == key and one["pk"]}
            seen = kind.of(job.by).filter(pk__in=asked.values()).values_list("pk", flat=True)
            still = set(seen) if asked else set()
            mine -= {part for part, document in asked.items() if document not in still}
        return mine

    def file_name(self, job: Job) -> str:
        return f"{_('documents')}-{clock.local_date(job.created_at):%Y-%m-%d}.zip"

    def said(self, count: int) -> str:
        told = ngettext(
            "%(count)s document in the file.", "%(count)s documents in the file.", count
        )
        return told % {"count": count}


@jobs.parts("agreements-open", title=gettext_lazy("Agreements are being opened"))
class Opening(OfPlacements):
    def make(self, job: Job, part: JobPart) -> Made:
        placement = placement_of(job, part)
        if active_agreement(placement) is None:
            language = job.arguments.get("language", "nl")
            agreements.open_agreement(by=job.by, placement=placement, language=language)
        return Made()

    def said(self, count: int) -> str:
        return _("These placements have an agreement now: %(count)s.") % {"count": count}


@jobs.parts("agreements-send", title=gettext_lazy("Agreements go out for signature"))
class Sending(OfPlacements):
    def make(self, job: Job, part: JobPart) -> Made:
        agreement = active_agreement(placement_of(job, part))
        if agreement is None:
            raise Refusal("no-agreement", _("There is no agreement yet; open one first."))
        if not was_ours(part, agreement):
            agreements.send(by=job.by, agreement=agreement)
        return Made()

    def said(self, count: int) -> str:
        return _("Agreements that went out for signature: %(count)s.") % {"count": count}


def was_ours(part: JobPart, agreement: Agreement) -> bool:
    """Sent by a worker that was killed before it could say so."""
    is_out = agreement.state == AgreementState.OUT
    return part.attempts > 1 and is_out and agreement.sent_at >= part.job.created_at


@jobs.runner(imports.JOB, title=gettext_lazy("The list is being imported"), whole=True)
def import_roster(job: Job) -> Steps:
    """Done whole or not at all, so aside: inside its transaction nobody would see progress."""
    pk = job.arguments["roster_import"]
    yield from aside.with_progress(
        lambda report: imports.carry_out(roster_import=pk, report=report)
    )
    kept = RosterImport.objects.get(pk=pk)
    job.result = {
        "sentence": _(
            "New placements: %(created)s. Changed: %(changed)s. Left as they were: %(same)s."
        )
        % {"created": kept.created, "changed": kept.changed, "same": kept.same},
        "url": reverse("placements:placement-list"),
        "verb": _("Back to the placements"),
    }


@jobs.runner("portfolio", title=gettext_lazy("Your portfolio is being made"))
def make_portfolio(job: Job) -> Steps:
    """For its student alone: whoever is that no more at the moment of making gets nothing."""
    placement = (
        Placement.objects.visible_to(job.by)
        .with_voice(job.by, Role.STUDENT)
        .with_people()
        .with_days()
        .filter(pk=job.arguments["placement"])
        .first()
    )
    if placement is None:
        raise Refusal("not-your-role", _("Only the student can do this."))
    yield 0, 1
    choice = Choice(**job.arguments["choice"])
    document = portfolio_document(placement=placement, student=job.by, choice=choice)
    name = f"portfolio-{slugify(placement.student.get_full_name())}.pdf"
    try:
        made = bytes_of(document)
    except DocumentTooLarge as error:
        raise Refusal(
            "document-too-large", _("You chose more than one portfolio can hold; choose less.")
        ) from error
    job.file.save(name, ContentFile(made), save=False)
    job.file_name = name
    record("portfolio-made", placement, by=job.by, topic=placement.topic)
    job.result = {"sentence": _("Your portfolio is ready. Only you can open it here.")}
    yield 1, 1
