from django.urls import path

from quality.views import prospects, visit_after, visits

VISIT = "visits/<int:pk>"
CONSENT = "visit-consents/<int:pk>"
urlpatterns = [
    path("placements/<int:pk>/visits/new/", visits.VisitAdd.as_view(), name="visit-add"),
    path("visits/", visits.VisitList.as_view(), name="visit-list"),
    path(f"{VISIT}/", visits.VisitShow.as_view(), name="visit"),
    path(f"{VISIT}/plan/", visits.VisitPlan.as_view(), name="visit-plan"),
    path(f"{VISIT}/confirm/", visits.VisitConfirm.as_view(), name="visit-confirm"),
    path(f"{VISIT}/cancel/", visits.VisitCancel.as_view(), name="visit-cancel"),
    path(f"{VISIT}/visit.ics", visits.VisitCalendar.as_view(), name="visit-calendar"),
    path(f"{VISIT}/focus/", visits.VisitFocus.as_view(), name="visit-focus"),
    path(f"{VISIT}/focus.pdf", visits.VisitFocusPdf.as_view(), name="visit-focus-pdf"),
    path(f"{VISIT}/hold/", visits.VisitHold.as_view(), name="visit-hold"),
    path(f"{VISIT}/notes/", visit_after.VisitNotes.as_view(), name="visit-notes"),
    path(f"{VISIT}/thank/", visit_after.VisitThank.as_view(), name="visit-thank"),
    path(f"{VISIT}/report/", visit_after.VisitReport.as_view(), name="visit-report"),
    path(f"{VISIT}/report.pdf", visit_after.VisitReportPdf.as_view(), name="visit-report-pdf"),
    path(
        f"{VISIT}/to-do/<int:number>/done/",
        visit_after.VisitToDoFinish.as_view(),
        name="visit-to-do-finish",
    ),
    path(f"{VISIT}/testimonial/", visit_after.VisitTestimonial.as_view(), name="visit-testimonial"),
    path(f"{VISIT}/photo/", visit_after.VisitPhoto.as_view(), name="visit-photo"),
    path(f"{CONSENT}/photo/", visit_after.VisitConsentFile.as_view(), name="visit-consent-file"),
    path(
        f"{CONSENT}/revoke/", visit_after.VisitConsentRevoke.as_view(), name="visit-consent-revoke"
    ),
    path(f"{VISIT}/people/new/", prospects.ProspectAdd.as_view(), name="prospect-add"),
    path("prospects/", prospects.ProspectList.as_view(), name="prospect-list"),
    path("prospects/<int:pk>/", prospects.ProspectShow.as_view(), name="prospect"),
    path("prospects/<int:pk>/forget/", prospects.ProspectForget.as_view(), name="prospect-forget"),
]
