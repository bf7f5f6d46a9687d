from django.shortcuts import render
from django.views.decorators.http import require_safe

from mentoring.accounts.access import requires
from mentoring.accounts.permissions import Permission
from mentoring.letters.outbox import is_local, letters
from mentoring.letters.queries import doubtful_letters

LISTED = 50


@requires(Permission.VIEW_OUTBOX)
@require_safe
def outbox(request):
    """Letters of a demo or a trial, to read instead of a mailbox."""
    context = {"heading": "Письма", "letters": letters() if is_local() else [], "is_local": is_local()}
    # Whoever keeps the server sees that letters go; what they say is for those who see pairs anyway.
    context["reads_bodies"] = request.user.may(Permission.VIEW_PAIRS)
    context["doubtful"] = doubtful_letters()[:LISTED]
    return render(request, "mentoring/letters/outbox.html", context)
