from django.urls import path

from roadmap.protocols import draft_views, step_views, views

app_name = "protocols"
urlpatterns = [
    path("", views.protocol_list, name="list"),
    path("register/", views.register, name="register"),
    path("export/", views.export, name="export"),
    path("new/", draft_views.create, name="create"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/pdf/", views.pdf, name="pdf"),
    path("<int:pk>/docx/", views.docx, name="docx"),
    path("<int:pk>/scan/", views.scan, name="scan"),
    path("<int:pk>/edit/", draft_views.edit, name="edit"),
    path("<int:pk>/people/", draft_views.attendance, name="attendance"),
    path("<int:pk>/items/new/", draft_views.add_item, name="add_item"),
    path("items/<int:pk>/", draft_views.edit_item, name="edit_item"),
    path("items/<int:pk>/move/", draft_views.move_item, name="move_item"),
    path("items/<int:pk>/remove/", draft_views.remove_item, name="remove_item"),
    path("<int:pk>/sign/", step_views.sign, name="sign"),
    path("<int:pk>/scan/attach/", step_views.attach_scan, name="attach_scan"),
    path("<int:pk>/discard/", draft_views.discard, name="discard"),
]
