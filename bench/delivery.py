"""Is any reminder lost, or sent as another mail? Real workers, beats, servers, and SIGKILL.

    make proof-delivery

Prints figures, and ends with 1 when something is lost, sent twice, or late; the red control marks
a mail first and then sends it, and must lose some.
"""

import argparse
import logging
import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.delivery.proof_settings"
os.environ["DEMO"] = "1"
SEED = 20261120
# Each of the twenty times that the power goes, the control loses what is under way.
LEAST = 20


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--kills", type=int, default=200)
    asked.add_argument("--mails", type=int, default=3000)
    asked.add_argument("--only", choices=["kills", "control", "chaos"])
    said = asked.parse_args()
    (ROOT / ".local").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="proof-", dir=ROOT / ".local") as folder:
        return prove(Path(folder), said)


def prove(folder: Path, said: argparse.Namespace) -> int:
    """Django may only be imported once there is a database: so are the parts of the proof."""
    from config.embedded.supervisor import Supervisor
    from tests.delivery.proof_servers import Servers

    supervisor = Supervisor()
    servers = Servers(folder, supervisor)
    os.environ |= {
        "DATABASE_URL": servers.database_url,
        "REDIS_URL": servers.queue_url,
        "MEDIA_ROOT": str(folder / "media"),
    }
    try:
        import django
        from django.core.management import call_command

        django.setup()
        logging.getLogger("mail.log").setLevel(logging.WARNING)  # every word of every mail
        call_command("migrate", verbosity=0)
        return _run(servers, folder, said)
    finally:
        supervisor.stop()


def _run(servers, folder: Path, said: argparse.Namespace) -> int:
    from tests.delivery import chaos, kills

    wrong: list[str] = []
    shared = {"seed": SEED, "longest": 1200, "workers": 3, "parents": 0.12}
    if said.only in {None, "kills"}:
        found = kills.run(
            new(folder, "kills"), dict(os.environ), mails=said.mails, kills=said.kills, **shared
        )
        print(f"SIGKILL, seed {SEED}: {found}", flush=True)
        wrong += found.faults()
    if said.only in {None, "control"}:
        found = kills.run(
            *(new(folder, "control"), dict(os.environ)),
            **shared,
            mails=max(60, said.mails // 10),
            kills=max(10, said.kills // 10),
            beat=5,
            control="mark-first",
            name="control",
        )
        print(f"Red control, marked first and then sent: {found}", flush=True)
        if found.lost < LEAST:
            wrong.append(f"the red control lost {found.lost}: it could not show a loss")
    if said.only in {None, "chaos"}:
        for outcome in chaos.run(servers, new(folder, "chaos"), list(chaos.FAULTS)):
            print(outcome, flush=True)
            wrong += outcome.faults()
    print("\n".join(["BROKEN", *wrong]) if wrong else "All as promised.")
    return 1 if wrong else 0


def new(folder: Path, name: str) -> Path:
    found = folder / name
    found.mkdir()
    return found


if __name__ == "__main__":
    raise SystemExit(main())
