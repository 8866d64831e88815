from itertools import groupby
from typing import Any

from django.views.generic import TemplateView

from accounts import news, todo
from accounts.today import panels_for
from config import clock

ALL_NEWS = 100


class Today(TemplateView):
    """Everybody's home: what waits for me, what happened, and what the other apps add."""

    template_name = "accounts/today.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, today = self.request.user, clock.today()
        panels = sorted(panels_for(user, today), key=lambda panel: panel.place)
        by_place = {place: list(found) for place, found in groupby(panels, lambda p: p.place)}
        return super().get_context_data(
            today=today,
            todos=todo.waiting_for(user, today),
            news=news.recent(user),
            main=by_place.get("main", []),
            aside=by_place.get("aside", []),
            wide=by_place.get("wide", []),
            **kwargs,
        )


class NewsList(TemplateView):
    """Everything that happened, as far as one person may see it."""

    template_name = "accounts/news_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(news=news.recent(self.request.user, ALL_NEWS), **kwargs)
