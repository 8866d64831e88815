from django.contrib import admin

from quality.models import ChecklistItem, Question


@admin.register(Question)
class QuestionAdmin(admin.ModelAdmin):
    list_display = ["name_nl", "phase_nl", "theme_nl"]


@admin.register(ChecklistItem)
class ChecklistItemAdmin(admin.ModelAdmin):
    list_display = ["key", "weight", "level", "proof", "retired_at"]
    list_filter = ["weight", "level"]
    search_fields = ["key", "name_nl", "name_en"]
