"""A framework comes in from a file, is looked at, and once published never changes again."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from accounts.models import HistoryEntry
from competences.actions import frameworks
from competences.importers import reading
from competences.importers.reading import usual_levels
from competences.models import Competence, Framework, FrameworkVersion, MasteryLevel, Target
from config.refusal import Refusal
from tests.factories import make_programme, make_user

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]
VKS = ROOT / "tests" / "data" / "vks"
OWN = ROOT / "demo" / "data" / "frameworks"


@pytest.fixture
def wim():
    return make_user("Wim", "Claes")


@pytest.fixture
def programme(wim):
    return make_programme("accounting", coordinator=wim)


def draft(name: str):
    folder = OWN if name.endswith("yaml") else VKS
    return reading.parse((folder / name).read_bytes())


def bring_in(by, programme, name: str) -> FrameworkVersion:
    return frameworks.import_draft(by=by, programme=programme, draft=draft(name))


@pytest.mark.parametrize(
    ("name", "count"), [("BK-0203-3.json", 10), ("BK-0390-2.json", 12), ("BK-0081-2.json", 25)]
)
def test_a_flemish_qualification_becomes_a_draft_version(wim, programme, name, count):
    version = bring_in(wim, programme, name)

    assert (version.number, version.is_published) == (1, False)
    competences = list(version.competences.all())
    assert [one.code for one in competences] == [one.code for one in draft(name).competences]
    assert len(competences) == count
    assert [one.knowledge_nl for one in competences] == [
        list(one.knowledge_nl) for one in draft(name).competences
    ]
    assert [level.code for level in version.levels.all()] == ["0", "K", "V", "A"]
    assert version.source == f"Vlaamse overheid, Vlaamse kwalificatiestructuur, {name[:-5]}"


def test_the_usual_scale_has_its_words_in_both_languages():
    texts = [
        (one.name_nl, one.name_en, one.description_nl, one.description_en) for one in usual_levels()
    ]

    assert all(all(words) for words in texts)
    assert [words[0] for words in texts] == ["nog niet getoond", "verkent", "verdiept", "autonoom"]


@pytest.mark.parametrize("name", ["accounting.yaml", "marketing.yaml"])
def test_a_framework_of_our_own_brings_its_targets(wim, programme, name):
    version = bring_in(wim, programme, name)

    held = {
        (target.competence.code, target.course_unit.code): target.level.code
        for target in Target.objects.filter(competence__version=version).select_related(
            "competence", "course_unit", "level"
        )
    }
    asked = {
        (one.code, unit): level
        for one in draft(name).competences
        for unit, level in one.targets.items()
    }
    assert held == asked
    assert len(held) >= 20


def test_the_same_file_again_makes_no_new_version(wim, programme):
    first = bring_in(wim, programme, "accounting.yaml")

    again = bring_in(wim, programme, "accounting.yaml")

    assert again == first
    assert frameworks.same_version(programme, draft("accounting.yaml")) == first
    assert FrameworkVersion.objects.filter(framework=first.framework).count() == 1


def test_another_word_makes_the_next_version(wim, programme):
    first = bring_in(wim, programme, "BK-0203-3.json")
    frameworks.publish(by=wim, version=first)
    changed = replace(draft("BK-0203-3.json"), source="Nieuwe bron")

    second = frameworks.import_draft(by=wim, programme=programme, draft=changed)

    assert (second.framework, second.number) == (first.framework, 2)
    assert Framework.objects.filter(code="bk-0203-3").count() == 1


def test_nothing_comes_in_over_a_draft_but_what_stands_in_it(wim, programme):
    first = bring_in(wim, programme, "BK-0203-3.json")
    changed = replace(draft("BK-0203-3.json"), source="Nieuwe bron")

    with pytest.raises(Refusal) as refused:
        frameworks.import_draft(by=wim, programme=programme, draft=changed)

    assert refused.value.codes == ["draft-open"]
    assert bring_in(wim, programme, "BK-0203-3.json") == first
    assert list(FrameworkVersion.objects.filter(framework=first.framework)) == [first]


def test_a_course_unit_that_the_programme_lacks_is_named(wim, programme):
    programme.course_units.filter(code="autonomy").update(code="final")

    with pytest.raises(Refusal) as refused:
        bring_in(wim, programme, "accounting.yaml")

    assert refused.value.codes == ["unknown-course-unit"]
    assert refused.value.obstacles[0].field == "$.outcomes…targets.autonomy"
    assert not Framework.objects.filter(code="accounting-administration").exists()


def test_only_a_coordinator_of_the_programme_brings_in_and_publishes(wim, programme):
    version = bring_in(wim, programme, "BK-0203-3.json")
    stranger = make_user("Dries", "Maes")

    for attempt in (
        lambda: bring_in(stranger, programme, "BK-0390-2.json"),
        lambda: frameworks.publish(by=stranger, version=version),
    ):
        with pytest.raises(Refusal) as refused:
            attempt()
        assert refused.value.codes == ["not-coordinator"]


def test_publishing_says_who_and_when_and_happens_once(wim, programme):
    version = frameworks.publish(by=wim, version=bring_in(wim, programme, "BK-0203-3.json"))

    assert (version.is_published, version.published_by) == (True, wim)
    entry = HistoryEntry.objects.get(action="framework-published")
    assert (entry.by, entry.subject) == (wim, f"competences.frameworkversion:{version.pk}")
    with pytest.raises(Refusal) as refused:
        frameworks.publish(by=wim, version=version)
    assert refused.value.codes == ["already-published"]


def test_a_version_without_competences_or_scale_is_not_published(wim, programme):
    framework = Framework.objects.create(programme=programme, code="empty", name_nl="Leeg")
    version = FrameworkVersion.objects.create(framework=framework, number=1)

    with pytest.raises(Refusal) as refused:
        frameworks.publish(by=wim, version=version)

    assert refused.value.codes == ["scale-size", "no-competences"]


INSERT = (
    "INSERT INTO competences_outcome (version_id, position, code, name_nl, name_en) "
    "VALUES (%(v)s, 9, 'x', 'x', '')"
)
CHANGE_TARGET = (
    "UPDATE competences_target SET course_unit_id = course_unit_id WHERE competence_id IN "
    "(SELECT id FROM competences_competence WHERE version_id = %(v)s)"
)
REMOVE_TARGET = (
    "DELETE FROM competences_target WHERE competence_id IN "
    "(SELECT id FROM competences_competence WHERE version_id = %(v)s)"
)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE competences_competence SET name_nl = 'x' WHERE version_id = %(v)s",
        "DELETE FROM competences_competence WHERE version_id = %(v)s",
        "UPDATE competences_masterylevel SET code = 'z' WHERE version_id = %(v)s",
        "UPDATE competences_outcome SET name_nl = 'x' WHERE version_id = %(v)s",
        INSERT,
        "UPDATE competences_frameworkversion SET number = 9 WHERE id = %(v)s",
        "DELETE FROM competences_frameworkversion WHERE id = %(v)s",
        CHANGE_TARGET,
        REMOVE_TARGET,
    ],
)
def test_postgresql_itself_refuses_to_change_what_is_published(wim, programme, sql):
    version = frameworks.publish(by=wim, version=bring_in(wim, programme, "accounting.yaml"))
    held = list(Competence.objects.values()), list(MasteryLevel.objects.values())

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, {"v": version.pk})

    assert (list(Competence.objects.values()), list(MasteryLevel.objects.values())) == held


def test_a_draft_can_still_change(wim, programme):
    version = bring_in(wim, programme, "accounting.yaml")

    with connection.cursor() as cursor:
        cursor.execute("UPDATE competences_competence SET name_nl = 'x' WHERE version_id = %s",
                       [version.pk])  # fmt: skip
        assert cursor.rowcount == version.competences.count()


def test_the_command_brings_in_publishes_and_knows_what_is_there(wim, programme, capsys):
    path = str(VKS / "BK-0203-3.json")
    words = {"programme": "accounting", "language": "en", "by": wim.email}

    call_command("import_framework", path, publish=True, **words)
    call_command("import_framework", path, **words)

    assert capsys.readouterr().out.splitlines() == [
        "Polyvalent administratief ondersteuner v1: 10 competences.",
        "Published: Polyvalent administratief ondersteuner v1.",
        "Polyvalent administratief ondersteuner v1 says exactly this already.",
    ]


def test_the_command_names_faults_by_their_path_and_ends_with_one(programme, capsys, tmp_path):
    path = tmp_path / "damaged.json"
    path.write_text('{"beroepskwalificatie": {"versie_nr_lang": "BK-1-1", "competenties": []}}')

    with pytest.raises(SystemExit) as ended:
        call_command("import_framework", str(path), programme="accounting", language="en")

    assert ended.value.code == 1
    assert [line.split(" · ")[0] for line in capsys.readouterr().err.splitlines()] == [
        "$.beroepskwalificatie.titel",
        "$.beroepskwalificatie.competenties",
    ]


def test_the_command_asks_for_a_programme_that_exists(programme):
    with pytest.raises(CommandError, match="accounting"):
        call_command("import_framework", "x.json", programme="acc", language="en")
