"""Preparing an agreement, its signatures and its end."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from mentoring.accounts.access import requires
from mentoring.accounts.permissions import Permission
from mentoring.workflow.verdicts import Refused, StaleState, require
from registry.pairs.queries import mentorships_visible_to, with_people
from roadmap.agreements import services
from roadmap.agreements.card import proposed
from roadmap.agreements.forms import EndForm, ScanForm, SignForm, TermsForm
from roadmap.agreements.models import Agreement
from roadmap.agreements.queries import coming_mentors
from roadmap.agreements.rules import TABLE, may_attach_scan, may_begin, may_discard, may_edit
from roadmap.agreements.views import visible_agreement

DRAFT = Permission.DRAFT_ORDERS
PAGE_METHODS = require_http_methods(["GET", "HEAD", "POST"])


@requires(DRAFT)
@PAGE_METHODS
def create(request, pair_pk):
    """A draft for the present mentor of a pair, or for the coming one, filled with what the pair's card knows."""
    pair = get_object_or_404(with_people(mentorships_visible_to(request.user)), pk=pair_pk)
    require(may_begin(pair, request.user))
    coming = _coming_mentor(request, pair)
    is_contract = not (coming or pair.last_mentor).is_employee
    form = TermsForm(request.POST or None, initial=proposed(pair, coming), is_contract=is_contract)
    agreement = _carried_out(
        request, form, services.begin_agreement, pair, lambda: {**form.terms(), "mentor": coming}
    )
    if agreement:
        messages.success(request, "Черновик готов. Проверьте текст и напечатайте его для подписей.")
        return redirect(agreement)
    context = {"heading": _word(is_contract), "lead": pair.title, "form": form, "back": pair}
    return _page(request, form, context, "Сохранить черновик")


@requires(DRAFT)
@PAGE_METHODS
def edit(request, pk):
    """Other words in a draft; when somebody else has saved it meanwhile, both are shown."""
    agreement = visible_agreement(request, pk)
    require(may_edit(agreement, request.user))
    form = TermsForm(request.POST or None, instance=agreement, is_contract=agreement.is_contract)
    try:
        saved = _carried_out(
            request,
            form,
            services.change_agreement,
            agreement,
            lambda: {**form.terms(), "version": form.cleaned_data["version"] or 0},
        )
    except StaleState as refusal:
        form.show_conflict(visible_agreement(request, pk), refusal.reason)
        form.refusal_status, saved = refusal.status, None
    if saved:
        messages.success(request, "Сохранено.")
        return redirect(agreement)
    context = {"heading": "Условия соглашения", "lead": str(agreement), "form": form, "back": agreement}
    return _page(request, form, context, "Сохранить")


@requires(DRAFT)
@require_POST
def print_(request, pk):
    """Fix the words for the signatures."""
    agreement = services.print_agreement(visible_agreement(request, pk), by=request.user)
    messages.success(request, "Готово к подписи: откройте PDF и напечатайте два экземпляра.")
    return redirect(agreement)


@requires(DRAFT)
@require_POST
def reopen(request, pk):
    """Take printed words back to mend them."""
    agreement = services.reopen_agreement(visible_agreement(request, pk), by=request.user)
    messages.success(request, "Соглашение снова черновик. Прежние распечатки не подписывайте.")
    return redirect(agreement)


@requires(DRAFT)
@PAGE_METHODS
def sign(request, pk):
    """When both sides signed."""
    agreement = visible_agreement(request, pk)
    TABLE.require(agreement, "sign", by=request.user)
    form = SignForm(request.POST or None, request.FILES or None, initial={"on": timezone.localdate()})
    if _carried_out(request, form, services.sign_agreement, agreement):
        messages.success(request, "Подписание отмечено.")
        return redirect(agreement)
    context = {"heading": "Подписание", "lead": str(agreement), "form": form, "back": agreement}
    return _page(request, form, context, "Отметить подписание")


@requires(DRAFT)
@PAGE_METHODS
def attach_scan(request, pk):
    """The scan that comes later."""
    agreement = visible_agreement(request, pk)
    require(may_attach_scan(agreement, request.user), is_act=request.method == "POST")
    form = ScanForm(request.POST or None, request.FILES or None)
    if _carried_out(request, form, services.attach_scan, agreement):
        messages.success(request, "Скан приложен.")
        return redirect(agreement)
    context = {
        "heading": "Скан подписанного документа",
        "lead": str(agreement),
        "form": form,
        "back": agreement,
    }
    return _page(request, form, context, "Приложить скан")


@requires(DRAFT)
@PAGE_METHODS
def end(request, pk):
    """The last day of the work and of the payment."""
    agreement = visible_agreement(request, pk)
    TABLE.require(agreement, "end", by=request.user, comment="–")
    form = EndForm(request.POST or None, initial={"on": min(timezone.localdate(), agreement.end)})
    if _carried_out(request, form, services.end_agreement, agreement):
        messages.success(request, "Прекращено. Передайте бухгалтерии, по какой день платить.")
        return redirect(agreement)
    context = {"heading": "Прекращение", "lead": str(agreement), "form": form, "back": agreement}
    return _page(request, form, context, "Прекратить")


@requires(DRAFT)
@require_POST
def discard(request, pk):
    """Remove what nobody has signed."""
    agreement = visible_agreement(request, pk)
    require(may_discard(agreement, request.user))
    services.discard_agreement(agreement, by=request.user)
    messages.success(request, "Неподписанное соглашение удалено.")
    return redirect("agreements:list")


def _coming_mentor(request, pair):
    """The next mentor named in the address; 404 for anybody whom no order in work appoints."""
    pk = request.GET.get("mentor", "")
    if not pk:
        return None
    return get_object_or_404(coming_mentors(pair), pk=int(pk) if pk.isdecimal() and len(pk) < 10 else 0)


def _word(is_contract) -> str:
    return "Договор с внешним наставником" if is_contract else "Дополнительное соглашение"


def _carried_out(request, form, service, subject, data=None) -> Agreement | None:
    """Call the service with what was typed; a refusal becomes an error of the form, so the text stays."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return service(subject, by=request.user, **(data() if data else form.cleaned_data))
    except ValidationError as error:
        form.add_error("scan", error)
    except StaleState:
        raise
    except Refused as refusal:
        for sentence in refusal.problems or [refusal.reason]:
            form.add_error(None, sentence)
        form.refusal_status = refusal.status
    return None


def _page(request, form, context, label):
    status = getattr(form, "refusal_status", 200)
    context = {**context, "label": label}
    return render(request, "roadmap/agreements/agreement_form.html", context, status=status)
