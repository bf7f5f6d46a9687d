"""Who touched whose data: the report for an incident (152-ФЗ, ст. 21, ч. 3.1)."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from mentoring.accounts.access import requires
from mentoring.accounts.models import AccessRecord
from mentoring.accounts.permissions import Permission
from registry.people.queries import people_visible_to
from roadmap.privacy.forms import LogForm
from roadmap.privacy.queries import accesses_by, accesses_to, between
from roadmap.privacy.views import looks_page


@requires(Permission.VIEW_ACCESS_LOG)
@require_safe
def log(request):
    """Every act of one account or with one person's data between two days; without values."""
    form = LogForm(request.GET or None)
    records = AccessRecord.objects.none()
    if form.is_valid():
        data = form.cleaned_data
        records = AccessRecord.objects.select_related("user")
        if data["account"]:
            records = accesses_by(data["account"].pk)
        if data["person"]:
            records = records & accesses_to(data["person"])
        records = between(records, data["first"], data["last"])
    context = {"heading": "Обращения к персональным данным", "form": form, **looks_page(request, records)}
    return render(request, "roadmap/privacy/log.html", context)


@requires(Permission.VIEW_ACCESS_LOG)
@require_safe
def looks(request, pk):
    """Who touched the data of one person."""
    person = get_object_or_404(people_visible_to(request.user), pk=pk)
    context = {"heading": f"Кто обращался к данным: {person.short_name}", "person": person}
    context["sees_cards"] = request.user.may(Permission.VIEW_PEOPLE)
    context |= looks_page(request, accesses_to(person.pk))
    return render(request, "roadmap/privacy/looks.html", context)
