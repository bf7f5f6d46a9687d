"""Steps of a roadmap's life: to the director and back, approval, archive, new edition."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from mentoring.accounts.access import confirmed, requires
from mentoring.accounts.permissions import Permission
from mentoring.workflow.verdicts import Refused, StaleState
from roadmap.orders.draft_views import refuse_on
from roadmap.plans import approval
from roadmap.plans.approval_forms import ApprovalForm, CommentForm, RestoreForm
from roadmap.plans.approval_rules import TABLE
from roadmap.plans.following import orders_to_refer_to
from roadmap.plans.queries import plan_of
from roadmap.plans.sheet import sheet_of
from roadmap.plans.views import short_title, visible_roadmap

EDIT, APPROVE = Permission.EDIT_ROADMAPS, Permission.APPROVE_ROADMAPS
PAGE_METHODS = require_http_methods(["GET", "HEAD", "POST"])


@requires(EDIT)
@require_POST
def submit(request, pk):
    """Send the draft to the director."""
    roadmap = visible_roadmap(request, pk)
    roadmap = approval.submit_roadmap(roadmap, by=request.user, version=_version(request))
    messages.success(request, "Дорожная карта у директора: он увидит её на странице «Сегодня».")
    return redirect(roadmap)


@requires(EDIT)
@require_POST
def recall(request, pk):
    """Take the roadmap back to change it."""
    roadmap = approval.recall_roadmap(visible_roadmap(request, pk), by=request.user)
    messages.success(request, "Дорожная карта отозвана с утверждения. Её снова можно менять.")
    return redirect(roadmap)


@requires(APPROVE)
@confirmed
@PAGE_METHODS
def approve(request, pk):
    """The whole roadmap on one screen with the two answers of the director."""
    roadmap, status = visible_roadmap(request, pk), 200
    initial = {"ground": "order", "on": timezone.localdate()}
    form = ApprovalForm(request.POST or None, initial=initial, orders=orders_to_refer_to(request.user))
    if request.method == "POST" and form.is_valid():
        try:
            approval.approve_roadmap(
                roadmap, by=request.user, version=_version(request) or 0, **form.answer()
            )
        except StaleState:
            raise
        except Refused as refusal:
            status = refuse_on(form, refusal)
        else:
            messages.success(request, "Дорожная карта утверждена. Теперь отмечают выполнение мероприятий.")
            return redirect(roadmap)
    elif request.method != "POST" and not _is_open(roadmap, "approve", request.user):
        return redirect(roadmap)
    context = {
        "heading": "Утверждение дорожной карты",
        "roadmap": roadmap,
        "sheet": sheet_of(plan_of(roadmap)),
    }
    context |= {"form": form, "comment_form": CommentForm(), "name": short_title(roadmap)}
    return render(request, "roadmap/plans/roadmap_approve.html", context, status=status)


@requires(APPROVE)
@PAGE_METHODS
def return_(request, pk):
    """Send the roadmap back with what is to be mended."""
    roadmap, form, status = visible_roadmap(request, pk), CommentForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            approval.return_roadmap(roadmap, by=request.user, comment=form.cleaned_data["comment"])
        except Refused as refusal:
            status = refuse_on(form, refusal)
        else:
            messages.success(request, "Дорожная карта возвращена. Куратор увидит ваш комментарий.")
            return redirect(roadmap)
    elif request.method != "POST" and not _is_open(roadmap, "return", request.user):
        return redirect(roadmap)
    context = {"heading": "Вернуть дорожную карту на доработку", "roadmap": roadmap, "form": form}
    context |= {"label": "Вернуть с комментарием", "name": short_title(roadmap)}
    return render(request, "roadmap/plans/roadmap_step.html", context, status=status)


@requires(EDIT)
@PAGE_METHODS
def archive(request, pk):
    """Put away a roadmap that is over, after a question."""
    roadmap = visible_roadmap(request, pk)
    if request.method == "POST":
        approval.archive_roadmap(roadmap, by=request.user)
        messages.success(request, "Дорожная карта убрана в архив. Её по-прежнему можно читать и печатать.")
        return redirect(roadmap)
    if not _is_open(roadmap, "archive", request.user):
        return redirect(roadmap)
    context = {"heading": "Убрать дорожную карту в архив", "roadmap": roadmap, "name": short_title(roadmap)}
    context |= {
        "sentence": "В архиве дорожная карта только читается: выполнение больше не отмечают, о сроках не напоминают.",
        "label": "Убрать в архив",
    }
    return render(request, "roadmap/plans/roadmap_step.html", context)


@requires(EDIT)
@PAGE_METHODS
def restore(request, pk):
    """Bring a roadmap back from the archive, with the reason."""
    roadmap, form, status = visible_roadmap(request, pk), RestoreForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            approval.restore_roadmap(roadmap, by=request.user, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            status = refuse_on(form, refusal)
        else:
            messages.success(request, "Дорожная карта снова действует.")
            return redirect(roadmap)
    elif request.method != "POST" and not _is_open(roadmap, "restore", request.user):
        return redirect(roadmap)
    context = {"heading": "Вернуть дорожную карту из архива", "roadmap": roadmap, "form": form}
    context |= {"label": "Вернуть из архива", "name": short_title(roadmap)}
    return render(request, "roadmap/plans/roadmap_step.html", context, status=status)


@requires(EDIT)
@require_POST
def edition(request, pk):
    """Begin the next edition of an approved roadmap."""
    copy = approval.start_edition(visible_roadmap(request, pk), by=request.user)
    messages.success(
        request,
        f"Это редакция {copy.edition}. Исправьте её и отправьте на утверждение, до тех пор действует прежняя.",
    )
    return redirect(copy)


def _is_open(roadmap, name, user) -> bool:
    return name in {option.transition.name for option in TABLE.available(roadmap, user)}


def _version(request) -> int | None:
    value = request.POST.get("version", "")
    return int(value) if value.isdecimal() and len(value) < 10 else None
