from django.urls import path

from registry.bank import keeping_views, views

app_name = "bank"
urlpatterns = [
    path("", views.mentors, name="mentors"),
    path("mentees/", views.mentees, name="mentees"),
    path("mine/", views.mine, name="mine"),
    path("mentors/<int:pk>/", views.mentor, name="mentor"),
    path("mentees/<int:pk>/", views.mentee, name="mentee"),
    path("<str:role>/add/", keeping_views.add_many, name="add-many"),
    path("<str:role>/add/<int:person_pk>/", keeping_views.add, name="add"),
    path("<str:role>/<int:pk>/edit/", keeping_views.edit, name="edit"),
    path("<str:role>/<int:pk>/review/", keeping_views.review, name="review"),
    path("<str:role>/<int:pk>/leave/", keeping_views.leave, name="leave"),
    path("<str:role>/<int:pk>/return/", keeping_views.come_back, name="return"),
]
