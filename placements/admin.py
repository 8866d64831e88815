"""Rules with a number in them, and addresses of workplaces. Placements themselves, what was
logged, said and signed, have pages of their own and are not edited here."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from competences.admin import KeptAdmin
from placements.models import Closure, Organisation, PlacementPolicy, Workplace


@admin.register(PlacementPolicy)
class PlacementPolicyAdmin(KeptAdmin):
    list_display = (
        "course_unit",
        "required_days",
        "shortening_allowed",
        "shortening_days",
        "max_shortenings",
    )
    list_select_related = ("course_unit__programme",)
    fixed = ("course_unit",)


@admin.register(Organisation)
class OrganisationAdmin(KeptAdmin):
    list_display = ("name", "company_number")
    search_fields = ("name", "company_number")


@admin.register(Workplace)
class WorkplaceAdmin(KeptAdmin):
    list_display = ("organisation", "street", "postcode", "city", "contact_name")
    list_select_related = ("organisation",)
    search_fields = ("organisation__name", "city")
    autocomplete_fields = ("organisation",)


@admin.register(Closure)
class ClosureAdmin(admin.ModelAdmin):
    """Those of the whole institution; a programme's own are kept by its coordinator."""

    list_display = ("name_nl", "first", "last")
    fields = ("name_nl", "name_en", "first", "last")
    search_fields = ("name_nl", "name_en")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Closure]:
        return super().get_queryset(request).filter(programme__isnull=True)
