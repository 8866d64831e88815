from django.urls import path

from accounts.api.views import Me, TodoList

urlpatterns = [
    path("me/", Me.as_view(), name="api-me"),
    path("todos/", TodoList.as_view(), name="api-todo-list"),
]
