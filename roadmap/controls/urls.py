from django.urls import path

from roadmap.controls import views

app_name = "controls"
urlpatterns = [
    path("", views.task_list, name="list"),
    path("new/<int:order_pk>/", views.create, name="create"),
    path("decision/<int:point_pk>/", views.from_protocol, name="from_protocol"),
    path("<int:pk>/close/", views.close, name="close"),
]
