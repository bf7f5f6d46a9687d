"""Beginning and drafting: pick a pair, pick a pattern, note, plan."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from mentoring.accounts.access import signed_in
from mentoring.workflow.conflicts import Difference, compare, show_conflict
from mentoring.workflow.verdicts import Refused, require
from programs.programmes import services
from programs.programmes.forms import NoteForm, PlanEditor, StartForm
from programs.programmes.models import Programme
from programs.programmes.queries import (
    may_begin_for,
    open_programme_of,
    reusable_programmes,
    without_programme,
)
from programs.programmes.rules import may_delete, may_edit, may_start
from programs.programmes.views import card_context, visible
from registry.pairs.queries import mentorships_visible_to
from registry.pairs.queries import with_people as with_sides

READ_AND_WRITE = require_http_methods(["GET", "HEAD", "POST"])
ON_A_PAGE = 20


@signed_in
@require_safe
def create(request):
    """Active pairs without a programme: which one is it for?"""
    waiting = with_sides(without_programme(may_begin_for(request.user)))
    page = Paginator(waiting, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"heading": "Для кого программа", "page": page}
    return render(request, "programs/programmes/create.html", context)


@signed_in
@READ_AND_WRITE
def start(request, pk):
    """With what should the programme begin?"""
    mentorship = _startable(request, pk)
    existing = open_programme_of(mentorship)
    if existing:
        messages.info(request, "У этой пары уже есть программа, вот она.")
        return redirect(existing)
    may_reuse = reusable_programmes(request.user).exists()
    form = StartForm(request.POST or None, may_reuse=may_reuse)
    if request.method == "POST" and form.is_valid():
        if form.wants_reuse:
            return redirect("programmes:reuse", mentorship.pk)
        programme = services.start_programme(mentorship, by=request.user, blueprint=form.blueprint)
        return _begun(request, programme)
    context = {"heading": "Новая программа", "mentorship": mentorship, "form": form}
    return render(request, "programs/programmes/start.html", context)


@signed_in
@READ_AND_WRITE
def reuse(request, pk):
    """The bank of programmes: find an earlier one and begin from it."""
    mentorship = _startable(request, pk)
    if request.method == "POST":
        sources = reusable_programmes(request.user).prefetch_related("plan")
        source = get_object_or_404(sources, pk=_number(request.POST.get("source")))
        return _begun(request, services.start_programme(mentorship, by=request.user, source=source))
    text = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    page = Paginator(reusable_programmes(request.user, text), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"heading": "Банк программ", "mentorship": mentorship, "page": page, "text": text}
    return render(request, "programs/programmes/reuse.html", context)


@signed_in
@READ_AND_WRITE
def edit(request, pk):
    """The title sheet and the explanatory note."""
    programme, status = visible(request, pk), 200
    require(may_edit(programme, request.user))
    form = NoteForm(request.POST or None, instance=programme)
    if request.method == "POST" and form.is_valid():
        try:
            services.update_programme(programme, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            status = refusal.status if refusal.status == 409 else 200
            if status == 409:
                show_conflict(form, Programme.objects.get(pk=programme.pk), refusal.reason)
            else:
                form.add_error(None, refusal.reason)
        else:
            messages.success(request, "Титульный лист и записка сохранены.")
            return redirect("programmes:plan" if "to_plan" in request.POST else "programmes:detail", pk)
    context = card_context(programme, "") | {"form": form}
    return render(request, "programs/programmes/note_form.html", context, status=status)


@signed_in
@READ_AND_WRITE
def plan(request, pk):
    """All rows of the plan on one page."""
    programme, problem, status = visible(request, pk), "", 200
    require(may_edit(programme, request.user))
    rows = programme.plan.all()
    is_post = request.method == "POST"
    editor = PlanEditor.of_post(request.POST) if is_post else PlanEditor.of_rows(rows)
    version = _number(request.POST.get("version")) if is_post else programme.version
    if is_post and request.POST.get("action") == "save" and editor.is_valid():
        try:
            _save_plan(request, programme, version, editor)
        except Refused as refusal:
            problem, status = refusal.reason, refusal.status if refusal.status == 409 else 200
            programme = visible(request, pk)
            version = programme.version
        else:
            messages.success(request, "План мероприятий сохранён.")
            return redirect(reverse("programmes:detail", args=[pk]) + "#plan")
    context = {
        "editor": editor.mark_held(rows),
        "problem": problem,
        "version": version,
        "conflicts": [_plans(programme, editor)] if status == 409 else [],
    }
    page = "programs/programmes/plan_form.html"
    return render(request, page, card_context(programme, "") | context, status=status)


@signed_in
@READ_AND_WRITE
def delete(request, pk):
    """Remove a first draft."""
    programme = visible(request, pk)
    require(may_delete(programme, request.user))
    if request.method == "POST":
        services.delete_draft(programme, by=request.user)
        messages.success(request, "Черновик программы удалён.")
        return redirect("programmes:list")
    context = card_context(programme, "") | {
        "act": "Удаление черновика",
        "sentence": f"Удалить черновик программы «{programme.title}»?",
        "consequences": ["Записка и план пропадут. Пара останется, программу можно составить заново."],
        "label": "Удалить черновик",
    }
    return render(request, "programs/programmes/act_confirm.html", context)


def _startable(request, pk):
    mentorship = get_object_or_404(with_sides(mentorships_visible_to(request.user)), pk=pk)
    require(may_start(mentorship, request.user))
    return mentorship


def _begun(request, programme):
    messages.success(request, "Черновик готов: что было известно, уже заполнено. Проверьте и дополните.")
    return redirect("programmes:edit", programme.pk)


def _save_plan(request, programme, version, editor):
    rows = editor.rows_of_term(programme.start, programme.end)
    services.save_plan(programme, by=request.user, version=version, rows=rows)


def _plans(programme, editor) -> Difference:
    """The plan that is saved and the one that was typed, a row a line."""
    names = ("date_text", "event", "form", "content")
    saved = [[getattr(row, name) for name in names] for row in programme.plan.all()]
    typed = [[row[name] for name in names] for row in editor.cleaned_rows]
    texts = ("\n".join(", ".join(filter(None, words)) for words in rows) for rows in (saved, typed))
    return compare("План мероприятий", *texts)


def _number(text):
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0
