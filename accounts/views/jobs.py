from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views import View
from django.views.generic import DetailView, ListView

from accounts import jobs
from accounts.actions import jobs as actions
from accounts.job_pages import progress_of
from accounts.models import Job
from config.refusal import Refusal


class JobShow(DetailView):
    """How far a background job is; HTMX asks again for the part that changes."""

    context_object_name = "job"

    def get_queryset(self) -> QuerySet[Job]:
        return Job.objects.visible_to(self.request.user).filter(kind__in=jobs.registered())

    def get_template_names(self) -> list[str]:
        part = self.request.htmx and not self.request.htmx.boosted
        return ["accounts/job_progress.html" if part else "accounts/job_show.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kind = jobs.kind_of(self.object)
        return super().get_context_data(
            title=kind.title, whole=kind.whole, parts=progress_of(self.object), **kwargs
        )


class JobList(ListView):
    """What was made for this person, and is being made: the newest first."""

    template_name = "accounts/job_list.html"
    paginate_by = 25

    def get_queryset(self) -> QuerySet[Job]:
        return Job.objects.visible_to(self.request.user).filter(kind__in=jobs.registered())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        lines = [(job, jobs.kind_of(job).title) for job in context["page_obj"]]
        return {**context, "lines": lines, "page": context["page_obj"]}


class JobFile(View):
    """The file a job made, to whoever asked for it, for as long as they may see what is in it."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        mine = Job.objects.visible_to(request.user).filter(kind__in=jobs.registered())
        job = get_object_or_404(mine, pk=pk)
        if not job.file or not jobs.kind_of(job).is_theirs(job):
            raise Http404
        return FileResponse(job.file.open("rb"), as_attachment=True, filename=job.file_name)


class JobCancel(View):
    act = staticmethod(actions.cancel)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        job = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
        try:
            self.act(job, by=request.user)
        except Refusal as refusal:
            messages.error(request, refusal.message)
        return redirect("accounts:job", pk)


class JobKeep(JobCancel):
    """Of a job that was stopped: hand over what was made before."""

    act = staticmethod(actions.keep)
