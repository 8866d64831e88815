from quality.overviews.checklists import Checklist, Point, checklist
from quality.overviews.facts import facts_of, gather_facts

__all__ = ["Checklist", "Point", "checklist", "facts_of", "gather_facts"]
