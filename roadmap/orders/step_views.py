"""Steps of an order's life: approval, registration, signature, acquaintance."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from mentoring.accounts.access import confirmed, requires, signed_in
from mentoring.accounts.permissions import Permission
from mentoring.workflow.verdicts import Refused, StaleState, require
from roadmap.orders import services
from roadmap.orders.checks import registration_checks
from roadmap.orders.documents import paper_of
from roadmap.orders.draft_views import refuse_on
from roadmap.orders.forms import RegisterForm, ReturnForm, ScanForm, SignForm
from roadmap.orders.particulars import kind_of
from roadmap.orders.queries import proposed_number
from roadmap.orders.rules import TABLE, made_by_another, may_attach_scan, may_enter_acquaintance
from roadmap.orders.sheet_views import Sheet, clearing_page, marks_page
from roadmap.orders.views import visible_order

P = Permission
PAGE_METHODS = require_http_methods(["GET", "HEAD", "POST"])
SHEET = Sheet(
    room="orders",
    rooms="Приказы",
    with_paper="с приказом",
    to_paper="К приказу",
    may_enter=may_enter_acquaintance,
    mark=services.mark_acquainted,
    clear=services.clear_acquaintance,
)


@requires(P.DRAFT_ORDERS)
@require_POST
def submit(request, pk):
    """Send the draft to the director."""
    order = services.submit_order(visible_order(request, pk), by=request.user, version=_version(request))
    messages.success(request, "Приказ отправлен директору: он увидит его на странице «Сегодня».")
    return redirect(order)


@requires(P.DRAFT_ORDERS)
@require_POST
def recall(request, pk):
    """Take the order back to change it."""
    services.recall_order(visible_order(request, pk), by=request.user)
    messages.success(request, "Приказ отозван с утверждения. Текст снова можно менять.")
    return redirect("orders:text", pk)


@requires(P.APPROVE_ORDERS)
@confirmed
@PAGE_METHODS
def approve(request, pk):
    """The whole order on one screen with the two answers of the director."""
    order = visible_order(request, pk)
    if request.method == "POST":
        services.approve_order(order, by=request.user, version=_version(request) or 0)
        messages.success(request, "Приказ утверждён. Теперь его можно зарегистрировать.")
        return redirect(order)
    # Opened after somebody has decided: the card says how.
    if not _is_open(order, "approve", request.user):
        return redirect(order)
    checks = registration_checks(order, timezone.localdate())
    context = {"heading": "Утверждение приказа", "order": order, "paper": paper_of(order), "checks": checks}
    context |= {"form": ReturnForm(), "denied": made_by_another(order, request.user)}
    return render(request, "roadmap/orders/order_approve.html", context)


@requires(P.APPROVE_ORDERS)
@PAGE_METHODS
def return_(request, pk):
    """Send the order back with what is to be mended."""
    order, form, status = visible_order(request, pk), ReturnForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            services.return_order(order, by=request.user, comment=form.cleaned_data["comment"])
        except Refused as refusal:
            status = refuse_on(form, refusal)
        else:
            messages.success(request, "Приказ возвращён. Куратор увидит ваш комментарий.")
            return redirect(order)
    elif request.method != "POST" and not _is_open(order, "return", request.user):
        return redirect(order)
    context = {"heading": "Вернуть приказ на доработку", "order": order, "form": form}
    return render(request, "roadmap/orders/order_return.html", context, status=status)


@requires(P.REGISTER_ORDERS)
@confirmed
@PAGE_METHODS
def register(request, pk):
    """The date and the number that comes with it; everything that still hinders stands beside."""
    order, today, status = visible_order(request, pk), timezone.localdate(), 200
    form = RegisterForm(request.POST or None, initial={"on": today})
    if request.method == "POST" and form.is_valid():
        try:
            order = services.register_order(order, by=request.user, on=form.cleaned_data["on"])
        except StaleState:
            raise
        except Refused as refusal:
            status = refuse_on(form, refusal)
        else:
            words = ("зарегистрирован.", kind_of(order).effect_words, "Напечатайте приказ и дайте подписать.")
            messages.success(request, f"{order}: {' '.join(filter(None, words))}")
            return redirect(order)
    elif request.method != "POST" and not _is_open(order, "register", request.user):
        return redirect(order)
    day = (form.is_bound and form.cleaned_data.get("on")) or today
    context = {"heading": "Регистрация приказа", "order": order, "form": form, "day": day}
    context |= {"number": proposed_number(order.journal, day), "checks": registration_checks(order, day)}
    context["effect"] = kind_of(order).effect_words
    return render(request, "roadmap/orders/order_register.html", context, status=status)


@requires(P.DRAFT_ORDERS, P.REGISTER_ORDERS)
@PAGE_METHODS
def sign(request, pk):
    """The date of the signature on paper and the scan."""
    order, status = visible_order(request, pk), 200
    form = SignForm(request.POST or None, request.FILES or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            services.sign_order(order, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error("scan", error)
        except StaleState:
            raise
        except Refused as refusal:
            status = refuse_on(form, refusal)
        else:
            messages.success(request, "Подписание отмечено. Ознакомьте с приказом людей из листа.")
            return redirect(order)
    elif request.method != "POST" and not _is_open(order, "sign", request.user):
        return redirect(order)
    context = {"heading": "Подписание приказа", "order": order, "form": form}
    return render(request, "roadmap/orders/order_sign.html", context, status=status)


@requires(P.DRAFT_ORDERS, P.REGISTER_ORDERS)
@PAGE_METHODS
def attach_scan(request, pk):
    """The scan that comes after the note of the signature."""
    order = visible_order(request, pk)
    require(may_attach_scan(order, request.user), is_act=request.method == "POST")
    form = ScanForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.attach_scan(order, by=request.user, scan=form.cleaned_data["scan"])
        except ValidationError as error:
            form.add_error("scan", error)
        else:
            messages.success(request, "Скан приложен.")
            return redirect(order)
    context = {"heading": "Скан подписанного приказа", "order": order, "form": form}
    return render(request, "roadmap/orders/order_sign.html", context)


@requires(P.DRAFT_ORDERS)
@PAGE_METHODS
def acquaint(request, pk):
    """The sheet person by person: tick those who signed and say when."""
    return marks_page(request, visible_order(request, pk), SHEET)


@requires(P.DRAFT_ORDERS)
@PAGE_METHODS
def clear(request, pk, row_pk):
    """Take back a mark entered by mistake, with the reason."""
    return clearing_page(request, visible_order(request, pk), row_pk, SHEET)


@signed_in
@require_POST
def acknowledge(request, pk):
    """«Ознакомлен(а)»: only for oneself."""
    order = visible_order(request, pk)
    services.acknowledge_order(order, by=request.user)
    messages.success(request, "Спасибо, ваше ознакомление с приказом отмечено.")
    return redirect(order)


def _is_open(order, name, user) -> bool:
    return name in {option.transition.name for option in TABLE.available(order, user)}


def _version(request) -> int | None:
    value = request.POST.get("version", "")
    return int(value) if value.isdecimal() and len(value) < 10 else None
