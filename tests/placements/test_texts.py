"""A programme's own agreement texts: written without overwriting anybody, published, in force."""

import datetime as dt
import hashlib
import json

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from accounts.models import HistoryEntry, User
from config import clock
from config.frozen import freeze, thaw
from config.pdf_clauses import articles, standard
from config.pdf_values import Article
from config.refusal import Refusal
from placements.actions import agreements, texts
from placements.models import AgreementText, AgreementTextVersion
from placements.overviews.texts import text_in_force
from placements.rules.texts import articles_of, fingerprint
from tests.config.paper_samples import terms
from tests.factories import make_placement, make_programme, make_user

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 9, 14)
DAY = dt.timedelta(days=1)
# What the standard articles were, word for word, before programmes had texts of their own.
STANDARD = {
    "nl": "2af940602977a7655a02a53ea384f6545ec3ab43fe1febee1bbddb1800359f8f",
    "en": "a78e788d50b8b99c8714a805181747bfd7595154e3a1be979f66ea5cb1924f32",
}


@pytest.fixture(autouse=True)
def _today():
    with clock.at(TODAY):
        yield


@pytest.fixture
def wim() -> User:
    return make_user("Wim", "Claes")


@pytest.fixture
def programme(wim):
    return make_programme("accounting", coordinator=wim)


@pytest.fixture
def draft(wim, programme) -> AgreementTextVersion:
    return texts.start(by=wim, programme=programme, kind="workplace", language="nl")


def article(version: AgreementTextVersion, key: str) -> dict:
    return next(one for one in version.content if one["key"] == key)


def reword(version: AgreementTextVersion, key: str, words: str, by: User) -> AgreementTextVersion:
    old = article(version, key)
    new = {**old, "gist": words}
    return texts.save_article(by=by, version=version, key=key, article=new, seen=fingerprint(old))


def published(by: User, version: AgreementTextVersion, on: dt.date = TODAY) -> AgreementTextVersion:
    return texts.publish(by=by, version=version, revision=version.revision, valid_from=on)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_without_a_text_of_its_own_an_agreement_says_what_it_always_said(language):
    found = articles_of(None, terms(), language)

    data = json.dumps(freeze(found), sort_keys=True)
    assert hashlib.sha256(data.encode()).hexdigest() == STANDARD[language]
    assert tuple(thaw(Article, one) for one in freeze(found)) == found


def test_a_new_text_starts_from_the_standard_one(draft):
    assert draft.content == standard("nl")
    assert (draft.number, draft.revision, draft.text.language) == (1, 1, "nl")
    keyless = [{**freeze(one), "key": ""} for one in articles_of(draft, terms(), "nl")]
    assert keyless == [{**freeze(one), "key": ""} for one in articles(terms(), language="nl")]


def test_a_text_can_start_from_another_programme_of_the_same_coordinator(wim, draft):
    elsewhere = make_programme("marketing", coordinator=wim)
    changed = reword(draft, "organisation", "Zo werken we.", wim)

    copy = texts.start(by=wim, programme=elsewhere, kind="own_job", language="en", source=changed)

    assert copy.content == changed.content
    assert (copy.text.programme, copy.text.kind) == (elsewhere, "own_job")


def test_nobody_copies_the_text_of_a_programme_they_do_not_coordinate(draft):
    dries = make_user("Dries", "Maes")
    elsewhere = make_programme("marketing", coordinator=dries)

    with pytest.raises(Refusal) as refused:
        texts.start(by=dries, programme=elsewhere, kind="workplace", language="nl", source=draft)

    assert refused.value.codes == ["not-your-role"]


def test_there_is_one_draft_at_a_time(wim, programme, draft):
    with pytest.raises(Refusal) as refused:
        texts.start(by=wim, programme=programme, kind="workplace", language="nl")

    assert refused.value.codes == ["draft-exists"]
    with pytest.raises(IntegrityError), transaction.atomic():
        AgreementTextVersion.objects.create(text=draft.text, number=2, edited_by=wim)


def test_a_save_keeps_the_words_and_says_who_and_when(wim, draft):
    saved = reword(draft, "organisation", "Zo werken we.", wim)

    kept = AgreementTextVersion.objects.get(pk=draft.pk)
    assert article(kept, "organisation")["gist"] == "Zo werken we."
    assert (kept.revision, kept.edited_by, saved.revision) == (2, wim, 2)


def test_the_same_words_again_change_nothing(wim, draft):
    old = article(draft, "organisation")
    saved = reword(draft, "organisation", "Zo werken we.", wim)

    again = texts.save_article(
        by=wim,
        version=draft,
        key="organisation",
        article={**old, "gist": "Zo werken we."},
        seen=fingerprint(old),
    )

    assert again.revision == saved.revision == 2


