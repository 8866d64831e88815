"""The questions that the overviews of competences answer, in the address bar."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from competences.models import AcademicYear, Framework, Programme
from config.forms import TrialoogForm
from placements.models import Enrolment
from placements.rules.movement import USUALLY


class MovementForm(TrialoogForm):
    """A wrong value counts as no value."""

    say_optional = False

    after = forms.ChoiceField(
        label=_("Stands still after"),
        required=False,
        initial=USUALLY,
        choices=[
            ("d5", _("5 workplace days without news")),
            ("d8", _("8 workplace days without news")),
            ("d12", _("12 workplace days without news")),
            ("w2", _("2 weeks without news")),
            ("w4", _("4 weeks without news")),
            ("w8", _("8 weeks without news")),
        ],
    )

    def __init__(self, data: Any, **kwargs: Any) -> None:
        data = data.copy()
        data.setdefault("after", USUALLY)
        super().__init__(data, **kwargs)

    @property
    def limit(self) -> str:
        return (self.cleaned_data.get("after") if self.is_valid() else "") or USUALLY


class CohortForm(TrialoogForm):
    """Which students: of one programme, year and framework; the latest of each when not said."""

    say_optional = False

    programme = forms.ModelChoiceField(
        Programme.objects.none(), label=_("Programme"), required=False, empty_label=None
    )
    year = forms.ModelChoiceField(
        AcademicYear.objects.none(), label=_("Academic year"), required=False, empty_label=None
    )
    framework = forms.ModelChoiceField(
        Framework.objects.none(), label=_("Framework"), required=False, empty_label=None
    )

    def __init__(self, data: Any, *, user: User, **kwargs: Any) -> None:
        super().__init__(data.copy(), **kwargs)
        mine = Programme.objects.coordinated_by(user)
        enrolled = Enrolment.objects.filter(programme__in=mine).values("academic_year")
        querysets = {
            "programme": mine,
            "year": AcademicYear.objects.filter(pk__in=enrolled),
            "framework": Framework.objects.visible_to(user).select_related("programme"),
        }
        for name, queryset in querysets.items():
            self.fields[name].queryset = queryset
        self.chosen = self._choose()

    def _choose(self) -> dict[str, Any]:
        """What is asked for, or else the first that fits; shown as chosen in the form."""
        self.is_valid()
        said = self.cleaned_data
        frameworks = self.fields["framework"].queryset
        programme = said.get("programme") or self.fields["programme"].queryset.first()
        self.fields["framework"].queryset = frameworks = frameworks.filter(programme=programme)
        framework = said.get("framework")
        if framework is None or framework.programme_id != programme.pk:
            framework = frameworks.first()
        chosen = {
            "programme": programme,
            "year": said.get("year") or self.fields["year"].queryset.first(),
            "framework": framework,
        }
        self.data.update({name: one.pk for name, one in chosen.items() if one})
        return chosen
