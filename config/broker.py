"""A worker outlives a queue that restarts.

When the connection breaks, kombu puts back what is being worked on, and later acknowledges it, over
a connection that is gone; the AttributeError of that is no error it expects, and the worker ends
(kombu 5, seen with Redis restarted under load). What cannot be put back comes again by itself after
the visibility time-out, and our sweeps do not wait for that.
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

    def ack(self, delivery_tag: str) -> None:
        if self.channel.connection is not None:
            super().ack(delivery_tag)

    def reject(self, delivery_tag: str, requeue: bool = False) -> None:
        if self.channel.connection is not None:
            super().reject(delivery_tag, requeue=requeue)


redis.Channel.QoS = ForgivingQoS
