from django.urls import path

from placements.views import agreement_life, agreement_sending, agreements, fact_checks

HERE = "agreements/<int:pk>/"
urlpatterns = [
    path("agreements/open/", agreement_sending.AgreementOpen.as_view(), name="agreement-open"),
    path("agreements/send/", agreement_sending.AgreementSend.as_view(), name="agreement-send"),
    path("agreements/board/", agreement_life.AgreementBoard.as_view(), name="agreement-board"),
    path(HERE, agreements.AgreementShow.as_view(), name="agreement"),
    path(f"{HERE}pdf/", agreements.AgreementPdf.as_view(), name="agreement-pdf"),
    path(f"{HERE}pdf/shown/", agreements.AgreementPdfShown.as_view(), name="agreement-pdf-shown"),
    path(f"{HERE}changes/", agreements.AgreementChanges.as_view(), name="agreement-changes"),
    path(f"{HERE}withdraw/", agreement_life.AgreementWithdraw.as_view(), name="agreement-withdraw"),
    path(f"{HERE}copy/", agreement_life.AgreementCopy.as_view(), name="agreement-copy"),
    path(f"{HERE}remind/", agreement_life.AgreementRemind.as_view(), name="agreement-remind"),
    path(f"{HERE}facts/", fact_checks.FactCheckSay.as_view(), name="fact-check"),
    path(f"{HERE}facts/ask/", fact_checks.FactCheckAsk.as_view(), name="fact-check-ask"),
    path(f"{HERE}facts/answer/", fact_checks.FactCheckAnswer.as_view(), name="fact-check-answer"),
]
