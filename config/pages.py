"""What pages with one form and one action have in common, in every app."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.views.generic import FormView

from config.forms import add_refusal
from config.refusal import Refusal


class RefusableForm(FormView):
    """A form and one action: what was refused is shown where it belongs, what was done is said."""

    said: str | Promise = ""

    def act(self, form: Form) -> None:
        raise NotImplementedError

    def form_valid(self, form: Form) -> HttpResponse:
        try:
            self.act(form)
        except Refusal as refusal:
            add_refusal(form, refusal)
            return self.form_invalid(form)
        messages.success(self.request, self.said)
        return redirect(self.get_success_url())
