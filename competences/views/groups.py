"""Groups of the Talent lab: who is in them, their days; and who teaches in a programme."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from django.views.generic.base import ContextMixin, View

from accounts.forms import PersonForm
from competences.actions import groups
from competences.forms.goals import GroupDatesForm, GroupForm, MembersForm
from competences.models import AcademicYear, CourseUnit, Dossier, GoalGroup, Programme
from competences.overviews.plans import choosable, members_of, programme_roles, teaches
from competences.views.lab_pages import OfGroup
from config import clock
from config.pages import RefusableForm
from config.refusal import Refusal
from config.web import key_of

FOR_ORGANISERS = gettext_lazy("Groups are made by teachers and coordinators.")
SHOWN = 60


class GroupList(TemplateView):
    """The groups of somebody's programmes, or those a student is in; newest year first."""

    template_name = "competences/group_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        found = GoalGroup.objects.visible_to(user).with_size()
        roles = programme_roles(user)
        if not roles and not found:
            raise PermissionDenied(_("You are in no group of the Talent lab."))
        mine = Programme.objects.coordinated_by(user)
        return super().get_context_data(
            groups=found,
            organises=bool(roles),
            coordinated=mine.prefetch_related("teachers"),
            today=clock.today(),
            **kwargs,
        )


class GroupShow(OfGroup, TemplateView):
    """A group with its days. Teachers see where each student is; a student sees classmates and
    their pitches; a coordinator who is in it."""

    template_name = "competences/group_show.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            members=members_of(self.group),
            teaches=teaches(self.request.user, self.group.course_unit.programme_id),
            today=clock.today(),
            **kwargs,
        )


class GroupMake(RefusableForm):
    template_name = "competences/group_make.html"
    form_class = GroupForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not programme_roles(request.user):
            raise PermissionDenied(FOR_ORGANISERS)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        organised = Programme.objects.organised_by(self.request.user).values("pk")
        units = CourseUnit.objects.filter(programme__in=organised)  # everybody may see units
        years = AcademicYear.objects.all()  # everybody may see
        lists = {"units": units.select_related("programme"), "years": years}
        return super().get_form_kwargs() | lists

    def act(self, form: Form) -> None:
        said = form.cleaned_data
        self.group = groups.make_group(
            by=self.request.user,
            course_unit=said["course_unit"],
            academic_year=said["academic_year"],
            name=said["name"],
            dates=form.dates,
        )
        self.said = _("The group is there. Now choose who is in it.")

    def get_success_url(self) -> str:
        return reverse("competences:group-members", args=[self.group.pk])


class GroupChange(OfGroup, RefusableForm):
    template_name = "competences/group_change.html"
    form_class = GroupDatesForm
    organisers_only = True
    said = gettext_lazy("Changed. Reminders follow the new days.")

    def get_initial(self) -> dict[str, Any]:
        return GroupDatesForm.of(self.group)

    def act(self, form: Form) -> None:
        groups.change_group(
            by=self.request.user,
            group=self.group,
            name=form.cleaned_data["name"],
            dates=form.dates,
        )

    def get_success_url(self) -> str:
        return reverse("competences:group", args=[self.group.pk])


class GroupMembers(OfGroup, RefusableForm):
    """Who is in the group: those in it stay ticked, a search adds others below."""

    template_name = "competences/group_members.html"
    form_class = MembersForm
    organisers_only = True
    said = gettext_lazy("The group is as you chose it.")

    @cached_property
    def choices(self) -> list[Dossier]:
        return list(choosable(self.group))

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"dossiers": self.choices}

    def act(self, form: Form) -> None:
        groups.choose_members(by=self.request.user, group=self.group, dossiers=form.chosen)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        word = self.request.GET.get("q", "").strip()[:80]
        members = set(self.group.plans.values_list("dossier_id", flat=True))
        ticked = {str(pk) for pk in members} | set(self.request.POST.getlist("dossiers"))
        others = [one for one in self.choices if one.pk not in members]
        found = [one for one in others if word.lower() in one.student_name.lower()]
        return super().get_context_data(
            word=word,
            ticked=ticked,
            members=[one for one in self.choices if one.pk in members],
            found=found[:SHOWN],
            more=len(found[SHOWN:]),
            **kwargs,
        )

    def get_success_url(self) -> str:
        return reverse("competences:group", args=[self.group.pk])


class OfTeachers(ContextMixin, View):
    """For the coordinators of one programme; nobody else learns that this page exists."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        mine = Programme.objects.coordinated_by(request.user)
        self.programme = get_object_or_404(mine, pk=self.kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_success_url(self) -> str:
        return reverse("competences:teacher-list", args=[self.programme.pk])


class TeacherList(OfTeachers, RefusableForm):
    """Who teaches in a programme, and somebody to add."""

    template_name = "competences/teacher_list.html"
    form_class = PersonForm
    said = gettext_lazy("Added. Groups and plans of this programme are open to this person now.")

    def act(self, form: Form) -> None:
        groups.add_teacher(by=self.request.user, programme=self.programme, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        teachers = self.programme.teachers.all()
        return super().get_context_data(programme=self.programme, teachers=teachers, **kwargs)


class TeacherRemove(OfTeachers):
    """From the next page on the person sees no plan of this programme any more."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        asked = key_of(request.POST.get("teacher", ""))
        teacher = get_object_or_404(self.programme.teachers, pk=asked)
        try:
            groups.remove_teacher(by=request.user, programme=self.programme, teacher=teacher)
        except Refusal as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("Removed. What this person said stays."))
        return redirect(self.get_success_url())
