from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.enums import TRIAD, SignInMethod
from accounts.models import User
from config import clock
from config.append_only import AppendOnlyModel, AppendOnlyQuerySet
from placements.enums import AgreementState
from placements.models.mandate import Signatory
from placements.models.placement import OfPlacementQuerySet, Placement


class AgreementQuerySet(OfPlacementQuerySet):
    def visible_to(self, user: User) -> "AgreementQuerySet":
        """Whoever sees the placement; and the legal signatory of its workplace, from the moment it
        goes out, who sees nothing else of the placement."""
        placements = Placement.objects.visible_to(user).filter(pk=OuterRef("placement_id"))
        return self.filter(Exists(placements) | self._as_signatory(user))

    def for_signatory(self, user: User) -> "AgreementQuerySet":
        """What went out at the workplaces for which this person signs today."""
        return self.filter(self._as_signatory(user))

    @staticmethod
    def _as_signatory(user: User) -> Q:
        mandates = Signatory.objects.current().filter(
            person=user, workplace=OuterRef("placement__workplace_id")
        )
        return Q(Exists(mandates), sent_at__isnull=False)

    def active(self) -> "AgreementQuerySet":
        """Not withdrawn; the newest first: an amendment on its way, then what holds."""
        return self.exclude(state=AgreementState.WITHDRAWN)


class Agreement(models.Model):
    """The contract of one placement. Its content is frozen when it goes out for signature:
    `content` are the plain values of the document, `file` the PDF, `sha256` the hash of its bytes.
    Once all have signed, `final_file` is the same document with the signatures and their evidence.
    A signed one stays the contract until the amendment that may be on its way beside it is signed.
    """

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="agreements")
    reference = models.CharField(max_length=30, unique=True)
    version = models.PositiveSmallIntegerField(default=1)
    language = models.CharField(max_length=2, default="nl")
    state = models.CharField(
        max_length=10, choices=AgreementState.choices, default=AgreementState.DRAFT
    )
    content = models.JSONField(default=dict)
    file = models.FileField(upload_to="agreements/%Y/", blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    final_file = models.FileField(upload_to="agreements/%Y/", blank=True)
    final_sha256 = models.CharField(max_length=64, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField(default=clock.now, editable=False)
    sent_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["placement", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["placement"],
                condition=Q(state__in=[AgreementState.DRAFT, AgreementState.OUT]),
                name="agreement_one_on_its_way_per_placement",
            ),
            models.UniqueConstraint(
                fields=["placement"],
                condition=Q(state=AgreementState.SIGNED),
                name="agreement_one_signed_per_placement",
            ),
            models.UniqueConstraint(fields=["placement", "version"], name="agreement_version_once"),
            models.CheckConstraint(
                condition=Q(state=AgreementState.DRAFT)
                | Q(state=AgreementState.WITHDRAWN)
                | (~Q(sha256="") & ~Q(file="") & Q(sent_at__isnull=False)),
                name="agreement_frozen_before_signing",
            ),
            models.CheckConstraint(
                condition=Q(state=AgreementState.SIGNED, signed_at__isnull=False)
                | (~Q(state=AgreementState.SIGNED) & Q(signed_at__isnull=True))
                | Q(state=AgreementState.WITHDRAWN),
                name="agreement_signed_at_iff_signed",
            ),
            models.CheckConstraint(
                condition=Q(final_file="", final_sha256="")
                | (~Q(final_file="") & ~Q(final_sha256="") & Q(signed_at__isnull=False)),
                name="agreement_final_file_once_signed",
            ),
            models.CheckConstraint(
                condition=(
                    Q(state=AgreementState.WITHDRAWN, withdrawn_at__isnull=False)
                    & ~Q(withdrawn_because="")
                )
                | (~Q(state=AgreementState.WITHDRAWN) & Q(withdrawn_at__isnull=True)),
                name="agreement_withdrawn_at_and_why",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class SignatureQuerySet(AppendOnlyQuerySet):
    def visible_to(self, user: User) -> "SignatureQuerySet":
        agreements = Agreement.objects.visible_to(user).filter(pk=OuterRef("agreement_id"))
        return self.filter(Exists(agreements))


class Signature(AppendOnlyModel):
    """One party's yes to exactly these bytes, with how we know who it was."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="signatures")
    role = models.CharField(max_length=10, choices=[(role.value, role.label) for role in TRIAD])
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    typed_name = models.CharField(max_length=200)
    statement = models.TextField()
    language = models.CharField(max_length=2)
    document_sha256 = models.CharField(max_length=64)
    email = models.EmailField()
    sign_in_method = models.CharField(max_length=10, choices=SignInMethod.choices)
    signed_in_at = models.DateTimeField()
    at = models.DateTimeField(default=clock.now)
    ip_address = models.GenericIPAddressField(null=True)
    user_agent = models.CharField(max_length=300, blank=True)

    objects = SignatureQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "role"], name="signature_once_per_role"),
            models.UniqueConstraint(
                fields=["agreement", "person"], name="signature_once_per_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} signed {self.agreement_id}"
