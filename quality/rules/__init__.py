from quality.rules.checklists import (
    NOT_KEPT_BY_YOU,
    answer_obstacles,
    contradicts,
    may_act,
    point_obstacles,
)

__all__ = ["NOT_KEPT_BY_YOU", "answer_obstacles", "contradicts", "may_act", "point_obstacles"]
