"""Run any command with both servers up: `python -m config.embedded -- pytest -n 2`.

The data is thrown away afterwards. The exit code is that of the command.
"""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from types import FrameType

from config.embedded import servers
from config.embedded.supervisor import CannotStart, Supervisor, die_with_parent

USAGE = "usage: python -m config.embedded -- COMMAND [ARGUMENT ...]"


def main(arguments: list[str]) -> int:
    if arguments[:1] != ["--"] or len(arguments) < 2:
        print(USAGE, file=sys.stderr)
        return 2
    sys.stdout.reconfigure(line_buffering=True)  # what we say stands above the command's output
    signal.signal(signal.SIGTERM, stop)
    servers.LOCAL.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="test-", dir=servers.LOCAL) as home,
        Supervisor() as supervisor,
    ):
        try:
            urls = servers.start(supervisor, Path(home), throw_away=True)
        except CannotStart as reason:
            print(reason, file=sys.stderr)
            return 1
        return run(arguments[1:], {**os.environ, **urls})


def run(command: list[str], environ: dict[str, str]) -> int:
    """Run in our own terminal session, so that Ctrl-C reaches the command; it then ends us."""
    process = subprocess.Popen(
        command,
        env=environ,
        preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509 (no threads here)
    )
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue
        except SystemExit:
            process.terminate()
            process.wait()
            raise


def stop(signal_number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + signal_number)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
