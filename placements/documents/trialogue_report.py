"""The report of a meeting. Until somebody signs off it follows the meeting; the first sign-off
freezes its values in both languages, and what all three sign is those values and nothing else."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from accounts.enums import TRIAD, Role
from competences.models import MasteryLevel
from competences.overviews.tracking import CompetenceRow
from config import clock
from config.frozen import freeze, thaw
from config.pdf_story import (
    AgendaLine,
    AgreedAction,
    CompetenceProgress,
    ShorteningDecision,
    TrialogueReportDocument,
    VoiceLevel,
    VoiceWords,
)
from config.pdf_values import Fact, Level, Person, SignatureBlock, Stamp, letterhead
from config.templatetags.pdf import day_date
from config.templatetags.ui import clock_time
from placements.enums import ShorteningState, SignOffWay, TrialogueKind
from placements.models import EarlierReport, SignOff, Trialogue
from placements.overviews.shortenings import Chapter
from placements.overviews.trialogue import Meeting
from placements.rules.agenda import SHORTENING

Values = Mapping[str, Any]


def report_values(trialogue: Trialogue) -> Values:
    """Language -> plain values: the frozen ones, or those of the meeting as it is now."""
    if trialogue.report is not None:
        return trialogue.report
    return {language: freeze(_draft(trialogue, language)) for language, _name in settings.LANGUAGES}


def report_hash(trialogue: Trialogue) -> str:
    """What a sign-off is bound to: SHA-256 (hex) of all that the report says now."""
    return hash_of(report_values(trialogue))


def hash_of(values: Values) -> str:
    plain = json.dumps(values, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()


def trialogue_report(trialogue: Trialogue, language: str) -> TrialogueReportDocument:
    """The report in the reader's language, with the sign-offs so far."""
    report = thaw(TrialogueReportDocument, report_values(trialogue)[language])
    signed = trialogue.sign_offs.current().select_related("witness")
    return _with_sign_offs(report, signed, language)


def earlier_report(earlier: EarlierReport, language: str) -> TrialogueReportDocument:
    """A version that was corrected, as it was signed, and says itself that it was replaced."""
    report = thaw(TrialogueReportDocument, earlier.values[language])
    signed = SignOff.objects.filter(
        trialogue=earlier.trialogue_id, report_version=earlier.version
    ).select_related("witness")
    with translation.override(language):
        replaced = replaced_by(earlier)
    return replace(_with_sign_offs(report, signed, language), replaced=replaced)


def replaced_by(earlier: EarlierReport) -> str:
    """In the active language: by which version, when, and why."""
    said = {
        "version": earlier.version + 1,
        "date": day_date(clock.local_date(earlier.at)),
        "reason": earlier.corrected_because,
    }
    return _("Replaced by version %(version)s on %(date)s, because: %(reason)s") % said


def _with_sign_offs(
    report: TrialogueReportDocument, signed: Iterable[SignOff], language: str
) -> TrialogueReportDocument:
    by_role = {sign.role: sign for sign in signed}
    with translation.override(language):
        blocks = tuple(_signed(block, by_role.get(block.voice)) for block in report.signatures)
    created = max((sign.at for sign in by_role.values()), default=report.stamp.created)
    return replace(report, stamp=replace(report.stamp, created=created), signatures=blocks)


def _signed(block: SignatureBlock, sign: SignOff | None) -> SignatureBlock:
    """A deputy, or who took over since, stands on the paper under their own name."""
    if sign is None:
        return block
    name, how = sign.name or block.name, way_of(sign)
    if name != block.name:
        how = _("%(way)s; in the place of %(name)s") % {"way": how, "name": block.name}
    return replace(block, name=name, at=timezone.localtime(sign.at), remark=sign.remark, how=how)


def way_of(sign: SignOff) -> str:
    """In the active language: how it was signed, and who was the witness if anybody was."""
    way = str(SignOffWay(sign.way).label)
    if sign.witness is None:
        return way
    return _("%(way)s; witness: %(name)s") % {"way": way, "name": sign.witness.get_full_name()}


def _draft(trialogue: Trialogue, language: str) -> TrialogueReportDocument:
    with translation.override(language):
        return _document(Meeting(trialogue), language)


def _document(meeting: Meeting, language: str) -> TrialogueReportDocument:
    trialogue, placement = meeting.trialogue, meeting.placement
    discussed = [meeting.now.row(topic.competence) for topic in meeting.topics]
    return TrialogueReportDocument(
        stamp=Stamp(
            reference=reference(trialogue),
            language=language,
            created=meeting.opened_at or trialogue.starts_at,
            letterhead=letterhead(placement.enrolment.programme.name),
        ),
        held_on=trialogue.held_on or timezone.localtime(trialogue.starts_at).date(),
        people=tuple(
            Person(
                voice=seat.role,
                name=seat.person.get_full_name(),
                first_name=seat.person.first_name,
            )
            for seat in meeting.seats
        ),
        signatures=tuple(
            SignatureBlock(voice=seat.role, name=seat.person.get_full_name())
            for seat in meeting.seats
        ),
        subtitle=_subtitle(meeting),
        facts=_facts(meeting),
        agenda=tuple(
            AgendaLine(title=item.title, reason=item.reason, notes=_said(meeting, item.key))
            for item in meeting.items
        ),
        levels=tuple(_level(level) for level in meeting.now.levels),
        competences=tuple(_progress(row) for row in discussed),
        voices=tuple(words for row in discussed if (words := _words(row))),
        agreed=_agreed(meeting),
        shortening=_shortening(meeting),
    )