def test_two_coordinators_never_overwrite_each_other_unseen(wim, programme, draft):
    pieter = make_user("Pieter", "Baert")
    programme.coordinators.add(pieter)
    reword(draft, "organisation", "Van Pieter.", pieter)

    with pytest.raises(Refusal) as refused:
        reword(draft, "organisation", "Van Wim.", wim)

    assert refused.value.codes == ["text-changed-meanwhile"]
    assert "Pieter Baert" in refused.value.message
    kept = AgreementTextVersion.objects.get(pk=draft.pk)
    assert article(kept, "organisation")["gist"] == "Van Pieter."


def test_who_has_seen_the_other_words_may_put_their_own_in_their_place(wim, programme, draft):
    pieter = make_user("Pieter", "Baert")
    programme.coordinators.add(pieter)
    reword(draft, "organisation", "Van Pieter.", pieter)
    theirs = AgreementTextVersion.objects.get(pk=draft.pk)

    mine = reword(theirs, "organisation", "Van Wim.", wim)

    assert article(mine, "organisation")["gist"] == "Van Wim."


def test_two_coordinators_write_two_articles_at_once(wim, programme, draft):
    pieter = make_user("Pieter", "Baert")
    programme.coordinators.add(pieter)
    reword(draft, "organisation", "Van Pieter.", pieter)

    both = reword(draft, "content", "Van Wim.", wim)

    assert article(both, "organisation")["gist"] == "Van Pieter."
    assert article(both, "content")["gist"] == "Van Wim."


def test_an_article_that_was_removed_while_somebody_wrote_comes_back_only_when_they_say_so(
    wim, draft
):
    old = article(draft, "subject")
    texts.remove_article(by=wim, version=draft, revision=1, key="subject")
    mine = {**old, "gist": "Toch wel."}

    with pytest.raises(Refusal) as refused:
        texts.save_article(
            by=wim, version=draft, key="subject", article=mine, seen=fingerprint(old)
        )
    back = texts.save_article(by=wim, version=draft, key="subject", article=mine, seen="")

    assert refused.value.codes == ["article-removed"]
    assert back.content[-1] == mine


@pytest.mark.parametrize("verb", ["move", "remove", "order", "publish", "discard"])
def test_what_changes_the_whole_text_asks_for_the_version_one_looked_at(verb, wim, draft):
    reword(draft, "organisation", "Intussen anders.", wim)
    stale = {"by": wim, "version": draft, "revision": 1}
    calls = {
        "move": lambda: texts.move_article(**stale, key="content", steps=-1),
        "remove": lambda: texts.remove_article(**stale, key="content"),
        "order": lambda: texts.set_order(**stale, order=[], reason=""),
        "publish": lambda: texts.publish(**stale, valid_from=TODAY),
        "discard": lambda: texts.discard(**stale),
    }

    with pytest.raises(Refusal) as refused:
        calls[verb]()

    assert refused.value.codes == ["text-changed-meanwhile"]


def test_references_follow_an_article_that_moves_or_gets_another_subject(wim, draft):
    moved = texts.move_article(by=wim, version=draft, revision=1, key="organisation", steps=-1)
    assert [one["key"] for one in moved.content][:2] == ["organisation", "subject"]
    assert "artikel 1 staat" in articles_of(moved, terms(), "nl")[1].clauses[1].text

    old = article(moved, "organisation")
    renamed = texts.save_article(
        by=wim,
        version=moved,
        key="organisation",
        article={**old, "key": "own-1"},
        seen=fingerprint(old),
    )

    assert "{article:own-1}" in article(renamed, "subject")["blocks"][1]["text"]
    assert "artikel 1 staat" in articles_of(renamed, terms(), "nl")[1].clauses[1].text


def test_two_articles_are_never_about_the_same(wim, draft):
    old = article(draft, "organisation")

    with pytest.raises(Refusal) as refused:
        texts.save_article(
            by=wim,
            version=draft,
            key="organisation",
            article={**old, "key": "content"},
            seen=fingerprint(old),
        )

    assert refused.value.codes == ["subject-taken"]


