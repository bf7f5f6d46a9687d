"""Consents of everybody: the matrix, terms, one person, one consent, its paper and scan, the register."""

from django.core.paginator import Paginator
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from mentoring.accounts.access import requires, signed_in
from mentoring.accounts.permissions import Permission
from mentoring.documents.exports import exports_people
from mentoring.documents.responses import pdf_response, stored_file_response, xlsx_response
from mentoring.workflow.history import history_of
from registry.consents.documents import consent_filename, consent_pdf, journal_xlsx
from registry.consents.enums import ConsentKind, ConsentStatus, DistributionField
from registry.consents.forms import PeopleFilter
from registry.consents.matrix import NEEDED_BY, consent_cell, matrix_rows, people_for_consents, person_cells
from registry.consents.queries import (
    consents_visible_to,
    expired_consents,
    expiring_consents,
    open_blanks,
    with_edition,
)
from registry.consents.rules import is_own, may_keep, may_prepare, may_withdraw
from registry.people.queries import people_visible_to, with_positions

PAGE = 25
TERMS = {
    "expiring": ("Истекают за 30 дней", expiring_consents),
    "expired": ("Истекли", expired_consents),
    "blanks": ("Бланки не вернулись", lambda day: open_blanks()),
}


def filter_chips(form, path):
    """Filters in force as (label, address without it) for the chips above a list."""
    chips = []
    for name, value in form.chosen.items():
        left = QueryDict(mutable=True)
        left.update({key: word for key, word in form.chosen.items() if key != name})
        choices = dict(getattr(form.fields[name], "choices", ()))
        label = choices.get(value) or f"{form.fields[name].label}: {value}"
        chips.append({"label": str(label), "remove_url": f"{path}?{left.urlencode()}"})
    return chips


def page_address(request):
    """The present address ready for the number of another page."""
    query = request.GET.copy()
    query.pop("page", None)
    return f"{request.path}?{query.urlencode()}{'&' if query else ''}page="


@requires(Permission.VIEW_CONSENTS)
@require_safe
def consent_list(request):
    """Who has which consent, and who lacks what."""
    form, day = PeopleFilter(request.GET), timezone.localdate()
    words = {"text" if name == "q" else name: value for name, value in form.chosen.items()}
    page = Paginator(people_for_consents(day=day, **words), PAGE).get_page(request.GET.get("page"))
    context = {
        "heading": "Согласия",
        "form": form,
        "chips": filter_chips(form, request.path),
        "kinds": list(ConsentKind),
        "page": page,
        "rows": matrix_rows(page.object_list, day),
        "page_url": page_address(request),
        "may_edit": request.user.may(Permission.EDIT_CONSENTS),
        "query": urlencode(form.chosen),
        "paper_kind": words.get("lack") if words.get("lack") in NEEDED_BY else ConsentKind.PROCESSING,
    }
    return render(request, "registry/consents/consent_list.html", context)


@requires(Permission.VIEW_CONSENTS)
@require_safe
def terms(request):
    """What runs out soon, what ran out, what was printed and is not back."""
    tab = request.GET.get("tab")
    tab = tab if tab in TERMS else "expiring"
    day = timezone.localdate()
    found = {name: rows(day).select_related("person", "text") for name, (_, rows) in TERMS.items()}
    tabs = [
        {"label": title, "url": f"?tab={name}", "is_current": name == tab, "count": found[name].count()}
        for name, (title, _) in TERMS.items()
    ]
    page = Paginator(found[tab], PAGE).get_page(request.GET.get("page"))
    rows = [(consent, consent_cell(consent, consent.kind, day)) for consent in page]
    context = {"heading": "Сроки согласий", "tab": tab, "tabs": tabs, "page": page, "rows": rows}
    context |= {"page_url": f"?tab={tab}&page=", "may_edit": request.user.may(Permission.EDIT_CONSENTS)}
    return render(request, "registry/consents/terms.html", context)


