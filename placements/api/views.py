"""Placements, days and ratings for programs: the same visibility, actions and refusals as pages."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.enums import TRIAD, Role
from competences.actions.assessments import say
from competences.api.serializers import (
    AssessmentInput,
    AssessmentOutput,
    CompetenceRowSerializer,
)
from competences.models import Assessment
from competences.overviews.tracking import tracking
from placements.actions import days
from placements.api.serializers import (
    ConfirmInput,
    DayInput,
    DaySerializer,
    PlacementSerializer,
    ReturnInput,
)
from placements.models import Placement, WorkplaceDay
from placements.rules.access import ONLY_THE_THREE, need_role


def checked(serializer):
    serializer.is_valid(raise_exception=True)
    return serializer


class PlacementViewSet(viewsets.ReadOnlyModelViewSet):
    """The placements you may see, with their days and competences."""

    queryset = Placement.objects.none()  # everybody may see: nothing; get_queryset decides
    serializer_class = PlacementSerializer
    filterset_fields = ["course_unit", "enrolment__programme", "enrolment__academic_year"]

    def get_queryset(self) -> QuerySet[Placement]:
        return Placement.objects.visible_to(self.request.user).with_people().with_days()

    @extend_schema(methods=["get"], responses=DaySerializer(many=True))
    @extend_schema(methods=["post"], request=DayInput, responses={201: DaySerializer})
    @action(detail=True, methods=["get", "post"], url_path="days", filterset_fields=None)
    def days(self, request: Request, pk: str) -> Response:
        """Read the days of this placement, newest first, or log one as its student."""
        placement = self.get_object()
        if request.method == "GET":
            rows = placement.days.prefetch_related("competences")
            page = self.paginate_queryset(rows)
            return self.get_paginated_response(DaySerializer(page, many=True).data)
        need_role(request.user, placement, Role.STUDENT)
        content = checked(DayInput(data=request.data)).content_for(placement)
        day = days.log(by=request.user, placement=placement, content=content)
        return Response(DaySerializer(day).data, status=status.HTTP_201_CREATED)

    @extend_schema(responses=CompetenceRowSerializer(many=True))
    @action(detail=True, methods=["get"], filterset_fields=None, pagination_class=None)
    def competences(self, request: Request, pk: str) -> Response:
        """The competences with the three voices side by side."""
        dossier = self.get_object().dossier
        rows = tracking(dossier, reader=request.user, ways=False).rows
        return Response(CompetenceRowSerializer(rows, many=True).data)

    @extend_schema(request=AssessmentInput, responses={201: AssessmentOutput})
    @action(detail=True, methods=["post"])
    def assessments(self, request: Request, pk: str) -> Response:
        """Say how far the student is: in your own voice, or as you heard the mentor say it."""
        placement = self.get_object()
        need_role(request.user, placement, *TRIAD, reason=ONLY_THE_THREE)
        said = checked(AssessmentInput(data=request.data)).validated_data
        version, dossier = placement.dossier.version, placement.dossier
        code, corrects = said.pop("level", None), said.pop("corrects", None)
        heard = Assessment.objects.heard_by(request.user).filter(dossier=dossier)
        assessment = say(
            by=request.user,
            dossier=dossier,
            topic=placement.topic,
            corrects=get_object_or_404(heard, pk=corrects) if corrects else None,
            competence=get_object_or_404(version.competences, code=said.pop("competence")),
            level=get_object_or_404(version.levels, code=code) if code else None,
            **said,
        )
        return Response(AssessmentOutput(assessment).data, status=status.HTTP_201_CREATED)


class DayViewSet(mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """One workplace day; its mentor confirms or returns it."""

    queryset = WorkplaceDay.objects.none()  # everybody may see: nothing; get_queryset decides
    serializer_class = DaySerializer

    def get_queryset(self) -> QuerySet[WorkplaceDay]:
        rows = WorkplaceDay.objects.visible_to(self.request.user)
        return rows.select_related("placement__dossier").prefetch_related("competences")

    @extend_schema(request=ConfirmInput, responses=DaySerializer)
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, pk: str) -> Response:
        """Say that this day took place; it then counts towards the required days."""
        day = self.get_object()
        need_role(request.user, day.placement, Role.MENTOR)
        remark = checked(ConfirmInput(data=request.data)).validated_data["remark"]
        [day] = days.confirm(by=request.user, days=[day], remark=remark)
        return Response(DaySerializer(day).data)

    @extend_schema(request=ReturnInput, responses=DaySerializer)
    @action(detail=True, methods=["post"], url_path="return", url_name="return")
    def give_back(self, request: Request, pk: str) -> Response:
        """Return this day with a reason; it counts for nothing until corrected."""
        day = self.get_object()
        need_role(request.user, day.placement, Role.MENTOR)
        reason = checked(ReturnInput(data=request.data)).validated_data["reason"]
        return Response(DaySerializer(days.give_back(by=request.user, day=day, reason=reason)).data)
