from django.urls import path

from placements.views import text_articles, texts

ARTICLE = "texts/<int:pk>/articles/<slug:key>/"

urlpatterns = [
    path("texts/", texts.TextChoose.as_view(), name="texts"),
    path("programmes/<int:pk>/texts/", texts.TextList.as_view(), name="text-list"),
    path("programmes/<int:pk>/texts/start/", texts.TextStart.as_view(), name="text-start"),
    path("texts/<int:pk>/", texts.TextShow.as_view(), name="text"),
    path("texts/<int:pk>/preview/", texts.TextPreview.as_view(), name="text-preview"),
    path("texts/<int:pk>/compare/", texts.TextCompare.as_view(), name="text-compare"),
    path("texts/<int:pk>/order/", texts.TextOrder.as_view(), name="text-order"),
    path("texts/<int:pk>/publish/", texts.TextPublish.as_view(), name="text-publish"),
    path("texts/<int:pk>/end/", texts.TextEnd.as_view(), name="text-end"),
    path("texts/<int:pk>/discard/", texts.TextDiscard.as_view(), name="text-discard"),
    path("texts/<int:pk>/articles/", texts.TextArticleAdd.as_view(), name="text-article-add"),
    path(ARTICLE, text_articles.TextArticle.as_view(), name="text-article"),
    path(f"{ARTICLE}move/", texts.TextArticleMove.as_view(), name="text-article-move"),
    path(f"{ARTICLE}remove/", texts.TextArticleRemove.as_view(), name="text-article-remove"),
]
