from django.urls import path

from mentoring.letters import views

app_name = "letters"
urlpatterns = [path("", views.outbox, name="outbox")]
