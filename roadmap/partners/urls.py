from django.urls import path

from roadmap.partners import views

app_name = "partners"
urlpatterns = [
    path("", views.contract_list, name="list"),
    path("pdf/", views.pdf, name="pdf"),
    path("xlsx/", views.xlsx, name="xlsx"),
    path("new/", views.create, name="create"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/scan/", views.scan, name="scan"),
    path("<int:pk>/scan/attach/", views.attach_scan, name="attach_scan"),
    path("<int:pk>/delete/", views.delete, name="delete"),
]
