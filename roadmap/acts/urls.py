from django.urls import path

from roadmap.acts import draft_views, sheet_views, step_views, views

app_name = "acts"
urlpatterns = [
    path("", views.act_list, name="list"),
    path("new/", draft_views.create, name="create"),
    path("new/sample/", draft_views.create_sample, name="create_sample"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/history/", views.history, name="history"),
    path("<int:pk>/preview/", views.preview, name="preview"),
    path("<int:pk>/document/", views.document, name="document"),
    path("<int:pk>/docx/", views.docx, name="docx"),
    path("<int:pk>/sheet/", sheet_views.sheet, name="sheet"),
    path("<int:pk>/readers/", sheet_views.readers, name="readers"),
    path("<int:pk>/acquaint/", sheet_views.acquaint, name="acquaint"),
    path("<int:pk>/acquaint/<int:row_pk>/clear/", sheet_views.clear, name="clear"),
    path("<int:pk>/acknowledge/", sheet_views.acknowledge, name="acknowledge"),
    path("<int:pk>/files/<int:file_pk>/", views.attachment, name="file"),
    path("<int:pk>/files/add/", draft_views.attach, name="attach"),
    path("<int:pk>/files/<int:file_pk>/remove/", draft_views.remove_file, name="remove_file"),
    path("<int:pk>/text/", draft_views.text, name="text"),
    path("<int:pk>/edit/", draft_views.edit, name="edit"),
    path("<int:pk>/check/", draft_views.check, name="check"),
    path("<int:pk>/items/add/", draft_views.add_item, name="add_item"),
    path("<int:pk>/items/<int:item_pk>/edit/", draft_views.change_item, name="change_item"),
    path("<int:pk>/items/<int:item_pk>/move/", draft_views.move_item, name="move_item"),
    path("<int:pk>/items/<int:item_pk>/delete/", draft_views.delete_item, name="delete_item"),
    path("<int:pk>/discard/", draft_views.discard, name="discard"),
    path("<int:pk>/submit/", step_views.submit, name="submit"),
    path("<int:pk>/recall/", step_views.recall, name="recall"),
    path("<int:pk>/approve/", step_views.approve, name="approve"),
    path("<int:pk>/return/", step_views.return_, name="return"),
    path("<int:pk>/end/", step_views.end, name="end"),
    path("<int:pk>/edition/", step_views.edition, name="edition"),
]
