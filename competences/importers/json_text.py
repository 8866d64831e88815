"""From bytes to what a JSON file says, or a refusal that says where it breaks."""

import codecs
import json
from typing import Any

from django.utils.translation import gettext as _

from config.refusal import Refusal

MAX_BYTES = 5 * 1024 * 1024
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def load(data: bytes | str) -> Any:
    """The content of a JSON file. Raises Refusal `too_large` or `not_json`, with its line."""
    if len(data) > MAX_BYTES:
        raise Refusal("too_large", _("This file is too large for one framework."))
    try:
        return json.loads(_decoded(data), parse_constant=_no_number)
    except RecursionError:
        raise Refusal("not_json", _("This file is nested too deeply.")) from None
    except json.JSONDecodeError as fault:
        place = _("line %(line)s, column %(column)s")
        raise Refusal(
            "not_json",
            _("This is not a JSON file, or it breaks off here."),
            field=place % {"line": fault.lineno, "column": fault.colno},
        ) from None
    except ValueError:  # also UnicodeDecodeError, and numbers of thousands of digits
        raise Refusal("not_json", _("This is not a JSON file.")) from None


def _decoded(data: bytes | str) -> str:
    if isinstance(data, str):
        return data
    return data.decode("utf-16" if data.startswith(UTF_16) else "utf-8-sig")


def _no_number(word: str) -> None:
    raise ValueError(f"{word} is no JSON")
