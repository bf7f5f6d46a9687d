import sys

from django.http import HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from mentoring.accounts.access import signed_in
from mentoring.home.rooms import sections_for
from mentoring.home.search import search as search_everywhere
from mentoring.request_ids import current_request_id
from mentoring.upkeep.views import is_database_away, unavailable


@signed_in
@require_safe
def today(request):
    """«Сегодня»: only sections that have something to say, each line with its button."""
    context = {"heading": "Сегодня", "sections": sections_for(request.user)}
    return render(request, "mentoring/home/today.html", context)


@signed_in
@require_safe
def search(request):
    """People, pairs, papers and programmes by a part of a name, of a title or of a number."""
    text = request.GET.get("q", "").replace("\x00", "")[:100]
    context = {"heading": "Поиск", "text": text, "groups": search_everywhere(request.user, text)}
    return render(request, "mentoring/home/search.html", context)


@signed_in
@require_safe
def account(request):
    """Own account: password, second factor, sessions, roles."""
    roles = request.user.role_assignments.all()
    return render(request, "mentoring/home/account.html", {"heading": "Моя учётная запись", "roles": roles})


def forbidden(request, exception=None):
    """403 with the sentence of the rule that denied."""
    return render(request, "403.html", {"exception": str(exception or "")}, status=403)


def broken(request):
    """500 with the name under which the log keeps the fault. Asks neither the database nor the person's session."""
    if is_database_away(sys.exception()):
        return unavailable(request)
    page = render_to_string("500.html", {"request_id": current_request_id()})
    return HttpResponseServerError(page)
