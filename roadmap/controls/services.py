"""The only writer of tasks on control."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from mentoring.workflow.services import add_history, lock, once
from mentoring.workflow.verdicts import Refused, StaleState, require
from roadmap.controls.models import ControlTask
from roadmap.controls.rules import may_close, may_put, may_put_decision
from roadmap.orders.models import Order
from roadmap.protocols.models import DecisionPoint


@transaction.atomic
def put_on_control(order, *, by, what, responsible, due_on, key="") -> ControlTask:
    """Make a task of an item of a registered order; `key` names the form.

    Raises Refused for a draft or a term before the order, StaleState when the form was sent already.
    """
    if key:
        once(f"controls/{key}")
    order = lock(Order.objects.all(), order.pk)
    require(may_put(order, by))
    if due_on < order.date:
        raise Refused(f"Срок раньше даты приказа ({order.date:%d.%m.%Y}). Проверьте дату.")
    task = ControlTask.objects.create(
        order=order, what=what.strip(), responsible=responsible, due_on=due_on, created_by=by
    )
    sentence = f"поставлено на контроль до {due_on:%d.%m.%Y}: {responsible.short_name}"
    add_history(order, by=by, action="control", sentence=sentence, comment=task.what)
    return task


@transaction.atomic
def put_decision_on_control(point, *, by, what, responsible, due_on, key="") -> ControlTask:
    """Make a task of a point of a signed protocol; raises Refused for a draft or a term before it, StaleState when put."""
    if key:
        once(f"controls/{key}")
    point = DecisionPoint.objects.select_related("item__protocol").get(pk=point.pk)
    protocol = point.item.protocol
    require(may_put_decision(point, by))
    if due_on < protocol.held_on:
        raise Refused(f"Срок раньше даты протокола ({protocol.held_on:%d.%m.%Y}). Проверьте дату.")
    try:
        with transaction.atomic():
            task = ControlTask.objects.create(
                decision=point, what=what.strip(), responsible=responsible, due_on=due_on, created_by=by
            )
    except IntegrityError:
        raise StaleState("Это решение уже на контроле. Обновите страницу.") from None
    sentence = f"поставлено на контроль до {due_on:%d.%m.%Y}: {responsible.short_name}"
    add_history(protocol, by=by, action="control", sentence=sentence, comment=task.what)
    return task


@transaction.atomic
def close_task(task, *, by, is_done, note="") -> ControlTask:
    """Write down that a task is done, or why it is not. Raises Refused without the reason, StaleState when closed."""
    task = lock(
        ControlTask.objects.select_related("order", "decision__item__protocol", "responsible"), task.pk
    )
    require(may_close(task, by))
    if task.is_done is not None:
        raise StaleState("Исполнение уже отмечено. Обновите страницу.")
    if not is_done and not note.strip():
        raise Refused("Напишите, почему не выполнено.")
    task.is_done, task.note = is_done, note.strip()
    task.closed_on, task.closed_by = timezone.localdate(), by
    task.save(update_fields=["is_done", "note", "closed_on", "closed_by"])
    words = "выполнено" if is_done else "не выполнено"
    sentence = f"снято с контроля: {words}, {task.responsible.short_name}"
    add_history(task.paper, by=by, action="control", sentence=sentence, comment=f"{task.what}. {task.note}")
    return task
