"""Trying out files with something wrong: what is said of them, and that they leave no trace."""

from collections.abc import Mapping
from typing import NamedTuple

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.models import HistoryEntry, User
from competences.importers import reading
from competences.models import Programme
from config.refusal import Refusal

TABLES = [
    "framework", "frameworkversion", "masterylevel", "outcome", "competence", "target",
    "frameworkimport",
]  # fmt: skip


class Fault(NamedTuple):
    """Where, and the code of what is wrong there."""

    place: str | None
    code: str


class Malformed(NamedTuple):
    data: bytes
    faults: list[Fault]


def malformed(data: bytes, *faults: tuple[str | None, str]) -> Malformed:
    return Malformed(data, [Fault(*one) for one in faults])


def numbered(variants: Mapping[str, Malformed]) -> list:
    """The variants as parameters, with a number in their ids so that a report counts them."""
    return [
        pytest.param(one, id=f"{number:02}-{name}")
        for number, (name, one) in enumerate(variants.items(), start=1)
    ]


def faults_of(data: bytes) -> list[Fault]:
    with translation.override("en"), pytest.raises(Refusal) as refused:
        reading.parse(data)
    return [Fault(one.field, one.code) for one in refused.value.obstacles]


def rows() -> dict[str, int]:
    """How many rows there are in every table that an import could touch."""
    found = {name: apps.get_model("competences", name).objects.count() for name in TABLES}
    return found | {"history": HistoryEntry.objects.count()}


def refused_by_the_page(
    client: Client, by: User, programme: Programme, variants: Mapping[str, Malformed]
) -> dict[str, list[Fault] | None]:
    """What the page says of each: its faults, or None where the form itself refuses the file."""
    client.force_login(by)
    url = reverse("competences:framework-import")
    found = {}
    for name, one in variants.items():
        file = SimpleUploadedFile("file", one.data)
        page = client.post(url, {"programme": programme.pk, "file": file})
        assert page.status_code == 200, name
        said = [Fault(fault.field, fault.code) for fault in page.context["faults"]]
        found[name] = None if page.context["form"].errors else said
    return found


def expected(variants: Mapping[str, Malformed]) -> dict[str, list[Fault] | None]:
    """An empty file and one that is too large are refused by the form, by size alone."""
    by_size = [Fault(None, "empty")], [Fault(None, "too_large")]
    return {
        name: None if one.faults in by_size and (not one.data or len(one.data) > 10**6 * 5)
        else one.faults
        for name, one in variants.items()
    }  # fmt: skip