def _said(meeting: Meeting, item: str) -> str:
    """The note on an item; a shortening without a note says where its decision stands."""
    text = meeting.note(item).text
    if text or item != SHORTENING:
        return text
    undecided = meeting.decision == ShorteningState.PROPOSED
    return _("The coach decides later.") if undecided else _("See further on, at the decision.")


def reference(trialogue: Trialogue) -> str:
    """TRI-2026-0632, and from the first correction on TRI-2026-0632-v2."""
    version = f"-v{trialogue.report_version}" if trialogue.report_version > 1 else ""
    return f"TRI-{timezone.localtime(trialogue.starts_at).year}-{trialogue.pk:04d}{version}"


def _subtitle(meeting: Meeting) -> str:
    kind = str(TrialogueKind(meeting.trialogue.kind).label)
    days = number_format(meeting.days_logged.normalize())
    return _("%(kind)s after day %(day)s") % {"kind": kind, "day": days}


def _facts(meeting: Meeting) -> tuple[Fact, ...]:
    trialogue, placement = meeting.trialogue, meeting.placement
    time = clock_time(trialogue.starts_at)
    place = trialogue.place or (_("video call") if trialogue.video_link else "")
    rows = [
        (_("Workplace"), str(placement.workplace)),
        (_("Course unit"), placement.course_unit.name),
        (_("Place and time"), ", ".join(part for part in (place, time) if part)),
        (
            _("State of the days"),
            _("%(logged)s logged, %(required)s required")
            % {
                "logged": number_format(meeting.days_logged.normalize()),
                "required": meeting.counts.required,
            },
        ),
    ]
    replaced = trialogue.earlier_reports.last()
    if replaced:
        rows.append((_("Version"), _version(replaced)))
    return tuple(Fact(label=label, value=value) for label, value in rows)


def _version(replaced: EarlierReport) -> str:
    said = {
        "version": replaced.version + 1,
        "earlier": replaced.version,
        "reason": replaced.corrected_because,
    }
    return _("%(version)s; replaces version %(earlier)s, because: %(reason)s") % said


def _level(level: MasteryLevel) -> Level:
    return Level(code=level.code, name=level.name, meaning=level.text("description"))


def _progress(row: CompetenceRow) -> CompetenceProgress:
    said = [(role.value, row.voices[role.value]) for role in TRIAD]
    return CompetenceProgress(
        code=row.competence.code,
        name=row.competence.name,
        start=row.start.level.code if row.start and row.start.level else "",
        target=row.target.code if row.target else "",
        now=tuple(
            VoiceLevel(voice=role, level=spoken.level.code if spoken.level else "")
            for role, spoken in said
            if spoken
        ),
    )


def _words(row: CompetenceRow) -> VoiceWords | None:
    said = {role.value: spoken.comment for role in TRIAD if (spoken := row.voices[role.value])}
    return VoiceWords(label=row.competence.name, **said) if any(said.values()) else None


def _agreed(meeting: Meeting) -> tuple[AgreedAction, ...]:
    names = {seat.role: seat.person.first_name for seat in meeting.seats}
    return tuple(
        AgreedAction(voice=one.who, who=names.get(one.who, ""), what=one.what, due=one.due_on)
        for one in meeting.agreed
    )


def _shortening(meeting: Meeting) -> ShorteningDecision | None:
    """What was proposed and decided, or the shortenings that were taken back."""
    if meeting.taken_back:
        after, off = meeting.counts.required, sum(one.days for one in meeting.taken_back)
        facts = tuple(
            Fact(label=_("Taken back"), value=one.revoked_because) for one in meeting.taken_back
        )
        return ShorteningDecision(days_before=after - off, days_after=after, facts=facts)
    chapter = meeting.chapter
    if chapter is None or meeting.decision == ShorteningState.PROPOSED:
        return None
    ratified = meeting.decision == ShorteningState.RATIFIED
    return ShorteningDecision(
        days_before=chapter.before,
        days_after=chapter.after if ratified else chapter.before,
        facts=tuple(_steps(chapter, meeting.decision)),
    )


def _steps(chapter: Chapter, decision: str) -> list[Fact]:
    proposal = chapter.proposal
    found = [Fact(label=_("Proposal"), value=proposal.reason)]
    if names := "; ".join(one.name for one in proposal.competences.all()):
        found.append(Fact(label=_("Mastered already"), value=names))
    if pieces := "; ".join(piece.title for piece in chapter.evidence):
        found.append(Fact(label=_("Evidence"), value=pieces))
    if proposal.freed_time_for:
        found.append(Fact(label=_("The freed time is for"), value=proposal.freed_time_for))
    if proposal.advised_at:
        said = str(proposal.get_advice_display())
        advice = f"{said}: {proposal.advice_words}" if proposal.advice_words else said
        label = str(Role.MENTOR.label).capitalize()
        found.append(Fact(label=label, value=advice))
    decided = _("agreed") if decision == ShorteningState.RATIFIED else _("not agreed")
    words = proposal.decision_words
    found.append(Fact(label=_("Decision"), value=f"{decided}: {words}" if words else decided))
    return found
