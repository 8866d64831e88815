"""What goes out comes back the same: every kind of export, over random and over real frameworks."""

import datetime as dt
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from competences.exporters import case, moodle, spreadsheet
from competences.importers import reading
from competences.importers.drafts import FrameworkDraft
from competences.importers.identity import identified
from tests.competences import drafts

ROOT = Path(__file__).parents[2]
REAL = [
    *sorted((ROOT / "tests" / "data" / "vks").glob("*.json")),
    *sorted((ROOT / "demo" / "data" / "frameworks").glob("*.yaml")),
]
WHEN = dt.datetime(2026, 11, 20, 9, 30, tzinfo=dt.UTC)
quickly = settings(
    max_examples=20,
    phases=[Phase.generate],  # what fails is shown as it was found: shrinking takes minutes
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
EXPORTS = {
    "csv-nl": lambda draft: spreadsheet.to_csv(draft, language="nl"),
    "csv-en": lambda draft: spreadsheet.to_csv(draft, language="en"),
    "xlsx": lambda draft: spreadsheet.to_xlsx(draft, language="nl"),
    "case": lambda draft: case.to_json(draft, changed=WHEN),
    "moodle": moodle.to_csv,
}
BY_CODE = [name for name in EXPORTS if name != "case"]


@quickly
@given(draft=drafts.frameworks())
def test_any_framework_comes_back_as_it_went_in_every_format(draft):
    for kind, export in EXPORTS.items():
        assert reading.parse(export(draft)) == draft, kind

    bare = drafts.without_identifiers(draft)
    for kind in BY_CODE:
        assert reading.parse(EXPORTS[kind](bare)) == bare, kind


@pytest.mark.parametrize("kind", EXPORTS)
@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_a_real_framework_comes_back_as_it_went(kind, path):
    draft = identified(reading.parse(path.read_bytes()), programme="accounting")

    assert reading.parse(EXPORTS[kind](draft)) == draft


@pytest.mark.parametrize("kind", EXPORTS)
def test_a_large_and_deep_framework_comes_back_as_it_went(kind):
    draft = identified(drafts.large(depth=5, wide=3), programme="care")
    assert len(draft.competences) + len(draft.headings) == 242

    assert reading.parse(EXPORTS[kind](draft)) == draft


def test_the_same_codes_for_headings_and_competences_stay_apart_in_moodle():
    [outcome] = drafts.large(depth=1).outcomes
    [one] = outcome.competences
    same = type(outcome)(outcome.code, "Rubriek", "", (type(one)(outcome.code, "Doet iets"),))
    draft = FrameworkDraft("k", "Kader", "", "", (same,), drafts.large().levels)

    data = moodle.to_csv(draft)

    assert [line.split(",")[1] for line in data.decode().splitlines()[2:]] == ["1", "1-2"]
    assert reading.parse(data) == draft


def test_a_case_package_for_1_0_without_extensions_still_holds_the_tree():
    draft = identified(drafts.large(depth=3, wide=2), programme="care")
    package = case.to_package(draft, changed=WHEN)
    for holder in (package["CFDocument"], *package["CFItems"]):
        del holder["extensions"]

    read = reading.parse(json.dumps(package).encode())

    assert [(one.code, one.name_nl, one.identifier) for one in read.competences] == [
        (one.code, one.name_nl, one.identifier) for one in draft.competences
    ]
    assert [one.code for one in read.headings] == [one.code for one in draft.headings]
