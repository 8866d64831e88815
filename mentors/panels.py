import datetime as dt

from accounts import today
from accounts.enums import Role
from accounts.models import User
from mentors.overviews.desk import student_lines
from mentors.overviews.guides import next_guide
from mentors.overviews.progress import my_progress


@today.panel("mentor", order=20)
def mentor_panel(user: User, date: dt.date) -> today.Panel | None:
    """The students of a mentor, with how far their days are; nothing for anybody else."""
    lines = student_lines(user)
    if not lines:
        return None
    return today.Panel("mentors/panel.html", {"lines": lines})


@today.panel("taking-over", order=12)
def start_panel(user: User, date: dt.date) -> today.Panel | None:
    """How a student gets started at each workplace, and which tasks they take over there."""
    found = my_progress(user, Role.STUDENT)
    if not found:
        return None
    return today.Panel("mentors/student_panel.html", {"lines": found}, place="aside")


@today.panel("guide", order=95)
def guide_panel(user: User, date: dt.date) -> today.Panel | None:
    """One guide that fits the moment and was never read; it leaves by being read."""
    line = next_guide(user)
    return today.Panel("mentors/guide_panel.html", {"line": line}) if line else None
