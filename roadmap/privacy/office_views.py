"""What the school does about personal data: answers, withdrawals, destruction, terms, blocked orders."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentoring.accounts.access import requires, signed_in
from mentoring.accounts.permissions import Permission
from mentoring.documents.models import IssuedDocument
from mentoring.documents.responses import issued_pdf_response
from mentoring.workflow.verdicts import Refused, require
from registry.consents.models import Consent
from registry.people.queries import people_visible_to
from roadmap.privacy import services
from roadmap.privacy.destruction import CATEGORIES, KEPT_CONSENT, erase_people
from roadmap.privacy.documents import papers_of
from roadmap.privacy.enums import RecordKind
from roadmap.privacy.forms import AnswerForm, EraseForm, GroundForm, PaperAskForm, ReasonForm
from roadmap.privacy.models import BlockedOrder, Erasure, PersonRequest
from roadmap.privacy.queries import (
    accesses_to,
    blocked_orders,
    erasures,
    open_requests,
    open_withdrawals,
    overdue_counts,
    requests_visible_to,
    withdrawn_consents,
)
from roadmap.privacy.retention import destroy_overdue
from roadmap.privacy.rules import may_erase
from roadmap.privacy.rules import may_keep as keeps
from roadmap.privacy.terms import DESTROYED, GROUNDS, TERMS

KEEP = Permission.KEEP_PERSONAL_DATA
READ_AND_WRITE = ["GET", "HEAD", "POST"]


@requires(KEEP)
@require_safe
def office(request):
    """What waits: requests and withdrawals by their last days, and what was answered."""
    day = timezone.localdate()
    context = {
        "heading": "Персональные данные",
        "today": day,
        "may_open_blocked": request.user.may(Permission.OPEN_BLOCKED),
        "withdrawals": [(row, row.is_late(day)) for row in open_withdrawals(day)],
        "requests": [(row, row.due_on < day) for row in open_requests()],
        "closed": PersonRequest.objects.exclude(state="open")
        .select_related("person")
        .order_by("-closed_on")[:30],
    }
    return render(request, "roadmap/privacy/office.html", context)


@requires(KEEP)
@require_safe
def person(request, pk):
    """Everything the school does about the data of one person."""
    subject = get_object_or_404(people_visible_to(request.user), pk=pk)
    context = {
        "heading": f"Персональные данные: {subject.short_name}",
        "person": subject,
        "may_erase": may_erase(request.user, subject),
        "looks": accesses_to(subject.pk)[:10],
        "requests": PersonRequest.objects.filter(person=subject).order_by("-received_on", "-pk"),
    }
    return render(request, "roadmap/privacy/person.html", context)


@requires(KEEP)
@require_http_methods(READ_AND_WRITE)
def ask(request, pk):
    """Write down a request that came on paper."""
    subject = get_object_or_404(people_visible_to(request.user), pk=pk)
    form = PaperAskForm(request.POST or None, initial={"received_on": f"{timezone.localdate():%d.%m.%Y}"})
    if request.method == "POST" and form.is_valid():
        try:
            row = services.ask(subject, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, f"Обращение записано. Ответить до {row.due_on:%d.%m.%Y}.")
            return redirect(row)
    context = {"heading": "Обращение с бумаги", "form": form, "person": subject}
    return render(request, "roadmap/privacy/ask.html", context)


@signed_in
@require_http_methods(READ_AND_WRITE)
def request_detail(request, pk):
    """One request: what is asked, by when, the answer."""
    may_answer = keeps(request.user)
    row = get_object_or_404(requests_visible_to(request.user, may_answer), pk=pk)
    form = AnswerForm(request.POST or None)
    if request.method == "POST":
        require(may_answer)
        if form.is_valid():
            is_done = request.POST.get("outcome") != "refuse"
            try:
                services.answer(row, by=request.user, is_done=is_done, text=form.cleaned_data["answer"])
            except Refused as refusal:
                form.add_error("answer" if refusal.status == 403 else None, refusal.reason)
            else:
                messages.success(request, "Ответ записан, человек увидит его на своей странице.")
                return redirect("privacy:office")
    context = {"heading": "Обращение о данных", "row": row, "form": form, "ground": GROUNDS[row.kind]}
    context["may_answer"] = bool(may_answer) and row.state == "open"
    return render(request, "roadmap/privacy/request.html", context)


@requires(KEEP)
@require_http_methods(READ_AND_WRITE)
def keep_despite(request, pk):
    """Name the law by which the data stay in spite of a withdrawal."""
    consent = get_object_or_404(Consent.objects.select_related("person"), pk=pk, status="withdrawn")
    form = GroundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.keep_despite(consent, by=request.user, ground=form.cleaned_data["ground"])
        messages.success(request, "Основание записано: данные хранятся дальше.")
        return redirect("privacy:office")
    context = {"heading": "Оставить данные на другом основании", "consent": consent, "form": form}
    context["is_open"] = withdrawn_consents(timezone.localdate()).filter(pk=pk).exists()
    return render(request, "roadmap/privacy/keep.html", context)


@requires(KEEP)
@require_http_methods(READ_AND_WRITE)
def erase(request, pk):
    """What goes, what stays, why; then the destruction itself."""
    subject = get_object_or_404(people_visible_to(request.user), pk=pk)
    form, verdict = EraseForm(request.POST or None), may_erase(request.user, subject)
    if request.method == "POST":
        require(verdict)
        if form.is_valid():
            data = form.cleaned_data
            erasure = erase_people([subject], by=request.user, reason=data["reason"], basis=data["basis"])
            messages.success(request, "Данные уничтожены. Распечатайте акт и выгрузку и подпишите их.")
            return redirect("privacy:erasure", erasure.pk)
    context = {
        "heading": "Уничтожить персональные данные",
        "person": subject,
        "form": form,
        "verdict": verdict,
    }
    context |= {"categories": CATEGORIES, "kept": ("зарегистрированные приказы – блокируются", KEPT_CONSENT)}
    return render(request, "roadmap/privacy/erase.html", context)


@requires(KEEP)
@require_safe
def erasure_list(request):
    """Acts of destruction, the newest first."""
    context = {"heading": "Акты об уничтожении", "erasures": erasures()[:200]}
    return render(request, "roadmap/privacy/erasures.html", context)


@requires(KEEP)
@require_safe
def erasure(request, pk):
    """One act: what went, what stays, both papers."""
    row = get_object_or_404(erasures(), pk=pk)
    context = {"heading": f"Акт № {row.pk} об уничтожении", "erasure": row, "papers": papers_of(row)}
    return render(request, "roadmap/privacy/erasure.html", context)


@requires(KEEP)
@require_safe
def paper(request, pk, document_pk):
    """The act or the extract as it was issued."""
    row = get_object_or_404(Erasure, pk=pk)
    document = get_object_or_404(IssuedDocument.objects.filter(pk__in=papers_of(row)), pk=document_pk)
    return issued_pdf_response(document)


@requires(KEEP)
@require_safe
def terms(request):
    """How long each kind of data is kept, and what may be destroyed now."""
    counts = overdue_counts(timezone.localdate())
    rows = [(term, counts.get(term.kind, 0)) for term in TERMS]
    return render(request, "roadmap/privacy/terms.html", {"heading": "Сроки хранения", "rows": rows})


@requires(KEEP)
@require_POST
def destroy(request, kind):
    """Destroy everything of one kind whose term is over."""
    if kind not in [str(name) for name in DESTROYED]:
        raise Refused("Данные этого вида программой не уничтожаются.")
    row = destroy_overdue(RecordKind(kind), by=request.user)
    messages.success(request, "Данные уничтожены. Распечатайте акт и выгрузку и подпишите их.")
    return redirect("privacy:erasure", row.pk)


@requires(Permission.OPEN_BLOCKED)
@require_safe
def blocked(request):
    """Orders that the law keeps though they name people whose data are destroyed: numbers and dates only."""
    return render(
        request,
        "roadmap/privacy/blocked.html",
        {"heading": "Заблокированные приказы", "rows": blocked_orders()},
    )


@requires(Permission.OPEN_BLOCKED)
@require_http_methods(READ_AND_WRITE)
def open_blocked(request, pk):
    """Ask for the reason, write it down, show the stored paper."""
    block = get_object_or_404(BlockedOrder.objects.select_related("order", "order__document"), pk=pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.open_blocked(block, by=request.user, reason=form.cleaned_data["reason"])
        return issued_pdf_response(block.order.document)
    context = {"heading": f"Заблокированный приказ {block}", "form": form, "block": block}
    return render(request, "roadmap/privacy/open_blocked.html", context)
