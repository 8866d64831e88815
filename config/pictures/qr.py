"""A QR code to be read from a screen, as SVG on the page."""

import io

import segno
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

QUIET_MODULES = 4  # what ISO/IEC 18004 asks around a code


def qr_code(text: str, *, label: str) -> SafeString:
    """Black on white in every colour scheme, without a size of its own; `label` is its title."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        out,
        kind="svg",
        border=QUIET_MODULES,
        dark="#000",
        light="#fff",
        title=label,
        svgclass="qr",
        lineclass="",
        omitsize=True,
        xmldecl=False,
        svgns=True,
        nl=False,
    )
    drawn = out.getvalue().decode()
    named = f'<svg role="img" aria-label="{escape(label)}"'
    return mark_safe(drawn.replace("<svg", named, 1))  # noqa: S308 - segno escapes the title
