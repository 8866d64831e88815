"""The demo's own agreement text: in use, and with a next version that cannot be published yet."""

import pytest
from django.urls import reverse

from competences.models import Programme
from config import clock
from placements.models import AgreementTextVersion
from placements.overviews.texts import text_in_force
from placements.rules.text_differences import differences
from placements.rules.text_faults import faults
from tests.demo.world import TODAY, placement_of


@pytest.mark.django_db
def test_a_programme_has_its_own_dutch_text_and_its_agreements_say_it(world):
    programme = Programme.objects.get(code="accounting")

    found = text_in_force(programme, "workplace", "nl", TODAY)

    assert found.number == 1
    assert [article["key"] for article in found.content][-1] == "own-1"
    amina = placement_of("Amina").agreements.active().first()
    assert amina.text == found
    assert amina.content["articles"][-1]["title"] == "Wie waarvoor zorgt"
    assert text_in_force(programme, "own_job", "nl", TODAY) is None


@pytest.mark.django_db
def test_its_next_version_is_a_draft_with_one_field_to_mend(world):
    old, new = AgreementTextVersion.objects.order_by("number")

    assert (old.signing_order, new.signing_order) == ([], ["mentor", "student", "coach"])
    assert [(fault.code, fault.is_warning) for fault in faults(new.content, "nl")] == [
        ("unknown-field", False)
    ]
    assert [(change.title, change.how) for change in differences(old.content, new.content)] == [
        ("Wie waarvoor zorgt", "changed")
    ]


@pytest.mark.django_db
def test_the_coordinator_finds_both(world, client):
    client.force_login(Programme.objects.get(code="accounting").coordinators.get(first_name="Wim"))
    programme = Programme.objects.get(code="accounting")

    with clock.at(TODAY):
        page = client.get(reverse("placements:text-list", args=[programme.pk]))

    shown = {(line.kind, line.language): line for line in page.context["lines"]}
    line = shown["workplace", "nl"]
    assert (line.in_force.number, line.draft.number) == (1, 2)
