"""The house keeps its shape: sizes, imports, who writes, what hangs where."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from accounts import jobs, todo
from config.append_only import AppendOnlyModel

ROOT = Path(settings.BASE_DIR)
APPS = ["config", "accounts", "competences", "placements", "mentors", "quality", "demo"]
HANDLERS = {"get", "post", "form_valid"}

MODULE, FUNCTION, HANDLER, TEMPLATE, TEST_MODULE = 350, 50, 15, 150, 400
TEMPLATE_LINE = 160
# The reason stands beside each exception.
LONGER: dict[str, str] = {}
LONG_LINES: dict[str, str] = {}


def modules(*folders: str) -> Iterator[Path]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def lines_in(path: Path) -> int:
    return len(path.read_text().splitlines())


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(node: ast.FunctionDef) -> int:
    """Lines of a function without its docstring."""
    first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
    return (node.end_lineno or 0) - first.lineno + 1


def test_modules_stay_readable():
    long = {name_of(path): lines_in(path) for path in modules(*APPS) if lines_in(path) > MODULE}

    assert {name: size for name, size in long.items() if name not in LONGER} == {}


def test_test_modules_stay_readable():
    long = {name_of(path): lines_in(path) for path in modules("tests")}

    assert {name: size for name, size in long.items() if size > TEST_MODULE} == {}


def test_functions_stay_short():
    long = [
        (name_of(path), node.name, length(node))
        for path in modules(*APPS)
        for node in functions(path)
        if length(node) > FUNCTION
    ]

    assert long == []


def test_view_handlers_only_load_act_and_redirect():
    long = [
        (name_of(path), node.name, length(node))
        for path in modules(*APPS)
        if "views" in path.parts
        for node in functions(path)
        if node.name in HANDLERS and length(node) > HANDLER
    ]

    assert long == []


def test_templates_stay_short():
    sizes = {name_of(path): lines_in(path) for path in (ROOT / "templates").rglob("*.html")}

    assert {name: size for name, size in sizes.items() if size > TEMPLATE} == {}


def test_template_lines_stay_readable():
    """One element or block per line, so that a change reads as a change."""
    long = {
        name_of(path)
        for path in (ROOT / "templates").rglob("*.html")
        if any(len(line) > TEMPLATE_LINE for line in path.read_text().splitlines())
    }

    assert long - LONG_LINES.keys() == set()


def test_imports_stand_at_the_top():
    inner = [
        (name_of(path), node.name, line.lineno)
        for path in modules(*APPS)
        for node in functions(path)
        for line in ast.walk(node)
        if isinstance(line, ast.Import | ast.ImportFrom)
    ]

    assert inner == []


def test_pages_and_api_start_from_what_the_visitor_may_see():
    """In views and API a queryset is scoped in the same expression, or says why it need not be."""
    allowed = re.compile(
        r"visible_to\(|heard_by\(|pitched_to\(|coordinated_by\(|organised_by\(|with_voice\("
        r"|request\.user\.pk|# everybody may see"
    )
    loose = []
    for path in modules(*APPS):
        if "views" not in path.parts and "api" not in path.parts:
            continue
        text = path.read_text()
        for found in re.finditer(r"\b[A-Z]\w+\.objects\b", text):
            statement = text[found.start() : found.start() + 160]
            if not allowed.search(statement):
                loose.append(f"{name_of(path)}:{text[: found.start()].count(chr(10)) + 1}")

    assert loose == []


def test_only_actions_write():
    """No page, form, task or overview saves, creates, updates or deletes by itself."""
    writing = re.compile(
        r"\.objects\.(create|bulk_create|update_or_create|get_or_create)\(|\.delete\(\)|\.save\("
    )
    elsewhere = [
        f"{name_of(path)}:{number}"
        for path in modules(*[app for app in APPS if app not in {"config", "demo"}])
        if not {"actions", "models"} & set(path.parts)
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if writing.search(line) and "job.file.save(" not in line  # a job's own result
    ]

    assert elsewhere == []


def test_there_are_no_signals_of_our_own():
    users = [
        name_of(path)
        for path in modules(*APPS)
        if re.search(
            r"django\.(db\.models\.)?dispatch|post_save|pre_save|Signal\(", path.read_text()
        )
    ]

    assert users == []


def test_nothing_is_marked_safe_outside_the_drawing_functions():
    users = {
        name_of(path)
        for path in modules(*APPS)
        if re.search(r"mark_safe|csrf_exempt|\.raw\(|\|safe\b", path.read_text())
        and path.parent != ROOT / "config" / "pictures"
    }
    users |= {
        name_of(path)
        for path in (ROOT / "templates").rglob("*")
        if path.suffix == ".html" and re.search(r"\|\s*safe\b|autoescape off", path.read_text())
    }

    assert users - SAFE == set()


# Where text becomes markup, or a form needs no token, and why that is sound.
SAFE = {
    # repaints SVG that the drawing functions made and escaped
    "config/templatetags/pdf_pictures.py",
    # a mail program posts without a cookie (RFC 8058); what it may do is in the address
    "accounts/views/messages.py",
    # a stranger has a paper verified, with or without cookies; it changes nothing
    "accounts/views/verify.py",
}


def test_no_page_carries_script_or_style_of_its_own():
    """Mails and papers are apart: mail clients need inline styles, papers have no browser."""
    inline = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>\s*\S|\sstyle=|\son[a-z]+=", re.IGNORECASE)
    pages = [
        path
        for path in (ROOT / "templates").rglob("*.html")
        if not {"emails", "pdf"} & set(path.relative_to(ROOT / "templates").parts)
    ]

    assert [name_of(path) for path in pages if inline.search(path.read_text())] == []


def test_every_template_is_used():
    source = "\n".join(
        path.read_text() for path in [*modules(*APPS), *(ROOT / "templates").rglob("*.*")]
    )
    named = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}
    unused = []
    for path in [*(ROOT / "templates").rglob("*.html"), *(ROOT / "templates").rglob("*.txt")]:
        name = str(path.relative_to(ROOT / "templates"))
        stem = re.sub(r"(\.subject)?\.(txt|html)$", "", name)
        short = stem.split("/", 1)[-1]
        if name not in named and not any(form in source for form in (name, stem, short)):
            unused.append(name)

    assert unused == []


def test_the_registers_hold_what_the_apps_promise():
    assert todo.registered() == TODO_SOURCES
    assert sorted(jobs.registered()) == JOBS


TODO_SOURCES = [
    "competences.lab-student",
    "competences.lab-teacher",
    "competences.prior-learning",
    "mentors",
    "mentors.onboarding",
    "mentors.shortenings",
    "mentors.tasks",
    "placements",
    "placements.coach",
    "placements.conflicts",
    "placements.coordinator",
    "placements.facts",
    "placements.hand-overs",
    "placements.moments",
    "placements.preparations",
    "placements.signatory",
    "placements.unreached",
    "placements.weeks",
    "quality.actions",
    "quality.cycles",
    "quality.discussions",
    "quality.scans",
    "quality.visits",
]
JOBS = ["agreements-open", "agreements-send", "documents-zip", "portfolio", "roster-import"]


@pytest.mark.parametrize("model", apps.get_models(), ids=lambda model: model._meta.label)
def test_paired_fields_are_held_together_by_the_database(model):
    """`x_at` and `x_by` of one row are both set or both empty, by constraint."""
    if issubclass(model, AppendOnlyModel) or not model.__module__.startswith(tuple(APPS)):
        return
    fields = {field.name: field for field in model._meta.fields}
    pairs = [
        (name, f"{name[:-3]}_by")
        for name, field in fields.items()
        if name.endswith("_at") and f"{name[:-3]}_by" in fields and field.null
    ]
    held = "".join(str(constraint.deconstruct()) for constraint in model._meta.constraints)

    assert [pair for pair in pairs if not all(f"{name}__isnull" in held for name in pair)] == []
