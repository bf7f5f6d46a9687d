from django.urls import path

from registry.pairs import answer_views, proposal_views, register_views, views

app_name = "pairs"
urlpatterns = [
    path("", views.list_mentorships, name="list"),
    path("mine/", answer_views.mine, name="mine"),
    path("unpaired/", views.unpaired, name="unpaired"),
    path("registers/", register_views.registers, name="registers"),
    path("registers/mentors/", register_views.registers, {"name": "mentors"}, name="register-mentors"),
    path("registers/mentees/", register_views.registers, {"name": "mentees"}, name="register-mentees"),
    path("registers/<slug:name>/pdf/", register_views.register_pdf, name="register_pdf"),
    path("registers/<slug:name>/xlsx/", register_views.register_xlsx, name="register_xlsx"),
    path("new/", proposal_views.pick_mentees, name="create"),
    path("new/<slug:key>/mentees/", proposal_views.pick_mentees, name="pick_mentees"),
    path("new/<slug:key>/mentor/", proposal_views.pick_mentor, name="pick_mentor"),
    path("new/<slug:key>/terms/", proposal_views.describe, name="describe"),
    path("new/<slug:key>/check/", proposal_views.check, name="check"),
    path("answers/<int:pk>/accept/", answer_views.accept, name="accept"),
    path("answers/<int:pk>/refuse/", answer_views.refuse, name="refuse"),
    path("answers/<int:pk>/enter/", answer_views.enter_answer, name="enter_answer"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/history/", views.history, name="history"),
    path("<int:pk>/next/", proposal_views.next_steps, name="next_steps"),
    path("<int:pk>/edit/", proposal_views.edit, name="edit"),
    path("<int:pk>/propose/", views.propose, name="propose"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("<int:pk>/delete/", views.delete, name="delete"),
    path("<int:pk>/council/", views.council, name="council"),
    path("<int:pk>/end/", views.end, name="end"),
]
