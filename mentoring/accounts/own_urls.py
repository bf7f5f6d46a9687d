"""One's own account: the pages of django-allauth that a school needs. Nobody signs up, so the rest is left out."""

from allauth.account import views
from django.urls import include, path, re_path

from mentoring.accounts.crowds import one_form_at_a_time
from mentoring.accounts.first_views import ResetFromKeyView
from mentoring.accounts.queries import has_accounts

sign_in = one_form_at_a_time(views.LoginView.as_view(extra_context={"has_accounts": has_accounts}))
urlpatterns = [
    path("login/", sign_in, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("password/set/", views.password_set, name="account_set_password"),
    path("password/reset/", views.password_reset, name="account_reset_password"),
    path("password/reset/done/", views.password_reset_done, name="account_reset_password_done"),
    path(
        "password/reset/key/done/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        ResetFromKeyView.as_view(),
        name="account_reset_password_from_key",
    ),
    path("2fa/", include("allauth.mfa.urls")),
    path("sessions/", include("allauth.usersessions.urls")),
]
