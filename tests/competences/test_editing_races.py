"""Two people at work in one draft at the same moment."""

import threading
from dataclasses import replace

import pytest

from competences.actions import drafts, editing
from competences.models import FrameworkVersion
from competences.rules.editing import CompetenceWords, fingerprint
from config.refusal import Refusal
from tests.accounts.factories import at_once
from tests.factories import make_programme, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def wim(transactional_db):
    return make_user("Wim", "Claes")


@pytest.fixture
def published(wim) -> FrameworkVersion:
    return make_programme("accounting", coordinator=wim).frameworks.get().versions.get()


def test_of_two_who_save_the_same_words_at_once_one_is_told(wim, published):
    draft = drafts.start_draft(by=wim, version=published)
    first = draft.competences.get(code="C1")
    page, both = fingerprint(CompetenceWords.of(first)), threading.Barrier(2)

    def save(number: int) -> str:
        words = replace(CompetenceWords.of(first), name_nl=f"Woorden van {number}")
        both.wait()
        try:
            editing.change_competence(by=wim, competence=first, words=words, seen=page)
        except Refusal as refusal:
            return refusal.code
        return "saved"

    assert sorted(at_once(save, 2)) == ["changed-meanwhile", "saved"]


def test_of_two_who_start_a_draft_at_once_one_gets_it(wim, published):
    def start(_: int) -> str:
        try:
            drafts.start_draft(by=wim, version=published)
        except Refusal as refusal:
            return refusal.code
        return "started"

    assert sorted(at_once(start, 2)) == ["draft-open", "started"]
