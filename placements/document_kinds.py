"""Documents around placements that may be asked for by the dozen: which there are, for whom.

Who may have what stands in one queryset per kind (`of`): it is asked when the documents are
counted, when they are planned, when each is made, and when the file with them is opened. Apps above
register theirs from their own `jobs.py`.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.actions import documents
from accounts.enums import Role
from accounts.jobs import Made
from accounts.models import User
from competences.documents.statement import IssuedContent
from competences.models import Statement
from config.frozen import thaw
from config.refusal import Refusal
from placements.documents.agreement_files import file_name, kept_file, unkept_document
from placements.documents.trialogue_report import trialogue_report
from placements.enums import AgreementState, TrialogueState
from placements.models import Agreement, Placement, Trialogue

NO_LONGER_THERE = (AgreementState.WITHDRAWN, AgreementState.AMENDED)


@dataclass(frozen=True)
class Found:
    """One document that can be made: `pk` in its kind's queryset (None: there is none, and the
    index says so), of which placement."""

    placement: int
    pk: int | None


class DocumentKind:
    key: str
    label: str | Promise
    note: str | Promise = ""

    def of(self, user: User) -> QuerySet:
        """What this person may have at this moment."""
        raise NotImplementedError

    def offered(self, user: User) -> QuerySet:
        """That of it which is to be made: it still counts."""
        return self.of(user)

    def found(self, user: User, placements: Collection[int]) -> Iterator[Found]:
        """All documents of this kind that belong to these placements, by constant queries."""
        raise NotImplementedError

    def make(self, user: User, pk: int | None) -> Made:
        """The document; a Refusal says why not. Raises DocumentTooLarge."""
        found = self.offered(user).filter(pk=pk).first() if pk else None
        if found is None:
            raise Refusal("document-gone", _("This document is no longer there for you."))
        return self.made(user, found)

    def made(self, user: User, found) -> Made:
        raise NotImplementedError


_kinds: dict[str, DocumentKind] = {}


def register(kind: type[DocumentKind]) -> type[DocumentKind]:
    """Decorator: this kind can be chosen on the list of placements."""
    _kinds[kind.key] = kind()
    return kind


def registered() -> dict[str, DocumentKind]:
    """By key, in the order in which they are offered."""
    return dict(_kinds)


def coordinated(user: User) -> QuerySet[Placement]:
    return Placement.objects.visible_to(user).coordinated_by(user)


@register
class Agreements(DocumentKind):
    """As they stand: draft, out for signature, signed and sealed. Of a placement with a contract
    and an amendment on its way, both."""

    key = "agreement"
    label = pgettext_lazy("documents to choose", "Agreements")
    note = gettext_lazy("as they stand: draft, out for signature, signed")

    def of(self, user: User) -> QuerySet[Agreement]:
        mine = Placement.objects.coordinated_by(user).order_by().values("pk")
        return Agreement.objects.visible_to(user).filter(placement__in=mine)

    def offered(self, user: User) -> QuerySet[Agreement]:
        found = self.of(user).exclude(state__in=NO_LONGER_THERE)
        return found.select_related("placement__enrolment__student")

    def found(self, user: User, placements: Collection[int]) -> Iterator[Found]:
        rows = self.offered(user).filter(placement__in=placements).order_by("placement", "-version")
        by_placement: dict[int, list[int]] = {pk: [] for pk in placements}
        for pk, placement in rows.values_list("pk", "placement"):
            by_placement[placement].append(pk)
        for placement, pks in by_placement.items():
            yield from (Found(placement, pk) for pk in pks or [None])

    def make(self, user: User, pk: int | None) -> Made:
        if pk is None:
            raise Refusal("no-agreement", _("There is no agreement yet; open one first."))
        return super().make(user, pk)

    def made(self, user: User, found: Agreement) -> Made:
        kept = kept_file(found)
        if kept is not None:
            return Made(file_name(found), kept=kept.name)
        return Made(file_name(found), document=documents.render(unkept_document(found)))


@register
class Statements(DocumentKind):
    """Only what a student issued, and did not take back."""

    key = "statement"
    label = gettext_lazy("Competence statements")
    note = gettext_lazy("those that a student had issued")

    def of(self, user: User) -> QuerySet[Statement]:
        dossiers = coordinated(user).order_by().values("dossier")
        return Statement.objects.visible_to(user).filter(dossier__in=dossiers)

    def offered(self, user: User) -> QuerySet[Statement]:
        return self.of(user).valid()

    def found(self, user: User, placements: Collection[int]) -> Iterator[Found]:
        dossiers = dict(
            coordinated(user).filter(pk__in=placements).values_list("dossier", "pk").order_by()
        )
        rows = self.offered(user).filter(dossier__in=dossiers).order_by("dossier", "pk")
        for pk, dossier in rows.values_list("pk", "dossier"):
            yield Found(dossiers[dossier], pk)

    def made(self, user: User, found: Statement) -> Made:
        paper = thaw(IssuedContent, found.content).paper
        return Made(f"{found.reference}.pdf", document=documents.render(paper))


@register
class Reports(DocumentKind):
    """What is said in a meeting is for its three: a coordinator has those of which they are the
    coach as well, and no others."""

    key = "report"
    label = gettext_lazy("Trialogue reports")
    note = gettext_lazy("signed off, of placements that you coach yourself")

    def of(self, user: User) -> QuerySet[Trialogue]:
        coached = coordinated(user).with_voice(user, Role.COACH).order_by().values("pk")
        return Trialogue.objects.visible_to(user).filter(placement__in=coached)

    def offered(self, user: User) -> QuerySet[Trialogue]:
        return self.of(user).filter(state=TrialogueState.SIGNED)

    def found(self, user: User, placements: Collection[int]) -> Iterator[Found]:
        rows = self.offered(user).filter(placement__in=placements).order_by("placement", "pk")
        for pk, placement in rows.values_list("pk", "placement"):
            yield Found(placement, pk)

    def made(self, user: User, found: Trialogue) -> Made:
        found.placement = Placement.objects.with_people().get(pk=found.placement_id)
        paper = trialogue_report(found, user.language)
        return Made(f"{paper.stamp.reference}.pdf", document=documents.render(paper))
