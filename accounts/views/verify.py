"""Is this paper real? Whoever holds it asks; nothing of it is kept."""

import io
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt

from accounts.actions import limits, seals
from accounts.forms_verify import CodeForm, FileForm
from accounts.verification import Finding, Outcome, examine, known
from accounts.views.public import PublicView
from accounts.views.sign_in import asker_of
from config.seal_apart import Busy

FOUND, UNKNOWN, TOO_MANY, TOO_BUSY = 200, 404, 429, 503


class InMemory(FileUploadHandler):
    """Keeps files off the disk, and lets go of whatever is longer than we take."""

    held = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.file = io.BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        taken = raw_data[: settings.VERIFY_MAX_BYTES - self.held]
        self.held += self.file.write(taken)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        self.file.seek(0)
        return InMemoryUploadedFile(
            self.file, self.field_name, self.file_name, self.content_type, file_size, self.charset
        )


@method_decorator(csrf_exempt, "dispatch")
class Verify(PublicView):
    """A file, or the reference and code that stand on paper. The answer changes nothing, so it
    needs no token, and whoever refuses cookies is answered too."""

    http_method_names = ["get", "head", "post", "options"]

    def answer(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST":
            if not limits.may_verify(network=asker_of(request).network):
                return self.page(problem="too-many", status=TOO_MANY)
            request.upload_handlers = [InMemory(request)]
        return super().answer(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page()

    def post(self, request: HttpRequest) -> HttpResponse:
        if "code" in request.POST:
            return self.by_code(CodeForm(request.POST))
        return self.by_file(FileForm(request.POST, request.FILES))

    def by_code(self, form: CodeForm) -> HttpResponse:
        if not form.is_valid():
            return self.page(code_form=form)
        document = seals.look_up(form.cleaned_data["code"], form.cleaned_data["reference"])
        if document is None:
            return self.page(code_form=form, problem="unknown")
        return self.page(finding=known(document))

    def by_file(self, form: FileForm) -> HttpResponse:
        if not form.is_valid():
            return self.page(file_form=form)
        try:
            finding = examine(form.cleaned_data["file"].read())
        except Busy:
            return self.page(problem="busy", status=TOO_BUSY)
        return self.page(finding=finding, is_file=True)

    def page(
        self,
        *,
        finding: Finding | None = None,
        is_file: bool = False,
        file_form: FileForm | None = None,
        code_form: CodeForm | None = None,
        problem: str = "",
        status: int = FOUND,
    ) -> HttpResponse:
        context = {
            "finding": finding,
            "is_file": is_file,
            "outcome": Outcome,
            "file_form": file_form or FileForm(),
            "code_form": code_form or CodeForm(),
            "problem": problem,
        }
        return render(self.request, "accounts/verify.html", context, status=status)


class VerifyCode(Verify):
    """Where the square on the paper leads. Looking writes nothing: 130 bits are not guessed."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        document = seals.look_up(code)
        if document is None:
            return self.page(problem="unknown", status=UNKNOWN)
        return self.page(finding=known(document))
