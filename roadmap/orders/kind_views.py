"""A new order of any kind: choose the kind, answer one short form, come to the editor."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from mentoring.accounts.access import requires
from mentoring.accounts.permissions import Permission
from mentoring.workflow.verdicts import Refused, require
from roadmap.orders import new_drafts
from roadmap.orders.answering import known_of_application
from roadmap.orders.draft_views import refuse_on
from roadmap.orders.enums import OrderKind
from roadmap.orders.kind_forms import KindForm
from roadmap.orders.kinds.catalog import KINDS, grouped_kinds
from roadmap.orders.kinds.shape import Kind, Need
from roadmap.orders.particulars import kind_of
from roadmap.orders.queries import people_in_roles
from roadmap.orders.release_forms import MORE, typed_lessons
from roadmap.orders.rules import may_edit, may_edit_samples
from roadmap.orders.views import visible_order

DRAFT = Permission.DRAFT_ORDERS
PAGE_METHODS = require_http_methods(["GET", "HEAD", "POST"])
ABOUT = ("mentorship", "programme", "target", "roadmap", "application")


def known_kind(name: str) -> Kind:
    """The kind of this name; 404 for any other word."""
    if name not in KINDS:
        raise Http404
    return KINDS[name]


@requires(DRAFT)
@require_safe
def choose(request):
    """«Новый приказ»: all kinds in groups, each with a line of help."""
    context = {"heading": "Новый приказ", "groups": grouped_kinds()}
    context |= {"may_edit_samples": may_edit_samples(request.user)}
    return render(request, "roadmap/orders/kind_choose.html", context)


@requires(DRAFT)
@PAGE_METHODS
def create(request, kind):
    """What an order of the kind needs; a button elsewhere says already what it is about."""
    shape = known_kind(kind)
    if shape.need == Need.AGREED_PAIRS:
        return redirect("orders:create")
    form, status = opened(request, kind=shape, user=request.user, initial=_known(request)), 200
    if request.method == "POST" and form.is_valid():
        try:
            order = _drafted(form, shape, request.user)
        except Refused as refusal:
            status = refuse_on(form, refusal)
        else:
            messages.success(request, "Проект приказа готов. Проверьте текст и отправьте его директору.")
            return redirect("orders:text", order.pk)
    context = {"heading": f"Приказ: {shape.title[0].lower()}{shape.title[1:]}", "kind": shape, "form": form}
    return render(request, "roadmap/orders/kind_form.html", context, status=status)


def _known(request) -> dict[str, object]:
    """What the address says of the order, and what the application that it names says."""
    found = {name: request.GET[name] for name in ABOUT if request.GET.get(name, "").isdecimal()}
    asked = found.get("application", "")
    return found | (known_of_application(int(asked), request.user) if 0 < len(asked) < 10 else {})


def opened(request, **words) -> KindForm:
    """The form as it was sent; after «Добавить строки» as it was typed, nothing checked, with more rows."""
    if MORE not in request.POST:
        return KindForm(request.POST or None, **words)
    typed = request.POST.dict()
    form = KindForm(**words, lessons=typed_lessons(typed))
    form.initial |= typed
    return form


def _drafted(form, shape, user):
    subject = form.subject()
    if shape.kind == OrderKind.APPOINTMENT:
        return new_drafts.draft_pairing_order([subject["mentorship"]], by=user, kind=shape.kind)
    key = form.cleaned_data["key"]
    return new_drafts.draft_order(shape.kind, by=user, key=key, **subject, **form.particulars())


@requires(DRAFT)
@PAGE_METHODS
def particulars(request, pk):
    """The people and facts of a draft; its texts follow."""
    order, status = visible_order(request, pk), 200
    shape = kind_of(order)
    if request.method != "POST":
        require(may_edit(order, request.user))
    people = people_in_roles(order)
    form = opened(request, kind=shape, user=request.user, order=order, people=people)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            new_drafts.change_particulars(order, by=request.user, version=version, **form.particulars())
        except Refused as refusal:
            status = refuse_on(form, refusal)
        else:
            messages.success(request, "Сведения сохранены, текст приказа следует за ними.")
            return redirect("orders:text", pk)
    context = {"heading": "Сведения приказа", "order": order, "kind": shape, "form": form}
    return render(request, "roadmap/orders/kind_form.html", context, status=status)
