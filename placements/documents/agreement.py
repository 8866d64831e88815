"""The placement agreement as plain values: what goes out for signature, and what came back.

`agreement_document` reads the placement as it stands; from the moment the agreement goes out only
its frozen content counts, so that later changes never touch what people signed.
"""

from collections.abc import Iterator
from dataclasses import replace

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext

from accounts.actions import seals
from accounts.enums import TRIAD, Role
from competences.models import MasteryLevel
from competences.overviews.tracking import CompetenceRow, tracking
from config import clock
from config.frozen import thaw
from config.pdf_clauses import AgreementTerms
from config.pdf_values import (
    AgreementDocument,
    CompetenceGoal,
    Fact,
    Level,
    OutcomeGoals,
    Party,
    SignatureBlock,
    Stamp,
    letterhead,
)
from config.templatetags.pdf import long_date
from placements.documents.agreement_evidence import signed_block
from placements.documents.agreement_plan import plan_by_week
from placements.enums import WAS_SIGNED, AgreementState
from placements.models import Agreement, Placement, PlacementPolicy, Signature
from placements.overviews.counts import policy_of
from placements.overviews.facts import facts_of
from placements.overviews.plan import plan_of
from placements.rules.differences import differences
from placements.rules.plan import Week
from placements.rules.signing import statement
from placements.rules.texts import articles_of
from placements.rules.weeks import week_in_words


def agreement_document(agreement: Agreement) -> AgreementDocument:
    """The agreement on the placement as it is now, unsigned, in the agreement's language."""
    placement = Placement.objects.with_people().get(pk=agreement.placement_id)
    with translation.override(agreement.language):
        return _amending(agreement, _document(agreement, placement))


def draft_document(agreement: Agreement) -> AgreementDocument:
    """The same, marked as a draft on top and wherever the reference stands."""
    document = agreement_document(agreement)
    with translation.override(agreement.language):
        reference = gettext("DRAFT %(reference)s") % {"reference": agreement.reference}
        notice = gettext("This is a draft. Nobody can sign it yet.")
    stamp = replace(document.stamp, reference=reference, created=clock.morning())
    return replace(document, stamp=stamp, notice=notice)


def frozen_document(agreement: Agreement) -> AgreementDocument:
    """What went out for signature, exactly."""
    return thaw(AgreementDocument, agreement.content)


def signed_document(agreement: Agreement) -> AgreementDocument:
    """What went out, with the signatures on it and the annex that says what they rest on."""
    document = frozen_document(agreement)
    signatures = agreement.signatures.select_related("witness", "scan")
    signed = {signature.role: signature for signature in signatures}
    with translation.override(agreement.language):
        blocks = tuple(
            signed_block(block, signed[block.voice]) if block.voice in signed else block
            for block in document.signatures
        )
        return replace(
            document,
            stamp=replace(document.stamp, created=agreement.signed_at or document.stamp.created),
            signatures=blocks,
            statement=statement(agreement),
            text_hash=agreement.sha256,
        )


def _document(agreement: Agreement, placement: Placement) -> AgreementDocument:
    policy = policy_of(placement)
    unit, programme = placement.course_unit, placement.enrolment.programme
    overview = tracking(placement.dossier)
    plan = plan_by_week(placement, policy)
    return AgreementDocument(
        stamp=Stamp(
            reference=agreement.reference,
            language=agreement.language,
            created=clock.now(),
            letterhead=letterhead(programme.name),
            code=agreement.code or "",
            verify_url=seals.verify_url() if agreement.code else "",
        ),
        version=agreement.version,
        course_unit=unit.name[:1].upper() + unit.name[1:],
        academic_year=placement.enrolment.academic_year.name.replace("-", "–"),
        student_name=placement.student.get_full_name(),
        parties=_parties(placement),
        mentor=_name(placement, Role.MENTOR),
        coach=_name(placement, Role.COACH),
        period_from=placement.starts_on,
        period_until=placement.ends_on,
        required_days=float(placement.required_days),
        articles=articles_of(
            agreement.text,
            terms_of(placement, policy, has_plan=bool(plan), has_table=bool(overview.rows)),
            agreement.language,
        ),
        signatures=tuple(
            place for place in _places_to_sign(placement) if place.voice in agreement.required_roles
        ),
        schedule=_schedule(plan_of(placement).week_on(max(placement.starts_on, clock.today()))),
        place=str(placement.workplace),
        profile=_profile(placement),
        levels=tuple(_level(level) for level in overview.levels),
        outcomes=tuple(
            OutcomeGoals(
                code=outcome.code,
                name=outcome.name,
                competences=tuple(_goal(row, is_blind=placement.dossier.is_blind) for row in rows),
            )
            for outcome, rows in overview.by_outcome
        ),
        plan=plan,
        replaces=_replaces(agreement),
        facts=_facts(placement, agreement.language),
    )


def _amending(agreement: Agreement, document: AgreementDocument) -> AgreementDocument:
    """With what it changes in the contract that all have signed, and who need not sign for that."""
    signed = Agreement.objects.filter(
        placement=agreement.placement_id, state=AgreementState.SIGNED, version__lt=agreement.version
    ).first()
    if signed is None:
        return document
    return replace(
        document,
        changes=differences(frozen_document(signed), document),
        need_not_sign=tuple(_not_again(agreement)),
    )


