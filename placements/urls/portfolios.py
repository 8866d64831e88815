from django.urls import path

from placements.views.portfolios import PortfolioMake

urlpatterns = [
    path("placements/<int:pk>/portfolio/", PortfolioMake.as_view(), name="portfolio-make"),
]
