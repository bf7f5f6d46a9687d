from django.urls import path

from roadmap.registers import views

app_name = "registers"
urlpatterns = [
    path("journal/", views.journal, name="journal"),
    path("unread/", views.unread, name="unread"),
    path("sheets/", views.sheets, name="sheets"),
]
