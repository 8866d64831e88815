"""The usual paper of a workplace scan; everybody is invented."""

import datetime as dt
from dataclasses import replace

from config.pdf_scan import ScanAdvice, ScanDocument, ScanLine, ScanTopic
from config.pdf_story import Scan, ScanView
from config.pdf_values import Stamp


def scan(stamp: Stamp) -> ScanDocument:
    axes = ("Samen werken", "Informatie", "Kansen en feedback", "Ruimte", "Coaching")
    views = (
        ScanView(voice="student", values=(3, 2, 3, 1, 3)),
        ScanView(voice="mentor", values=(4, 3, 3, 3, None)),
    )
    lines = (
        ScanLine(voice="student", said="nauwelijks", before="niet"),
        ScanLine(voice="mentor", said="vaak", remark="Elke vrijdag een kwartier."),
    )
    return ScanDocument(
        stamp=replace(stamp, reference="LS-2026-0042-2", code="", verify_url=""),
        student_name="Amina El Khatib",
        workplace="Cijferhuis Terlinden BV",
        opened_on=dt.date(2026, 11, 2),
        before_on=dt.date(2026, 10, 5),
        waiting=("coach",),
        pictures=(Scan(title="Wat je hier kunt leren", axes=axes, views=views),),
        topics=(ScanTopic(name="Ruimte om te reflecteren", lines=lines, to_discuss=True),),
        advice=(
            ScanAdvice(
                topic="Ruimte om te reflecteren",
                suggestions=("Zet elke week een kwartier in de agenda.",),
            ),
        ),
    )
