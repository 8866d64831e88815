"""No paper takes a worker with it: a render that wants too much is ended, and whoever asked lives.

Each render runs in a child of its own, forked from the process that has fonts and style sheet
ready. The kernel ends the child, also inside C code where no exception of Python gets through:
by its processor time, which a busy machine does not shorten, and by what it asks of memory.
All of the text layout happens in such children, so that no thread of the parent holds one of its
locks while another one forks.
"""

import gc
import os
import pickle
import resource
import select
import signal
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

MB = 1024 * 1024
CHUNK = 65_536
# Times the processor time, on the clock of the wall: for a child that hangs without working.
PATIENCE = 12
DONE, FAILED = b"=", b"!"
SIZE = 8  # bytes that say how long an answer is: a child may be ended in the middle of it

_forking = threading.Lock()


class DocumentTooLarge(ValueError):
    """More text than one document may hold, or more than may be spent on setting it."""


def within(
    work: Callable[[], bytes], *, seconds: int, megabytes: int, ready: Callable[[], object]
) -> bytes:
    """What `work` answers, done in a child process of so much processor time and memory.

    `ready` loads in this process what every child needs. Raises `DocumentTooLarge` for a child
    that was ended, and what `work` itself raised.
    """
    reading, writing = os.pipe()
    with _forking:
        ready()
        child = os.fork()
    if child == 0:
        os.close(reading)
        _in_child(work, writing, seconds, megabytes)
    os.close(writing)
    try:
        answer = _hear(reading, time.monotonic() + seconds * PATIENCE)
    finally:
        os.close(reading)
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)  # it has said all, or will never
        os.waitpid(child, 0)
    kind, said = answer[:1], answer[1 + SIZE :]
    if len(answer) < 1 + SIZE or len(said) != int.from_bytes(answer[1 : 1 + SIZE], "big"):
        raise DocumentTooLarge(f"more than {seconds} s of work, or {megabytes} MB")
    if kind == FAILED:
        error, where = pickle.loads(said)  # noqa: S301 (our own child packed it)
        error.add_note(where)
        raise error
    return said


def _in_child(work: Callable[[], bytes], writing: int, seconds: int, megabytes: int) -> NoReturn:
    """Never returns into the code of the parent, whatever happens."""
    try:
        gc.freeze()  # what belongs to the parent is not cleaned up here
        for number in (signal.SIGTERM, signal.SIGXCPU):
            signal.signal(number, signal.SIG_DFL)
        _limit(seconds, megabytes)
        _say(writing, DONE, work())
    except MemoryError:
        os._exit(1)
    except BaseException as error:  # noqa: BLE001 (the parent raises it)
        _say(writing, FAILED, _packed(error))
    finally:
        os._exit(0)


def _limit(seconds: int, megabytes: int) -> None:
    _soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, hard))
    if (used := _data_in_use()) is not None:
        _soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (used + megabytes * MB, hard))


def _data_in_use() -> int | None:
    """Bytes of data that this process has already; None where there is no /proc to say so."""
    try:
        pages = Path("/proc/self/statm").read_text().split()[5]
    except OSError:
        return None
    return int(pages) * resource.getpagesize()


def _packed(error: BaseException) -> bytes:
    where = "".join(traceback.format_exception(error))
    try:
        packed = pickle.dumps((error, where))
        pickle.loads(packed)  # noqa: S301 (what we packed ourselves, a line ago)
    except Exception:  # noqa: BLE001 (an exception of a kind that cannot travel)
        return pickle.dumps((RuntimeError(str(error)), where))
    return packed


def _say(writing: int, kind: bytes, words: bytes) -> None:
    with os.fdopen(writing, "wb") as pipe:
        pipe.write(kind + len(words).to_bytes(SIZE, "big") + words)


def _hear(reading: int, until: float) -> bytes:
    """All that the child says, until it ends; or what it said when patience is over."""
    heard = bytearray()
    while (left := until - time.monotonic()) > 0 and select.select([reading], [], [], left)[0]:
        if not (chunk := os.read(reading, CHUNK)):
            break
        heard += chunk
    return bytes(heard)
