from django.urls import path

from placements.views import looking_back
from placements.views import reflection_comments as comments
from placements.views import reflections as views

PLACEMENT, REFLECTION = "placements/<int:pk>/reflections", "reflections/<int:pk>"
PROGRAMME, OWN = "programmes/<int:pk>/looking-back", "looking-back"

urlpatterns = [
    path(f"{PLACEMENT}/", views.ReflectionList.as_view(), name="reflection-list"),
    path(f"{PLACEMENT}/write/", views.ReflectionWrite.as_view(), name="reflection-write"),
    path(f"{PLACEMENT}/map/", views.ReflectionMap.as_view(), name="reflection-map"),
    path(f"{PLACEMENT}/examples/", views.ReflectionExamples.as_view(), name="reflection-examples"),
    path(f"{REFLECTION}/", views.ReflectionShow.as_view(), name="reflection"),
    path(f"{REFLECTION}/change/", views.ReflectionChange.as_view(), name="reflection-change"),
    path(f"{REFLECTION}/remove/", views.ReflectionRemove.as_view(), name="reflection-remove"),
    path(f"{REFLECTION}/readers/", views.ReflectionAudience.as_view(), name="reflection-audience"),
    path(f"{REFLECTION}/place/", views.ReflectionPlace.as_view(), name="reflection-place"),
    path(
        f"{REFLECTION}/comments/",
        comments.ReflectionCommentAdd.as_view(),
        name="reflection-comment-add",
    ),
    path(
        "reflections/comments/<int:pk>/take-back/",
        comments.ReflectionCommentTakeBack.as_view(),
        name="reflection-comment-take-back",
    ),
    path(f"{PROGRAMME}/", looking_back.LookingBack.as_view(), name="looking-back"),
    path(
        f"{PROGRAMME}/ways/add/",
        looking_back.ReflectionModelAdd.as_view(),
        name="reflection-model-add",
    ),
    path(
        f"{OWN}/ways/<int:pk>/change/",
        looking_back.ReflectionModelChange.as_view(),
        name="reflection-model-change",
    ),
    path(
        f"{OWN}/ways/<int:pk>/retire/",
        looking_back.ReflectionModelRetire.as_view(),
        name="reflection-model-retire",
    ),
    path(
        f"{PROGRAMME}/examples/add/",
        looking_back.ReflectionExampleAdd.as_view(),
        name="reflection-example-add",
    ),
    path(
        f"{OWN}/examples/<int:pk>/change/",
        looking_back.ReflectionExampleChange.as_view(),
        name="reflection-example-change",
    ),
    path(
        f"{OWN}/examples/<int:pk>/retire/",
        looking_back.ReflectionExampleRetire.as_view(),
        name="reflection-example-retire",
    ),
]
