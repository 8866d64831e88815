import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from competences.enums import Moment
from competences.models.dossier import Dossier, Voice
from competences.models.evidence import Evidence
from competences.models.framework import Competence, MasteryLevel
from config import clock
from config.append_only import AppendOnlyModel, AppendOnlyQuerySet


class AssessmentQuerySet(AppendOnlyQuerySet):
    def visible_to(self, user: User) -> "AssessmentQuerySet":
        visible = Dossier.objects.visible_to(user).filter(pk=OuterRef("dossier_id"))
        return self.filter(Exists(visible))

    def heard_by(self, user: User) -> "AssessmentQuerySet":
        """What this reader may see and hear: `rules.voices.may_hear` in SQL."""
        return self.visible_to(user).uncovered_for(user)

    def uncovered_for(self, user: User) -> "AssessmentQuerySet":
        """What is not kept from this reader, for who may see it on other grounds (a teacher).

        While a first round is blind, a voice hears the others on a competence once it spoke on it
        itself; whoever has no voice hears all.
        """
        listening = Voice.objects.current().filter(dossier=OuterRef("dossier_id"), person=user)
        spoke = (
            Assessment.objects.filter(
                dossier=OuterRef("dossier_id"), competence=OuterRef("competence_id")
            )
            .exclude(moment=Moment.BASELINE)
            .filter(
                Exists(
                    Voice.objects.current().filter(
                        dossier=OuterRef("dossier_id"), person=user, role=OuterRef("role")
                    )
                )
            )
        )
        return self.filter(
            Q(dossier__course_unit__first_round_is_blind=False)
            | Q(dossier__voices_opened_at__isnull=False)
            | ~Exists(listening)
            | Exists(listening.filter(role=OuterRef("role")))
            | Exists(spoke)
        )

    def standing(self, until: dt.datetime | None = None) -> "AssessmentQuerySet":
        """What was not corrected; with `until` as it stood at that moment.

        The corrections are looked up once for the whole query, not joined row by row.
        """
        corrections = Assessment.objects.filter(corrects__isnull=False)
        if until is None:
            return self.exclude(pk__in=corrections.values("corrects"))
        return self.filter(at__lte=until).exclude(
            pk__in=corrections.filter(at__lte=until).values("corrects")
        )

    def present(self) -> "AssessmentQuerySet":
        """The latest event per dossier, competence and role: what each voice says now."""
        return (
            self.standing()
            .order_by("dossier_id", "competence_id", "role", "-at", "-pk")
            .distinct("dossier_id", "competence_id", "role")
        )


class Assessment(AppendOnlyModel):
    """One thing one voice said about one competence: a level, or that it did not come up.

    A correction is a new event that names the one it `corrects`. `carried_from` is the event of
    an older framework version that this one repeats, after the dossier was moved. `role` repeats
    the voice's role so that the present state is one query over the events of all who held it.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="assessments")
    competence = models.ForeignKey(Competence, on_delete=models.PROTECT, related_name="+")
    voice = models.ForeignKey(Voice, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=10, choices=Voice._meta.get_field("role").choices)
    came_up = models.BooleanField()
    level = models.ForeignKey(MasteryLevel, on_delete=models.PROTECT, null=True, related_name="+")
    moment = models.CharField(max_length=10, choices=Moment.choices)
    comment = models.TextField(blank=True)
    at = models.DateTimeField(default=clock.now)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    note_on_entry = models.CharField(
        max_length=200, blank=True, help_text="'by phone', when entered on somebody's behalf"
    )
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="corrected_by"
    )
    carried_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="carried_to"
    )
    evidence = models.ManyToManyField(Evidence, related_name="+", blank=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(came_up=True, level__isnull=False)
                | Q(came_up=False, level__isnull=True),
                name="assessment_level_iff_it_came_up",
            ),
            models.UniqueConstraint(
                fields=["carried_from", "competence"], name="assessment_carried_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["dossier", "competence", "role", "-at"], name="assessment_present_state"
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} on {self.competence_id}: {self.level_id or 'did not come up'}"
