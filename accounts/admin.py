from typing import Any

from django.contrib import admin
from django.contrib.auth.models import Group
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.actions import documents, mails, people
from accounts.actions.history import record
from accounts.models import Bounce, HistoryEntry, Job, Mail, Sweep, TextMessage, User

# What somebody may do follows from their relations: groups would promise what they do not keep.
admin.site.unregister(Group)

NAMED = ("email", "first_name", "last_name", "phone", "is_active")
TOLD = ("email", "is_active", "is_staff", "is_superuser")


class ReadOnlyAdmin(admin.ModelAdmin):
    """To look things up: what stands here is written by actions only."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class PersonForm(ModelForm):
    def clean_email(self) -> str:
        return self.cleaned_data["email"].strip().lower()


@admin.register(User)
class PersonAdmin(admin.ModelAdmin):
    """Who somebody is and what they may open here. Nobody sets another's password: everybody
    comes in by a link from their mail and chooses one, if any, themselves."""

    form = PersonForm
    ordering = ("last_name", "first_name")
    list_display = ("email", "first_name", "last_name", "is_active", "is_staff")
    list_filter = ("is_active", "is_staff")
    search_fields = ("email", "first_name", "last_name")
    fieldsets = (
        (None, {"fields": ("email",)}),
        (_("Person"), {"fields": ("first_name", "last_name", "phone", "language")}),
        (_("Access"), {"fields": ("is_active", "is_staff", "is_superuser")}),
    )

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm, change: bool) -> None:
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        if change and set(TOLD) & set(form.changed_data):
            people.shut_out(obj, by=request.user)
        if change and set(NAMED) & set(form.changed_data):
            documents.forget_all()  # also when somebody is erased: no paper keeps the old name
        if change and "email" in form.changed_data:
            mails.put_right(by=request.user, person=obj)
        # Who reads whose mail decides who can sign: such a change is told in the history.
        new = {name: getattr(obj, name) for name in form.changed_data if name in TOLD}
        record(
            "person-changed" if change else "person-registered",
            obj,
            by=request.user,
            old={name: form.initial.get(name) for name in new},
            new=new,
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


@admin.register(Bounce)
class BounceAdmin(ReadOnlyAdmin):
    list_display = ("at", "person", "kind", "status", "detail", "settled_at")
    list_filter = ("kind",)
    list_select_related = ("person",)


@admin.register(Sweep)
class SweepAdmin(ReadOnlyAdmin):
    """What /health/ tells, with what went wrong."""

    list_display = ("name", "started_at", "finished_at", "found", "failing_since", "problem")


@admin.register(TextMessage)
class TextMessageAdmin(ReadOnlyAdmin):
    list_display = ("created_at", "person", "state", "attempts", "last_error")
    list_filter = ("state",)
    list_select_related = ("request__user",)

    @admin.display(description=_("Person"))
    def person(self, row: TextMessage) -> User | None:
        return row.request.user


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    list_display = ("created_at", "kind", "by", "state", "done", "total", "problem")
    # What somebody chose to have made is theirs, down to how many reflections are in it.
    exclude = ("arguments", "result", "file", "file_name")
    list_filter = ("state", "kind")
    list_select_related = ("by",)
