"""Preparing an order: from agreed pairs to a text that can go to the director."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentoring.accounts.access import requires
from mentoring.accounts.permissions import Permission
from mentoring.workflow.conflicts import show_conflict
from mentoring.workflow.verdicts import Refused, StaleState, require
from registry.pairs.models import Mentorship
from registry.pairs.queries import agreed_mentorships
from roadmap.orders import card, editing, new_drafts, services
from roadmap.orders.checks import registration_checks
from roadmap.orders.documents import paper_of
from roadmap.orders.editing import text_mark
from roadmap.orders.forms import HeaderForm, ItemForm, PairsForm
from roadmap.orders.outline import outline
from roadmap.orders.paper import facts_of
from roadmap.orders.placeholders import fill, insertable_groups, values_of
from roadmap.orders.queries import order_mentorships, return_comment
from roadmap.orders.rules import may_discard, may_edit
from roadmap.orders.views import visible_order

DRAFT = Permission.DRAFT_ORDERS
PAGE_METHODS = require_http_methods(["GET", "HEAD", "POST"])


def refuse_on(form, refusal: Refused) -> int:
    """Put a refusal on the form, so that what was typed stays; returns the status of the page."""
    for sentence in refusal.problems or (refusal.reason,):
        form.add_error(None, sentence)
    return refusal.status


@requires(DRAFT)
@PAGE_METHODS
def create(request):
    """One question: which agreed pairs go into the order; all are ticked at first."""
    form = PairsForm(request.POST if request.method == "POST" else None)
    pairs, status = list(agreed_mentorships()), 200
    if form.is_bound and form.is_valid():
        try:
            order = new_drafts.draft_pairing_order(form.cleaned_data["pairs"], by=request.user)
        except Refused as refusal:
            status = refuse_on(form, refusal)
        else:
            messages.success(request, "Проект приказа готов. Проверьте текст и отправьте его директору.")
            return redirect("orders:text", order.pk)
    ticked = set(request.POST.getlist("pairs")) if form.is_bound else {str(pair.pk) for pair in pairs}
    rows = [(pair, str(pair.pk) in ticked) for pair in pairs]
    context = {"heading": "Подготовить приказ", "form": form, "rows": rows}
    return render(request, "roadmap/orders/order_create.html", context, status=status)


@requires(DRAFT)
@require_safe
def text(request, pk):
    """The editor: the order item by item, its pairs, the checklist and the paper as it looks now."""
    order = visible_order(request, pk)
    if not may_edit(order, request.user):
        return redirect(order)
    mentorships = order_mentorships(order)
    facts = facts_of(order, mentorships)
    values = values_of(facts)
    context = {
        "heading": "Текст приказа",
        "order": order,
        "kind": facts.kind,
        "rows": [(row, fill(row.item.text, values)) for row in outline(order.items.all())],
        "preamble": fill(order.preamble, values),
        "control": fill(order.control, values),
        "mentorships": mentorships,
        "acts": card.acts(order, request.user),
        "checks": registration_checks(order, timezone.localdate()),
        "paper": paper_of(order),
        "comment": return_comment(order),
    }
    return render(request, "roadmap/orders/order_text.html", context)


@requires(DRAFT)
@PAGE_METHODS
def edit(request, pk):
    """Title, preamble, control, signer, journal, curator."""
    order = _open_to_writing(request, pk)
    facts = facts_of(order, order_mentorships(order))
    form = HeaderForm(request.POST or None, instance=order, values=values_of(facts))
    status = 200
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        try:
            editing.edit_order(order, by=request.user, version=data.pop("version"), **data)
        except StaleState as refusal:
            form.show_conflict(visible_order(request, pk), refusal.reason)
            status = refusal.status
        except Refused as refusal:
            status = refuse_on(form, refusal)
        else:
            messages.success(request, "Сохранено.")
            return redirect("orders:text", pk)
    context = {"heading": "Заголовок и реквизиты", "order": order, "form": form}
    context["groups"] = insertable_groups(facts)
    return render(request, "roadmap/orders/header_form.html", context, status=status)


@requires(DRAFT)
@PAGE_METHODS
def add_item(request, pk):
    """A new item at the end of the order or of another item."""
    order = _open_to_writing(request, pk)
    parents = [row for row in outline(order.items.all()) if row.can_have_children]
    initial = {"version": order.version, "parent": request.GET.get("parent")}
    form = ItemForm(request.POST or None, parents=parents, initial=initial)
    status = 200
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            editing.add_item(
                order, by=request.user, version=data["version"] or 0, text=data["text"], parent=data["parent"]
            )
        except Refused as refusal:
            status = refuse_on(form, refusal)
        else:
            messages.success(request, "Пункт добавлен.")
            return redirect("orders:text", pk)
    return _item_page(request, order, form, "Новый пункт", status)


@requires(DRAFT)
@PAGE_METHODS
def change_item(request, pk, item_pk):
    """The text of one item; when somebody else has changed it meanwhile, both texts are shown."""
    order = _open_to_writing(request, pk)
    item = get_object_or_404(order.items.all(), pk=item_pk)
    initial = {"text": item.text, "mark": text_mark(item.text)}
    form, status = ItemForm(request.POST or None, initial=initial), 200
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            editing.change_item(item, by=request.user, text=data["text"], mark=data["mark"])
        except StaleState as refusal:
            status, present = refusal.status, get_object_or_404(order.items.all(), pk=item.pk)
            show_conflict(form, present, refusal.reason, version="mark", number=text_mark(present.text))
        except Refused as refusal:
            status = refuse_on(form, refusal)
        else:
            messages.success(request, "Пункт сохранён.")
            return redirect("orders:text", pk)
    number = next(row.number for row in outline(order.items.all()) if row.item.pk == item.pk)
    return _item_page(request, order, form, f"Пункт {number.rstrip('.')}", status)


def _item_page(request, order, form, heading, status):
    groups = insertable_groups(facts_of(order, order_mentorships(order)))
    context = {"heading": heading, "order": order, "form": form, "groups": groups}
    return render(request, "roadmap/orders/item_form.html", context, status=status)


@requires(DRAFT)
@require_POST
def move_item(request, pk, item_pk):
    """Up, down, into the previous item, out of its parent."""
    _, item = _order_and_item(request, pk, item_pk)
    editing.move_item(item, by=request.user, version=_version(request), move=request.POST.get("move", ""))
    return redirect("orders:text", pk)


@requires(DRAFT)
@PAGE_METHODS
def delete_item(request, pk, item_pk):
    """Ask, then remove an item with its sub-items."""
    order, item = _order_and_item(request, pk, item_pk)
    if request.method == "POST":
        editing.delete_item(item, by=request.user, version=_version(request))
        messages.success(request, "Пункт удалён.")
        return redirect("orders:text", pk)
    rows = outline(order.items.all())
    row = next(row for row in rows if row.item.pk == item.pk)
    inside = [other.number for other in rows if other.number.startswith(row.number) and other != row]
    context = {
        "heading": f"Удалить пункт {row.number.rstrip('.')}",
        "order": order,
        "item": item,
        "inside": inside,
    }
    return render(request, "roadmap/orders/item_delete.html", context)


@requires(DRAFT)
@PAGE_METHODS
def pairs(request, pk):
    """Agreed pairs that may still be put into this draft."""
    order = visible_order(request, pk)
    require(may_edit(order, request.user))
    if request.method == "POST":
        pair = get_object_or_404(agreed_mentorships(), pk=_number(request, "pair"))
        editing.put_pair_in(order, pair, by=request.user, version=_version(request))
        messages.success(request, f"Включена в приказ: {pair.title}")
        return redirect("orders:text", pk)
    context = {"heading": "Добавить пару или группу", "order": order, "pairs": agreed_mentorships()}
    return render(request, "roadmap/orders/order_pairs.html", context)


@requires(DRAFT)
@require_POST
def take_out(request, pk, pair_pk):
    """A pair leaves the draft together with the items that speak of it alone."""
    order = visible_order(request, pk)
    pair = get_object_or_404(Mentorship.objects.filter(order_row__order=order), pk=pair_pk)
    editing.take_pair_out(order, pair, by=request.user, version=_version(request))
    messages.success(request, "Пара убрана из приказа и снова ждёт среди согласованных.")
    return redirect("orders:text", pk)


@requires(DRAFT)
@PAGE_METHODS
def discard(request, pk):
    """Ask, then remove a draft; its pairs wait for the next order."""
    order = visible_order(request, pk)
    require(may_discard(order, request.user))
    if request.method == "POST":
        services.discard_order(order, by=request.user)
        messages.success(request, "Проект приказа удалён.")
        return redirect("orders:list")
    count = order.mentorship_rows.count()
    context = {"heading": "Удалить проект приказа", "order": order, "count": count}
    return render(request, "roadmap/orders/order_discard.html", context)


def _open_to_writing(request, pk):
    """The order whose form is opened. What is posted the service judges, and a refused text stays on the page."""
    order = visible_order(request, pk)
    if request.method != "POST":
        require(may_edit(order, request.user))
    return order


def _order_and_item(request, pk, item_pk):
    order = visible_order(request, pk)
    require(may_edit(order, request.user))
    return order, get_object_or_404(order.items.all(), pk=item_pk)


def _version(request) -> int:
    return _number(request, "version")


def _number(request, name) -> int:
    value = request.POST.get(name, "")
    if not value.isdecimal() or len(value) > 9:
        raise Http404
    return int(value)
