from django.urls import path

from roadmap.years import views

app_name = "years"
urlpatterns = [
    path("", views.years, name="list"),
    path("<int:pk>/", views.year, name="detail"),
    path("<int:pk>/close/", views.close, name="close"),
    path("<int:pk>/reopen/", views.reopen, name="reopen"),
]
