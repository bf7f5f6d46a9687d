from django.urls import path

from mentoring.school import views

app_name = "school"
urlpatterns = [
    path("", views.organisation, name="organisation"),
    path("<slug:slug>/", views.dictionary, name="dictionary"),
    path("<slug:slug>/new/", views.edit_record, name="record-create"),
    path("<slug:slug>/<int:pk>/", views.edit_record, name="record-edit"),
    path("<slug:slug>/<int:pk>/delete/", views.delete_record, name="record-delete"),
]
