"""Descriptions of other systems are HTML: their words come in, and nothing else does."""

import time

import pytest

from competences.importers.html_text import paragraphs

WORDS = {
    "<p>Boekt in.</p><ul><li>Facturen &amp; bonnen</li><li>Kas</li></ul>": (
        "Boekt in.",
        "Facturen & bonnen",
        "Kas",
    ),
    "een<br/>twee<BR>drie": ("een", "twee", "drie"),
    "<p class='a' title=\"b\">Een <b>vet</b> woord</p>": ("Een vet woord",),
    "als a < b en c > d, dan &lt;p&gt;": ("als a < b en c > d, dan <p>",),
    "voor<script>if (a<b) { x = '<p>y</p>' }</script>na<style>p {}</style>": ("voorna",),
    "voor<!-- <p>weg</p> -->na": ("voorna",),
    "<!doctype html><?xml?><p>een</p>": ("een",),
    "niet af <p": ("niet af <p",),
    "": (),
}


@pytest.mark.parametrize("text", WORDS)
def test_only_the_words_stay_one_text_for_each_block(text):
    assert paragraphs(text) == WORDS[text]


@pytest.mark.parametrize(
    "piece",
    ["<a ", "<a", "a<", "<!--", "<!--x>", "</", "<?", "<!", "<a b='", "<script>", "&#", "<p>"],
)
def test_what_never_ends_costs_no_more_than_its_length(piece):
    """Ten minutes with a parser that looks to the end of the file from each tag."""
    started = time.process_time()

    paragraphs(piece * (600_000 // len(piece)))

    assert time.process_time() - started < 5
