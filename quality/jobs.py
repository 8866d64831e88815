"""Checklists among the documents that may be asked for by the dozen."""

from collections.abc import Collection, Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from accounts.actions import documents
from accounts.jobs import Made
from accounts.models import User
from placements.document_kinds import DocumentKind, Found, coordinated, register
from placements.models import Placement
from quality.documents import checklist_document, document_name
from quality.overviews import checklist


@register
class Checklists(DocumentKind):
    """Of every placement: what nobody answered yet is on paper as well, beside the facts."""

    key = "checklist"
    label = gettext_lazy("Quality checklists")
    note = gettext_lazy("as they stand today")

    def of(self, user: User) -> QuerySet[Placement]:
        return coordinated(user)

    def found(self, user: User, placements: Collection[int]) -> Iterator[Found]:
        rows = self.offered(user).filter(pk__in=placements)
        for pk in rows.values_list("pk", flat=True):
            yield Found(pk, pk)

    def made(self, user: User, found: Placement) -> Made:
        whole = Placement.objects.visible_to(user).with_people().with_days().get(pk=found.pk)
        paper = checklist_document(checklist(whole, user), user.language)
        return Made(document_name(paper), document=documents.render(paper))
