from rest_framework import serializers

from accounts.enums import Role
from competences.enums import Moment


class SpokenSerializer(serializers.Serializer):
    """What one voice says now; `level` is a code of the scale, null when it did not come up."""

    came_up = serializers.BooleanField()
    level = serializers.CharField(source="level.code", allow_null=True, default=None)
    moment = serializers.ChoiceField(choices=Moment.choices)
    comment = serializers.CharField()
    person = serializers.CharField()
    at = serializers.DateTimeField()


class VoicesSerializer(serializers.Serializer):
    """The three voices side by side, never averaged; null where one has not spoken yet."""

    student = SpokenSerializer(allow_null=True, source=f"voices.{Role.STUDENT.value}")
    mentor = SpokenSerializer(allow_null=True, source=f"voices.{Role.MENTOR.value}")
    coach = SpokenSerializer(allow_null=True, source=f"voices.{Role.COACH.value}")


class CompetenceRowSerializer(serializers.Serializer):
    """One competence: names in the reader's language, target, start, voices, levels between."""

    code = serializers.CharField(source="competence.code")
    name = serializers.CharField(source="competence.name")
    workplace_name = serializers.CharField(source="competence.workplace_name")
    target = serializers.CharField(source="target.code", allow_null=True, default=None)
    start = SpokenSerializer(allow_null=True)
    voices = VoicesSerializer(source="*")
    distance = serializers.IntegerField()
    never_came_up = serializers.BooleanField()


class AssessmentInput(serializers.Serializer):
    """What somebody says about one competence; a correction is simply said again."""

    competence = serializers.CharField(help_text="code of the competence")
    came_up = serializers.BooleanField()
    level = serializers.CharField(
        required=False, allow_null=True, help_text="code of the level; none if it did not come up"
    )
    moment = serializers.ChoiceField(choices=Moment.choices, default=Moment.PROCESS)
    comment = serializers.CharField(required=False, allow_blank=True, default="", max_length=2000)


class AssessmentOutput(serializers.Serializer):
    id = serializers.IntegerField(source="pk")
    competence = serializers.CharField(source="competence.code")
    role = serializers.CharField()
    came_up = serializers.BooleanField()
    level = serializers.CharField(source="level.code", allow_null=True, default=None)
    moment = serializers.CharField()
    comment = serializers.CharField()
    at = serializers.DateTimeField()
