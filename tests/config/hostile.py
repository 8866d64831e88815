"""Two hundred ways in which words could reach for something when they are taken for a page, and
the watches that hear whether they did."""

import sys
import sysconfig
import threading
import typing
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, is_dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import weasyprint

from config import pdf

SECRET = Path("/etc/passwd")
# Not words of people: a choice of ours without which the paper does not exist, or an address and
# a file name that only settings and actions write.
CHOSEN = {"language", "voice", "state", "answer", "logo", "verify_url", "code", "kind"}
OWN_CODE = {"Stamp"}  # other dataclasses call by `code` what people typed
# Our own folder, the colour profile that WeasyPrint brings for PDF/A, and code of libraries that is
# imported when it is first needed.
LIBRARIES = Path(weasyprint.__file__).parent.parent
OWN = (str(pdf.FOLDER), str(LIBRARIES / "weasyprint" / "pdf" / "sRGB2014.icc"))
CODE = (str(LIBRARIES), sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib"))

CARRIERS = (
    '<img src="{}">',
    '<img srcset="{} 2x">',
    '<picture><source srcset="{}"><img src="{}"></picture>',
    '<link rel="stylesheet" href="{}">',
    '<link rel="attachment" href="{}">',
    '<a rel="attachment" href="{}">a</a>',
    '<iframe src="{}"></iframe>',
    '<object data="{}" type="image/svg+xml"></object>',
    '<embed src="{}">',
    '<input type="image" src="{}">',
    '<video poster="{}" src="{}"></video>',
    '<base href="{}"><img src="after-base.png">',
    '<meta http-equiv="refresh" content="0;url={}">',
    '<table background="{}"><tr><td>b</td></tr></table>',
    '<script src="{}"></script>',
    '<?xml-stylesheet href="{}"?>',
    '<svg width="9" height="9"><image href="{}" width="9" height="9"/></svg>',
    '<svg width="9" height="9"><use href="{}#a"/></svg>',
    '<svg><foreignObject width="9" height="9"><img src="{}"></foreignObject></svg>',
    '<svg width="9" height="9"><filter id="f"><feImage href="{}"/></filter></svg>',
    "<style>@import url({});</style>",
    "<style>@font-face {{ font-family: x; src: url({}) }} * {{ font-family: x }}</style>",
    "<style>p::before {{ content: url({}) }}</style><p>c</p>",
    "<style>@page {{ background: url({}) }}</style>",
    '<p style="background-image: url({})">d</p>',
    '<p style="list-style: url({}); display: list-item">e</p>',
    '"\'></p></td></tr></table></main><img src="{}">',
    "]]>--></style></script></title><img src={}>",
)
SPECIALS = (
    "{{ settings.SECRET_KEY }}",
    "{% load static %}{% include 'base.html' %}",
    "{% debug %}{{ request }}{{ block.super }}",
    "%(name)s %s ${name} $content {name} {0.__class__}",
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>&b;&b;&b;',
    '<!DOCTYPE x [<!ENTITY s SYSTEM "file:///etc/passwd">]><p>&s;</p>',
    "\u202egnp.exe\u202c \u2066left\u2069 \u200f\u061c",
    "zero\u200bwidth\u200d\ufeffjoin\u2060er",
    "nul\x00 bell\x07 escape\x1b[31m delete\x7f",
    "9" * 400,
    "1e999999 -0x7fffffffffffffff NaN Infinity",
    "a\u0301" * 60,
    "\U0001f469\u200d\U0001f469\u200d\U0001f467\U0001f3fd \ud83d \U000e0041",
    "<p style='width:99999999px;height:99999999px;font-size:99999px'>x",
    "<style>* { display: none } @page { size: 1px 1px }</style>",
    "<style>html { counter-reset: page 999 } .foot { position: static }</style>",
    "&lt;img src=x&gt; &amp;lt; &#0; &#x110000; &#xd800;",
    "javascript:alert(1)//\\u003cimg src=x\\u003e",
    "='HYPERLINK(\"http://example.org\")' \r\n\t @SUM(1) +1 -1",
    "\u2028\u2029\x0b\x0c\x85line ends",
    "https://" + "x" * 300 + ".example",
    "/* */ } { ; : \\ \" ' ` ~ ^ | # ! ? <!-- -->",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<form action=x><textarea><select><option selected>y",
    '<math><mtext><table><mglyph><style><img src="x">',
    "<details open ontoggle=1><summary><dialog open>",
    "art/../../../manage.py made/logo.svg fonts/../document.css",
    "<h1 data-running='x'>an extra heading</h1><h6>too deep</h6>",
    "\\41 \\0 \\10ffff \\a url(\\66ile:///etc/passwd)",
    "x" * 2000,
    "\n" * 200 + "after many lines",
    "<a href='#point-1' id='point-1'>twice the same id</a>",
)


def targets(address: str) -> tuple[str, ...]:
    drawn = f"<svg xmlns='http://www.w3.org/2000/svg'><image href='{address}/in-data'/></svg>"
    return (
        f"{address}/asked",
        address.removeprefix("http:") + "/no-scheme",
        SECRET.as_uri(),
        str(SECRET),
        f"data:image/svg+xml,{drawn}",
        "javascript:fetch(1)",
    )


def payloads(address: str) -> list[str]:
    """Two hundred: each carrier with each target, and what needs no target."""
    reaching = [one.format(*[url] * 2) for one in CARRIERS for url in targets(address)]
    return [*reaching, *SPECIALS]


def poisoned(value: Any, text: str) -> Any:
    """The same values with the text in every field that holds somebody's words."""
    if isinstance(value, tuple):
        return tuple(poisoned(item, text) for item in value)
    if isinstance(value, str):
        return text
    if not is_dataclass(value):
        return value
    chosen = CHOSEN if type(value).__name__ in OWN_CODE else CHOSEN - {"code"}
    names = [one.name for one in fields(value) if one.name not in chosen]
    return replace(value, **{name: poisoned(getattr(value, name), text) for name in names})


def parts(kind: Any) -> set[type]:
    """Every dataclass that can stand somewhere in a document of this class."""
    if not is_dataclass(kind):
        return {found for inner in typing.get_args(kind) for found in parts(inner)}
    hints = typing.get_type_hints(kind).values()
    return {kind} | {found for hint in hints for found in parts(hint)}


def present(value: Any) -> set[type]:
    """Every dataclass that does stand in this one."""
    if isinstance(value, tuple):
        return {found for item in value for found in present(item)}
    if not is_dataclass(value):
        return set()
    inner = {found for one in fields(value) for found in present(getattr(value, one.name))}
    return {type(value)} | inner


# --- watches


class Listener(ThreadingHTTPServer):
    """Counts who calls on loopback; whoever calls gets an empty answer."""

    def __init__(self) -> None:
        self.paths: list[str] = []
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                listener.paths.append(self.path)
                self.send_response(200)
                self.end_headers()

            def log_message(self, *arguments: Any) -> None:
                """Quiet."""

        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


@contextmanager
def listening() -> Iterator[Listener]:
    server = Listener()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass
class Heard:
    """What this thread opened and whom it called while the watch was on."""

    files: list[str] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)

    @property
    def strange(self) -> list[str]:
        return [name for name in self.files if not _is_own(name)] + self.calls


def _is_own(name: str) -> bool:
    return name.startswith(OWN) or (name.startswith(CODE) and name.endswith((".pyc", ".py", ".so")))


_watching: dict[int, Heard] = {}
CALLS = ("socket.connect", "socket.getaddrinfo", "urllib.Request", "subprocess.Popen", "os.system")


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    heard = _watching.get(threading.get_ident()) if _watching else None
    if heard is None:
        return
    if event == "open" and isinstance(arguments[0], str | bytes | Path):
        heard.files.append(str(arguments[0]))
    elif event in CALLS:
        heard.calls.append(f"{event} {arguments!r:.200}")


sys.addaudithook(_hear)


@contextmanager
def watching() -> Iterator[Heard]:
    heard = Heard()
    _watching[threading.get_ident()] = heard
    try:
        yield heard
    finally:
        del _watching[threading.get_ident()]
