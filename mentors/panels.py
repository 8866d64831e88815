import datetime as dt

from accounts import today
from accounts.models import User
from mentors.overviews.desk import student_lines


@today.panel("mentor", order=20)
def mentor_panel(user: User, date: dt.date) -> today.Panel | None:
    """The students of a mentor, with how far their days are; nothing for anybody else."""
    lines = student_lines(user)
    if not lines:
        return None
    return today.Panel("mentors/panel.html", {"lines": lines})
