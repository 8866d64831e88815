from django.urls import path

from competences.views import drafts, editing, scales

DRAFT, HEADING = "frameworks/<int:pk>", "frameworks/headings/<int:pk>"
COMPETENCE, LEVEL = "frameworks/competences/<int:pk>", "frameworks/levels/<int:pk>"

urlpatterns = [
    path(f"{DRAFT}/draft/", drafts.DraftStart.as_view(), name="draft-start"),
    path(f"{DRAFT}/edit/", drafts.DraftEdit.as_view(), name="draft-edit"),
    path(f"{DRAFT}/order/", drafts.DraftOrder.as_view(), name="draft-order"),
    path(f"{DRAFT}/discard/", drafts.DraftDiscard.as_view(), name="draft-discard"),
    path(f"{DRAFT}/difference/", drafts.VersionDifference.as_view(), name="version-difference"),
    path(f"{DRAFT}/headings/add/", editing.DraftHeadingAdd.as_view(), name="draft-heading-add"),
    path(f"{HEADING}/", editing.DraftHeadingChange.as_view(), name="draft-heading-change"),
    path(f"{HEADING}/move/", editing.DraftHeadingMove.as_view(), name="draft-heading-move"),
    path(f"{HEADING}/remove/", editing.DraftHeadingRemove.as_view(), name="draft-heading-remove"),
    path(
        f"{HEADING}/competences/add/",
        editing.DraftCompetenceAdd.as_view(),
        name="draft-competence-add",
    ),
    path(f"{COMPETENCE}/", editing.DraftCompetenceChange.as_view(), name="draft-competence-change"),
    path(
        f"{COMPETENCE}/move/", editing.DraftCompetenceMove.as_view(), name="draft-competence-move"
    ),
    path(
        f"{COMPETENCE}/remove/",
        editing.DraftCompetenceRemove.as_view(),
        name="draft-competence-remove",
    ),
    path(
        f"{COMPETENCE}/split/",
        editing.DraftCompetenceSplit.as_view(),
        name="draft-competence-split",
    ),
    path(
        f"{COMPETENCE}/merge/",
        editing.DraftCompetenceMerge.as_view(),
        name="draft-competence-merge",
    ),
    path(f"{DRAFT}/scale/", scales.DraftScale.as_view(), name="draft-scale"),
    path(f"{DRAFT}/levels/add/", scales.DraftLevelAdd.as_view(), name="draft-level-add"),
    path(f"{LEVEL}/", scales.DraftLevelChange.as_view(), name="draft-level-change"),
    path(f"{LEVEL}/step/", scales.DraftLevelStep.as_view(), name="draft-level-step"),
    path(f"{LEVEL}/remove/", scales.DraftLevelRemove.as_view(), name="draft-level-remove"),
    path(f"{DRAFT}/targets/", scales.DraftTargets.as_view(), name="draft-targets"),
]
