from django.urls import path

from registry.consents import own_views, paper_views, policy_views, pupil_views, text_views, views

app_name = "consents"
urlpatterns = [
    path("", views.consent_list, name="list"),
    path("terms/", views.terms, name="terms"),
    path("journal/", views.journal, name="journal"),
    path("mine/", own_views.mine, name="mine"),
    path("mine/<str:kind>/", own_views.give, name="give"),
    path("policy/", policy_views.policy, name="policy"),
    path("policy/new/", policy_views.new_policy, name="new-policy"),
    path("texts/", text_views.texts, name="texts"),
    path("texts/<int:pk>/", text_views.text, name="text"),
    path("texts/<str:kind>/new/", text_views.new_edition, name="new-edition"),
    path("blanks/", paper_views.blanks, name="blanks"),
    path("received/<str:kind>/", paper_views.record_many, name="record-many"),
    path("pupils/new/", pupil_views.new_pupil, name="new-pupil"),
    path("pupils/blank/", pupil_views.pupil_blank, name="pupil-blank"),
    path("people/<int:person_pk>/", views.person, name="person"),
    path("people/<int:person_pk>/<str:kind>/print/", own_views.prepare, name="print"),
    path("people/<int:person_pk>/<str:kind>/received/", paper_views.record, name="record"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/paper/", views.pdf, name="pdf"),
    path("<int:pk>/scan/", views.scan, name="scan"),
    path("<int:pk>/scan/<int:scan_pk>/", views.former_scan, name="former-scan"),
    path("<int:pk>/scan/attach/", paper_views.attach, name="attach"),
    path("<int:pk>/withdraw/", own_views.withdraw, name="withdraw"),
    path("<int:pk>/discard/", paper_views.discard, name="discard"),
]
