from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.enums import Channel, Role
from competences.models import Programme
from config import clock
from config.bilingual import Bilingual


class ReminderRule(Bilingual, models.Model):
    """What a programme changed about one kind of reminder to one audience; without a row the
    standard holds.

    The moment a reminder is counted from is computed from the facts (`rules.reminders`).
    `offset_days` are working days after it, below zero before it; null leaves the standard.
    `repeat_days` (calendar days) null: said once. Empty words: the standard's own. Escalations
    are working days after the first reminder, null: never.
    """

    programme = models.ForeignKey(
        Programme, on_delete=models.CASCADE, related_name="reminder_rules"
    )
    rule = models.CharField(max_length=60)
    audience = models.CharField(max_length=11, choices=Role.choices)
    is_on = models.BooleanField(default=True)
    offset_days = models.SmallIntegerField(null=True)
    repeat_days = models.PositiveSmallIntegerField(null=True)
    channel = models.CharField(max_length=4, choices=Channel.choices, default=Channel.MAIL)
    words_nl = models.CharField(max_length=300, blank=True)
    words_en = models.CharField(max_length=300, blank=True)
    to_coach_after = models.PositiveSmallIntegerField(null=True)
    to_coordinator_after = models.PositiveSmallIntegerField(null=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["programme", "rule", "audience"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "rule", "audience"], name="reminder_rule_once"
            ),
            models.CheckConstraint(
                condition=Q(words_nl="", words_en="") | (~Q(words_nl="") & ~Q(words_en="")),
                name="reminder_words_in_both_languages",
            ),
            models.CheckConstraint(
                condition=Q(repeat_days__isnull=True) | Q(repeat_days__gte=1),
                name="reminder_repeats_after_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} to {self.audience}"
