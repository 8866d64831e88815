"""The usual papers that are too short to stand in a file of their own; everybody is invented."""

import datetime as dt
from dataclasses import replace

from config.pdf_cohort import CohortBar, CohortChart, CohortDocument, CohortOutcome
from config.pdf_lab import LabPlanDocument, PaperGoal, Said
from config.pdf_values import AgreementDocument, Change, Fact, Party, Person, Stamp
from config.pdf_visit import (
    FocusTheme,
    Testimonial,
    VisitFocusDocument,
    VisitFollowUp,
    VisitReportDocument,
    VisitTheme,
)

HELD = dt.date(2026, 11, 12)


def amendment(agreement: AgreementDocument) -> AgreementDocument:
    """Another mentor, and one clause: the workplace and the student sign, the coach need not."""
    changes = (
        Change(
            what="Mentor", old=agreement.mentor, new="Stijn Maes", voices=("student", "workplace")
        ),
        Change(
            what="Artikel 4, lid 2",
            old="De mentor is één halve dag per week samen met de student aan het werk.",
            new="De mentor is elke werkplekdag bereikbaar en werkt één halve dag per week samen "
            "met de student.",
            voices=("workplace",),
        ),
        Change(what="Artikel 7, lid 3", new="De student rijdt niet met wagens van de werkplek."),
        Change(what="Plan per week", old="dinsdag 30 maart 2027"),
    )
    student, mentor, coach, *_others = agreement.signatures
    signed = "handtekening onder versie 1 op 22 september 2026"
    return replace(
        agreement,
        version=2,
        mentor="Stijn Maes",
        replaces="versie 1, ondertekend op 22 september 2026",
        signatures=(student, replace(mentor, name="Stijn Maes", at=None, typed_name="")),
        changes=changes,
        need_not_sign=(Party(voice=coach.voice, name=coach.name, details=signed),),
    )


def cohort(stamp: Stamp) -> CohortDocument:
    parts = ("kwam nooit aan bod", "onderweg", "doel bereikt")
    units = [
        CohortBar(name="werkveldverkenning", counts=(6, 14, 32)),
        CohortBar(name="werkveldverdieping", counts=(0, 9, 7)),
        CohortBar(name="werkveldautonomie"),
    ]
    charts = tuple(
        CohortChart(title=title, parts=parts, bars=tuple(units), summary=summary)
        for title, summary in (
            ("1.1 boekt aankoopfacturen in", "52 plaatsen; 6 keer kwam het nooit aan bod."),
            ("1.2 sluit de bankafschriften aan", "De groep is te klein om te tonen."),
        )
    )
    return CohortDocument(
        stamp=replace(stamp, reference="CO-20270115-0003"),
        name="Accounting Administration, 2026-2027",
        facts=(
            Fact(label="Opleiding", value="Accounting Administration"),
            Fact(label="Academiejaar", value="2026-2027"),
            Fact(label="Plaatsen", value="68 plaatsen"),
        ),
        lagging=CohortChart(title="Leeruitkomsten", parts=parts, bars=tuple(units[:2])),
        outcomes=(
            CohortOutcome(name="Boekhouding voeren", charts=charts),
            CohortOutcome(name="Aangiften voorbereiden", charts=charts[:1]),
        ),
    )


