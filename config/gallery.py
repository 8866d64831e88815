"""Sample values for the gallery of components: for developers, and for the picture tests."""

import datetime as dt
from typing import Any

from django import forms

from config import pictures
from config.forms import (
    AudienceChoice,
    DateInput,
    ShortText,
    TapMany,
    TapOne,
    TrialoogForm,
    Words,
    add_refusal,
)
from config.refusal import Refusal

LEVELS = (("0", "nog niet getoond"), ("K", "verkent"), ("V", "verdiept"), ("A", "autonoom"))
FIRST, LAST = dt.date(2026, 9, 1), dt.date(2027, 6, 30)
TODAY = dt.date(2027, 1, 15)


def _strip(
    name: str, voices: tuple[Any, Any, Any], start: int, target: int, attained: int | None = None
) -> pictures.MasteryPicture:
    by_role = dict(zip(("student", "mentor", "coach"), voices, strict=True))
    return pictures.MasteryPicture(name, LEVELS, start, target, by_role, attained)


def strips() -> list[tuple[str, pictures.MasteryPicture]]:
    no = pictures.DID_NOT_COME_UP
    return [
        ("Het eens, op het doel", _strip("boekt aankoopfacturen in", (2, 2, 2), 1, 2)),
        ("Eén niveau uit elkaar", _strip("sluit de bankafschriften aan", (2, 2, 1), 1, 2)),
        ("Twee niveaus uit elkaar", _strip("bereidt de btw-aangifte voor", (3, 1, 2), 0, 2)),
        ("Kwam niet aan bod", _strip("volgt openstaande vorderingen op", (1, no, 1), 0, 2)),
        ("Bereikt, gevalideerd", _strip("ordent en archiveert stukken", (3, 3, 3), 1, 3, 3)),
        ("Pas begonnen", _strip("maakt de jaarafsluiting mee op", (0, None, None), 0, 1)),
    ]


def timeline() -> pictures.TimelinePicture:
    """Tuesdays, and every third Friday, from the end of September; 40 days shortened to 35."""
    days: list[dt.date] = []
    day = dt.date(2026, 9, 29)
    while len(days) < 40:
        holiday = dt.date(2026, 12, 21) <= day <= dt.date(2027, 1, 3)
        if not holiday and (day.weekday() == 1 or (day.weekday() == 4 and day.day <= 14)):
            days.append(day)
        day += dt.timedelta(days=1)
    past = [day for day in days if day < TODAY]
    states = ["confirmed"] * (len(past) - 2) + ["logged"] * 2
    states += ["planned"] * (35 - len(past)) + ["dropped"] * 5
    return pictures.TimelinePicture(
        title="Jouw werkplekjaar 2026-2027",
        first=FIRST,
        last=LAST,
        today=TODAY,
        days=[pictures.Tick(*pair) for pair in zip(days, states, strict=True)],
        required=35,
        required_before=40,
        windows=(
            pictures.Window(days[7], days[9], "trialoog", "dag 8 tot 10"),
            pictures.Window(days[19], days[21], "beoordeling", "dag 20 tot 22"),
        ),
        meetings=(pictures.Meeting(days[8], "trialoog"),),
    )


def scan() -> pictures.RadarPicture:
    return pictures.RadarPicture(
        "Leerscan van de werkplek",
        (
            "Samen werken",
            "Informatie",
            "Leerkansen en feedback",
            "Ruimte om te reflecteren",
            "Coaching",
        ),
        {"student": (3, 2, 3, 1, 3), "mentor": (4, 3, 3, 3, 3), "coach": (3, 3, 2, 2, 4)},
    )


def way() -> pictures.WayPicture:
    ways = {
        "student": [(0, 1), (4, 1), (9, 2)],
        "mentor": [(5, 1), (9, 2)],
        "coach": [(0, 0), (9, 1)],
    }
    return pictures.WayPicture("sluit de bankafschriften aan", LEVELS, 2, ways, 12)


def overlay() -> pictures.OverlayPicture:
    """The six strips on one ruler, and how they look on a scale of seven levels."""
    rows = [
        pictures.OverlayRow(strip.name, strip.target, strip.voices, strip.attained)
        for _name, strip in strips()
    ]
    groups = [("Boekhouding", rows[:4]), ("Werken met stukken", rows[4:])]
    return pictures.OverlayPicture("Waar de drie stemmen staan", LEVELS, groups)


