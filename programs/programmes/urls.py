from django.urls import path

from programs.programmes import draft_views, paper_views, step_views, views

app_name = "programmes"
urlpatterns = [
    path("", views.programme_list, name="list"),
    path("new/", draft_views.create, name="create"),
    path("new/<int:pk>/", draft_views.start, name="start"),
    path("new/<int:pk>/bank/", draft_views.reuse, name="reuse"),
    path("archive/", paper_views.archive, name="archive"),
    path("register/pdf/", paper_views.register_pdf, name="register_pdf"),
    path("register/xlsx/", paper_views.register_xlsx, name="register_xlsx"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/history/", views.history, name="history"),
    path("<int:pk>/edit/", draft_views.edit, name="edit"),
    path("<int:pk>/plan/", draft_views.plan, name="plan"),
    path("<int:pk>/delete/", draft_views.delete, name="delete"),
    path("<int:pk>/send/", step_views.send, name="send"),
    path("<int:pk>/agree/", step_views.agree, name="agree"),
    path("<int:pk>/agreements/<int:person_pk>/", step_views.agreement, name="agreement"),
    path("<int:pk>/return/", step_views.give_back, name="return"),
    path("<int:pk>/begin/", step_views.begin, name="begin"),
    path("<int:pk>/revise/", step_views.revise, name="revise"),
    path("<int:pk>/complete/", step_views.complete, name="complete"),
    path("<int:pk>/end/", step_views.end, name="end"),
    path("<int:pk>/acquaintance/<slug:body>/", step_views.acquaintance, name="acquaintance"),
    path("<int:pk>/events/<int:event_pk>/", step_views.event, name="event"),
    path("<int:pk>/pdf/", paper_views.pdf, name="pdf"),
    path("<int:pk>/issue/", paper_views.issue, name="issue"),
    path("<int:pk>/documents/<int:document_pk>/", paper_views.document, name="document"),
]
