from django.urls import path

from roadmap.mentions import views

app_name = "mentions"
urlpatterns = [path("<int:pk>/papers/", views.papers, name="person")]
