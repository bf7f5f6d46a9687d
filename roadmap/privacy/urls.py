from django.urls import path

from roadmap.privacy import log_views, office_views, views

app_name = "privacy"
urlpatterns = [
    path("", office_views.office, name="office"),
    path("mine/", views.mine, name="mine"),
    path("mine/looks/", views.my_looks, name="my-looks"),
    path("mine/archive/", views.my_archive, name="my-archive"),
    path("mine/ask/", views.ask_mine, name="ask-mine"),
    path("people/<int:pk>/", office_views.person, name="person"),
    path("people/<int:pk>/archive/", views.archive, name="archive"),
    path("people/<int:pk>/looks/", log_views.looks, name="looks"),
    path("people/<int:pk>/ask/", office_views.ask, name="ask"),
    path("people/<int:pk>/erase/", office_views.erase, name="erase"),
    path("requests/<int:pk>/", office_views.request_detail, name="request"),
    path("withdrawals/<int:pk>/keep/", office_views.keep_despite, name="keep"),
    path("erasures/", office_views.erasure_list, name="erasures"),
    path("erasures/<int:pk>/", office_views.erasure, name="erasure"),
    path("erasures/<int:pk>/papers/<int:document_pk>/", office_views.paper, name="paper"),
    path("terms/", office_views.terms, name="terms"),
    path("terms/<slug:kind>/destroy/", office_views.destroy, name="destroy"),
    path("blocked/", office_views.blocked, name="blocked"),
    path("blocked/<int:pk>/", office_views.open_blocked, name="open-blocked"),
    path("log/", log_views.log, name="log"),
]