def coverage() -> pictures.CoveragePicture:
    seen = (7, 4, 4, 1, 6, 0)
    rows = [(strip.name, times) for (_name, strip), times in zip(strips(), seen, strict=True)]
    return pictures.CoveragePicture("Hoe vaak elke competentie aan bod kwam", rows)


def sides() -> pictures.SidesPicture:
    names = ("Wat werkt", "Wat juist is", "Wat het met je doet", "Wie beslist", "Wie jij bent")
    seen = [(0, 0, False), (1, 2, True), (4, 0, True), (6, 1, False), (8, 2, False), (9, 4, True)]
    return pictures.SidesPicture("Waar je keek, week na week", names, FIRST, 12, seen)


def route() -> pictures.RoutePicture:
    no = pictures.DID_NOT_COME_UP
    stops = [
        pictures.RouteStop(
            "werkveldverkenning", "2025-2026", 0, 1, {"student": 1, "mentor": 2, "coach": 1}, 1
        ),
        pictures.RouteStop(
            "werkveldverdieping", "2026-2027", 1, 2, {"student": 2, "mentor": no, "coach": 2}
        ),
        pictures.RouteStop("werkveldautonomie", "2027-2028", target=3),
    ]
    return pictures.RoutePicture("sluit de bankafschriften aan", LEVELS, stops)


def shares() -> pictures.SharesPicture:
    return pictures.SharesPicture(
        "Doel bereikt volgens de coach",
        ("kwam nooit aan bod", "onderweg", "doel bereikt"),
        [
            ("werkveldverkenning", (6, 14, 32)),
            ("werkveldverdieping", (0, 9, 7)),
            ("werkveldautonomie", None),
        ],
    )


class SampleForm(TrialoogForm):
    amount = forms.ChoiceField(
        label="Hoeveel werkte je?",
        choices=[("1", "Hele dag"), ("0.5", "Halve dag"), ("0", "Niet")],
        widget=TapOne(even=True),
        help_text="Gepland: hele dag, 8.30 tot 16.30",
    )
    date = forms.DateField(label="Datum", widget=DateInput)
    unit = forms.ChoiceField(label="Opleidingsonderdeel", choices=[("1", "Werkveldverkenning")])
    tasks = forms.CharField(
        label="Wat deed je?",
        widget=ShortText,
        help_text="Een paar woorden volstaan.",
        max_length=2000,
    )
    competences = forms.MultipleChoiceField(
        label="Waar oefende je op?",
        choices=[("1", "Facturen inboeken"), ("2", "Bank aansluiten"), ("n", "Kwam niet aan bod")],
        widget=TapMany(opt_out=["n"]),
        required=False,
    )
    text = forms.CharField(label="Jouw reflectie", widget=Words, required=False, max_length=10_000)
    audience = forms.ChoiceField(
        label="Wie leest dit?",
        choices=[("me", "Alleen ik"), ("coach", "Ik en mijn coach"), ("all", "Wij alle drie")],
        widget=AudienceChoice(
            voices={
                "me": ["student"],
                "coach": ["student", "coach"],
                "all": ["student", "mentor", "coach"],
            }
        ),
    )
    digest = forms.BooleanField(label="Stuur me een samenvatting op vrijdag", required=False)


def wrong_form() -> SampleForm:
    form = SampleForm({"tasks": "Facturen", "competences": ["1"], "unit": "1"}, prefix="wrong")
    form.is_valid()
    add_refusal(form, Refusal("day-future", "24 november moet nog komen.", field="date"))
    add_refusal(form, Refusal("day-taken", "Op 17 november staat al een hele dag."))
    return form


def context() -> dict[str, Any]:
    """All that components/gallery.html shows."""
    return {
        "strips": strips(),
        "days": pictures.DaysPicture(required=40, confirmed=9, logged=3, planned=28),
        "half_days": pictures.DaysPicture(required=40, confirmed=9.5, logged=2, planned=20),
        "timeline": timeline(),
        "scan": scan(),
        "way": way(),
        "overlay": overlay(),
        "coverage": coverage(),
        "sides": sides(),
        "route": route(),
        "shares": shares(),
        "form": SampleForm(initial={"amount": "1", "competences": ["1"], "audience": "coach"}),
        "wrong_form": wrong_form(),
    }
