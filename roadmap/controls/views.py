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
from roadmap.controls.rules import may_close, may_put
from roadmap.controls.services import close_task, put_on_control
from roadmap.orders.queries import orders_visible_to

PAGE_METHODS = require_http_methods(["GET", "HEAD", "POST"])
ON_A_PAGE = 50


@requires(Permission.VIEW_ORDERS)
@require_safe
def task_list(request):
    """Everything on control, the earliest term first."""
    rows = open_tasks(tasks_visible_to(request.user))
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"heading": "Контроль исполнения приказов", "page": page, "day": timezone.localdate()}
    context["may_close"] = request.user.may(Permission.DRAFT_ORDERS)
    return render(request, "roadmap/controls/task_list.html", context)


@requires(Permission.DRAFT_ORDERS)
@PAGE_METHODS
def create(request, order_pk):
    """A task with its term from a registered order."""
    order = get_object_or_404(orders_visible_to(request.user), pk=order_pk)
    require(may_put(order, request.user))
    form, status = TaskForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            put_on_control(order, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("due_on", refusal.reason)
            status = refusal.status
        else:
            messages.success(request, "Поставлено на контроль: ответственный увидит срок на «Сегодня».")
            return redirect(order)
    context = {
        "heading": "Поставить на контроль",
        "order": order,
        "form": form,
        "label": "Поставить на контроль",
    }
    return render(request, "roadmap/controls/task_form.html", context, status=status)


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
    context = {"heading": "Исполнение поручения", "order": task.order, "task": task, "form": form}
    return render(request, "roadmap/controls/task_form.html", context | {"label": "Отметить"}, status=status)
