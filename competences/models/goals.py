"""The Talent lab: a programme's goals made personal, in a group, with a teacher."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q

from accounts.enums import Role
from accounts.models import User
from competences.enums import GoalState, IdeaKind, LabStage, ReflectionVariant
from competences.models.curriculum import AcademicYear, CourseUnit, Programme
from competences.models.dossier import Dossier, Voice
from competences.models.framework import Competence
from config import clock
from config.append_only import AppendOnlyModel


class GoalGroupQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "GoalGroupQuerySet":
        """For the teachers and coordinators of the programme, and the students in the group."""
        programmes = Programme.objects.filter(pk=OuterRef("course_unit__programme_id"))
        mine = GoalPlan.objects.filter(
            group=OuterRef("pk"),
            dossier__voices__person=user,
            dossier__voices__role=Role.STUDENT,
            dossier__voices__until__isnull=True,
        )
        return self.filter(
            Exists(programmes.filter(teachers=user))
            | Exists(programmes.filter(coordinators=user))
            | Exists(mine)
        )

    def with_size(self) -> "GoalGroupQuerySet":
        """Load what a list of groups shows; `size`: how many students are in each."""
        size = Count("plans", distinct=True)
        return self.select_related("course_unit__programme", "academic_year").annotate(size=size)

    def taught_by(self, user: User) -> "GoalGroupQuerySet":
        return self.filter(course_unit__programme__teachers=user)


class GoalGroup(models.Model):
    """A group of students who go through the Talent lab together, with its dates."""

    course_unit = models.ForeignKey(CourseUnit, on_delete=models.PROTECT, related_name="+")
    academic_year = models.ForeignKey(AcademicYear, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    answer_by = models.DateField(help_text="the teacher confirms or challenges by this day")
    pitch_on = models.DateField(null=True)
    final_on = models.DateField(null=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(default=clock.now)

    objects = GoalGroupQuerySet.as_manager()

    class Meta:
        ordering = ["-academic_year", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["course_unit", "academic_year", "name"], name="goal_group_name_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class GoalPlanQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "GoalPlanQuerySet":
        """The whole plan: for its student and the teachers of the programme."""
        own = Voice.objects.current().filter(
            dossier=OuterRef("dossier_id"), person=user, role=Role.STUDENT
        )
        taught = Programme.objects.filter(
            pk=OuterRef("group__course_unit__programme_id"), teachers=user
        )
        return self.filter(Exists(own) | Exists(taught))

    def with_people(self) -> "GoalPlanQuerySet":
        """Load what `student` and the dates need; two queries."""
        return self.select_related(
            "dossier", "group__course_unit__programme", "group__academic_year"
        ).prefetch_related("dossier__voices__person")

    def pitched_to(self, user: User) -> "GoalPlanQuerySet":
        """Whose pitch may be read: what is visible anyhow, and what classmates opened."""
        return self.visible_to(user) | self.of_classmates(user).filter(pitched_at__isnull=False)

    def of_classmates(self, user: User) -> "GoalPlanQuerySet":
        """Plans in one's own group: their pitches, and nothing more, may be read."""
        groups = GoalGroup.objects.filter(
            pk=OuterRef("group_id"),
            plans__dossier__voices__person=user,
            plans__dossier__voices__role=Role.STUDENT,
            plans__dossier__voices__until__isnull=True,
        )
        return self.filter(Exists(groups))


