"""Preparing a local act: a new draft, its name and грифы, sections and clauses, attachments."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from mentoring.accounts.access import requires
from mentoring.accounts.permissions import Permission
from mentoring.workflow.conflicts import show_conflict
from mentoring.workflow.verdicts import Refused, StaleState, require
from roadmap.acts import card, editing, services
from roadmap.acts.forms import ActForm, AttachmentForm, HeaderForm, ItemForm
from roadmap.acts.paper import act_values, facts_of, groups_of, paper_of
from roadmap.acts.queries import return_comment
from roadmap.acts.rules import may_discard, may_edit
from roadmap.acts.views import visible_act
from roadmap.orders.draft_views import refuse_on
from roadmap.orders.editing import text_mark
from roadmap.orders.outline import outline
from roadmap.orders.placeholders import fill

DRAFT = Permission.DRAFT_ORDERS
PAGE_METHODS = require_http_methods(["GET", "HEAD", "POST"])


@requires(DRAFT)
@PAGE_METHODS
def create(request):
    """A new act from nothing, or the Положение from the sample."""
    form = ActForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act = services.begin_act(by=request.user, **form.cleaned_data)
        messages.success(request, "Проект создан. Добавьте разделы и пункты.")
        return redirect("acts:text", act.pk)
    return render(request, "roadmap/acts/act_create.html", {"heading": "Новый локальный акт", "form": form})


@requires(DRAFT)
@require_POST
def create_sample(request):
    """The draft of the Положение from the sample."""
    act = services.begin_sample(by=request.user, key=request.POST.get("key", "")[:60])
    messages.success(
        request, "Проект Положения готов. Это образец: прочитайте его и поправьте под свою школу."
    )
    return redirect("acts:text", act.pk)


@requires(DRAFT)
@require_http_methods(["GET", "HEAD"])
def text(request, pk):
    """The editor: the act part by part, beside it the paper as it looks now."""
    act = visible_act(request, pk)
    if not may_edit(act, request.user):
        return redirect(act)
    values = act_values()
    context = {
        "heading": "Текст локального акта",
        "act": act,
        "rows": [(row, fill(row.item.text, values)) for row in outline(act.items.all())],
        "paper": paper_of(act),
        "stamps": act.stamps.all(),
        "attachments": act.attachments.select_related("file"),
        "buttons": card.buttons(act, request.user),
        "comment": return_comment(act),
    }
    return render(request, "roadmap/acts/act_text.html", context)


@requires(DRAFT)
@PAGE_METHODS
def edit(request, pk):
    """Kind, name, грифы; an old tab is shown both texts."""
    act = _open_to_writing(request, pk)
    form, status = HeaderForm(request.POST or None, instance=act), 200
    if request.method == "POST" and form.is_valid():
        try:
            editing.change_header(act, by=request.user, **form.answer())
        except StaleState as refusal:
            form.show_conflict(visible_act(request, pk), refusal.reason)
            status = refusal.status
        except Refused as refusal:
            status = refuse_on(form, refusal)
        else:
            messages.success(request, "Сохранено.")
            return redirect("acts:text", pk)
    context = {"heading": "Название и грифы", "act": act, "form": form}
    return render(request, "roadmap/acts/header_form.html", context, status=status)


@requires(DRAFT)
@require_POST
def check(request, pk):
    """The sample was read and fits."""
    editing.confirm_sample(visible_act(request, pk), by=request.user, version=_version(request))
    messages.success(request, "Отмечено. Теперь акт можно отправить директору.")
    return redirect("acts:text", pk)


@requires(DRAFT)
@PAGE_METHODS
def add_item(request, pk):
    """A new section, clause or line."""
    act, status = _open_to_writing(request, pk), 200
    parents = [row for row in outline(act.items.all()) if row.can_have_children]
    initial = {"version": act.version, "parent": request.GET.get("parent")}
    form = ItemForm(request.POST or None, parents=parents, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        parent = act.items.filter(pk=data["parent"]).first() if data["parent"] else None
        words = {"version": data["version"] or 0, "text": data["text"], "parent": parent}
        try:
            editing.add_item(act, by=request.user, **words)
        except Refused as refusal:
            status = refuse_on(form, refusal)
        else:
            messages.success(request, "Добавлено.")
            return redirect("acts:text", pk)
    return _item_page(request, act, form, "Новая часть текста", status)


@requires(DRAFT)
@PAGE_METHODS
def change_item(request, pk, item_pk):
    """The text of one part; when somebody else has changed it meanwhile, both texts are shown."""
    act = _open_to_writing(request, pk)
    item = get_object_or_404(act.items.all(), pk=item_pk)
    initial = {"text": item.text, "mark": text_mark(item.text)}
    form, status = ItemForm(request.POST or None, initial=initial), 200
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            editing.change_item(item, by=request.user, text=data["text"], mark=data["mark"])
        except StaleState as refusal:
            status, present = refusal.status, get_object_or_404(act.items.all(), pk=item.pk)
            show_conflict(form, present, refusal.reason, version="mark", number=text_mark(present.text))
        except Refused as refusal:
            status = refuse_on(form, refusal)
        else:
            messages.success(request, "Сохранено.")
            return redirect("acts:text", pk)
    place = editing.place_of(next(row for row in outline(act.items.all()) if row.item.pk == item.pk))
    return _item_page(request, act, form, place.capitalize(), status)


def _item_page(request, act, form, heading, status):
    context = {"heading": heading, "act": act, "form": form, "groups": groups_of(facts_of())}
    return render(request, "roadmap/acts/item_form.html", context, status=status)


@requires(DRAFT)
@require_POST
def move_item(request, pk, item_pk):
    """Up, down, into the previous part, out of its parent."""
    item = get_object_or_404(visible_act(request, pk).items.all(), pk=item_pk)
    editing.move_item(item, by=request.user, version=_version(request), move=request.POST.get("move", ""))
    return redirect("acts:text", pk)


@requires(DRAFT)
@PAGE_METHODS
def delete_item(request, pk, item_pk):
    """Ask, then remove a part with what belongs to it."""
    act = _open_to_writing(request, pk)
    item = get_object_or_404(act.items.all(), pk=item_pk)
    if request.method == "POST":
        editing.delete_item(item, by=request.user, version=_version(request))
        messages.success(request, "Удалено.")
        return redirect("acts:text", pk)
    rows = outline(act.items.all())
    row = next(row for row in rows if row.item.pk == item.pk)
    inside = sum(other.number.startswith(row.number) for other in rows) - 1
    context = {"heading": f"Удалить {editing.place_of(row)}", "act": act, "item": item, "inside": inside}
    return render(request, "roadmap/acts/item_delete.html", context)


@requires(DRAFT)
@PAGE_METHODS
def attach(request, pk):
    """A file that goes with the act."""
    act, status = _open_to_writing(request, pk), 200
    form = AttachmentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            editing.attach_file(act, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error("file", error)
        except StaleState:
            raise
        except Refused as refusal:
            status = refuse_on(form, refusal)
        else:
            messages.success(request, "Файл приложен.")
            return redirect("acts:text", pk)
    context = {"heading": "Приложение к акту", "act": act, "form": form, "label": "Приложить"}
    return render(request, "roadmap/acts/act_step.html", context, status=status)


@requires(DRAFT)
@require_POST
def remove_file(request, pk, file_pk):
    """Take a file out of the draft."""
    attachment = get_object_or_404(visible_act(request, pk).attachments.all(), pk=file_pk)
    editing.remove_file(attachment, by=request.user)
    messages.success(request, "Приложение убрано.")
    return redirect("acts:text", pk)


@requires(DRAFT)
@PAGE_METHODS
def discard(request, pk):
    """Ask, then remove a draft."""
    act = visible_act(request, pk)
    require(may_discard(act, request.user))
    if request.method == "POST":
        services.discard_act(act, by=request.user)
        messages.success(request, "Проект удалён.")
        return redirect("acts:list")
    sentence = "Проект удалится вместе с текстом и приложениями. Утверждённые редакции останутся."
    context = {"heading": "Удалить проект", "act": act, "sentence": sentence, "label": "Удалить проект"}
    return render(request, "roadmap/acts/act_step.html", {**context, "is_danger": True})


def _open_to_writing(request, pk):
    """The act whose form is opened. What is posted the service judges, and a refused text stays on the page."""
    act = visible_act(request, pk)
    if request.method != "POST":
        require(may_edit(act, request.user))
    return act


def _version(request) -> int:
    value = request.POST.get("version", "")
    if not value.isdecimal() or len(value) > 9:
        raise Http404
    return int(value)
