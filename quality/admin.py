"""To look things up. Points are edited, added and retired on the pages of the coordinators, which
keep in the history what was asked before."""

from django.contrib import admin

from accounts.admin import ReadOnlyAdmin
from quality.models import ChecklistItem, Question


@admin.register(Question)
class QuestionAdmin(ReadOnlyAdmin):
    list_display = ("name_nl", "phase_nl", "theme_nl")


@admin.register(ChecklistItem)
class ChecklistItemAdmin(ReadOnlyAdmin):
    list_display = ("key", "weight", "level", "proof", "retired_at")
    list_filter = ("weight", "level")
    search_fields = ("key", "name_nl", "name_en")
