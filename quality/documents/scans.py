"""One round of a workplace scan as plain values for paper."""

import hashlib

from django.utils import translation

from config import clock
from config.pdf_scan import ScanAdvice, ScanDocument, ScanLine, ScanTopic
from config.pdf_story import Scan as PaperScan
from config.pdf_story import ScanView
from config.pdf_values import Stamp, letterhead
from config.pictures import RadarPicture
from placements.models import Placement
from quality.overviews.scans import Said, Scan, Spot


def scan_document(scan: Scan, placement: Placement, language: str) -> ScanDocument:
    """What the reader of `scan` sees of it, in the reader's language."""
    found = scan.round
    with translation.override(language):
        return ScanDocument(
            stamp=Stamp(
                reference=f"LS-{found.opened_at.year}-{placement.pk:04d}-{found.number}",
                language=language,
                created=found.closed_at or clock.morning(),
                letterhead=letterhead(placement.enrolment.programme.name),
            ),
            student_name=placement.student.get_full_name(),
            workplace=placement.workplace.organisation.name,
            opened_on=clock.local_date(found.opened_at),
            closed_on=clock.local_date(found.closed_at) if found.closed_at else None,
            before_on=clock.local_date(scan.before.closed_at) if scan.before else None,
            waiting=scan.waiting,
            pictures=tuple(_picture(one) for one in (scan.picture, scan.job_picture) if one),
            topics=tuple(_topic(spot) for spot in scan.spots),
            advice=tuple(_advice(spot) for spot in scan.low),
        )


def _picture(radar: RadarPicture) -> PaperScan:
    views = tuple(ScanView(voice=role, values=tuple(said)) for role, said in radar.views.items())
    return PaperScan(title=radar.title, axes=tuple(radar.axes), views=views)


def _topic(spot: Spot) -> ScanTopic:
    return ScanTopic(
        name=str(spot.topic.name),
        lines=tuple(_line(one) for one in spot.said),
        to_discuss=spot.is_apart,
    )


def _line(said: Said) -> ScanLine:
    before = str(said.words_before or "")
    return ScanLine(voice=said.role, said=str(said.words), remark=said.remark, before=before)


def _advice(spot: Spot) -> ScanAdvice:
    return ScanAdvice(
        topic=str(spot.topic.name), suggestions=tuple(str(one) for one in spot.topic.suggestions)
    )


def scan_name(document: ScanDocument) -> str:
    """A file name that says what it is, the same for the same content."""
    digest = hashlib.sha256(repr(document).encode()).hexdigest()[:8]
    return f"{document.stamp.reference}-{digest}.pdf"
