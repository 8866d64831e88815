from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.enums import TRIAD, SignInMethod
from accounts.models import User
from config import clock
from config.append_only import AppendOnlyModel, AppendOnlyQuerySet
from placements.enums import ON_ITS_WAY, WAS_SIGNED, AgreementState, SignatureWay
from placements.models.agreement_text import AgreementTextVersion
from placements.models.mandate import Signatory
from placements.models.placement import OfPlacementQuerySet, Placement


class AgreementQuerySet(OfPlacementQuerySet):
    def visible_to(self, user: User) -> "AgreementQuerySet":
        """Whoever sees the placement; and the legal signatory of its workplace, while its facts are
        to be checked and from the moment it goes out, who sees nothing else of the placement."""
        placements = Placement.objects.visible_to(user).filter(pk=OuterRef("placement_id"))
        return self.filter(Exists(placements) | self._as_signatory(user))

    def for_signatory(self, user: User) -> "AgreementQuerySet":
        """What went out, or is to be checked, where this person signs today."""
        return self.filter(self._as_signatory(user))

    @staticmethod
    def _as_signatory(user: User) -> Q:
        mandates = Signatory.objects.current().filter(
            person=user, workplace=OuterRef("placement__workplace_id")
        )
        checked = Agreement.objects.filter(pk=OuterRef("pk"), checks__person=user)
        to_check = Q(state=AgreementState.CHECKING) | Exists(checked)
        return Q(Exists(mandates)) & (Q(sent_at__isnull=False) | to_check)

    def active(self) -> "AgreementQuerySet":
        """What is on its way and what holds; the newest first: an amendment before the contract."""
        return self.exclude(state__in=[AgreementState.WITHDRAWN, AgreementState.AMENDED])


def all_parties() -> list[str]:
    return [role.value for role in TRIAD]


class Agreement(models.Model):
    """One version of the contract of one placement.

    Its content is frozen when it goes out for signature: `content` are the plain values of the
    document, `file` the PDF, `sha256` the hash of its bytes. Once all have signed, `final_file` is
    the same document with the signatures and their evidence, sealed by the institution.
    A signed one stays the contract until the amendment that may be on its way beside it is signed.

    `text` is the programme's text it was written with; None: the standard articles.
    `predecessor` is what it was copied from or amends. `required_roles` sign it: all three, or in
    an amendment those whom its changes concern. `signing_order` () is any order.
    `code` is what its footer and QR name for the public verification page.
    """

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="agreements")
    reference = models.CharField(max_length=30, unique=True)
    version = models.PositiveSmallIntegerField(default=1)
    predecessor = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="successors"
    )
    text = models.ForeignKey(
        AgreementTextVersion, on_delete=models.PROTECT, null=True, related_name="agreements"
    )
    language = models.CharField(max_length=2, default="nl")
    state = models.CharField(
        max_length=10, choices=AgreementState.choices, default=AgreementState.DRAFT
    )
    required_roles = ArrayField(models.CharField(max_length=10), default=all_parties)
    signing_order = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    order_reason = models.CharField(max_length=300, blank=True)
    code = models.CharField(max_length=32, unique=True, null=True, blank=True)
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
    refused_at = models.DateTimeField(null=True)
    refused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    refused_because = models.CharField(max_length=300, blank=True)
    amended_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["placement", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["placement"],
                condition=Q(state__in=ON_ITS_WAY),
                name="agreement_one_on_its_way_per_placement",
            ),
            models.UniqueConstraint(
                fields=["placement"],
                condition=Q(state=AgreementState.SIGNED),
                name="agreement_one_signed_per_placement",
            ),
            models.UniqueConstraint(fields=["placement", "version"], name="agreement_version_once"),
            models.CheckConstraint(
                condition=Q(required_roles__len__gt=0), name="agreement_somebody_signs"
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        AgreementState.DRAFT,
                        AgreementState.CHECKING,
                        AgreementState.WITHDRAWN,
                    ]
                )
                | (~Q(sha256="") & ~Q(file="") & Q(sent_at__isnull=False)),
                name="agreement_frozen_before_signing",
            ),
            models.CheckConstraint(
                condition=Q(state__in=WAS_SIGNED, signed_at__isnull=False)
                | (~Q(state__in=WAS_SIGNED) & Q(signed_at__isnull=True))
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
                    Q(refused_at__isnull=False, refused_by__isnull=False)
                    & ~Q(refused_because="")
                    & Q(state__in=[AgreementState.REFUSED, AgreementState.WITHDRAWN])
                )
                | (Q(refused_at__isnull=True) & ~Q(state=AgreementState.REFUSED)),
                name="agreement_refused_by_and_why",
            ),
            models.CheckConstraint(
                condition=Q(state=AgreementState.AMENDED, amended_at__isnull=False)
                | (~Q(state=AgreementState.AMENDED) & Q(amended_at__isnull=True)),
                name="agreement_amended_at_iff_amended",
            ),
            models.CheckConstraint(
                condition=Q(state=AgreementState.ENDED, ended_at__isnull=False)
                | (~Q(state=AgreementState.ENDED) & Q(ended_at__isnull=True)),
                name="agreement_ended_at_iff_ended",
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
    """One party's yes to exactly these bytes, with how we know who it was.

    `sent_at`, `opened_at` and `read_at` say when the document went to this person, when they first
    opened its page and when it was first shown to them. In the room, `witness` is the coach who
    showed the QR code; on paper, the coordinator who checked the `scan`: then there is no sign-in.
    `session_mark` is a fingerprint of the session, by which its log lines can be found.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="signatures")
    role = models.CharField(max_length=10, choices=[(role.value, role.label) for role in TRIAD])
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=10, choices=SignatureWay.choices, default=SignatureWay.SCREEN)
    witness = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    scan = models.OneToOneField(
        "placements.SignedScan", on_delete=models.PROTECT, null=True, related_name="signature"
    )
    typed_name = models.CharField(max_length=200)
    statement = models.TextField()
    language = models.CharField(max_length=2)
    document_sha256 = models.CharField(max_length=64)
    email = models.EmailField()
    sign_in_method = models.CharField(max_length=10, choices=SignInMethod.choices, blank=True)
    signed_in_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    at = models.DateTimeField(default=clock.now)
    ip_address = models.GenericIPAddressField(null=True)
    user_agent = models.CharField(max_length=300, blank=True)
    session_mark = models.CharField(max_length=16, blank=True)

    objects = SignatureQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "role"], name="signature_once_per_role"),
            models.UniqueConstraint(
                fields=["agreement", "person"], name="signature_once_per_person"
            ),
            models.CheckConstraint(
                condition=Q(
                    way=SignatureWay.PAPER,
                    scan__isnull=False,
                    witness__isnull=False,
                    sign_in_method="",
                    signed_in_at__isnull=True,
                )
                | (
                    Q(way=SignatureWay.SCREEN, scan__isnull=True, witness__isnull=True)
                    | Q(way=SignatureWay.ROOM, scan__isnull=True, witness__isnull=False)
                )
                & ~Q(sign_in_method="")
                & Q(signed_in_at__isnull=False),
                name="signature_known_by_sign_in_or_scan",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} signed {self.agreement_id}"