class GoalPlan(models.Model):
    """One student's goals in one dossier, from the start through the pitch to the end."""

    group = models.ForeignKey(GoalGroup, on_delete=models.PROTECT, related_name="plans")
    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="+")
    pitch = models.TextField(blank=True, help_text="what the student brings to the pitch")
    pitched_at = models.DateTimeField(null=True)
    product = models.TextField(blank=True, help_text="what is shown at the final evaluation")
    product_url = models.URLField(max_length=1000, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    objects = GoalPlanQuerySet.as_manager()

    class Meta:
        ordering = ["group", "pk"]

    def __str__(self) -> str:
        return f"plan {self.pk}"

    @property
    def student(self) -> User:
        """Whose plan it is; costs no query after `with_people()`."""
        return next(
            voice.person
            for voice in self.dossier.voices.all()
            if voice.role == Role.STUDENT and voice.until is None
        )


class PersonalGoalQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "PersonalGoalQuerySet":
        """A goal that is handed in is work of the triad too; before, it is the student's own."""
        plans = GoalPlan.objects.visible_to(user).filter(pk=OuterRef("plan_id"))
        own = Voice.objects.current().filter(
            dossier=OuterRef("plan__dossier_id"), person=user, role=Role.STUDENT
        )
        dossiers = Dossier.objects.visible_to(user).filter(pk=OuterRef("plan__dossier_id"))
        handed_in = ~Q(state=GoalState.DRAFT)
        return self.filter(Exists(own) | (handed_in & (Exists(plans) | Exists(dossiers))))


class PersonalGoal(models.Model):
    """A goal of the unit made personal: "I have reached this goal when ..."."""

    plan = models.ForeignKey(GoalPlan, on_delete=models.PROTECT, related_name="goals")
    competence = models.ForeignKey(
        Competence, on_delete=models.PROTECT, null=True, related_name="+"
    )
    key = models.UUIDField(default=uuid.uuid4, unique=True, help_text="one press, one goal")
    position = models.PositiveSmallIntegerField(default=0)
    examples = models.TextField(blank=True, help_text="from work and private life: where I stand")
    reached_when = models.TextField()
    actions = models.TextField(blank=True)
    moments = models.TextField(blank=True)
    feedback_from = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=GoalState.choices, default=GoalState.DRAFT)
    changed_at = models.DateTimeField(default=clock.now)
    handed_in_at = models.DateTimeField(null=True)
    reached = models.BooleanField(null=True, help_text="at the final evaluation, in words below")
    reached_words = models.TextField(blank=True)
    dropped_at = models.DateTimeField(null=True)

    objects = PersonalGoalQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=GoalState.DRAFT) | Q(handed_in_at__isnull=False),
                name="goal_handed_in_at",
            ),
            models.CheckConstraint(
                condition=Q(reached__isnull=True) | ~Q(reached_words=""),
                name="goal_reached_in_words",
            ),
        ]

    def __str__(self) -> str:
        return self.reached_when[:60]


class GoalReply(AppendOnlyModel):
    """What the teacher says to a goal that was handed in: it stands, or it is challenged, why."""

    goal = models.ForeignKey(PersonalGoal, on_delete=models.PROTECT, related_name="replies")
    confirmed = models.BooleanField()
    words = models.TextField(blank=True)
    about = models.TextField(help_text="the goal as it read when this was said")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed=True) | ~Q(words=""), name="goal_challenged_with_words"
            )
        ]

    def __str__(self) -> str:
        return "confirmed" if self.confirmed else "challenged"


class PitchIdea(models.Model):
    """What a classmate or the teacher gave at the pitch: an idea, a source, a tip."""

    plan = models.ForeignKey(GoalPlan, on_delete=models.PROTECT, related_name="ideas")
    kind = models.CharField(max_length=10, choices=IdeaKind.choices)
    text = models.TextField()
    url = models.URLField(max_length=1000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]


class SelfReflectionQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "SelfReflectionQuerySet":
        """The student's own; once handed in the teachers' too. Nobody else, ever."""
        own = Voice.objects.current().filter(
            dossier=OuterRef("plan__dossier_id"), person=user, role=Role.STUDENT
        )
        taught = Programme.objects.filter(
            pk=OuterRef("plan__group__course_unit__programme_id"), teachers=user
        )
        return self.filter(Exists(own) | Q(Exists(taught), handed_in_at__isnull=False))


class SelfReflection(models.Model):
    """Handed in just before the final evaluation; the student's own until then, then the teacher's
    to read as well. `answers` maps the key of a question to the student's words."""

    plan = models.OneToOneField(GoalPlan, on_delete=models.PROTECT, related_name="self_reflection")
    variant = models.CharField(max_length=1, choices=ReflectionVariant.choices)
    answers = models.JSONField(default=dict)
    changed_at = models.DateTimeField(default=clock.now)
    handed_in_at = models.DateTimeField(null=True)

    objects = SelfReflectionQuerySet.as_manager()

    class Meta:
        ordering = ["plan"]

    def __str__(self) -> str:
        return f"self-reflection {self.variant} of plan {self.plan_id}"


class LabFeedback(AppendOnlyModel):
    """The teacher's feedback form, filled on from start through pitch to end: rows are added."""

    plan = models.ForeignKey(GoalPlan, on_delete=models.PROTECT, related_name="feedback")
    stage = models.CharField(max_length=10, choices=LabStage.choices)
    field = models.CharField(max_length=30, help_text="key of the question on the form")
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.stage}: {self.field}"
