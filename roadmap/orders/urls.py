from django.urls import path

from roadmap.orders import draft_views, journal_views, step_views, views

app_name = "orders"
urlpatterns = [
    path("", views.order_list, name="list"),
    path("export/", views.export, name="export"),
    path("new/", draft_views.create, name="create"),
    path("journals/", journal_views.journal_list, name="journals"),
    path("journals/new/", journal_views.edit_journal, name="create_journal"),
    path("journals/<int:pk>/edit/", journal_views.edit_journal, name="edit_journal"),
    path("journals/<int:pk>/last/", journal_views.last_number, name="last_number"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/history/", views.history, name="history"),
    path("<int:pk>/preview/", views.preview, name="preview"),
    path("<int:pk>/document/", views.document, name="document"),
    path("<int:pk>/sheet/", views.sheet, name="sheet"),
    path("<int:pk>/scan/", views.scan, name="scan"),
    path("<int:pk>/text/", draft_views.text, name="text"),
    path("<int:pk>/edit/", draft_views.edit, name="edit"),
    path("<int:pk>/items/add/", draft_views.add_item, name="add_item"),
    path("<int:pk>/items/<int:item_pk>/edit/", draft_views.change_item, name="change_item"),
    path("<int:pk>/items/<int:item_pk>/move/", draft_views.move_item, name="move_item"),
    path("<int:pk>/items/<int:item_pk>/delete/", draft_views.delete_item, name="delete_item"),
    path("<int:pk>/pairs/", draft_views.pairs, name="pairs"),
    path("<int:pk>/pairs/<int:pair_pk>/take-out/", draft_views.take_out, name="take_out"),
    path("<int:pk>/discard/", draft_views.discard, name="discard"),
    path("<int:pk>/submit/", step_views.submit, name="submit"),
    path("<int:pk>/recall/", step_views.recall, name="recall"),
    path("<int:pk>/approve/", step_views.approve, name="approve"),
    path("<int:pk>/return/", step_views.return_, name="return"),
    path("<int:pk>/register/", step_views.register, name="register"),
    path("<int:pk>/sign/", step_views.sign, name="sign"),
    path("<int:pk>/scan/attach/", step_views.attach_scan, name="attach_scan"),
    path("<int:pk>/acquaint/", step_views.acquaint, name="acquaint"),
    path("<int:pk>/acquaint/<int:row_pk>/clear/", step_views.clear, name="clear"),
    path("<int:pk>/acknowledge/", step_views.acknowledge, name="acknowledge"),
]
