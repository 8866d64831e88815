"""One changed byte in a sealed paper is found, wherever it stands.

`SEAL_CHANGES=1000` for the whole proof (`make proof-seal`); the suite takes 100.
"""

import hashlib
import os
import random
import re
from collections import Counter
from collections.abc import Iterator

import pytest

from accounts.actions import seals
from accounts.verification import Outcome, examine
from config import clock, pdf, seal_key
from config.seal import inspect, seal
from tests.config.paper_samples import paper

pytestmark = pytest.mark.django_db
CHANGES = int(os.environ.get("SEAL_CHANGES", "100"))
SEED = 6
EXAMINED = 2  # changes of which the page's own answer is asked too: each takes a process
PAPERS = (("agreement", "usual", "nl"), ("agreement", "longest", "en"))
IN_TURN = 3
COVERED = {"header", "paper", "xref of the paper", "seal", "xref of the seal", "end"}
# The same digits in other letters are the same signature: only the hash sees that.
SIGNATURE, CASE = "signature", "case of a digit"


@pytest.fixture
def papers() -> list[bytes]:
    """Two sealed papers that the register knows."""
    sealed = []
    for number, which in enumerate(PAPERS, 1):
        content = seal(
            pdf.render_document(paper(*which)),
            reason="proof",
            location="Gent",
            name="Proof",
            at=clock.now(),
        )
        seals.keep(
            kind="agreement",
            subject=f"agreement:{number}",
            reference=f"PROOF-{number}",
            code=seals.new_code(),
            pdf=content,
            signatures=3,
        )
        sealed.append(content)
    return sealed


def regions(content: bytes) -> dict[str, tuple[int, int]]:
    """Every byte of a sealed paper, once: name -> (first, after the last)."""
    _zero, opened, closed, _rest = map(
        int, re.search(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)\]", content).groups()
    )
    paper_ends = content.index(b"%%EOF") + len(b"%%EOF")
    paper_xref = int(re.search(rb"startxref\s+(\d+)\s+%%EOF", content[:paper_ends])[1])
    digits = content[opened + 1 : closed - 1]
    used = opened + 1 + 2 * der_length(bytes.fromhex(digits.decode()))
    return {
        "header": (0, 20),
        "paper": (20, paper_xref),
        "xref of the paper": (paper_xref, paper_ends),
        "seal": (paper_ends, opened),
        "brackets": (opened, opened + 1),
        "signature": (opened + 1, used),
        "padding": (used, closed - 1),
        "closing bracket": (closed - 1, closed),
        "xref of the seal": (closed, len(content) - 6),
        "end": (len(content) - 6, len(content)),
    }


def der_length(content: bytes) -> int:
    """How many bytes the outermost element of DER takes, its head included."""
    size = content[1] & 0x7F
    return 2 + size + int.from_bytes(content[2 : 2 + size], "big")


def changes(content: bytes, count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """(region, the paper with one other byte): each region in turn at first, then anywhere; no
    change twice."""
    chance, places = random.Random(seed), regions(content)
    assert sum(last - first for first, last in places.values()) == len(content)
    names, seen = [*places, CASE], set()
    while len(seen) < count:
        name = names[len(seen) % len(names)]
        if len(seen) < IN_TURN * len(names):
            first, last = places[SIGNATURE if name == CASE else name]
            position = chance.randrange(first, last)
        else:
            position = chance.randrange(len(content))
            name = next(one for one, (first, last) in places.items() if first <= position < last)
        old = content[position : position + 1]
        new = old.swapcase() if name == CASE else bytes([chance.randrange(256)])
        if new != old and (position, new) not in seen:
            seen.add((position, new))
            yield name, content[:position] + new + content[position + 1 :]


def says_ours(content: bytes) -> bool:
    """The cryptographic check alone: a seal with our certificate that is true and covers all."""
    try:
        verdict = inspect(content)
    except Exception:  # noqa: BLE001 (what cannot be read proves nothing)
        return False
    return verdict.is_whole and verdict.certificate_sha256 in seal_key.own_certificates()


def only_looks_for_a_signature(content: bytes) -> bool:
    """The control: believes whatever has the parts of a signature."""
    return b"/Type /Sig" in content and b"/ByteRange" in content and b"/Contents <" in content


def test_every_changed_byte_is_found(papers, capsys):
    assert [examine(one).outcome for one in papers] == [Outcome.EXACT] * len(papers)
    assert all(says_ours(one) and only_looks_for_a_signature(one) for one in papers)
    known = {hashlib.sha256(one).hexdigest() for one in papers}

    tried, by_hash, by_seal, by_control = Counter(), Counter(), Counter(), Counter()
    answers = Counter()
    for number, content in enumerate(papers):
        share = CHANGES // len(papers)
        for turn, (region, changed) in enumerate(changes(content, share, SEED + number)):
            tried[region] += 1
            found = seals.by_bytes(changed) is None
            by_hash[region] += found and hashlib.sha256(changed).hexdigest() not in known
            by_seal[region] += not says_ours(changed)
            by_control[region] += not only_looks_for_a_signature(changed)
            if turn % max(share // EXAMINED, 1) == 0:
                answers[examine(changed).outcome] += 1

    with capsys.disabled():
        report(tried, by_hash, by_seal, by_control, answers)
    assert by_hash == tried
    assert {region: by_seal[region] for region in COVERED} == {
        region: tried[region] for region in COVERED
    }
    assert by_control.total() < tried.total() / 2
    assert answers[Outcome.EXACT] == 0


def report(tried, by_hash, by_seal, by_control, answers) -> None:
    print(f"\n{tried.total()} changes of one byte in {len(PAPERS)} sealed papers (seed {SEED})")
    print(f"{'where':<20}{'changed':>9}{'hash':>8}{'seal alone':>12}{'control':>9}")
    for region in tried:
        print(
            f"{region:<20}{tried[region]:>9}{by_hash[region]:>8}"
            f"{by_seal[region]:>12}{by_control[region]:>9}"
        )
    print(
        f"{'found':<20}{tried.total():>9}{by_hash.total():>8}"
        f"{by_seal.total():>12}{by_control.total():>9}"
    )
    print("answers of the page:", {str(key.value): count for key, count in answers.items()})
