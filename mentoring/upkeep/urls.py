from django.urls import path

from mentoring.upkeep import views

app_name = "upkeep"
urlpatterns = [
    path("health/", views.health, name="health"),
    path("system/", views.state, name="state"),
]
