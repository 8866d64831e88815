"""What an institution arranges once a year. Frameworks have pages of their own: a published
version never changes, which the administration could not promise."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from competences.models import AcademicYear, CourseUnit, Programme


class KeptAdmin(admin.ModelAdmin):
    """Dossiers hang on these for years: change them, never delete them.

    `fixed` are the fields by which others find a row: said once, at its making.
    """

    fixed: tuple[str, ...] = ()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        readonly = tuple(super().get_readonly_fields(request, obj))
        return (*readonly, *self.fixed) if obj else readonly

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(AcademicYear)
class AcademicYearAdmin(KeptAdmin):
    list_display = ("name", "starts_on", "ends_on")


@admin.register(Programme)
class ProgrammeAdmin(KeptAdmin):
    list_display = ("name_nl", "name_en", "code")
    fixed = ("code",)
    search_fields = ("name_nl", "name_en", "code")
    autocomplete_fields = ("coordinators", "teachers")


@admin.register(CourseUnit)
class CourseUnitAdmin(KeptAdmin):
    list_display = ("name_nl", "programme", "code", "position", "first_round_is_blind")
    fixed = ("programme", "code")
    list_filter = ("programme",)
    list_select_related = ("programme",)
