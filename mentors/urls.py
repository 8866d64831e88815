from django.urls import path

from mentors.views import desk, guides, onboarding, tasks, templates, training

app_name = "mentors"
urlpatterns = [
    path("desk/", desk.Desk.as_view(), name="desk"),
    path("desk/seen/", desk.DeskSeen.as_view(), name="desk-seen"),
    path("placements/<int:pk>/onboarding/", onboarding.OnboardingShow.as_view(), name="onboarding"),
    path(
        "placements/<int:pk>/onboarding/start/",
        onboarding.OnboardingStart.as_view(),
        name="onboarding-start",
    ),
    path(
        "placements/<int:pk>/onboarding/add/",
        onboarding.OnboardingAdd.as_view(),
        name="onboarding-add",
    ),
    path(
        "placements/<int:pk>/onboarding/sign/",
        onboarding.OnboardingSign.as_view(),
        name="onboarding-sign",
    ),
    path(
        "onboarding-steps/<int:pk>/tick/",
        onboarding.OnboardingTick.as_view(),
        name="onboarding-tick",
    ),
    path(
        "onboarding-steps/<int:pk>/untick/",
        onboarding.OnboardingUntick.as_view(),
        name="onboarding-untick",
    ),
    path(
        "onboarding-steps/<int:pk>/remove/",
        onboarding.OnboardingRemove.as_view(),
        name="onboarding-remove",
    ),
    path("placements/<int:pk>/tasks/", tasks.TaskList.as_view(), name="task-list"),
    path("placements/<int:pk>/tasks/add/", tasks.TaskAdd.as_view(), name="task-add"),
    path("placements/<int:pk>/tasks/take/", tasks.TaskTake.as_view(), name="task-take"),
    path("tasks/<int:pk>/", tasks.TaskShow.as_view(), name="task"),
    path("tasks/<int:pk>/tap/", tasks.TaskTap.as_view(), name="task-tap"),
    path("tasks/<int:pk>/sign/", tasks.TaskSign.as_view(), name="task-sign"),
    path("tasks/<int:pk>/remove/", tasks.TaskRemove.as_view(), name="task-remove"),
    path("tasks/<int:pk>/restore/", tasks.TaskRestore.as_view(), name="task-restore"),
    path("workplaces/<int:pk>/lists/", templates.TemplateList.as_view(), name="template-list"),
    path(
        "workplaces/<int:pk>/lists/write/", templates.TemplateWrite.as_view(), name="template-write"
    ),
    path("workplaces/<int:pk>/lists/copy/", templates.TemplateCopy.as_view(), name="template-copy"),
    path("lists/<int:pk>/change/", templates.TemplateChange.as_view(), name="template-change"),
    path("lists/<int:pk>/retire/", templates.TemplateRetire.as_view(), name="template-retire"),
    path("guides/", guides.GuideList.as_view(), name="guide-list"),
    path("guides/new/", guides.GuideAdd.as_view(), name="guide-add"),
    path("guides/for/<slug:role>/<slug:moment>/", guides.GuideFor.as_view(), name="guide-for"),
    path("guides/<slug:key>/", guides.GuideShow.as_view(), name="guide"),
    path("guides/<slug:key>/read/", guides.GuideRead.as_view(), name="guide-read"),
    path("guides/<slug:key>/change/", guides.GuideChange.as_view(), name="guide-change"),
    path("guides/<slug:key>/retire/", guides.GuideRetire.as_view(), name="guide-retire"),
    path(
        "guides/<slug:key>/difference/", guides.GuideDifference.as_view(), name="guide-difference"
    ),
    path(
        "guides/<slug:key>/versions/<int:number>/",
        guides.GuideShow.as_view(),
        name="guide-version",
    ),
    path("training/", training.TrainingList.as_view(), name="training-list"),
    path("training/<int:pk>/", training.TrainingShow.as_view(), name="training"),
    path("training/<int:pk>/add/", training.TrainingAdd.as_view(), name="training-add"),
    path("training/<int:pk>/remove/", training.TrainingRemove.as_view(), name="training-remove"),
]
