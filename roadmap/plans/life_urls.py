"""Addresses of what happens to a roadmap once it is written: approval, execution."""

from django.urls import path

from roadmap.plans import approval_views, execution_views, report_views, rolling_views

urlpatterns = [
    path("<int:pk>/submit/", approval_views.submit, name="submit"),
    path("<int:pk>/recall/", approval_views.recall, name="recall"),
    path("<int:pk>/approve/", approval_views.approve, name="approve"),
    path("<int:pk>/return/", approval_views.return_, name="return"),
    path("<int:pk>/archive/", approval_views.archive, name="archive"),
    path("<int:pk>/restore/", approval_views.restore, name="restore"),
    path("<int:pk>/edition/", approval_views.edition, name="edition"),
    path("<int:pk>/roll-over/", rolling_views.roll_over, name="roll-over"),
    path("<int:pk>/progress/", execution_views.progress, name="progress"),
    path("<int:pk>/calendar/", report_views.calendar, name="calendar"),
    path("<int:pk>/report/", report_views.report, name="report"),
    path("<int:pk>/report/xlsx/", report_views.report_book, name="report-xlsx"),
    path("mine/", execution_views.mine, name="mine"),
    path("measures/<int:pk>/<int:year>/", execution_views.mark, name="mark"),
    path("measures/<int:pk>/<int:year>/evidence/", execution_views.add_evidence, name="add-evidence"),
    path("evidence/<int:pk>/remove/", execution_views.remove_evidence, name="remove-evidence"),
    path("evidence/<int:pk>/file/", execution_views.evidence_file, name="evidence-file"),
]
