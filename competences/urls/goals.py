from django.urls import path

from competences.views import goals, groups, lab

urlpatterns = [
    path("lab/", groups.GroupList.as_view(), name="group-list"),
    path("lab/groups/new/", groups.GroupMake.as_view(), name="group-make"),
    path("lab/groups/<int:pk>/", groups.GroupShow.as_view(), name="group"),
    path("lab/groups/<int:pk>/change/", groups.GroupChange.as_view(), name="group-change"),
    path("lab/groups/<int:pk>/students/", groups.GroupMembers.as_view(), name="group-members"),
    path("lab/teachers/<int:pk>/", groups.TeacherList.as_view(), name="teacher-list"),
    path("lab/teachers/<int:pk>/remove/", groups.TeacherRemove.as_view(), name="teacher-remove"),
    path("lab/plans/<int:pk>/", lab.PlanShow.as_view(), name="plan"),
    path("lab/plans/<int:pk>/plan.pdf", lab.PlanPaper.as_view(), name="plan-paper"),
    path("lab/plans/<int:pk>/goals/new/", goals.GoalWrite.as_view(), name="goal-write"),
    path("lab/plans/<int:pk>/pitch/", lab.PitchShow.as_view(), name="pitch"),
    path("lab/plans/<int:pk>/pitch/prepare/", lab.PitchPrepare.as_view(), name="pitch-prepare"),
    path("lab/plans/<int:pk>/product/", lab.ProductShow.as_view(), name="product-show"),
    path("lab/plans/<int:pk>/looking-back/", lab.SelfReflect.as_view(), name="self-reflection"),
    path("lab/plans/<int:pk>/feedback/", lab.FeedbackGive.as_view(), name="feedback-give"),
    path("lab/goals/<int:pk>/", goals.GoalChange.as_view(), name="goal-change"),
    path("lab/goals/<int:pk>/drop/", goals.GoalDrop.as_view(), name="goal-drop"),
    path("lab/goals/<int:pk>/answer/", goals.GoalReply.as_view(), name="goal-reply"),
    path("lab/goals/<int:pk>/conclude/", goals.GoalConclude.as_view(), name="goal-conclude"),
    path("lab/ideas/<int:pk>/remove/", lab.IdeaRemove.as_view(), name="pitch-idea-remove"),
]
