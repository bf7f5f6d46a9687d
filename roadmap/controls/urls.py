from django.urls import path

from roadmap.controls import views

app_name = "controls"
urlpatterns = [
    path("", views.task_list, name="list"),
    path("new/<int:order_pk>/", views.create, name="create"),
    path("<int:pk>/close/", views.close, name="close"),
]
