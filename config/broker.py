"""A worker outlives a queue that restarts.

When the connection breaks, kombu wants to put back what was being worked on, over a connection that
is gone; the error of that is none it expects, and the worker ends (kombu 5, seen with Redis
restarted under load). What cannot be put back comes by itself after the visibility time-out, and
our sweeps do not wait for that.
"""

import logging
from typing import Any

from kombu.transport import redis

logger = logging.getLogger(__name__)


class ForgivingQoS(redis.QoS):
    def restore_unacked_once(self, stderr: Any = None) -> None:
        try:
            super().restore_unacked_once(stderr)
        except Exception:  # whatever it is: the row in the database is the truth
            logger.warning("The queue is gone; what was in work comes again later", exc_info=True)


redis.Channel.QoS = ForgivingQoS
