"""All that was made in parts, in one zip with an index: for a program (CSV) and for a reader."""

import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing
from typing import IO

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts import jobs
from accounts.enums import JobState
from accounts.models import Job, JobPart
from config import clock, file_names
from config.spreadsheets import write_csv

INDEX_CSV, INDEX_HTML = "index.csv", "index.html"
CHUNK = 256 * 1024


def put_together(job: Job) -> Iterator[tuple[int, int]]:
    """Into a temporary file, one document at a time, and from there into the storage: memory does
    not grow with the number of documents. Yields progress, so that the lease is kept."""
    parts = list(job.parts.select_related("document"))
    theirs = jobs.many_of(job).theirs(job, parts)
    names: dict[int, str] = {}
    with tempfile.TemporaryFile(prefix="job-") as room:
        with zipfile.ZipFile(room, "w", zipfile.ZIP_STORED) as archive:
            taken = {INDEX_CSV, INDEX_HTML}
            for part in parts:
                if part.pk not in theirs:
                    _withhold(part)
                elif part.is_made and (name := _add(archive, part, taken)):
                    names[part.pk] = name
                yield job.done, job.total
            lines = [Line(part, names.get(part.pk, "")) for part in parts]
            if names:
                _write(archive, INDEX_CSV, index_csv(job, lines))
                _write(archive, INDEX_HTML, index_html(job, lines))
        _keep(job, room if names else None, lines)
    job.result = {"sentence": _said(job, lines), **jobs.many_of(job).way_back(job)}


def _keep(job: Job, archive: IO[bytes] | None, lines: list["Line"]) -> None:
    """The zip; without a document in it only the list of what went wrong, if something did."""
    if archive is not None:
        archive.seek(0)
        _save(job, File(archive), f"{job.pk}.zip", jobs.many_of(job).file_name(job))
    elif any(line.problem for line in lines):
        _save(job, ContentFile(index_csv(job, lines)), f"{job.pk}.csv", INDEX_CSV)


def _save(job: Job, content: File, stored: str, name: str) -> None:
    """Where a worker that died halfway may have left something, which goes first."""
    default_storage.delete(job.file.field.generate_filename(job, stored))
    job.file.save(stored, content, save=False)
    job.file_name = name


def _withhold(part: JobPart) -> None:
    """Since it was asked for, or made, the right to see it went; who it was about goes too."""
    _fail(part, _("You may no longer see this one."))
    part.arguments["columns"] = ["–" for _column in part.arguments["columns"]]


def _fail(part: JobPart, problem: str) -> None:
    part.state, part.problem = JobState.FAILED, problem
    part.save(update_fields=["state", "problem"])


def _add(archive: zipfile.ZipFile, part: JobPart, taken: set[str]) -> str:
    """Copy one document in; "", and a problem on the part, when its file cannot be read."""
    try:
        source = part.document.file.open("rb") if part.document else _kept(part)
    except (OSError, ValueError):  # a storage refuses an empty name with ValueError
        _fail(part, _("The file of this document cannot be read; tell the administrator."))
        return ""
    name = file_names.unique(file_names.safe(part.file_name), taken)
    with closing(source), archive.open(_entry(name), "w", force_zip64=True) as target:
        shutil.copyfileobj(source, target, CHUNK)
    return name


def _kept(part: JobPart) -> File:
    return default_storage.open(part.arguments.get("kept", ""), "rb")


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, timezone.localtime(clock.now()).timetuple()[:6])
    entry.external_attr = 0o600 << 16
    return entry


def _write(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    archive.writestr(_entry(name), content, zipfile.ZIP_DEFLATED)


class Line:
    """One line of the index: what it is about, its file, or why there is none."""

    def __init__(self, part: JobPart, name: str) -> None:
        self.number = part.number
        self.columns = part.arguments.get("columns", [])
        self.name = name
        self.problem = part.problem
        if part.state == JobState.CANCELLED:
            self.problem = _("Stopped before this one was made.")


def index_csv(job: Job, lines: list[Line]) -> bytes:
    header = [*jobs.many_of(job).columns(), _("File"), _("What is wrong")]
    return write_csv(header, [[*line.columns, line.name, line.problem] for line in lines])


def index_html(job: Job, lines: list[Line]) -> bytes:
    context = {
        "title": jobs.many_of(job).file_name(job),
        "language": get_language(),
        "made_at": clock.now(),
        "columns": jobs.many_of(job).columns(),
        "lines": lines,
        "missing": [line for line in lines if line.problem],
    }
    return render_to_string("accounts/job_index.html", context).encode()


def _said(job: Job, lines: list[Line]) -> str:
    wrong = sum(bool(line.problem) for line in lines)
    sentences = [jobs.many_of(job).said(len(lines) - wrong)]
    if wrong:
        sentences.append(
            ngettext("For %(count)s it did not work.", "For %(count)s it did not work.", wrong)
            % {"count": wrong}
        )
    return " ".join(sentences)
