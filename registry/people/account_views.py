"""Whose account a card belongs to: made on the spot, taken over from the list, or taken away.

Whoever keeps accounts need not see cards: these pages show names and positions only.
"""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentoring.accounts.access import requires
from mentoring.accounts.permissions import Permission
from mentoring.workflow.verdicts import Refused
from registry.people import services
from registry.people.forms import LinkForm, NewAccountForm
from registry.people.queries import people_for_accounts, search_people, with_positions, without_account

MANAGE = Permission.MANAGE_ACCOUNTS
PER_PAGE = 25


@requires(MANAGE)
@require_safe
def accounts(request):
    """People who cannot sign in yet, to let them in one by one."""
    words = request.GET.get("q", "").replace("\x00", "").strip()
    people = search_people(without_account(people_for_accounts()), words)
    context = {
        "heading": "Кому открыть вход",
        "page": Paginator(with_positions(people), PER_PAGE).get_page(request.GET.get("page")),
        "words": words,
        "page_url": f"?{urlencode({'q': words})}&page=",
    }
    return render(request, "registry/people/accounts.html", context)


@requires(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def account(request, pk):
    """The account of this person; without one, a form to make it and a list to choose from."""
    person = get_object_or_404(people_for_accounts().select_related("user"), pk=pk)
    is_new = request.POST.get("act") == "create"
    sent = request.POST if request.method == "POST" else None
    new = NewAccountForm(sent if is_new else None, initial={"email": person.email})
    link = LinkForm(None if is_new else sent)
    form, verb = (new, services.open_account) if is_new else (link, services.link_account)
    if sent and form.is_valid() and _done(request, person, form, verb):
        return redirect("users:detail", form.cleaned_data["user"].pk)
    context = {"heading": "Учётная запись", "person": person, "new": new, "link": link}
    context["sees_cards"] = request.user.may(Permission.VIEW_PEOPLE)
    return render(request, "registry/people/account.html", context)


def _done(request, person, form, verb):
    try:
        person = verb(person, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, refusal.reason)
    except ValidationError as error:
        form.add_error(None, error)
    else:
        form.cleaned_data["user"] = person.user
        messages.success(
            request, f"Учётная запись связана с карточкой: {person.full_name}. Передайте ссылку для входа."
        )
        return True
    return False


@requires(MANAGE)
@require_POST
def unlink(request, pk):
    """Take the link away; the account and the card stay."""
    person = get_object_or_404(people_for_accounts(), pk=pk)
    services.link_account(person, None, by=request.user)
    messages.success(request, "Связь снята. Учётная запись и карточка остались.")
    return redirect("people:account", pk)
