"""Read only: lists of workplaces are written, and onboardings and tasks signed, on pages."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from mentors.models import OnboardingSignature, WorkTemplate


class ReadOnlyAdmin(admin.ModelAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(WorkTemplate)
class WorkTemplateAdmin(ReadOnlyAdmin):
    list_display = ("name_nl", "workplace", "kind", "changed_at", "changed_by", "retired_at")
    list_select_related = ("workplace__organisation", "changed_by")
    list_filter = ("kind",)
    search_fields = ("name_nl", "name_en", "workplace__organisation__name")


@admin.register(OnboardingSignature)
class OnboardingSignatureAdmin(ReadOnlyAdmin):
    list_display = ("placement", "role", "person", "at")
    list_select_related = ("placement", "person")
    list_filter = ("role",)