@requires(Permission.VIEW_CONSENTS)
@require_safe
def person(request, person_pk):
    """All consents of one person, and what to do about each kind."""
    people = with_positions(people_visible_to(request.user)).select_related("mentor_entry", "mentee_entry")
    subject = get_object_or_404(people, pk=person_pk)
    kinds = [
        (cell, may_prepare(request.user, subject, cell.kind))
        for cell in person_cells(subject, timezone.localdate())
    ]
    context = {
        "heading": subject.full_name,
        "person": subject,
        "kinds": kinds,
        "consents": consents_visible_to(request.user).filter(person=subject),
        "may_edit": request.user.may(Permission.EDIT_CONSENTS),
    }
    return render(request, "registry/consents/person.html", context)


def _consent_or_404(user, pk):
    rows = with_edition(consents_visible_to(user)).select_related("entered_by")
    rows = rows.prefetch_related("person__positions")
    return get_object_or_404(rows, pk=pk)


@signed_in
@require_safe
def detail(request, pk):
    """One consent: state, dates, paper, scan, history."""
    consent = _consent_or_404(request.user, pk)
    user, is_blank = request.user, consent.status == ConsentStatus.PRINTED
    context = {
        "heading": consent.get_kind_display().capitalize(),
        "consent": consent,
        "cell": consent_cell(consent, consent.kind, timezone.localdate()),
        "facts": consent_facts(consent),
        "is_blank": is_blank,
        "is_own": is_own(user, consent.person),
        "may_keep": may_keep(user, consent),
        "may_withdraw": consent.status == ConsentStatus.GIVEN and may_withdraw(user, consent),
        "former_scans": consent.former_scans.select_related("scan")
        if user.may(Permission.EDIT_CONSENTS)
        else [],
        "history": history_of(consent),
    }
    return render(request, "registry/consents/consent_detail.html", context)


def consent_facts(consent):
    """Facts of a consent as (name, value) pairs for its page."""
    allowed = [DistributionField(name).label for name in consent.fields_allowed]
    rows = [
        ("Чьё", consent.person.full_name),
        ("Должность", consent.person.position_title),
        ("Подписывает", str(consent.representative) if consent.representative else ""),
        ("Редакция текста", f"{consent.text.version}, от {consent.text.created_at:%d.%m.%Y}"),
        ("Как получено", consent.get_channel_display()),
        ("Дата согласия", consent.given_on and f"{consent.given_on:%d.%m.%Y}"),
        ("Действует по", consent.valid_until and f"{consent.valid_until:%d.%m.%Y}"),
        ("Отозвано", consent.withdrawn_on and f"{consent.withdrawn_on:%d.%m.%Y}"),
        ("Как отозвано", consent.withdrawal_note),
        ("Можно распространять", ", ".join(allowed)),
        ("Внесено", str(consent.entered_by)),
    ]
    return [(name, value) for name, value in rows if value]


@signed_in
@require_safe
def pdf(request, pk):
    """The blank to sign, or the text as it was given."""
    consent = _consent_or_404(request.user, pk)
    return pdf_response(consent_pdf(consent), consent_filename(consent))


@signed_in
@require_safe
def scan(request, pk):
    """The scan of the signed sheet, for those who may see the consent."""
    consent = get_object_or_404(consents_visible_to(request.user), pk=pk)
    if consent.scan is None:
        raise Http404("Скана нет")
    return stored_file_response(consent.scan)


@requires(Permission.EDIT_CONSENTS)
@require_safe
def former_scan(request, pk, scan_pk):
    """A scan that was replaced, for those who keep consents."""
    consent = get_object_or_404(consents_visible_to(request.user), pk=pk)
    former = get_object_or_404(consent.former_scans.select_related("scan"), pk=scan_pk)
    return stored_file_response(former.scan)


@requires(Permission.VIEW_CONSENTS)
@require_safe
@exports_people
def journal(request):
    """Журнал согласий (D-53) as a workbook."""
    rows = consents_visible_to(request.user).select_related("entered_by")
    consents = rows.prefetch_related("person__positions").order_by("given_on", "created_at", "pk")
    content = journal_xlsx(consents)
    return xlsx_response(content, f"Журнал согласий на {timezone.localdate():%d.%m.%Y}.xlsx")
