"""The pages of agreement texts, without a script: every button keeps what was written."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from config import clock
from config.pdf_clauses import standard
from placements.actions import placements, texts
from placements.models import AgreementTextVersion, Placement
from placements.rules.texts import condition_of, fingerprint
from tests.factories import make_placement, make_programme, make_user

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 9, 14)
JSON = {"Accept": "application/json"}


@pytest.fixture(autouse=True)
def _today():
    with clock.at(TODAY):
        yield


@pytest.fixture
def wim() -> User:
    return make_user("Wim", "Claes", language="en")


@pytest.fixture
def draft(wim) -> AgreementTextVersion:
    programme = make_programme("accounting", coordinator=wim)
    return texts.start(by=wim, programme=programme, kind="workplace", language="nl")


@pytest.fixture
def client(wim) -> Client:
    client = Client()
    client.force_login(wim)
    return client


def article(version: AgreementTextVersion, key: str) -> dict[str, Any]:
    version.refresh_from_db()
    return next(one for one in version.content if one["key"] == key)


def page_of(version: AgreementTextVersion, key: str) -> str:
    return reverse("placements:text-article", args=[version.pk, key])


def sent(found: dict[str, Any], **changes: str) -> dict[str, str]:
    """What the page of this article sends as it stands, with these fields changed."""
    said = {
        "seen": fingerprint(found),
        "subject": found["key"],
        "title": found["title"],
        "gist": found["gist"],
        "blocks": str(len(found["blocks"])),
    }
    for at, block in enumerate(found["blocks"]):
        said |= {f"b{at}-type": block["type"], f"b{at}-condition": condition_of(block)}
        if block["type"] == "table":
            said |= {f"b{at}-rows": str(len(block["rows"]))}
            said |= {f"b{at}-columns": str(len(block["header"]))}
            said |= {f"b{at}-h{column}": cell for column, cell in enumerate(block["header"])}
            for row, cells in enumerate(block["rows"]):
                said |= {f"b{at}-r{row}-c{column}": cell for column, cell in enumerate(cells)}
        else:
            said |= {f"b{at}-text": block["text"]}
            said |= {f"b{at}-points": "\r\n".join(block.get("points", ()))}
    return said | changes


def test_a_page_that_is_sent_as_it_stands_changes_nothing(client, draft):
    for one in standard("nl"):
        client.post(page_of(draft, one["key"]), sent(one, do="save"))

    draft.refresh_from_db()
    assert (draft.content, draft.revision) == (standard("nl"), 1)


def test_words_points_and_condition_are_kept(client, draft):
    data = sent(
        article(draft, "closing"),
        **{
            "b0-text": "Zo is het:\r\nin twee regels.",
            "b0-points": "een\r\n\r\n  twee  ",
            "b0-condition": "when:max_shortenings",
            "do": "save",
        },
    )

    answer = client.post(page_of(draft, "closing"), data)

    assert answer.url == f"{reverse('placements:text', args=[draft.pk])}#article-closing"
    assert article(draft, "closing")["blocks"][0] == {
        "type": "clause",
        "text": "Zo is het:\nin twee regels.",
        "points": ["een", "twee"],
        "when": "max_shortenings",
    }


def test_blocks_are_added_filled_moved_and_removed_by_buttons(client, draft):
    page = page_of(draft, "closing")
    added = client.post(page, sent(article(draft, "closing"), do="add:table"))
    client.post(
        page,
        sent(
            article(draft, "closing"),
            **{"b2-h0": "Wat", "b2-h1": "Wie", "b2-r0-c0": "Sleutel", "do": "row-add:2"},
        ),
    )
    client.post(page, sent(article(draft, "closing"), do="field:mentor", into="2"))
    client.post(page, sent(article(draft, "closing"), do="up:2"))
    client.post(page, sent(article(draft, "closing"), do="remove:0"))

    assert added.url == f"{page}?at=2#block-2"
    assert [block["type"] for block in article(draft, "closing")["blocks"]] == ["table", "clause"]
    assert article(draft, "closing")["blocks"][0] == {
        "type": "table",
        "header": ["Wat", "Wie"],
        "rows": [["Sleutel", ""], ["", "{mentor}"]],
    }


def test_a_button_keeps_what_was_typed_as_well(client, draft):
    data = sent(article(draft, "closing"), **{"b0-text": "Net getypt.", "do": "add:heading"})

    client.post(page_of(draft, "closing"), data)

    blocks = article(draft, "closing")["blocks"]
    assert (blocks[0]["text"], blocks[-1]) == ("Net getypt.", {"type": "heading", "text": ""})


def test_of_two_who_write_the_same_article_the_second_sees_both(client, wim, draft):
    pieter = make_user("Pieter", "Baert")
    draft.text.programme.coordinators.add(pieter)
    old = article(draft, "closing")
    mine = sent(old, gist="Van Wim.", do="save")
    theirs = {**old, "gist": "Van Pieter."}
    texts.save_article(
        by=pieter, version=draft, key="closing", article=theirs, seen=fingerprint(old)
    )

    refused = client.post(page_of(draft, "closing"), mine)
    again = client.post(page_of(draft, "closing"), mine | {"do": "add:clause"})

    page = refused.content.decode()
    assert "Pieter Baert" in page
    assert 'value="Van Wim."' in page
    assert "Pieter</del>" in page
    assert refused.context["over"] == fingerprint(theirs)
    assert again.status_code == 200
    assert article(draft, "closing")["gist"] == "Van Pieter."

    client.post(
        page_of(draft, "closing"), mine | {"do": "keep-mine", "over": refused.context["over"]}
    )
    assert article(draft, "closing")["gist"] == "Van Wim."


def test_keeping_ones_own_words_replaces_only_what_one_saw(client, wim, draft):
    old = article(draft, "closing")
    for words in ("Eerst.", "Dan."):
        stored = article(draft, "closing")
        texts.save_article(
            by=wim,
            version=draft,
            key="closing",
            article={**stored, "gist": words},
            seen=fingerprint(stored),
        )
    shown = fingerprint({**old, "gist": "Eerst."})

    client.post(page_of(draft, "closing"), sent(old, gist="Van mij.", do="keep-mine", over=shown))

    assert article(draft, "closing")["gist"] == "Dan."


def test_words_of_who_wrote_while_it_was_published_stay_on_the_page(client, wim, draft):
    old = article(draft, "closing")
    texts.publish(by=wim, version=draft, revision=1, valid_from=TODAY)

    answer = client.post(page_of(draft, "closing"), sent(old, gist="Nog dit.", do="save"))

    assert 'value="Nog dit."' in answer.content.decode()
    assert answer.context["refusal"].codes == ["text-published"]
    assert client.get(page_of(draft, "closing")).status_code == 403


@pytest.mark.parametrize(
    ("words", "code"), [("x" * 100_000, "too-long"), ("nul\x01", "unwritable")]
)
def test_what_cannot_be_kept_comes_back_as_it_was_typed(words, code, client, draft):
    data = sent(article(draft, "closing"), **{"b1-text": words, "do": "save"})

    answer = client.post(page_of(draft, "closing"), data)
    told = client.post(page_of(draft, "closing"), data, headers=JSON)

    assert answer.context["refusal"].codes == [code]
    assert answer.context["blocks"][1]["text"] == words
    assert (told.status_code, told.json()["state"]) == (400, code)
    assert article(draft, "closing") == standard("nl")[-1]


def test_hostile_words_stay_words_and_keep_the_text_from_being_published(client, draft):
    words = "<script>alert(1)</script> {wachtwoord} {"
    client.post(
        page_of(draft, "closing"),
        sent(article(draft, "closing"), **{"b0-text": words, "do": "save"}),
    )

    for name in ("text", "text-publish", "text-compare"):
        answer = client.get(reverse(f"placements:{name}", args=[draft.pk]))
        assert b"<script>alert" not in answer.content
    stops = client.get(reverse("placements:text-publish", args=[draft.pk])).context["stops"]
    assert [fault.code for fault in stops] == ["unknown-field", "stray-brace", "markup"]
    tried = client.post(
        reverse("placements:text-publish", args=[draft.pk]),
        {"revision": "2", "valid_from": "2026-09-14"},
    )
    assert tried.status_code == 200
    draft.refresh_from_db()
    assert draft.published_at is None


@pytest.mark.parametrize(
    "changes",
    [
        {"blocks": "9" * 30},
        {"blocks": "-1", "b0-type": "table"},
        {"b0-type": "iframe", "b0-condition": "when:"},
        {"b0-type": "table", "b0-rows": "²", "b0-columns": "999"},
        {"do": "row-remove:0:99999999999999999999999"},
        {"do": "up:" + "9" * 5000},
        {"do": "field:../../etc", "into": "x"},
        {"subject": "own-<b>"},
        {"subject": "own"},
    ],
)
def test_what_no_page_of_ours_sends_breaks_nothing(changes, client, draft):
    answer = client.post(page_of(draft, "closing"), sent(article(draft, "closing"), **changes))

    assert answer.status_code in (200, 302)
    draft.refresh_from_db()
    assert client.get(reverse("placements:text", args=[draft.pk])).status_code == 200


def test_while_typing_the_page_is_told_what_is_not_right_yet(client, draft):
    data = sent(article(draft, "closing"), **{"b1-text": "Dag {mentr}.", "do": "save"})

    answer = client.post(page_of(draft, "closing"), data, headers=JSON)

    said = answer.json()
    assert said["seen"] == fingerprint(article(draft, "closing"))
    assert said["action"] == page_of(draft, "closing")
    assert [(fault["block"], fault["warning"]) for fault in said["faults"]] == [(1, False)]


def test_a_text_is_published_ordered_and_ended_by_its_pages(client, draft):
    order = {"revision": "1", "order": "mentor-student-coach", "reason": "Eerst de werkplek."}
    client.post(reverse("placements:text-order", args=[draft.pk]), order)
    client.post(
        reverse("placements:text-publish", args=[draft.pk]),
        {"revision": "2", "valid_from": "2026-09-20"},
    )
    client.post(reverse("placements:text-end", args=[draft.pk]), {"valid_until": "2026-12-31"})

    draft.refresh_from_db()
    assert draft.signing_order == ["mentor", "student", "coach"]
    assert (draft.valid_from, draft.valid_until) == (dt.date(2026, 9, 20), dt.date(2026, 12, 31))


def test_who_publishes_what_they_did_not_see_is_asked_to_look_again(client, wim, draft):
    old = article(draft, "closing")
    texts.save_article(
        by=wim,
        version=draft,
        key="closing",
        article={**old, "gist": "Anders."},
        seen=fingerprint(old),
    )
    data = {"revision": "1", "valid_from": "2026-09-20"}
    address = reverse("placements:text-publish", args=[draft.pk])

    first, second = client.post(address, data), client.post(address, data)

    assert first.context["revision"] == second.context["revision"] == 1
    draft.refresh_from_db()
    assert draft.published_at is None


def test_a_next_version_starts_from_the_one_before(client, wim, draft):
    texts.publish(by=wim, version=draft, revision=1, valid_from=TODAY)
    programme = draft.text.programme
    address = reverse("placements:text-start", args=[programme.pk])
    data = {"kind": "workplace", "language": "nl", "source": str(draft.pk)}

    made = client.post(address, data)
    again = client.post(address, data)

    second = AgreementTextVersion.objects.get(number=2)
    assert made.url == reverse("placements:text", args=[second.pk])
    assert second.content == draft.content
    assert again.url == reverse("placements:text-list", args=[programme.pk])
    assert client.post(address, data | {"kind": "prison"}).status_code == 404


def test_nobody_starts_from_a_text_they_may_not_see(client, draft):
    dries = make_user("Dries")
    elsewhere = make_programme("marketing", coordinator=dries)
    theirs = texts.start(by=dries, programme=elsewhere, kind="workplace", language="nl")

    answer = client.post(
        reverse("placements:text-start", args=[draft.text.programme_id]),
        {"kind": "own_job", "language": "nl", "source": str(theirs.pk)},
    )

    assert answer.status_code == 404


def test_the_coordinator_says_what_kind_of_placement_it_is(client, draft):
    placement = make_placement(programme=draft.text.programme)

    client.post(
        reverse("placements:placement-change-kind", args=[placement.pk]), {"kind": "own_job"}
    )

    changed = Placement.objects.get(pk=placement.pk)
    assert changed.kind == "own_job"
    shown = client.get(reverse("placements:placement", args=[placement.pk])).content.decode()
    assert "changed the kind of placement" in shown
    assert "own job" in shown
    again = placements.change_kind(by=None, placement=changed, kind="own_job")
    assert again.kind == "own_job"
