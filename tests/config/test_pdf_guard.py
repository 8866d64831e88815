"""A render that wants too much is ended, and whoever asked for it lives on."""

import os
import re
import time
from dataclasses import replace
from pathlib import Path

import pytest

from config import pdf, pdf_guard
from config.pdf_guard import DocumentTooLarge
from tests.config.paper_samples import paper


def within(work, seconds=1, megabytes=64):
    return pdf_guard.within(work, seconds=seconds, megabytes=megabytes, ready=lambda: None)


def test_what_was_made_comes_back_whole():
    assert within(lambda: b"%PDF" * 500_000) == b"%PDF" * 500_000
    assert within(lambda: b"") == b""


def spin() -> bytes:
    while True:
        pass


def spin_in_c() -> bytes:
    """One call that no exception of Python interrupts."""
    return bytes(bool(re.match(r"(a+)+$", "a" * 60 + "b")))


def eat() -> bytes:
    return bytes(bytearray(200 * 1024 * 1024))


def eat_bit_by_bit() -> bytes:
    eaten = []
    while True:
        eaten.append("x" * 1_000_000)


@pytest.mark.parametrize("work", [spin, spin_in_c, eat, eat_bit_by_bit, lambda: os._exit(3)])
def test_too_much_is_ended_and_the_next_one_is_made(work):
    with pytest.raises(DocumentTooLarge):
        within(work)

    assert within(lambda: b"the next one") == b"the next one"


def test_what_hangs_without_working_is_ended(monkeypatch):
    monkeypatch.setattr(pdf_guard, "PATIENCE", 1)

    with pytest.raises(DocumentTooLarge):
        within(lambda: time.sleep(600) or b"")


def test_half_an_answer_is_none(monkeypatch):
    half = pdf_guard.DONE + (99).to_bytes(pdf_guard.SIZE, "big") + b"half"
    monkeypatch.setattr(pdf_guard, "_say", lambda writing, *answer: os.write(writing, half))

    with pytest.raises(DocumentTooLarge):
        within(lambda: b"all")


def test_what_goes_wrong_inside_is_raised_here_with_its_place():
    def wrong() -> bytes:
        raise KeyError("no such level")

    with pytest.raises(KeyError, match="no such level") as caught:
        within(wrong)

    assert "in wrong" in "".join(caught.value.__notes__)


def children() -> set[str]:
    """Process numbers of the children of this process, those that ended unheard among them."""
    tasks = Path("/proc/self/task").iterdir()
    return {pid for task in tasks for pid in (task / "children").read_text().split()}


def test_no_child_is_left_behind():
    before = children()
    within(lambda: b"done")
    with pytest.raises(DocumentTooLarge):
        within(spin)

    assert children() == before


def test_a_paper_over_the_limits_is_refused_and_another_is_made(settings):
    settings.PDF_SECONDS = 1
    (goal,) = paper("lab_plan").goals[:1]
    with pytest.raises(DocumentTooLarge):
        pdf.render_document(replace(paper("lab_plan"), goals=(goal,) * 300))
    settings.PDF_SECONDS = 10

    assert pdf.render_document(paper("lab_plan", "emptiest")).startswith(b"%PDF")
