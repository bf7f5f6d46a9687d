"""Steps of an act's life: to the director and back, approval, next edition, end."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from mentoring.accounts.access import confirmed, requires
from mentoring.accounts.permissions import Permission
from mentoring.workflow.verdicts import Refused, StaleState
from roadmap.acts import services
from roadmap.acts.forms import ApprovalForm, EndForm, ReturnForm
from roadmap.acts.paper import paper_of
from roadmap.acts.queries import orders_to_approve_by
from roadmap.acts.rules import TABLE
from roadmap.acts.views import visible_act
from roadmap.orders.draft_views import refuse_on

DRAFT, APPROVE = Permission.DRAFT_ORDERS, Permission.APPROVE_ORDERS
PAGE_METHODS = require_http_methods(["GET", "HEAD", "POST"])


@requires(DRAFT)
@require_POST
def submit(request, pk):
    """Send the draft to the director."""
    act = services.submit_act(visible_act(request, pk), by=request.user, version=_version(request))
    messages.success(request, "Акт у директора: он увидит его на странице «Сегодня».")
    return redirect(act)


@requires(DRAFT)
@require_POST
def recall(request, pk):
    """Take the act back to change it."""
    act = services.recall_act(visible_act(request, pk), by=request.user)
    messages.success(request, "Акт отозван с утверждения. Его снова можно менять.")
    return redirect(act)


@requires(APPROVE)
@confirmed
@PAGE_METHODS
def approve(request, pk):
    """The whole act on one screen with the two answers of the director."""
    act, status = visible_act(request, pk), 200
    initial = {"ground": "order", "on": timezone.localdate()}
    form = ApprovalForm(request.POST or None, initial=initial, orders=orders_to_approve_by(request.user))
    if request.method == "POST" and form.is_valid():
        try:
            services.approve_act(act, by=request.user, version=_version(request) or 0, **form.answer())
        except StaleState:
            raise
        except Refused as refusal:
            status = refuse_on(form, refusal)
        else:
            messages.success(request, "Акт утверждён. Его текст больше не меняется.")
            return redirect(act)
    elif request.method != "POST" and not _is_open(act, "approve", request.user):
        return redirect(act)
    context = {"heading": "Утверждение локального акта", "act": act, "paper": paper_of(act), "form": form}
    context["return_form"] = ReturnForm()
    return render(request, "roadmap/acts/act_approve.html", context, status=status)


@requires(APPROVE)
@PAGE_METHODS
def return_(request, pk):
    """Send the act back with what is to be mended."""
    act, form = visible_act(request, pk), ReturnForm(request.POST or None)
    if _carried_out(request, form, services.return_act, act):
        messages.success(request, "Акт возвращён. Куратор увидит ваш комментарий.")
        return redirect(act)
    if request.method != "POST" and not _is_open(act, "return", request.user):
        return redirect(act)
    return _step_page(request, act, form, "Вернуть на доработку", "Вернуть с комментарием")


@requires(APPROVE)
@PAGE_METHODS
def end(request, pk):
    """The last day of an act that nothing supersedes."""
    act, form = visible_act(request, pk), EndForm(request.POST or None)
    if _carried_out(request, form, services.end_act, act):
        messages.success(request, "Отмечено, что акт утратил силу. Читать и печатать его можно по-прежнему.")
        return redirect(act)
    if request.method != "POST" and not _is_open(act, "end", request.user):
        return redirect(act)
    return _step_page(request, act, form, "Признать утратившим силу", "Признать утратившим силу")


@requires(DRAFT)
@require_POST
def edition(request, pk):
    """Begin the next edition of an approved act."""
    copy = services.start_edition(visible_act(request, pk), by=request.user)
    messages.success(
        request,
        f"Это редакция {copy.edition}. Исправьте её и отправьте на утверждение, до тех пор действует прежняя.",
    )
    return redirect("acts:text", copy.pk)


def _carried_out(request, form, service, act):
    """Call the service with what was typed; a refusal becomes an error of the form, so the text stays."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return service(act, by=request.user, **form.cleaned_data)
    except StaleState:
        raise
    except Refused as refusal:
        form.refusal_status = refuse_on(form, refusal)
    return None


def _step_page(request, act, form, heading, label):
    context = {"heading": heading, "act": act, "form": form, "label": label}
    return render(request, "roadmap/acts/act_step.html", context, status=getattr(form, "refusal_status", 200))


def _is_open(act, name, user) -> bool:
    return name in {option.transition.name for option in TABLE.available(act, user)}


def _version(request) -> int | None:
    value = request.POST.get("version", "")
    return int(value) if value.isdecimal() and len(value) < 10 else None
