"""Writing a draft: its head, the people, the agenda."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from mentoring.accounts.access import requires
from mentoring.accounts.permissions import Permission
from mentoring.workflow.verdicts import Refused, StaleState, require
from roadmap.orders.draft_views import refuse_on
from roadmap.protocols import editing, services
from roadmap.protocols.forms import AttendanceForm, BeginForm, HeaderForm
from roadmap.protocols.item_forms import ItemPage
from roadmap.protocols.models import AgendaItem
from roadmap.protocols.queries import bodies_kept_by, protocols_visible_to, signed_protocols, voters_of
from roadmap.protocols.rules import may_edit
from roadmap.protocols.views import visible_protocol

KEEP = (Permission.KEEP_PROTOCOLS, Permission.KEEP_COUNCIL_PROTOCOLS)
PAGE_METHODS = require_http_methods(["GET", "HEAD", "POST"])


@requires(*KEEP)
@PAGE_METHODS
def create(request):
    """Whose meeting and when; the rest comes from the body's last protocol."""
    form, status = BeginForm(request.POST or None, bodies=bodies_kept_by(request.user)), 200
    if request.method == "POST" and form.is_valid():
        try:
            protocol = services.begin_protocol(by=request.user, **form.cleaned_data)
        except Refused as refusal:
            status = refuse_on(form, refusal)
        else:
            messages.success(request, "Черновик начат. Запишите участников и вопросы.")
            return redirect(protocol)
    context = {"heading": "Новый протокол", "form": form, "label": "Начать протокол"}
    return render(request, "roadmap/protocols/protocol_form.html", context, status=status)


@requires(*KEEP)
@PAGE_METHODS
def edit(request, pk):
    """What the meeting was, when and where."""
    protocol = editable_protocol(request, pk)
    initial = {name: getattr(protocol, name) for name in ("title", "held_on", "place", "version")}
    form = HeaderForm(request.POST or None, initial=initial)
    context = {"heading": "Заголовок, дата и место"}
    return _saved(request, protocol, form, services.change_header, context)


@requires(*KEEP)
@PAGE_METHODS
def attendance(request, pk):
    """Who was there."""
    protocol = editable_protocol(request, pk)
    form = AttendanceForm(request.POST or None, protocol=protocol)
    context = {"heading": "Участники заседания"}
    return _saved(request, protocol, form, services.set_attendance, context)


@requires(*KEEP)
@PAGE_METHODS
def add_item(request, pk):
    """One more item at the end of the agenda."""
    return _item_page(request, editable_protocol(request, pk), None)


@requires(*KEEP)
@PAGE_METHODS
def edit_item(request, pk):
    """An item of a draft."""
    item = visible_item(request, pk)
    require(may_edit(item.protocol, request.user))
    return _item_page(request, item.protocol, item)


@requires(*KEEP)
@require_POST
def remove_item(request, pk):
    """Take an item out of the agenda."""
    item = visible_item(request, pk)
    protocol = editing.remove_item(item, by=request.user)
    messages.success(request, f"Вопрос убран: {item.title}")
    return redirect(protocol)


@requires(*KEEP)
@require_POST
def move_item(request, pk):
    """Move an item one place up or down."""
    item = visible_item(request, pk)
    return redirect(editing.move_item(item, by=request.user, up=request.POST.get("to") == "up"))


@requires(*KEEP)
@PAGE_METHODS
def discard(request, pk):
    """Remove a draft after a question."""
    protocol = editable_protocol(request, pk)
    if request.method == "POST":
        services.discard_protocol(protocol, by=request.user)
        messages.success(request, "Черновик протокола удалён.")
        return redirect("protocols:list")
    context = {"heading": "Удаление черновика", "protocol": protocol}
    return render(request, "roadmap/protocols/protocol_discard.html", context)


def editable_protocol(request, pk):
    """The draft of this reader; 404 for what is not to be seen, a sentence for what is signed."""
    protocol = visible_protocol(request, pk)
    require(may_edit(protocol, request.user))
    return protocol


def visible_item(request, pk) -> AgendaItem:
    rows = AgendaItem.objects.select_related("protocol", "mentorship", "programme")
    return get_object_or_404(rows, pk=pk, protocol__in=protocols_visible_to(request.user))


def _saved(request, protocol, form, service, context):
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            service(protocol, by=request.user, **form.cleaned_data)
        except StaleState as refusal:
            status, present = refusal.status, visible_protocol(request, protocol.pk)
            how = {"saved": lambda row, name: form.saved(row)[name]} if hasattr(form, "saved") else {}
            form.show_conflict(present, refusal.reason, **how)
        except Refused as refusal:
            status = refuse_on(form, refusal)
        else:
            messages.success(request, "Сохранено.")
            return redirect(protocol)
    context = {"protocol": protocol, "form": form, "label": "Сохранить", **context}
    return render(request, "roadmap/protocols/protocol_form.html", context, status=status)


def _refuse_item(form, item, refusal) -> int:
    """The sentence on the form; after another saving both texts, and the next saving goes on from the present one."""
    present = AgendaItem.objects.filter(pk=item.pk).first() if item else None
    if not isinstance(refusal, StaleState) or present is None:
        return refuse_on(form, refusal)
    form.show_conflict(present, refusal.reason)
    return refusal.status


def _item_page(request, protocol, item):
    others = signed_protocols(request.user).exclude(pk=protocol.pk)
    page, status = ItemPage(protocol, item, others, request.POST or None), 200
    if request.method == "POST" and page.is_valid():
        try:
            saved = editing.save_item(protocol, item, by=request.user, **page.values())
        except Refused as refusal:
            status = _refuse_item(page.form, item, refusal)
        else:
            messages.success(request, "Вопрос записан.")
            return redirect("protocols:edit_item", saved.pk) if "more" in request.POST else redirect(protocol)
    context = {
        "heading": "Вопрос повестки" if item else "Новый вопрос",
        "protocol": protocol,
        "page": page,
        "voters": voters_of(protocol),
    }
    return render(request, "roadmap/protocols/item_form.html", context, status=status)
