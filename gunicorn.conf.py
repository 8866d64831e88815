"""Read by gunicorn at its start: the access log does not hold secret addresses either."""

from typing import Any

from gunicorn.glogging import Logger

from config.logs import without_tokens


class AccessLog(Logger):
    def atoms(self, *args: Any) -> dict[str, Any]:
        found = super().atoms(*args)
        return {
            name: without_tokens(value) if isinstance(value, str) else value
            for name, value in found.items()
        }


logger_class = AccessLog
