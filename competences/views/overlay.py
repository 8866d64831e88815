"""All competences of one dossier in two pictures: where the voices stand, and what came up."""

import datetime as dt
from typing import Any

from competences import pictures
from competences.views.assessments import OfDossier


class DossierOverlay(OfDossier):
    """A page of its own, so that the long list opens fast."""

    template_name = "competences/dossier_overlay.html"

    @property
    def worked_on(self) -> dict[int, list[dt.date]]:
        """Competence id -> the days that were tagged with it."""
        behind = self.surroundings.behind
        return {pk: [work.date for work in works] for pk, works in behind.items()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            overlay=pictures.overlay(self.tracking, self.name_of),
            coverage=pictures.coverage(self.tracking, self.worked_on, self.name_of),
            **kwargs,
        )
