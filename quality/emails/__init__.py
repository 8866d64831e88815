from quality.emails import cycles, visits

__all__ = ["cycles", "visits"]
