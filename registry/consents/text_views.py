"""Texts of consents: editions are read by all who see consents and written by the curator."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from mentoring.accounts.access import requires
from mentoring.accounts.permissions import Permission
from mentoring.workflow.conflicts import show_conflict
from mentoring.workflow.verdicts import Refused, StaleState
from registry.consents.enums import ConsentKind
from registry.consents.forms import EditionForm
from registry.consents.models import ConsentText
from registry.consents.services import add_edition, text_in_use
from registry.consents.wording import INSERTS, PEN_LINES


@requires(Permission.VIEW_CONSENTS)
@require_safe
def texts(request):
    """The edition in use of each kind."""
    rows = [text_in_use(kind) for kind in ConsentKind]
    context = {"heading": "Тексты согласий", "texts": rows}
    context["may_edit"] = request.user.may(Permission.EDIT_CONSENTS)
    return render(request, "registry/consents/texts.html", context)


@requires(Permission.VIEW_CONSENTS)
@require_safe
def text(request, pk):
    """One edition, word for word, with the others of its kind."""
    edition = get_object_or_404(ConsentText, pk=pk)
    editions = list(ConsentText.objects.filter(kind=edition.kind).order_by("-version"))
    context = {
        "heading": edition.title,
        "text": edition,
        "editions": editions,
        "is_in_use": edition == editions[0],
        "may_edit": request.user.may(Permission.EDIT_CONSENTS),
    }
    return render(request, "registry/consents/text.html", context)


@requires(Permission.EDIT_CONSENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_edition(request, kind):
    """Write the next edition; consents given before stay with theirs."""
    if kind not in ConsentKind.values:
        raise Http404("Такого согласия нет")
    last, status = text_in_use(kind), 200
    initial = {"title": last.title, "body": last.body, "after": last.version}
    form = EditionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        edition, status = _save(request, kind, form)
        if edition:
            messages.success(request, f"Редакция {edition.version} сохранена. Новые бланки – с этим текстом.")
            return redirect("consents:text", edition.pk)
        last = text_in_use(kind)
    context = {"heading": f"Новая редакция: {ConsentKind(kind).label}", "form": form, "last": last}
    context |= {"inserts": INSERTS.items(), "pens": PEN_LINES.items()}
    return render(request, "registry/consents/new_edition.html", context, status=status)


def _save(request, kind, form):
    try:
        return add_edition(kind, by=request.user, **form.cleaned_data), 302
    except Refused as refusal:
        if isinstance(refusal, StaleState):
            show_conflict(form, text_in_use(kind), refusal.reason, version="after")
            return None, 409
        for problem in refusal.problems or (refusal.reason,):
            form.add_error(None, problem)
    return None, 200
