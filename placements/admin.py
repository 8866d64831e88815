"""Rules with a number in them, and addresses of workplaces. Placements themselves, what was
logged, said and signed, have pages of their own and are not edited here."""

from django.contrib import admin

from competences.admin import KeptAdmin
from placements.models import Organisation, PlacementPolicy, Workplace


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
