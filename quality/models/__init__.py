from quality.models.checklist import ChecklistAnswer, ChecklistItem, Question

__all__ = ["ChecklistAnswer", "ChecklistItem", "Question"]
