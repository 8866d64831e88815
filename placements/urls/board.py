from django.urls import path

from placements.views import board, nudges, quiet_words, snoozes

# What a student says to the coach alone has an address that says nothing about it.
urlpatterns = [
    path("board/", board.Board.as_view(), name="board"),
    path("board/ranking/", board.BoardRanking.as_view(), name="board-ranking"),
    path(
        "board/<int:pk>/<slug:kind>/ask/",
        nudges.NudgeGive.as_view(),
        name="nudge-give",
    ),
    path(
        "board/<int:pk>/<slug:kind>/rest/",
        snoozes.SnoozeGive.as_view(),
        name="snooze-give",
    ),
    path("board/resting/<int:pk>/end/", snoozes.SnoozeEnd.as_view(), name="snooze-end"),
    path(
        "placements/<int:pk>/contact/",
        quiet_words.QuietWordGive.as_view(),
        name="quiet-word-give",
    ),
    path("contact/<int:pk>/", quiet_words.QuietWordShow.as_view(), name="quiet-word"),
    path(
        "contact/<int:pk>/withdraw/",
        quiet_words.QuietWordWithdraw.as_view(),
        name="quiet-word-withdraw",
    ),
]
