"""Reading the seal of a file that a stranger sent, in a process of its own.

What would make a reader work for hours or fill the memory ends there: so many seconds, so much
memory, no file to write, and none of our secrets in its environment. Each web process lets one run.

    python -m config.seal_apart < paper.pdf      one line of JSON: the `Verdict`
"""

import datetime as dt
import json
import resource
import subprocess
import sys
import threading
from dataclasses import asdict
from pathlib import Path

from config.seal import Verdict, inspect

HOUSE = Path(__file__).resolve().parent.parent
SECONDS, SECONDS_BY_THE_CLOCK = 10, 20
MEMORY = 1024**3
WAIT_SECONDS = 5

_one_at_a_time = threading.BoundedSemaphore()


class Unreadable(Exception):
    """No sense can be made of the file within these bounds."""


class Busy(Exception):
    """Somebody else's file is being read; it takes seconds."""


def inspect_apart(pdf: bytes) -> Verdict:
    """`config.seal.inspect` for files that may be made to hurt. Raises `Unreadable`, `Busy`."""
    if not _one_at_a_time.acquire(timeout=WAIT_SECONDS):
        raise Busy
    try:
        done = subprocess.run(
            [sys.executable, "-m", "config.seal_apart"],
            input=pdf,
            capture_output=True,
            cwd=HOUSE,
            env={"PYTHONDONTWRITEBYTECODE": "1"},
            timeout=SECONDS_BY_THE_CLOCK,
            check=True,
        )
        return _read(done.stdout)
    except (subprocess.SubprocessError, OSError, ValueError) as error:
        raise Unreadable from error
    finally:
        _one_at_a_time.release()


def _read(answer: bytes) -> Verdict:
    said = json.loads(answer)
    moment = said.pop("sealed_at")
    return Verdict(**said, sealed_at=dt.datetime.fromisoformat(moment) if moment else None)


def _bound() -> None:
    for what, limit in (
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (limit, limit))


def main() -> None:
    _bound()
    verdict = asdict(inspect(sys.stdin.buffer.read()))
    moment = verdict["sealed_at"]
    verdict["sealed_at"] = moment.isoformat() if moment else ""
    print(json.dumps(verdict))


if __name__ == "__main__":
    main()
