from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentoring.accounts.access import requires, signed_in
from mentoring.accounts.permissions import Permission
from mentoring.home.lists import turn_pages
from mentoring.workflow.history import history_of
from mentoring.workflow.verdicts import Refused, require
from registry.pairs import card, services
from registry.pairs.filters import MentorshipFilter
from registry.pairs.forms import CouncilForm, EndForm, WithdrawalForm
from registry.pairs.queries import for_list, mentorships_visible_to, unpaired_mentees, with_people
from registry.pairs.rules import TABLE, changes_draft, curator_acts, may_give_council_opinion
from registry.pairs.tables import MentorshipTable, UnpairedTable
from registry.people.filters import chips

VIEW, EDIT = Permission.VIEW_PAIRS, Permission.EDIT_PAIRS
PAGE_METHODS = require_http_methods(["GET", "HEAD", "POST"])
ON_A_PAGE = 50


@requires(VIEW)
@require_safe
def list_mentorships(request):
    """All pairs and groups with search and conditions."""
    filterset = MentorshipFilter(request.GET, for_list(mentorships_visible_to(request.user)))
    table = MentorshipTable(filterset.qs)
    turn_pages(request, table, per_page=ON_A_PAGE)
    url = reverse("pairs:list")
    context = {"heading": "Пары и группы", "filter": filterset, "table": table, "list_url": url}
    context |= {"chips": chips(filterset, request.GET, url), "may_edit": curator_acts(None, request.user)}
    context["may_export"] = request.user.may(Permission.EXPORT_REGISTERS)
    return render(request, "registry/pairs/mentorship_list.html", context)


@requires(Permission.VIEW_UNPAIRED)
@require_safe
def unpaired(request):
    """Mentees of the active bank whom nobody helps yet, the longest search first."""
    today = timezone.localdate()
    may_open = request.user.may(Permission.VIEW_BANK)
    table = UnpairedTable(unpaired_mentees(today), today=today, may_open=may_open)
    turn_pages(request, table, per_page=ON_A_PAGE)
    context = {"heading": "Без пары", "table": table, "may_edit": curator_acts(None, request.user)}
    return render(request, "registry/pairs/unpaired.html", context)


@signed_in
@require_safe
def detail(request, pk):
    """The card: what is wanted from the reader, facts, sides with their answers."""
    mentorship, user = _visible(request, pk), request.user
    context = {
        "heading": mentorship.title,
        "mentorship": mentorship,
        "attention": card.attention(mentorship, user),
        "remarks": card.remarks(mentorship, user),
        "facts": card.card_facts(mentorship, user),
        "sides": card.sides(mentorship, user),
        "acts": card.acts(mentorship, user),
        "may_change": changes_draft(mentorship, user),
        "sees_people": user.may(Permission.VIEW_PEOPLE),
        "tabs": _tabs(mentorship, "detail") if user.may(VIEW) else [],
    }
    return render(request, "registry/pairs/mentorship_detail.html", context)


@requires(VIEW)
@require_safe
def history(request, pk):
    """Every step and change, newest first."""
    mentorship = _visible(request, pk)
    context = {"heading": mentorship.title, "mentorship": mentorship, "entries": history_of(mentorship)}
    return render(request, "registry/pairs/history.html", context | {"tabs": _tabs(mentorship, "history")})


@requires(EDIT)
@require_POST
def propose(request, pk):
    """Ask both sides."""
    mentorship = services.propose_mentorship(_visible(request, pk), by=request.user)
    return redirect("pairs:next_steps", mentorship.pk)


@requires(EDIT)
@PAGE_METHODS
def withdraw(request, pk):
    """Take a proposal back, with the reason."""
    mentorship = _visible(request, pk)
    TABLE.require(mentorship, "withdraw", by=request.user, comment="–")
    form = WithdrawalForm(request.POST or None)
    if _carried_out(request, form, services.withdraw_proposal, mentorship):
        messages.success(request, "Предложение отозвано. Люди и направления снова свободны.")
        return redirect(mentorship)
    context = {
        "sentence": f"Предложение будет отозвано. {mentorship.title}",
        "consequences": [
            "Пара не состоится.",
            "Тем, у кого есть почта, уйдёт письмо, что отвечать не нужно.",
        ],
        "label": "Отозвать предложение",
    }
    return _act_page(request, mentorship, form, "Отзыв предложения", context)


@requires(EDIT)
@PAGE_METHODS
def delete(request, pk):
    """Remove a draft that nobody was asked about."""
    mentorship = _visible(request, pk)
    require(changes_draft(mentorship, request.user))
    if request.method == "POST":
        services.delete_draft(mentorship, by=request.user)
        messages.success(request, "Черновик удалён.")
        return redirect("pairs:list")
    context = {
        "sentence": f"Черновик будет удалён. {mentorship.title}",
        "consequences": ["Участников ещё не спрашивали, поэтому никто ничего не заметит."],
        "label": "Удалить черновик",
    }
    return _act_page(request, mentorship, None, "Удаление черновика", context)


@requires(Permission.GIVE_COUNCIL_OPINION, EDIT)
@PAGE_METHODS
def council(request, pk):
    """The opinion of the methodical council, with its protocol."""
    mentorship = _visible(request, pk)
    require(may_give_council_opinion(mentorship, request.user))
    form = CouncilForm(request.POST or None, initial=_council_initial(mentorship))
    if _carried_out(request, form, services.give_council_opinion, mentorship):
        messages.success(request, "Мнение методического совета записано.")
        return redirect(mentorship)
    context = {
        "label": "Записать мнение",
        "lead": "Мнение совета – совет: оно не запрещает и не заменяет приказ.",
    }
    return _act_page(request, mentorship, form, "Мнение методического совета", context, "act_form")


@requires(EDIT)
@PAGE_METHODS
def end(request, pk):
    """End an active pair on one of the three grounds."""
    mentorship = _visible(request, pk)
    TABLE.require(mentorship, "end", by=request.user)
    form = EndForm(request.POST or None, initial={"on": timezone.localdate()})
    if _carried_out(request, form, services.end_mentorship, mentorship):
        messages.success(request, "Пара завершена. Наставник и направления освободились.")
        return redirect(mentorship)
    context = {
        "label": "Завершить",
        "lead": "После завершения пара не возобновляется: нужна новая и новый приказ.",
    }
    return _act_page(request, mentorship, form, "Завершение", context, "act_form")


def _visible(request, pk):
    return get_object_or_404(with_people(mentorships_visible_to(request.user)), pk=pk)


def _tabs(mentorship, current):
    names = (("detail", "Карточка"), ("history", "История"))
    return [
        {"label": label, "url": reverse(f"pairs:{name}", args=[mentorship.pk]), "is_current": name == current}
        for name, label in names
    ]


def _council_initial(mentorship):
    return {
        "opinion": mentorship.council_opinion,
        "on": mentorship.council_on or timezone.localdate(),
        "protocol": mentorship.council_protocol,
        "note": mentorship.council_note,
    }


def _carried_out(request, form, service, subject) -> bool:
    """Call the service with what was typed; a refusal becomes an error of the form, so the text stays."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        service(subject, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        for sentence in refusal.problems or [refusal.reason]:
            form.add_error(None, sentence)
        form.refusal_status = refusal.status
        return False
    return True


def _act_page(request, mentorship, form, heading, context, template="act_confirm"):
    context = {
        "heading": heading,
        "mentorship": mentorship,
        "form": form,
        "post_url": request.path,
        **context,
    }
    status = getattr(form, "refusal_status", 200)
    return render(request, f"registry/pairs/{template}.html", context, status=status)
