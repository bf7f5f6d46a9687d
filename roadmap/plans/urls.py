from django.urls import path

from roadmap.plans import column_views, edit_views, frame_views, import_views, life_urls, start_views, views

app_name = "roadmaps"
urlpatterns = [
    path("", views.roadmap_list, name="list"),
    path("new/", start_views.create, name="create"),
    path("import/", import_views.upload, name="upload"),
    path("import/<int:pk>/", import_views.preview, name="preview"),
    path("import/<int:pk>/apply/", import_views.apply, name="apply"),
    path("import/<int:pk>/cancel/", import_views.cancel, name="cancel"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/edit/", edit_views.edit, name="edit"),
    path("<int:pk>/edit/many/", edit_views.bulk, name="bulk"),
    path("<int:pk>/columns/", column_views.change, name="columns"),
    path("<int:pk>/columns/new/", column_views.add, name="add_column"),
    path("<int:pk>/columns/<int:column_pk>/move/", column_views.move, name="move_column"),
    path("<int:pk>/columns/<int:column_pk>/delete/", column_views.delete, name="delete_column"),
    path("<int:pk>/stages/new/", edit_views.add_stage, name="add_stage"),
    path("<int:pk>/stages/<int:stage_pk>/", edit_views.change_stage, name="change_stage"),
    path("<int:pk>/stages/<int:stage_pk>/move/", edit_views.move_stage, name="move_stage"),
    path("<int:pk>/stages/<int:stage_pk>/delete/", edit_views.delete_stage, name="delete_stage"),
    path("<int:pk>/stages/<int:stage_pk>/new/", edit_views.add_measure, name="add_measure"),
    path("<int:pk>/measures/<int:measure_pk>/", edit_views.change_measure, name="change_measure"),
    path("<int:pk>/measures/<int:measure_pk>/move/", edit_views.move_measure, name="move_measure"),
    path("<int:pk>/measures/<int:measure_pk>/delete/", edit_views.delete_measure, name="delete_measure"),
    path("<int:pk>/checked/", start_views.checked, name="checked"),
    path("<int:pk>/settings/", frame_views.settings, name="settings"),
    path("<int:pk>/history/", views.history, name="history"),
    path("<int:pk>/pdf/", views.pdf, name="pdf"),
    path("<int:pk>/xlsx/", views.xlsx, name="xlsx"),
    path("<int:pk>/docx/", views.docx, name="docx"),
    path("<int:pk>/discard/", views.discard, name="discard"),
    *life_urls.urlpatterns,
]
