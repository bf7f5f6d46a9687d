from django.urls import path

from mentoring.accounts import first_views, views

app_name = "users"
urlpatterns = [
    path("", views.account_list, name="list"),
    path("new/", views.create, name="create"),
    path("permissions/", views.permissions, name="permissions"),
    path("permissions/paper/", views.permissions_pdf, name="permissions-pdf"),
    path("first/", first_views.set_first, name="set-first"),
    path("first/<str:token>/", first_views.first, name="first"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/roles/", views.give_role, name="give-role"),
    path("<int:pk>/roles/<int:role_pk>/end/", views.end_role, name="end-role"),
    path("<int:pk>/link/", views.first_link, name="first-link"),
    path("<int:pk>/pause/lift/", views.lift_pause, name="lift-pause"),
    path("<int:pk>/sessions/end/", views.end_sessions, name="end-sessions"),
    path("<int:pk>/active/", views.set_active, name="set-active"),
]
