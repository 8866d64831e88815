"""How the minutes of a meeting are shared out among its items."""

from collections.abc import Sequence


def time_boxes(weights: Sequence[int], minutes: int) -> list[int]:
    """Whole minutes in the proportion of the weights that add up to `minutes`; what rounding
    leaves goes to those who miss most, the first ones first. At least one minute each, so that a
    very full agenda asks for more than there is."""
    total = sum(weights)
    boxes = [max(weight * minutes // total, 1) for weight in weights]
    short = sorted(range(len(weights)), key=lambda place: -(weights[place] * minutes % total))
    for place in short[: max(minutes - sum(boxes), 0)]:
        boxes[place] += 1
    return boxes
