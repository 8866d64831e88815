from rest_framework import serializers

from accounts.enums import Role
from competences.enums import Moment


class SpokenSerializer(serializers.Serializer):
    """What one voice says now; `level` is a code of the scale, null when it did not come up.

    `id` is the event's, with which it can be corrected; 0 for a recognised start.
    """

    id = serializers.IntegerField(source="event")
    came_up = serializers.BooleanField()
    level = serializers.CharField(source="level.code", allow_null=True, default=None)
    moment = serializers.ChoiceField(choices=Moment.choices)
    comment = serializers.CharField()
    person = serializers.CharField()
    at = serializers.DateTimeField()
    entered_by = serializers.CharField(help_text="who wrote it down for this voice, if anybody")
    note = serializers.CharField(help_text="how they heard it")


class RecognisedSerializer(serializers.Serializer):
    """The level at which the coach recognised what was learnt before."""

    level = serializers.CharField(source="level.code")
    person = serializers.CharField()
    at = serializers.DateTimeField()


class VoicesSerializer(serializers.Serializer):
    """The three voices side by side, never averaged; null where one has not spoken yet, or where
    you do not hear it yet (`is_veiled`)."""

    student = SpokenSerializer(allow_null=True, source=f"voices.{Role.STUDENT.value}")
    mentor = SpokenSerializer(allow_null=True, source=f"voices.{Role.MENTOR.value}")
    coach = SpokenSerializer(allow_null=True, source=f"voices.{Role.COACH.value}")


class CompetenceRowSerializer(serializers.Serializer):
    """One competence: names in the reader's language, target, start, voices, levels between.

    `start` is the level that was `recognised`, else the student's own word; `attained` is what the
    coach validated at the end.
    """

    id = serializers.IntegerField(source="competence.pk")
    code = serializers.CharField(source="competence.code")
    name = serializers.CharField(source="competence.name")
    workplace_name = serializers.CharField(source="competence.workplace_name")
    target = serializers.CharField(source="target.code", allow_null=True, default=None)
    start = SpokenSerializer(allow_null=True)
    recognised = RecognisedSerializer(source="recognition", allow_null=True)
    attained = serializers.CharField(source="attained.code", allow_null=True, default=None)
    voices = VoicesSerializer(source="*")
    distance = serializers.IntegerField()
    never_came_up = serializers.BooleanField()
    said_count = serializers.IntegerField(help_text="how often something was said that stands")
    is_veiled = serializers.BooleanField(
        help_text="the first round is blind: you hear the others after you spoke yourself"
    )


class AssessmentInput(serializers.Serializer):
    """What somebody says about one competence, in their own voice or in the mentor's."""

    competence = serializers.CharField(help_text="code of the competence")
    came_up = serializers.BooleanField()
    level = serializers.CharField(
        required=False, allow_null=True, help_text="code of the level; none if it did not come up"
    )
    moment = serializers.ChoiceField(choices=Moment.choices, default=Moment.PROCESS)
    comment = serializers.CharField(required=False, allow_blank=True, default="", max_length=2000)
    corrects = serializers.IntegerField(
        required=False, allow_null=True, help_text="id of the last thing this voice said here"
    )
    on_behalf_of = serializers.ChoiceField(
        choices=[Role.MENTOR.value],
        required=False,
        allow_blank=True,
        default="",
        help_text="the coach enters what the mentor said",
    )
    note_on_entry = serializers.CharField(
        required=False, allow_blank=True, default="", max_length=200, help_text="how you heard it"
    )


class AssessmentOutput(serializers.Serializer):
    id = serializers.IntegerField(source="pk")
    competence = serializers.CharField(source="competence.code")
    role = serializers.CharField()
    came_up = serializers.BooleanField()
    level = serializers.CharField(source="level.code", allow_null=True, default=None)
    moment = serializers.CharField()
    comment = serializers.CharField()
    at = serializers.DateTimeField()
    corrects = serializers.IntegerField(source="corrects_id", allow_null=True)
    entered_by = serializers.CharField(source="entered_by.get_full_name")