def lab_plan(stamp: Stamp) -> LabPlanDocument:
    day = dt.date(2026, 10, 6)
    thread = (
        Said(name="Ruth Claes", date=day, words="Wie vraag je dat?", about="bevraagd"),
        Said(name="Ruth Claes", date=day + dt.timedelta(days=7), words="", about="bevestigd"),
    )
    goal = PaperGoal(
        competence="Feedback vragen",
        reached_when="ik na elke afgewerkte map zelf om feedback vraag",
        state="in uitvoering",
        facts=(
            Fact(label="Voorbeelden", value="Veerle vraagt na elke btw-aangifte een tweede blik."),
            Fact(label="Acties", value="Ik plan op vrijdag tien minuten met mijn mentor."),
            Fact(label="Feedback van", value="Veerle, Stijn"),
        ),
        thread=thread,
        conclusion="Bereikt: ik vraag het nu zonder lijstje.",
    )
    return LabPlanDocument(
        stamp=replace(stamp, reference="TL-2026-0021"),
        student=Person(voice="student", name="Amina El Khatib", first_name="Amina"),
        subtitle="Talentlab 1, 2026-2027",
        facts=(Fact(label="Student", value="Amina El Khatib"), Fact(label="Groep", value="AA-2B")),
        goals=(goal, replace(goal, competence="", state="nog niet ingediend", conclusion="")),
        pitch="Ik bracht een map mee.\nWat zouden jullie als eerste vragen?",
        ideas=(
            Said(
                name="Noor Peeters",
                date=day,
                words="Lees dit eens.",
                about="Bron",
                source="https://example.org/feedback/vragen",
            ),
        ),
        product="Een kaartje met vijf vragen.",
        product_url="https://example.org/kaartje",
        feedback=(
            Said(name="Ruth Claes", date=day, words="Sterk begin.", about="Wat valt op? (start)"),
        ),
    )


def visit_report(stamp: Stamp) -> VisitReportDocument:
    return VisitReportDocument(
        stamp=replace(stamp, reference="WB-2026-0118", code="", verify_url=""),
        workplace="Cijferhuis Terlinden BV, Gent",
        held_on=HELD,
        visitor=Person(
            voice="coach", name="Katrien Dewaele", first_name="Katrien", function="competentiecoach"
        ),
        hosts=(
            Person(
                voice="mentor",
                name="Veerle Coppens",
                first_name="Veerle",
                function="senior dossierbeheerder",
            ),
            Person(voice="", name="Luc Terlinden", first_name="Luc", function="zaakvoerder"),
        ),
        facts=(
            Fact(label="Plaats en uur", value="Coupure 88, 9000 Gent, van 10.00 tot 11.15 uur"),
            Fact(label="Ontvangt studenten", value="ja, twee per jaar vanaf september 2027"),
        ),
        summary="Een kleine ploeg waar een student vanaf de eerste week meewerkt. Er is tijd om "
        "vragen te stellen; wat na een opdracht komt, wordt nog te weinig besproken.",
        themes=(
            VisitTheme(
                title="Samen werken",
                points=(
                    "De student zit naast de mentor en volgt de telefoons mee op.",
                    "Elke maandag om 9 uur verdeelt de ploeg het werk; de student kiest mee.",
                ),
            ),
            VisitTheme(
                title="Leerkansen en feedback",
                points=(
                    "Feedback komt vooral als er iets misgaat.",
                    "Afspraak: na elke btw-aangifte tien minuten samen nakijken.",
                ),
            ),
            VisitTheme(title="Ruimte om te reflecteren"),
        ),
        testimonials=(
            Testimonial(
                name="Luc Terlinden",
                function="zaakvoerder",
                words="Een student stelt de vragen die wij vergeten zijn te stellen.",
                consent="Mag op de site van de opleiding; toestemming van 12 november 2026.",
            ),
        ),
        follow_ups=(
            VisitFollowUp(
                what="Een bedankbericht sturen", who="Katrien", due=dt.date(2026, 11, 19)
            ),
            VisitFollowUp(what="Werkpostfiche vernieuwen", who="Luc"),
        ),
    )


def visit_focus(stamp: Stamp) -> VisitFocusDocument:
    return VisitFocusDocument(
        stamp=replace(stamp, reference="WB-2026-0118", code="", verify_url=""),
        workplace="Cijferhuis Terlinden BV, Gent",
        when="donderdag 12 november 2026, 10.00 uur",
        facts=(
            Fact(label="Je ontmoet", value="Veerle Coppens, 0470 12 34 56"),
            Fact(label="Student", value="Amina El Khatib"),
        ),
        agreed=("Werkpostfiche vernieuwen (Luc, tegen 1 december 2026)",),
        themes=(
            FocusTheme(
                title="Leerkansen en feedback",
                questions=(
                    "Hoe wordt een nieuwe taak uitgelegd?",
                    "Wat gebeurt er als er iets misgaat?",
                ),
            ),
            FocusTheme(title="Ruimte om te reflecteren", questions=("Is er tijd?",)),
        ),
    )
