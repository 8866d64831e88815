from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import HistoryEntry, Job, Mail, User

# What somebody may do follows from their relations: groups would promise what they do not keep.
admin.site.unregister(Group)


class ReadOnlyAdmin(admin.ModelAdmin):
    """To look things up: what stands here is written by actions only."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class PersonCreationForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ("email", "first_name", "last_name")


@admin.register(User)
class PersonAdmin(UserAdmin):
    form = UserChangeForm
    add_form = PersonCreationForm
    ordering = ("last_name", "first_name")
    list_display = ("email", "first_name", "last_name", "is_active", "is_staff")
    list_filter = ("is_active", "is_staff")
    search_fields = ("email", "first_name", "last_name")
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("email", "password")}),
        (_("Person"), {"fields": ("first_name", "last_name", "phone", "language")}),
        (_("Access"), {"fields": ("is_active", "is_staff", "is_superuser")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "fields": (
                    "email",
                    "first_name",
                    "last_name",
                    "usable_password",
                    "password1",
                    "password2",
                )
            },
        ),
    )

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """People are made inactive: what they wrote and signed stays theirs."""
        return False


@admin.register(HistoryEntry)
class HistoryEntryAdmin(ReadOnlyAdmin):
    list_display = ("at", "by", "action", "topic", "subject")
    list_filter = ("action",)
    list_select_related = ("by",)
    search_fields = ("topic", "subject")


@admin.register(Mail)
class MailAdmin(ReadOnlyAdmin):
    list_display = ("dated", "recipient", "kind", "state", "attempts", "last_error")
    list_filter = ("state", "kind")
    list_select_related = ("recipient",)


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    list_display = ("created_at", "kind", "by", "state", "done", "total", "problem")
    list_filter = ("state", "kind")
    list_select_related = ("by",)
