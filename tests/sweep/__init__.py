"""Many open placements at once, to see what a sweep over them costs."""
