from django.utils.translation import gettext as _
from rest_framework import serializers

from placements.actions.days import DayContent
from placements.enums import Workload
from placements.models import Placement, WorkplaceDay
from placements.overviews.counts import day_counts


class DayCountsSerializer(serializers.Serializer):
    """Days, half days as 0.5; `required` after ratified shortenings."""

    logged = serializers.DecimalField(max_digits=5, decimal_places=1)
    confirmed = serializers.DecimalField(max_digits=5, decimal_places=1)
    required = serializers.IntegerField()
    required_at_start = serializers.IntegerField()


class PlacementSerializer(serializers.ModelSerializer):
    student = serializers.CharField(source="student.get_full_name")
    mentor = serializers.CharField(source="mentor.get_full_name", default=None)
    coach = serializers.CharField(source="coach.get_full_name", default=None)
    programme = serializers.CharField(source="enrolment.programme.name")
    course_unit = serializers.CharField(source="course_unit.name")
    academic_year = serializers.CharField(source="enrolment.academic_year.name")
    organisation = serializers.CharField(source="workplace.organisation.name")
    days = serializers.SerializerMethodField()

    class Meta:
        model = Placement
        fields = [
            "id",
            "student",
            "mentor",
            "coach",
            "programme",
            "course_unit",
            "academic_year",
            "organisation",
            "starts_on",
            "ends_on",
            "weekdays",
            "days",
            "finalised_at",
            "ended_at",
        ]

    def get_days(self, placement: Placement) -> DayCountsSerializer:
        return DayCountsSerializer(day_counts(placement)).data


class DaySerializer(serializers.ModelSerializer):
    competences = serializers.SlugRelatedField(slug_field="code", many=True, read_only=True)

    class Meta:
        model = WorkplaceDay
        fields = [
            "id",
            "placement",
            "date",
            "morning",
            "afternoon",
            "portion",
            "state",
            "tasks",
            "competences",
            "remark",
            "returned_because",
            "correction_asked",
            "logged_at",
            "confirmed_at",
        ]


class DayInput(serializers.Serializer):
    """A day as its student tells it; the pulses may be left out. Send a `key` of your own, and
    sending again is safe."""

    date = serializers.DateField()
    morning = serializers.BooleanField(default=True)
    afternoon = serializers.BooleanField(default=True)
    tasks = serializers.CharField(required=False, allow_blank=True, default="", max_length=2000)
    competences = serializers.ListField(
        child=serializers.CharField(max_length=30), default=list, max_length=100, help_text="codes"
    )
    workload = serializers.ChoiceField(
        choices=Workload.choices, required=False, allow_null=True, default=None
    )
    learnt_something_new = serializers.BooleanField(required=False, allow_null=True, default=None)
    got_feedback = serializers.BooleanField(required=False, allow_null=True, default=None)
    key = serializers.UUIDField(
        required=False, default=None, help_text="yours; sent again, it answers the same day"
    )

    def content_for(self, placement: Placement) -> DayContent:
        """The validated day; codes that this placement's framework lacks are a field error."""
        said = dict(self.validated_data)
        codes = said.pop("competences")
        found = list(placement.dossier.version.competences.filter(code__in=codes))
        unknown = set(codes) - {competence.code for competence in found}
        if unknown:
            sentence = _("This framework has no competence %(codes)s.")
            words = {"codes": ", ".join(sorted(unknown))}
            raise serializers.ValidationError({"competences": [sentence % words]})
        return DayContent(competences=found, **said)


class ConfirmInput(serializers.Serializer):
    remark = serializers.CharField(required=False, allow_blank=True, default="", max_length=2000)


class ReturnInput(serializers.Serializer):
    reason = serializers.CharField(max_length=2000)
