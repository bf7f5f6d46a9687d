from django.urls import path

from roadmap.plans import approval_views, frame_views, import_views, start_views, views

app_name = "roadmaps"
urlpatterns = [
    path("", views.roadmap_list, name="list"),
    path("new/", start_views.create, name="create"),
    path("import/", import_views.upload, name="upload"),
    path("import/<int:pk>/", import_views.preview, name="preview"),
    path("import/<int:pk>/apply/", import_views.apply, name="apply"),
    path("import/<int:pk>/cancel/", import_views.cancel, name="cancel"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/checked/", start_views.checked, name="checked"),
    path("<int:pk>/settings/", frame_views.settings, name="settings"),
    path("<int:pk>/history/", views.history, name="history"),
    path("<int:pk>/pdf/", views.pdf, name="pdf"),
    path("<int:pk>/xlsx/", views.xlsx, name="xlsx"),
    path("<int:pk>/docx/", views.docx, name="docx"),
    path("<int:pk>/discard/", views.discard, name="discard"),
    path("<int:pk>/submit/", approval_views.submit, name="submit"),
    path("<int:pk>/recall/", approval_views.recall, name="recall"),
    path("<int:pk>/approve/", approval_views.approve, name="approve"),
    path("<int:pk>/return/", approval_views.return_, name="return"),
    path("<int:pk>/archive/", approval_views.archive, name="archive"),
    path("<int:pk>/restore/", approval_views.restore, name="restore"),
    path("<int:pk>/edition/", approval_views.edition, name="edition"),
]
