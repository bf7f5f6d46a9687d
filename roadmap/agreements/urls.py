from django.urls import path

from roadmap.agreements import keeping_views, views

app_name = "agreements"
urlpatterns = [
    path("", views.agreement_list, name="list"),
    path("payments/", views.payments, name="payments"),
    path("new/<int:pair_pk>/", keeping_views.create, name="create"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/pdf/", views.pdf, name="pdf"),
    path("<int:pk>/scan/", views.scan, name="scan"),
    path("<int:pk>/edit/", keeping_views.edit, name="edit"),
    path("<int:pk>/print/", keeping_views.print_, name="print"),
    path("<int:pk>/reopen/", keeping_views.reopen, name="reopen"),
    path("<int:pk>/sign/", keeping_views.sign, name="sign"),
    path("<int:pk>/scan/attach/", keeping_views.attach_scan, name="attach_scan"),
    path("<int:pk>/end/", keeping_views.end, name="end"),
    path("<int:pk>/discard/", keeping_views.discard, name="discard"),
]
