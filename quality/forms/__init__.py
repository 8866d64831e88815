from quality.forms.checklists import AnswersForm, NewPointForm, PointForm

__all__ = ["AnswersForm", "NewPointForm", "PointForm"]
