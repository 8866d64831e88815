"""The facts of an agreement as they are today, and as they were last known to the parties."""

from django.utils import translation

from accounts.enums import Role
from competences.models import Target
from config.frozen import thaw
from config.pdf_values import AgreementDocument
from placements.enums import AgreementState
from placements.models import Agreement, FactChange, Placement
from placements.overviews.counts import policy_of
from placements.overviews.plan import plan_of
from placements.rules.differences import facts_in
from placements.rules.facts import ALL, BY_KEY, moved, signers, week_value


def facts_of(placement: Placement, language: str) -> dict[str, str]:
    """Today's facts by key; `placement` with its people and its plan. `language` only chooses
    between two names that somebody wrote down."""
    with translation.override(language):
        return {key: value or "" for key, value in _facts(placement).items()}


def _facts(placement: Placement) -> dict[str, str | None]:
    workplace, enrolment = placement.workplace, placement.enrolment
    version, policy = placement.dossier.version, policy_of(placement)
    week = plan_of(placement).weeks[-1]
    return {
        "student": placement.student.get_full_name(),
        "organisation": workplace.organisation.name,
        "company_number": workplace.organisation.company_number,
        "street": workplace.street,
        "postcode": workplace.postcode,
        "city": workplace.city,
        "contact_name": workplace.contact_name,
        "contact_email": workplace.contact_email,
        "mentor": _name(placement, Role.MENTOR),
        "signatory": placement.signatory.get_full_name() if placement.signatory else "",
        "coach": _name(placement, Role.COACH),
        "starts_on": placement.starts_on.isoformat(),
        "ends_on": placement.ends_on.isoformat(),
        "required_days": str(placement.required_days),
        "week": week_value(week.mornings, week.afternoons),
        "course_unit": placement.course_unit.name,
        "framework": f"{version.framework.name} {version.number}",
        "goals": _goals(placement),
        "windows": (
            f"{policy.trialogue_from_day}-{policy.trialogue_by_day},"
            f" {policy.assessment_from_day}-{policy.assessment_by_day}"
        ),
        "student_number": enrolment.student_number,
        "profile": ", ".join(_profile(enrolment)),
    }


def _name(placement: Placement, role: Role) -> str:
    person = placement.person(role)
    return person.get_full_name() if person else ""


def _profile(enrolment) -> list[str]:
    """Plain codes: how they are called may change."""
    said = [enrolment.persona]
    said += ["working student"] if enrolment.has_working_student_status else []
    return said + (["distance track"] if enrolment.distance_track else [])


def _goals(placement: Placement) -> str:
    """Which level each competence is to reach: "1.1 V, 1.2 A"."""
    rows = Target.objects.filter(
        course_unit=placement.course_unit_id, competence__version=placement.dossier.version_id
    ).order_by("competence__position", "competence")
    pairs = rows.values_list("competence__code", "level__code")
    return ", ".join(f"{code} {level}" for code, level in pairs)


def frozen_facts(agreement: Agreement) -> dict[str, str]:
    """As they stand in the document that went out; none where its values were not kept."""
    return facts_in(thaw(AgreementDocument, agreement.content)) if agreement.content else {}


def known_facts(agreement: Agreement) -> dict[str, str]:
    """The same, with what was noted since; one query."""
    changes = FactChange.objects.filter(agreement=agreement).order_by("at", "pk")
    since = {change.fact: change.new for change in changes if change.fact in BY_KEY}
    return frozen_facts(agreement) | since


def roles_to_sign(agreement: Agreement) -> list[str]:
    """Who signs this version: all three; of an amendment those whom its changes concern, unless
    its text or its language is another one, which concerns them all."""
    placement = agreement.placement
    signed = placement.agreements.filter(state=AgreementState.SIGNED).first()
    if signed is None:
        return list(agreement.required_roles)
    if (signed.text_id, signed.language) != (agreement.text_id, agreement.language):
        return list(ALL)
    changed = moved(frozen_facts(signed), facts_of(placement, agreement.language))
    return signers(changed) or list(ALL)
