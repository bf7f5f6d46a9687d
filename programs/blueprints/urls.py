from django.urls import path, re_path

from programs.blueprints import views

app_name = "blueprints"
urlpatterns = [
    path("", views.blueprint_list, name="list"),
    path("new/", views.create, name="create"),
    path("sample/", views.install_sample, name="sample"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/default/", views.make_default, name="default"),
    re_path(r"^(?P<pk>\d+)/switch/(?P<state>on|off)/$", views.switch, name="switch"),
]
