from django.urls import path

from mentoring.home import first_run, views

app_name = "home"
urlpatterns = [
    path("", views.today, name="today"),
    path("search/", views.search, name="search"),
    path("account/", views.account, name="account"),
    path("start/<str:token>/", first_run.start, name="start"),
]
