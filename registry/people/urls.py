from django.urls import path

from registry.people import account_views, forms_views, views

app_name = "people"
urlpatterns = [
    path("", views.people_list, name="list"),
    path("new/", views.create, name="create"),
    path("export/", views.export, name="export"),
    path("me/", views.me, name="me"),
    path("accounts/", account_views.accounts, name="accounts"),
    path("review/", forms_views.review, name="review"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/history/", views.history, name="history"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/edit-own/", views.edit_own, name="edit_own"),
    path("<int:pk>/account/", account_views.account, name="account"),
    path("<int:pk>/account/unlink/", account_views.unlink, name="unlink_account"),
    path("<int:pk>/forms/", forms_views.case_forms, name="forms"),
    path("<int:pk>/forms/accept/", forms_views.accept_forms, name="accept_forms"),
    path("<int:pk>/dismiss/", views.dismiss, name="dismiss"),
    path("<int:pk>/reinstate/", views.reinstate, name="reinstate"),
]
