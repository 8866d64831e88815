"""How the API reads a body. A module of its own: the framework loads it while it loads itself."""

import json
from typing import Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser


class JsonParser(JSONParser):
    """JSON that can be kept and told back; Python's reader also takes halves of characters, and
    gives up on what is nested too deeply with an error of its own."""

    def parse(self, *args: Any, **kwargs: Any) -> Any:
        try:
            said = super().parse(*args, **kwargs)
            json.dumps(said, ensure_ascii=False).encode()
        except (RecursionError, UnicodeEncodeError) as error:
            raise ParseError from error
        return said
