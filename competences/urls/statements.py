from django.urls import path

from competences.views import public_statements as public
from competences.views import statements as views

urlpatterns = [
    path("dossiers/<int:dossier>/statement.pdf", views.StatementDraft.as_view(), name="statement"),
    path(
        "dossiers/<int:dossier>/statements/", views.StatementList.as_view(), name="statement-list"
    ),
    path(
        "dossiers/<int:dossier>/statements/new/",
        views.StatementIssue.as_view(),
        name="statement-issue",
    ),
    path(
        "statements/<int:pk>/statement.pdf", views.StatementPaper.as_view(), name="statement-paper"
    ),
    path("statements/<int:pk>/revoke/", views.StatementRevoke.as_view(), name="statement-revoke"),
    # For whoever has the link.
    path("s/<str:token>/", public.StatementVerify.as_view(), name="statement-verify"),
    path("s/<str:token>/badge.jwt", public.StatementBadge.as_view(), name="statement-badge"),
    path(
        "s/<str:token>/badge.json",
        public.StatementBadgeContent.as_view(),
        name="statement-badge-content",
    ),
    path(
        "s/<str:token>/achievement.json",
        public.StatementAchievement.as_view(),
        name="statement-achievement",
    ),
    # For everybody.
    path("issuer/", public.Issuer.as_view(), name="issuer"),
    path("issuer/jwks.json", public.IssuerKeys.as_view(), name="issuer-keys"),
    path("issuer/keys/<str:name>.json", public.IssuerKey.as_view(), name="issuer-key"),
    path("issuer/status/<int:number>/", public.IssuerStatus.as_view(), name="issuer-status"),
]
