"""Putting a pair together, one question a page; nothing is written before everything is checked."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentoring.accounts.access import requires
from mentoring.accounts.permissions import Permission
from mentoring.workflow.verdicts import Refused, require
from registry.pairs import proposals
from registry.pairs.card import people_told, terms_facts
from registry.pairs.forms import MenteesForm, MentorForm, TermsForm
from registry.pairs.matching import mentee_choices, mentor_choices
from registry.pairs.models import Mentorship
from registry.pairs.proposals import Proposal
from registry.pairs.queries import mentorships_visible_to, with_people
from registry.pairs.rules import (
    changes_draft,
    mentee_obstacles,
    mentor_picking_problems,
    pairing_problems,
    term_warning,
)
from registry.pairs.services import put_together
from registry.pairs.suggestions import default_term, initial_terms

EDIT = Permission.EDIT_PAIRS
PAGE_METHODS = require_http_methods(["GET", "HEAD", "POST"])
ON_A_PAGE = 50


@requires(EDIT)
@PAGE_METHODS
def pick_mentees(request, key=None):
    """Step 1: whom to help. Without a key nothing is kept in the session yet."""
    proposal = _proposal(request, key) if key else _fresh(request)
    if request.method == "POST":
        form = MenteesForm(request.POST)
        act = request.POST.get("act", "next")
        form.fields["mentees"].required = act == "next"
        if form.is_valid() and _mentees_are_free(form):
            proposal.mentees = [person.pk for person in form.cleaned_data["mentees"]]
            proposals.keep(request.session, proposal)
            return _further(request, proposal, "pairs:pick_mentees", "pairs:pick_mentor")
    else:
        form = MenteesForm()
    ticked = {int(pk) for pk in request.POST.getlist("mentees") if pk.isdecimal()}
    text = request.GET.get("q", "")
    choices = mentee_choices(chosen=ticked or set(proposal.mentees), text=text)
    context = _step(1, "Кому нужен наставник?", proposal, form, choices, text, request)
    return render(request, "registry/pairs/pick_mentees.html", context)


@requires(EDIT)
@PAGE_METHODS
def pick_mentor(request, key):
    """Step 2: who helps, the best fitting first."""
    proposal = _proposal(request, key)
    mentees = proposal.mentee_people
    if not mentees:
        return redirect("pairs:pick_mentees", key)
    start, end = proposal.term or default_term(timezone.localdate())
    exclude = _draft_of(proposal)
    form = MentorForm(request.POST or None)
    form.fields["mentor"].required = request.POST.get("act", "next") == "next"
    if request.method == "POST" and form.is_valid():
        mentor = form.cleaned_data["mentor"]
        problems = mentor and mentor_picking_problems(mentor, mentees, start, end, exclude=exclude)
        if not problems:
            proposal.mentor = mentor.pk if mentor else None
            proposals.keep(request.session, proposal)
            return _further(request, proposal, "pairs:pick_mentor", "pairs:describe")
        _add_problems(form, problems)
    text = request.GET.get("q", "")
    choices = mentor_choices(
        mentees, start=start, end=end, chosen=proposal.mentor, text=text, exclude=exclude
    )
    context = _step(2, "Кто будет наставником?", proposal, form, choices, text, request)
    return render(request, "registry/pairs/pick_mentor.html", {**context, "mentees": mentees})


@requires(EDIT)
@PAGE_METHODS
def describe(request, key):
    """Step 3: directions, form, kind, term and why these people."""
    proposal = _proposal(request, key)
    mentor, mentees = proposal.mentor_person, proposal.mentee_people
    if mentor is None or not mentees:
        return redirect("pairs:pick_mentor", key)
    form = TermsForm(request.POST or None, kept=proposal, initial=initial_terms(proposal, mentor, mentees))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        chosen = {name: list(data[name]) for name in ("forms", "kinds", "directions")}
        problems = pairing_problems(
            mentor=mentor, mentees=mentees, directions=chosen["directions"],
            start=data["start"], end=data["end"], exclude=_draft_of(proposal),
        )  # fmt: skip
        if not problems:
            proposal.describe(start=data["start"], end=data["end"], reason=data["reason"], **chosen)
            proposals.keep(request.session, proposal)
            return redirect("pairs:check", key)
        _add_problems(form, problems)
    context = {"heading": "Как они будут работать?", "form": form, "proposal": proposal}
    return render(request, "registry/pairs/describe.html", {**context, "mentor": mentor, "mentees": mentees})


@requires(EDIT)
@PAGE_METHODS
def check(request, key):
    """Step 4: everything at a glance; only here something is written."""
    proposal = _proposal(request, key)
    if proposal.saved:
        return redirect("pairs:next_steps", proposal.saved)
    if not proposal.is_described:
        return redirect("pairs:describe", key)
    terms, refusal = proposal.terms(), None
    if request.method == "POST":
        try:
            saved = put_together(
                by=request.user, mentorship=_draft_of(proposal), version=proposal.version,
                propose=request.POST.get("act") == "propose", key=key, **terms,
            )  # fmt: skip
        except Refused as refused:
            refusal = refused
        else:
            proposal.saved = saved.pk
            proposals.keep(request.session, proposal)
            return redirect("pairs:next_steps", saved.pk)
    context = {"heading": "Проверьте, что получилось", "proposal": proposal, "refusal": refusal}
    context |= {
        "facts": terms_facts(**terms),
        "warning": term_warning(terms["start"], terms["end"], terms["kinds"]),
    }
    return render(request, "registry/pairs/check.html", context, status=refusal.status if refusal else 200)


@requires(EDIT)
@require_safe
def next_steps(request, pk):
    """The last page: what happens now."""
    mentorship = get_object_or_404(with_people(mentorships_visible_to(request.user)), pk=pk)
    context = {"heading": mentorship.title, "mentorship": mentorship, "told": people_told(mentorship)}
    return render(request, "registry/pairs/next_steps.html", context)


@requires(EDIT)
@require_POST
def edit(request, pk):
    """Take a draft into the steps; what is changed there is written on the last one."""
    mentorship = get_object_or_404(with_people(mentorships_visible_to(request.user)), pk=pk)
    require(changes_draft(mentorship, request.user))
    return redirect("pairs:check", proposals.begin(request.session, mentorship).key)


def _proposal(request, key) -> Proposal:
    proposal = proposals.read(request.session, key)
    if proposal is None:
        raise Http404("Начатая пара не найдена: начните заново.")
    return proposal


def _fresh(request) -> Proposal:
    proposal = proposals.fresh()
    proposal.mentees = [int(pk) for pk in request.GET.getlist("mentee") if pk.isdecimal()][:ON_A_PAGE]
    return proposal


def _draft_of(proposal) -> Mentorship | None:
    return Mentorship.objects.filter(pk=proposal.mentorship).first() if proposal.mentorship else None


def _mentees_are_free(form) -> bool:
    obstacles = mentee_obstacles(form.cleaned_data["mentees"], timezone.localdate())
    for person in form.cleaned_data["mentees"]:
        if obstacles[person.pk]:
            form.add_error("mentees", f"{person.short_name}: {'; '.join(obstacles[person.pk])}.")
    return not form.errors


def _add_problems(form, problems):
    for problem in problems:
        form.add_error(None, problem)


def _further(request, proposal, here, following):
    """After «Найти» or another page of the list stay here with the ticks kept; otherwise go on."""
    act = request.POST.get("act", "next")
    if act == "next":
        return redirect(following, proposal.key)
    query = {"q": request.POST.get("q", "").replace("\x00", "")[:100]}
    if act.isdecimal():
        query["page"] = act
    return redirect(f"{reverse(here, args=[proposal.key])}?{urlencode(query)}")


def _step(number, heading, proposal, form, choices, text, request):
    # The chosen stand above on every page of the list: what is ticked is the whole answer.
    others = [row for row in choices if not row.is_chosen]
    page = Paginator(others, ON_A_PAGE).get_page(request.GET.get("page"))
    return {
        "chosen": [row for row in choices if row.is_chosen],
        "number": number,
        "heading": heading,
        "proposal": proposal,
        "form": form,
        "page": page,
        "text": text,
    }
