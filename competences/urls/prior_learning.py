from django.urls import path

from competences.views import prior_learning as views

urlpatterns = [
    path("dossiers/<int:dossier>/start/", views.Start.as_view(), name="start"),
    path(
        "dossiers/<int:dossier>/prior-learning/add/",
        views.PriorLearningAdd.as_view(),
        name="prior-learning-add",
    ),
    path("prior-learning/<int:pk>/", views.PriorLearningShow.as_view(), name="prior-learning"),
    path(
        "prior-learning/<int:pk>/change/",
        views.PriorLearningChange.as_view(),
        name="prior-learning-change",
    ),
    path(
        "prior-learning/<int:pk>/withdraw/",
        views.PriorLearningWithdraw.as_view(),
        name="prior-learning-withdraw",
    ),
    path(
        "prior-learning/<int:pk>/decide/",
        views.PriorLearningDecide.as_view(),
        name="prior-learning-decide",
    ),
]
