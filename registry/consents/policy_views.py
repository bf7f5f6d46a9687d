"""The policy on personal data: read by everybody, written by the curator."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from mentoring.accounts.access import public, requires
from mentoring.accounts.permissions import Permission
from mentoring.workflow.conflicts import show_conflict
from mentoring.workflow.verdicts import Refused, StaleState
from registry.consents.forms import PolicyForm
from registry.consents.policy import INSERTS, policy_blocks, policy_in_use
from registry.consents.services import add_policy

EDIT = Permission.EDIT_CONSENTS


@public
@require_safe
def policy(request):
    """The edition in use, readable without signing in (152-ФЗ, ст. 18.1, ч. 2)."""
    text, user = policy_in_use(), request.user
    context = {
        "heading": "Политика обработки персональных данных",
        "text": text,
        "blocks": policy_blocks(text.body),
        "may_edit": user.is_authenticated and user.may(EDIT),
    }
    return render(request, "registry/consents/policy.html", context)


@requires(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def new_policy(request):
    """Write the next edition; whoever wrote meanwhile is shown beside."""
    last, status = policy_in_use(), 200
    form = PolicyForm(request.POST or None, initial={"body": last.body, "after": last.version})
    if request.method == "POST" and form.is_valid():
        try:
            add_policy(by=request.user, **form.cleaned_data)
        except Refused as refusal:
            if isinstance(refusal, StaleState):
                last, status = policy_in_use(), 409
                show_conflict(form, last, refusal.reason, version="after")
            else:
                for problem in refusal.problems or (refusal.reason,):
                    form.add_error(None, problem)
        else:
            messages.success(request, "Политика опубликована.")
            return redirect("consents:policy")
    context = {"heading": "Политика: новая редакция", "form": form, "last": last}
    context |= {"inserts": INSERTS.items()}
    return render(request, "registry/consents/new_policy.html", context, status=status)
