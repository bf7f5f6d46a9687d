from django.urls import path

from roadmap.agendas import views

app_name = "agendas"
urlpatterns = [path("council/", views.council, name="council")]
