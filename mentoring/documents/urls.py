from django.urls import path

from mentoring.documents import views

app_name = "documents"

urlpatterns = [
    path("", views.find, name="find"),
    path("<str:code>/", views.check, name="check"),
]