def _not_again(agreement: Agreement) -> Iterator[Party]:
    """Of each party whose part stays the same, the signature that holds on."""
    for role in TRIAD:
        if role in agreement.required_roles:
            continue
        held = (
            Signature.objects.filter(
                agreement__placement=agreement.placement_id,
                agreement__state__in=WAS_SIGNED,
                role=role,
            )
            .select_related("agreement", "person")
            .last()
        )
        if held is not None:
            said = {"version": held.agreement.version, "date": long_date(clock.local_date(held.at))}
            yield Party(
                voice=role.value,
                name=held.person.get_full_name(),
                details=gettext("signed version %(version)s on %(date)s") % said,
            )


def _facts(placement: Placement, language: str) -> tuple[Fact, ...]:
    return tuple(Fact(label=key, value=said) for key, said in facts_of(placement, language).items())


def _name(placement: Placement, role: Role) -> str:
    person = placement.person(role)
    return person.get_full_name() if person else ""


def terms_of(
    placement: Placement, policy: PlacementPolicy, *, has_plan: bool, has_table: bool
) -> AgreementTerms:
    """What the articles name, in the active language: each field of the palette."""
    version = placement.dossier.version
    return AgreementTerms(
        course_unit=placement.course_unit.name,
        programme=placement.enrolment.programme.name,
        framework=gettext("framework %(name)s, version %(number)s")
        % {"name": version.framework.name, "number": version.number},
        mentor=_name(placement, Role.MENTOR),
        coach=_name(placement, Role.COACH),
        required_days=str(placement.required_days),
        trialogue_from=str(policy.trialogue_from_day),
        trialogue_until=str(policy.trialogue_by_day),
        assessment_from=str(policy.assessment_from_day),
        assessment_until=str(policy.assessment_by_day),
        shortening_days=str(policy.shortening_days),
        max_shortenings=policy.max_shortenings if policy.shortening_allowed else 0,
        has_plan=has_plan,
        has_table=has_table,
        student=placement.student.get_full_name(),
        workplace=str(placement.workplace.organisation),
        signatory=_for_the_workplace(placement)[0],
        has_signatory=placement.signatory is not None,
        institution=settings.INSTITUTION["name"],
        academic_year=placement.enrolment.academic_year.name.replace("-", "–"),
        period_from=date_format(placement.starts_on),
        period_until=date_format(placement.ends_on),
    )


def _parties(placement: Placement) -> tuple[Party, ...]:
    workplace, house = placement.workplace, settings.INSTITUTION
    number = gettext("student number %(number)s") % {
        "number": placement.enrolment.student_number,
    }
    return (
        Party(voice="student", name=placement.student.get_full_name(), details=number),
        Party(
            voice="workplace",
            name=workplace.organisation.name,
            details=_joined(
                workplace.organisation.company_number
                and gettext("company number %(number)s")
                % {"number": workplace.organisation.company_number},
                workplace.address,
                _represented_by(*_for_the_workplace(placement)),
            ),
        ),
        Party(
            voice="programme",
            name=house["name"],
            details=_joined(
                house["address"],
                _represented_by(_name(placement, Role.COACH), gettext("competence coach")),
            ),
        ),
    )


def _for_the_workplace(placement: Placement) -> tuple[str, str]:
    """Who signs for the workplace and as what: its legal signatory, else the mentor."""
    if placement.signatory is None:
        return _name(placement, Role.MENTOR), gettext("mentor")
    mandate = placement.workplace.signatories.current().get(person=placement.signatory)
    return placement.signatory.get_full_name(), mandate.function or gettext("legal signatory")


def _represented_by(name: str, function: str) -> str:
    if not name:
        return ""
    return gettext("represented by %(name)s, %(function)s") % {"name": name, "function": function}


def _joined(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part)


def _places_to_sign(placement: Placement) -> tuple[SignatureBlock, ...]:
    functions = {
        Role.STUDENT: gettext("student number %(number)s")
        % {"number": placement.enrolment.student_number},
        Role.MENTOR: gettext("for %(organisation)s")
        % {"organisation": placement.workplace.organisation.name},
        Role.COACH: gettext("for %(organisation)s")
        % {"organisation": settings.INSTITUTION["name"]},
    }
    names = {role: _name(placement, role) for role in functions}
    names[Role.MENTOR], _function = _for_the_workplace(placement)
    return tuple(
        SignatureBlock(voice=role.value, name=names[role], function=function)
        for role, function in functions.items()
    )


def _schedule(week: Week) -> str:
    names = week_in_words(week.mornings, week.afternoons)
    return gettext("on %(days)s") % {"days": names} if names else ""


def _profile(placement: Placement) -> str:
    enrolment = placement.enrolment
    return _joined(
        enrolment.get_persona_display(),
        gettext("working-student status") if enrolment.has_working_student_status else "",
        gettext("distance-learning track") if enrolment.distance_track else "",
    )


def _level(level: MasteryLevel) -> Level:
    return Level(code=level.code, name=level.name, meaning=level.text("description"))


def _goal(row: CompetenceRow, *, is_blind: bool) -> CompetenceGoal:
    """Where a first round is blind, the paper of all three keeps the student's own start to
    itself; what the coach recognised everybody may know."""
    known = row.recognition if is_blind else row.start
    start = known.level if known else None
    return CompetenceGoal(
        code=row.competence.code,
        name=row.competence.name,
        goals=tuple(row.competence.text("skills")),
        start=start.code if start else "",
        target=row.target.code if row.target else "",
    )


def _replaces(agreement: Agreement) -> str:
    before = (
        Agreement.objects.filter(placement=agreement.placement_id, version__lt=agreement.version)
        .order_by("-version")
        .first()
    )
    return gettext("version %(number)s") % {"number": before.version} if before else ""
