"""Agreements by the dozen: one by one, each for itself. What goes wrong is named in a list that
comes with the result, and stops nothing else. A roster is the opposite: all of it, or nothing."""

import io
import zipfile
from collections.abc import Callable, Iterator

from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts import jobs
from accounts.actions.history import record
from accounts.enums import Role
from accounts.models import Job
from config import aside
from config.pdf import DocumentTooLarge, render_document
from config.refusal import Refusal
from config.spreadsheets import write_csv
from placements.actions import agreements, imports
from placements.documents.agreement_files import agreement_pdf, file_name
from placements.documents.portfolio import Choice, portfolio_document
from placements.models import Agreement, Placement, RosterImport

Steps = Iterator[tuple[int, int]]
Line = tuple[str, str, str, str]


def chosen_placements(job: Job) -> list[Placement]:
    """Those of the selection that this person coordinates at this moment."""
    return list(
        Placement.objects.visible_to(job.by)
        .coordinated_by(job.by)
        .filter(pk__in=job.arguments["placements"])
        .with_people()
    )


def all_theirs(job: Job) -> bool:
    """Who coordinates one of the placements no longer, does not open the file about them."""
    return len(chosen_placements(job)) == len(set(job.arguments["placements"]))


def active_agreement(placement: Placement) -> Agreement | None:
    return placement.agreements.active().first()


@jobs.runner(
    "agreements-open", title=gettext_lazy("Agreements are being opened"), is_theirs=all_theirs
)
def open_agreements(job: Job) -> Steps:
    def open_one(placement: Placement) -> None:
        if active_agreement(placement) is None:
            agreements.open_agreement(
                by=job.by, placement=placement, language=job.arguments.get("language", "nl")
            )

    lines: list[Line] = []
    yield from _one_by_one(job, open_one, lines)
    _finish(job, lines, good=_("These placements have an agreement now: %(count)s."))


@jobs.runner(
    "agreements-send", title=gettext_lazy("Agreements go out for signature"), is_theirs=all_theirs
)
def send_agreements(job: Job) -> Steps:
    def send_one(placement: Placement) -> None:
        agreement = active_agreement(placement)
        if agreement is None:
            raise Refusal("no-agreement", _("There is no agreement yet; open one first."))
        agreements.send(by=job.by, agreement=agreement)

    lines: list[Line] = []
    yield from _one_by_one(job, send_one, lines)
    _finish(job, lines, good=_("Agreements that went out for signature: %(count)s."))


@jobs.runner(
    "agreements-zip", title=gettext_lazy("Agreements are being put together"), is_theirs=all_theirs
)
def zip_agreements(job: Job) -> Steps:
    """`index.csv` in the archive says of every placement which file it is, or why there is none."""
    out, lines = io.BytesIO(), []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:

        def add(placement: Placement) -> str:
            agreement = active_agreement(placement)
            if agreement is None:
                raise Refusal("no-agreement", _("There is no agreement yet; open one first."))
            archive.writestr(file_name(agreement), agreement_pdf(agreement))
            return file_name(agreement)

        yield from _one_by_one(job, add, lines)
        archive.writestr("index.csv", _index(lines))
    job.file.save("agreements.zip", ContentFile(out.getvalue()), save=False)
    job.file_name = "agreements.zip"
    done = sum(not why for *_line, why in lines)
    job.result = {
        "sentence": " ".join(
            [_("Agreements in the file: %(count)s.") % {"count": done}, *_failed(lines)]
        )
    }


def _one_by_one(job: Job, act: Callable[[Placement], str | None], lines: list[Line]) -> Steps:
    """Do `act` for each placement; `lines` gets student, organisation, file name, what is wrong."""
    placements = chosen_placements(job)
    for done, placement in enumerate(placements, 1):
        name, why = "", ""
        try:
            name = act(placement) or ""
        except Refusal as refusal:
            why = refusal.message
        except DocumentTooLarge:
            why = _("This agreement holds more text than one document can.")
        except OSError:
            why = _("The file of this agreement cannot be read; tell the administrator.")
        lines.append(
            (
                placement.student.get_full_name(),
                placement.workplace.organisation.name,
                name,
                why,
            )
        )
        yield done, len(placements)


def _finish(job: Job, lines: list[Line], *, good: str) -> None:
    done = sum(not why for *_line, why in lines)
    job.result = {
        "sentence": " ".join([good % {"count": done}, *_failed(lines)]),
        "url": reverse("placements:placement-list"),
        "verb": _("Back to the placements"),
    }
    if done < len(lines):
        job.file.save("index.csv", ContentFile(_index(lines)), save=False)
        job.file_name = "index.csv"


def _failed(lines: list[Line]) -> list[str]:
    """One sentence that names what did not work, and where to read all of it."""
    wrong = [student for student, _organisation, _name, why in lines if why]
    if not wrong:
        return []
    names = ", ".join(wrong[:5]) + (" …" if len(wrong) > 5 else "")
    return [
        ngettext(
            "It did not work for %(count)s placement (%(names)s); index.csv says why.",
            "It did not work for %(count)s placements (%(names)s); index.csv says why.",
            len(wrong),
        )
        % {"count": len(wrong), "names": names}
    ]


def _index(lines: list[Line]) -> bytes:
    header = [_("Student"), _("Organisation"), _("File"), _("What is wrong")]
    return write_csv(header, lines)


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
    job.file.save(name, ContentFile(render_document(document)), save=False)
    job.file_name = name
    record("portfolio-made", placement, by=job.by, topic=placement.topic)
    job.result = {"sentence": _("Your portfolio is ready. Only you can open it here.")}
    yield 1, 1
