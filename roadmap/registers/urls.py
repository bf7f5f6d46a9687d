from django.urls import path

from roadmap.registers import result_views, views

app_name = "registers"
urlpatterns = [
    path("journal/", views.journal, name="journal"),
    path("unread/", views.unread, name="unread"),
    path("sheets/", views.sheets, name="sheets"),
    path("awards/", result_views.awards, name="awards"),
    path("awards/export/", result_views.awards_export, name="awards_export"),
    path("releases/", result_views.releases, name="releases"),
    path("releases/export/", result_views.releases_export, name="releases_export"),
]
