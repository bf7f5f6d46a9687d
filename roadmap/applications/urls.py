from django.urls import path

from roadmap.applications import deciding_views, scan_views, views

app_name = "applications"
urlpatterns = [
    path("", views.application_list, name="list"),
    path("new/<int:pair_pk>/", views.choose, name="choose"),
    path("new/<int:pair_pk>/<slug:kind>/", views.create, name="create"),
    path("consents/<int:pk>/", deciding_views.agree, name="agree"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/pdf/", views.pdf, name="pdf"),
    path("<int:pk>/scan/", scan_views.scan, name="scan"),
    path("<int:pk>/scan/attach/", scan_views.attach, name="attach_scan"),
    path("<int:pk>/order/", deciding_views.draft_order, name="draft_order"),
    path("<int:pk>/<slug:name>/", deciding_views.act, name="act"),
]
