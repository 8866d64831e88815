"""Files of others that we ship are byte for byte what they were when we looked at them."""

import hashlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
ROW = re.compile(r"^\| (?P<file>\S+) \| .* \| (?P<sum>[0-9a-f]{64}) \|$", re.MULTILINE)
LISTED = [
    (folder / row["file"], row["sum"])
    for folder in (ROOT / "static/vendor", ROOT / "tests/vendor")
    for row in ROW.finditer((folder / "VENDORED.md").read_text())
]


@pytest.mark.parametrize(("path", "expected"), LISTED, ids=lambda value: Path(value).name[:20])
def test_a_vendored_file_is_unchanged(path, expected):
    assert hashlib.sha256(path.read_bytes()).hexdigest() == expected


def test_every_vendored_file_is_listed():
    present = {
        path
        for folder in (ROOT / "static/vendor", ROOT / "tests/vendor")
        for path in folder.rglob("*")
        if path.suffix in {".js", ".css", ".woff2", ".ttf"}
    }

    assert present == {path for path, _ in LISTED}