def test_an_order_of_signing_needs_all_three_and_a_reason(wim, draft):
    with pytest.raises(Refusal) as refused:
        texts.set_order(by=wim, version=draft, revision=1, order=["mentor", "coach"], reason=" ")
    assert refused.value.codes == ["order-unknown", "order-reason"]

    ordered = texts.set_order(
        by=wim,
        version=draft,
        revision=1,
        order=["mentor", "student", "coach"],
        reason="De werkplek kijkt eerst de risico’s na.",
    )

    assert ordered.signing_order == ["mentor", "student", "coach"]
    with pytest.raises(IntegrityError), transaction.atomic():
        AgreementTextVersion.objects.filter(pk=draft.pk).update(order_reason="")


def test_what_is_published_is_in_force_from_its_day_and_ends_the_one_before(wim, programme, draft):
    published(wim, draft)
    second = texts.start(by=wim, programme=programme, kind="workplace", language="nl", source=draft)
    published(wim, second, TODAY + 10 * DAY)

    draft.refresh_from_db()
    assert draft.valid_until == TODAY + 9 * DAY
    days = {
        number: text_in_force(programme, "workplace", "nl", TODAY + number * DAY)
        for number in (-1, 0, 9, 10, 400)
    }
    assert days == {-1: None, 0: draft, 9: draft, 10: second, 400: second}
    assert text_in_force(programme, "own_job", "nl", TODAY) is None
    assert text_in_force(programme, "workplace", "en", TODAY) is None


def test_a_mistake_is_corrected_on_the_day_itself(wim, programme, draft):
    published(wim, draft)
    second = texts.start(by=wim, programme=programme, kind="workplace", language="nl", source=draft)

    published(wim, second)

    assert text_in_force(programme, "workplace", "nl", TODAY) == second


@pytest.mark.parametrize(
    ("first", "last", "codes"),
    [
        (TODAY - DAY, None, ["valid-from-past", "valid-from-before"]),
        (TODAY + DAY, TODAY, ["valid-from-before", "valid-until-before"]),
    ],
)
def test_dates_that_cannot_be(first, last, codes, wim, programme, draft):
    published(wim, draft, TODAY + 5 * DAY)
    second = texts.start(by=wim, programme=programme, kind="workplace", language="nl", source=draft)

    with pytest.raises(Refusal) as refused:
        texts.publish(by=wim, version=second, revision=1, valid_from=first, valid_until=last)

    assert refused.value.codes == codes


def test_an_ended_text_gives_way_to_the_standard_one(wim, programme, draft):
    published(wim, draft)

    texts.end(by=wim, version=draft, last_day=TODAY + 3 * DAY)

    assert text_in_force(programme, "workplace", "nl", TODAY + 3 * DAY) == draft
    assert text_in_force(programme, "workplace", "nl", TODAY + 4 * DAY) is None


def test_a_published_text_is_final_in_the_database_as_well(wim, draft):
    published(wim, draft)
    with pytest.raises(Refusal) as refused:
        reword(draft, "content", "Toch anders.", wim)
    assert refused.value.codes == ["text-published"]

    for change in ("content = '[]'", "number = 9", "published_at = NULL, published_by_id = NULL"):
        with (
            pytest.raises(DatabaseError, match="is published"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"UPDATE placements_agreementtextversion SET {change}")  # noqa: S608
    with pytest.raises(DatabaseError, match="is published"), transaction.atomic():
        AgreementTextVersion.objects.filter(pk=draft.pk).delete()


def test_a_draft_that_is_thrown_away_leaves_its_words_in_history(wim, draft):
    texts.discard(by=wim, version=draft, revision=1)

    assert not AgreementTextVersion.objects.exists()
    entry = HistoryEntry.objects.get(action="text-discarded")
    assert entry.data["content"] == standard("nl")
    assert AgreementText.objects.count() == 1


def test_only_the_coordinator_of_the_programme_writes(draft):
    katrien = make_user("Katrien")

    with pytest.raises(Refusal) as refused:
        reword(draft, "content", "Van mij.", katrien)

    assert refused.value.codes == ["not-your-role"]


def test_a_new_agreement_is_written_with_the_text_in_force(wim, programme, draft):
    changed = reword(draft, "organisation", "Zo werken we.", wim)
    ordered = texts.set_order(
        by=wim,
        version=changed,
        revision=2,
        order=["mentor", "student", "coach"],
        reason="De werkplek eerst.",
    )
    published(wim, ordered)

    agreement = agreements.open_agreement(by=wim, placement=make_placement(programme=programme))
    sent = agreements.send(by=wim, agreement=agreement)

    assert sent.text == draft
    assert [one["gist"] for one in sent.content["articles"]][1] == "Zo werken we."
    assert sent.content["articles"][2]["key"] == "content"
    assert (sent.signing_order, sent.order_reason) == (
        ["mentor", "student", "coach"],
        "De werkplek eerst.",
    )
