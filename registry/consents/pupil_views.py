"""A pupil comes into the system together with the representative's signed consent, never before it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from mentoring.accounts.access import requires
from mentoring.accounts.permissions import Permission
from mentoring.documents.responses import pdf_response
from mentoring.workflow.verdicts import Refused
from registry.consents.documents import consent_pdf
from registry.consents.enums import ConsentKind
from registry.consents.forms import PaperForm
from registry.consents.paper import pupils_blank
from registry.consents.services import enter_pupil, text_in_use
from registry.people.enums import PersonKind
from registry.people.forms import PersonForm
from registry.people.models import Person


@requires(Permission.EDIT_CONSENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_pupil(request):
    """The card of a pupil, the representative and the paper that was signed: saved at once."""
    card = PersonForm(request.POST or None, instance=Person(kind=PersonKind.PUPIL))
    paper = PaperForm(request.POST or None, request.FILES or None, kind=ConsentKind.PROCESSING)
    # Both are looked into, so that everything wrong is told at once.
    if request.method == "POST" and all([card.is_valid(), paper.is_valid()]):
        try:
            pupil = enter_pupil(by=request.user, card=card.values(), **paper.cleaned_data)
        except Refused as refusal:
            for problem in refusal.problems or (refusal.reason,):
                card.add_error(None, problem)
        except ValidationError as error:
            paper.add_error("scan", error)
        else:
            messages.success(request, f"Карточка и согласие внесены: {pupil.full_name}.")
            return redirect(pupil)
    context = {"heading": "Внести обучающегося", "form": card, "paper": paper}
    return render(request, "registry/consents/new_pupil.html", context)


@requires(Permission.EDIT_CONSENTS)
@require_safe
def pupil_blank(request):
    """An empty sheet for the representative: nothing about the pupil is stored yet."""
    blank = pupils_blank(text_in_use(ConsentKind.PROCESSING))
    return pdf_response(consent_pdf(blank), "Согласие законного представителя – бланк.pdf")
