"""Answers to applications and the other side's consent."""

from django.contrib import messages
from django.forms import Form
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from mentoring.accounts.access import signed_in
from mentoring.workflow.verdicts import Refused, StaleState, require
from roadmap.applications import services
from roadmap.applications.enums import EARLY_STOPS
from roadmap.applications.forms import AcceptForm, AnswerForm, ConsentForm, OrderForm
from roadmap.applications.models import SideConsent
from roadmap.applications.order_drafts import draft_answering_order
from roadmap.applications.queries import applications_visible_to, orders_to_name
from roadmap.applications.rules import TABLE, is_early, may_agree
from roadmap.applications.views import visible_application

SERVICES = {
    "accept": services.accept_application,
    "refuse": services.refuse_application,
    "review": services.review_application,
    "carry_out": services.carry_out_application,
    "withdraw": services.withdraw_application,
}
DONE = {
    "accept": "Удовлетворено. Теперь нужен приказ: куратор увидит это на «Сегодня».",
    "refuse": "Отказано. Причину увидит тот, кто подал заявление.",
    "review": "Ответ записан.",
    "carry_out": "Исполнено: приказ назван.",
    "withdraw": "Отозвано.",
}


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def act(request, pk, name):
    """One page for each transition: what is asked for, and the button."""
    application, name = visible_application(request, pk), name.replace("-", "_")
    if name not in SERVICES:
        raise Http404
    row = TABLE.by_name[name]
    require(row.who(application, request.user))
    form, status = _form(request, application, name), 200
    if request.method == "POST" and form.is_valid():
        try:
            SERVICES[name](application, by=request.user, **form.cleaned_data)
        except StaleState:
            raise
        except Refused as refusal:
            form.add_error(None, refusal.reason)
            status = refusal.status
        else:
            messages.success(request, DONE[name])
            return redirect(application)
    context = {"heading": row.label, "application": application, "form": form, "row": row}
    return render(request, "roadmap/applications/act.html", context, status=status)


@signed_in
@require_POST
def draft_order(request, pk):
    """The draft of the order that answers a granted application; goes on in its editor."""
    order = draft_answering_order(visible_application(request, pk), by=request.user)
    messages.success(request, "Проект приказа готов. Проверьте текст и отправьте его директору.")
    return redirect("orders:text", order.pk)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def agree(request, pk):
    """A side consents on the own page at once; the office enters the date of the paper."""
    visible = applications_visible_to(request.user)
    consent = get_object_or_404(
        SideConsent.objects.select_related("person", "application"), pk=pk, application__in=visible
    )
    require(may_agree(consent, request.user))
    is_own = consent.person.user_id == request.user.pk
    form = ConsentForm(request.POST or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and (is_own or form.is_valid()):
        day = None if is_own else form.cleaned_data["on"]
        services.agree(consent, by=request.user, on=day)
        messages.success(request, "Согласие записано.")
        return redirect(consent.application)
    context = {"heading": f"Согласие: {consent.person.short_name}", "application": consent.application}
    return render(request, "roadmap/applications/act.html", context | {"form": form, "row": None})


def _form(request, application, name):
    data = request.POST if request.method == "POST" else None
    if name == "accept":
        early = application.kind in EARLY_STOPS and is_early(application)
        ticks = {field: getattr(application, field) for field in ("worker_agrees", "employer_agrees")}
        return AcceptForm(data, is_early=early, initial=ticks)
    if name == "carry_out":
        return OrderForm(data, orders=orders_to_name(application))
    return AnswerForm(data) if name in ("refuse", "review") else Form(data)
