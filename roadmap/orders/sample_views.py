"""Samples of orders: the school's own wording of every kind, its versions, the way back to ours."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentoring.accounts.access import requires
from mentoring.accounts.permissions import Permission
from mentoring.workflow.verdicts import Refused
from roadmap.orders import samples
from roadmap.orders.draft_views import refuse_on
from roadmap.orders.kind_forms import SampleForm
from roadmap.orders.kind_views import known_kind
from roadmap.orders.kinds.catalog import CATALOG
from roadmap.orders.marks import grouped_marks

EDIT = Permission.EDIT_SCHOOL
PAGE_METHODS = require_http_methods(["GET", "HEAD", "POST"])


@requires(EDIT)
@require_safe
def sample_list(request):
    """All kinds: whose wording is in force, since when."""
    versions = samples.latest_versions()
    rows = [(kind, versions.get(kind.kind)) for kind in CATALOG]
    context = {"heading": "Образцы приказов", "rows": rows}
    return render(request, "roadmap/orders/sample_list.html", context)


@requires(EDIT)
@PAGE_METHODS
def edit_sample(request, kind):
    """The wording that new drafts of the kind begin with."""
    shape = known_kind(kind)
    version = samples.versions_of(kind).first()
    form, status = SampleForm(request.POST or None, kind=shape, initial=_initial(kind, version)), 200
    if request.method == "POST" and form.is_valid():
        try:
            samples.save_sample(kind, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            status = refuse_on(form, refusal)
        else:
            messages.success(
                request, "Образец сохранён. Новые проекты составляются по нему, прежние не изменились."
            )
            return redirect("orders:samples")
    context = {"heading": f"Образец: {shape.title[0].lower()}{shape.title[1:]}", "kind": shape, "form": form}
    context |= {"version": version, "groups": grouped_marks(shape)}
    return render(request, "roadmap/orders/sample_form.html", context, status=status)


def _initial(kind, version):
    text = samples.present_sample(kind)
    return {
        "number": version.number if version else 0,
        "title": text.title,
        "preamble": text.preamble,
        "items": samples.write_items(text.items),
        "control": text.control,
        "annex_title": text.annex_title,
    }


@requires(EDIT)
@require_POST
def restore_sample(request, kind):
    """Back to the built-in wording; the school's versions stay readable."""
    known_kind(kind)
    number = request.POST.get("number", "")
    number = int(number) if number.isdecimal() and len(number) < 6 else -1
    samples.restore_ours(kind, by=request.user, number=number)
    messages.success(request, "Новые проекты снова составляются по нашему образцу.")
    return redirect("orders:samples")


@requires(EDIT)
@require_safe
def sample_versions(request, kind):
    """All versions, the latest first, each with its whole text."""
    shape = known_kind(kind)
    rows = [(version, samples.text_of(version)) for version in samples.versions_of(kind)]
    context = {"heading": f"Версии образца: {shape.title[0].lower()}{shape.title[1:]}", "rows": rows}
    context |= {"kind": shape, "ours": shape.sample}
    return render(request, "roadmap/orders/sample_versions.html", context)
