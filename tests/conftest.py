"""What every test may lean on; the people of the stories are in tests/cast.py."""

import copy
import gc
import os
import re
import socket
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import connection, transaction
from django.test import TransactionTestCase, override_settings
from django.test.client import ClientHandler
from playwright.sync_api import Browser, Page, sync_playwright

from tests import chromium, sweeping
from tests.cast import Cast, make_cast
from tests.processes import MailSink, Workers

IN_CI = os.environ.get("CI", "").lower() in {"1", "true"}
LOOPBACK = ("127.", "::1", "localhost", "::ffff:127.")
# What is noted about reading itself: the session, how often an address is read, and when last;
# and papers that were made, which are kept to be made once.
NOTED = (
    r'"?(django_session|accounts_ratecount|accounts_storeddocument"|placements_sighting"'
    r'|placements_calendarfeed" SET "last_read_at")'
)
WRITING = re.compile(rf"\s*(INSERT INTO|UPDATE|DELETE FROM)\s+(?!{NOTED})", re.IGNORECASE)


def pytest_configure(config: pytest.Config) -> None:
    """Tasks run on the spot, unless a test takes `workers`; each xdist process has its own queue.

    Here, because the Celery app reads the settings once, at its first use.
    """
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:]) + 1
    django_settings.CELERY_TASK_ALWAYS_EAGER = True
    django_settings.CELERY_BROKER_URL = re.sub(r"/\d+$", f"/{number}", django_settings.REDIS_URL)


def pytest_collection_finish() -> None:
    """What was loaded stays for the whole run and is not looked through for garbage again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)


# --- what could not run -----------------------------------------------------------------------


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    return skips_fail_in_ci((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Any:
    return skips_fail_in_ci((yield))


def skips_fail_in_ci(report: Any) -> Any:
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"Nothing may be skipped in CI: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter: Any) -> Iterator[None]:
    """The last lines say what was counted, what this machine could not run, and why."""
    yield
    counted = [
        line for one in terminalreporter.stats.get("passed", []) for line in one.user_properties
    ]
    if counted:
        terminalreporter.section("counted")
    for what, number in counted:
        terminalreporter.line(f"{what}: {number}")
    reasons = Counter(
        str(report.longrepr[2]).removeprefix("Skipped: ")
        for report in terminalreporter.stats.get("skipped", [])
    )
    if reasons:
        terminalreporter.section("could not run on this machine")
    for reason, count in sorted(reasons.items()):
        terminalreporter.line(f"{count} of the tests: {reason}")


# --- the database -----------------------------------------------------------------------------

SLEEPING_TRIGGERS = """
DO $$ DECLARE guard record; BEGIN
    FOR guard IN SELECT tgrelid::regclass AS held, tgname FROM pg_trigger
        WHERE tgname LIKE '%\\_truncate' AND tgenabled <> 'D'
    LOOP
        EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', guard.held, guard.tgname);
    END LOOP;
END $$
"""


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Tests that commit may be swept out with TRUNCATE (see tests/sweeping.py), which append-only
    tables refuse: that one guard sleeps here and is woken by the test that tries it. UPDATE and
    DELETE stay refused.

    A worker or thread of the last test may hold the database a moment longer than its test."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(SLEEPING_TRIGGERS)
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(autouse=True, scope="session")
def _swept_with_few_movements() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        djangos_way = TransactionTestCase._fixture_teardown
        patch.setattr(
            TransactionTestCase, "_fixture_teardown", sweeping.after_the_test(djangos_way)
        )
        yield


# --- rules that hold during every test --------------------------------------------------------


@pytest.fixture(autouse=True, scope="session")
def _closed_network() -> Iterator[None]:
    """A test that reaches for another machine fails, with the address in the message."""
    connect = socket.socket.connect

    def connect_nearby(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and not str(address[0]).startswith(LOOPBACK):
            raise AssertionError(f"A test tried to reach {address}; the network is closed.")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect_nearby)
        yield


@pytest.fixture(autouse=True, scope="session")
def _reading_never_writes() -> Iterator[None]:
    """A GET or HEAD that changes a row (other than what is noted about reading) is an error."""
    handle = ClientHandler.__call__

    def refuse_writes(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if WRITING.match(sql):
            raise AssertionError(f"A GET wrote to the database: {sql[:200]}")
        return execute(sql, *rest)

    def handle_strictly(self: ClientHandler, environ: dict[str, Any]) -> Any:
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            return handle(self, environ)
        with connection.execute_wrapper(refuse_writes):
            return handle(self, environ)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ClientHandler, "__call__", handle_strictly)
        yield


@pytest.fixture(autouse=True)
def _clean_slate(settings: Any, tmp_path: Path) -> None:
    """Files of a test go to a folder of its own; nothing waits in the cache (throttles do)."""
    settings.MEDIA_ROOT = tmp_path / "media"
    cache.clear()


# --- a world for many tests -------------------------------------------------------------------


@pytest.fixture(scope="module")
def lasting_media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the files of the lasting cast are, as long as it lasts."""
    return tmp_path_factory.mktemp("media")


@pytest.fixture(scope="module")
def lasting_cast(
    django_db_setup: None, django_db_blocker: Any, lasting_media: Path
) -> Iterator[Cast]:
    """The cast, made once for the tests of a module and rolled back after the last."""
    files = override_settings(MEDIA_ROOT=lasting_media)
    with django_db_blocker.unblock(), files, transaction.atomic():
        yield make_cast()
        transaction.set_rollback(True)


@pytest.fixture
def fresh_cast(lasting_cast: Cast, lasting_media: Path, db: None, settings: Any) -> Cast:
    """It as if it had been made for this test: nothing that another did to rows or objects."""
    settings.MEDIA_ROOT = lasting_media
    return copy.deepcopy(lasting_cast)


# --- the real thing ---------------------------------------------------------------------------


@pytest.fixture
def smtp_sink(settings: Any) -> Iterator[MailSink]:
    """A mail server on a loopback port; Django sends to it, and so do the `workers`."""
    with MailSink() as sink:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = sink.address
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        yield sink


@pytest.fixture
def workers(
    transactional_db: None, smtp_sink: MailSink, settings: Any, tmp_path: Path
) -> Iterator[Workers]:
    """Real Celery workers on this test's database, queue and mail server.

    `workers.start()` returns once the worker takes tasks; `workers.kill(worker)` is SIGKILL.
    """
    with Workers(tmp_path, smtp_sink, Path(settings.MEDIA_ROOT)) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run."""
    try:
        playwright = sync_playwright().start()
    except Exception as error:  # noqa: BLE001 (it raises nothing narrower)
        pytest.skip(f"Playwright does not start here: {error}")
    path = chromium.find(playwright)
    if path is None:
        playwright.stop()
        pytest.skip("no Chromium here: install it, or set CHROMIUM to where it is")
    # Playwright runs an event loop in this thread, which Django takes for asynchronous code.
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        running = playwright.chromium.launch(executable_path=path, args=chromium.ARGUMENTS)
        yield running
        running.close()
    playwright.stop()


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Makes pages that share nothing: `new_page(width=390, locale="en-GB", **context)`.

    An error in a page (a script's, a missing file, a breach of our content policy) fails the test.
    """
    contexts, problems = [], []

    def make(*, width: int = 1280, height: int = 900, locale: str = "nl-BE", **more: Any) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height}, locale=locale, **more
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on(
            "console",
            lambda line: problems.append(line.text) if line.type == "error" else None,
        )
        return page

    yield make
    for context in contexts:
        context.close()
    assert problems == []


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """One desktop page, in Dutch."""
    return new_page()
