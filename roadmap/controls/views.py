"""Control of what orders told people to do."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from mentoring.accounts.access import requires, signed_in
from mentoring.accounts.permissions import Permission
from mentoring.workflow.verdicts import Refused, StaleState, require
from roadmap.controls.forms import CloseForm, TaskForm
from roadmap.controls.queries import open_tasks, tasks_visible_to
from roadmap.controls.rules import may_close, may_put, may_put_decision
from roadmap.controls.services import close_task, put_decision_on_control, put_on_control
from roadmap.orders.queries import orders_visible_to
from roadmap.protocols.models import DecisionPoint
from roadmap.protocols.queries import protocols_visible_to

PAGE_METHODS = require_http_methods(["GET", "HEAD", "POST"])
ON_A_PAGE = 50


@requires(Permission.VIEW_ORDERS)
@require_safe
def task_list(request):
    """Everything on control, the earliest term first."""
    rows = open_tasks(tasks_visible_to(request.user))
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"heading": "Контроль исполнения", "page": page, "day": timezone.localdate()}
    context["may_close"] = request.user.may(Permission.DRAFT_ORDERS)
    return render(request, "roadmap/controls/task_list.html", context)


@requires(Permission.DRAFT_ORDERS)
@PAGE_METHODS
def create(request, order_pk):
    """A task with its term from a registered order."""
    order = get_object_or_404(orders_visible_to(request.user), pk=order_pk)
    require(may_put(order, request.user))
    return _put(request, order, TaskForm(request.POST or None), put_on_control, order)


@requires(Permission.KEEP_PROTOCOLS, Permission.KEEP_COUNCIL_PROTOCOLS)
@PAGE_METHODS
def from_protocol(request, point_pk):
    """A task of a decision of a signed protocol."""
    points = DecisionPoint.objects.select_related("item__protocol", "responsible")
    seen = protocols_visible_to(request.user)
    point = get_object_or_404(points, pk=point_pk, item__protocol__in=seen)
    require(may_put_decision(point, request.user))
    initial = {"what": point.text[:300], "responsible": point.responsible_id, "due_on": point.due_on}
    form = TaskForm(request.POST or None, initial=initial)
    return _put(request, point, form, put_decision_on_control, point.item.protocol)


def _put(request, source, form, service, paper):
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            service(source, by=request.user, **form.cleaned_data)
        except StaleState:
            raise
        except Refused as refusal:
            form.add_error("due_on", refusal.reason)
            status = refusal.status
        else:
            messages.success(request, "Поставлено на контроль: ответственный увидит срок на «Сегодня».")
            return redirect(paper)
    words = "Поставить на контроль"
    context = {
        "heading": words,
        "paper": paper,
        "paper_url": paper.get_absolute_url(),
        "form": form,
        "label": words,
    }
    return render(request, "roadmap/controls/task_form.html", context, status=status)


def _address_for(user, task) -> str:
    """Where the paper of a task opens; a protocol is closed to who only answers for one decision of it."""
    if task.order_id or protocols_visible_to(user).filter(pk=task.paper.pk).exists():
        return task.paper.get_absolute_url()
    return ""


@signed_in
@PAGE_METHODS
def close(request, pk):
    """Done or not done, by the responsible person or by who keeps orders."""
    task = get_object_or_404(tasks_visible_to(request.user), pk=pk)
    require(may_close(task, request.user))
    form, status = CloseForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            close_task(task, by=request.user, **form.cleaned_data)
        except StaleState:
            raise
        except Refused as refusal:
            form.add_error("note", refusal.reason)
            status = refusal.status
        else:
            messages.success(request, "Отмечено.")
            return redirect("home:today")
    paper = task.paper
    context = {
        "heading": "Исполнение поручения",
        "paper": paper,
        "task": task,
        "form": form,
        "label": "Отметить",
    }
    context["paper_url"] = _address_for(request.user, task)
    return render(request, "roadmap/controls/task_form.html", context, status=status)
