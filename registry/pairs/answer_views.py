"""Answers of the sides: everybody for themselves, the curator from paper."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentoring.accounts.access import requires, signed_in
from mentoring.accounts.permissions import Permission
from mentoring.workflow.verdicts import Refused, require
from registry.pairs.card import joined, names, with_position
from registry.pairs.enums import Answer, AnswerChannel, MentorshipStatus, ParticipantRole
from registry.pairs.forms import AnswerForm, RefusalForm
from registry.pairs.queries import own_participations, participants_visible_to
from registry.pairs.rules import may_answer
from registry.pairs.services import answer_participation

PAGE_METHODS = require_http_methods(["GET", "HEAD", "POST"])
THANKS = {
    MentorshipStatus.AGREED: "Спасибо, ответ записан. Согласны все – теперь пару утвердит приказ директора.",
    MentorshipStatus.PROPOSED: "Спасибо, ответ записан. Ждём ответа остальных участников.",
}


@signed_in
@require_safe
def mine(request):
    """Own pairs and groups; what waits for an answer stands first with its two buttons."""
    rows = list(own_participations(request.user))
    waiting = [row for row in rows if _is_awaited(row)]
    context = {
        "heading": "Мои пары и группы",
        "waiting": [_proposal_shown(row) for row in waiting],
        "others": [row for row in rows if row not in waiting],
    }
    return render(request, "registry/pairs/mine.html", context)


@signed_in
@require_POST
def accept(request, pk):
    """«Согласен»: the last one makes the pair agreed."""
    participant = get_object_or_404(participants_visible_to(request.user), pk=pk)
    answer_participation(
        participant, by=request.user, answer=Answer.YES, on=timezone.localdate(), channel=AnswerChannel.SCREEN
    )
    participant.mentorship.refresh_from_db()
    messages.success(request, THANKS[participant.mentorship.status])
    return redirect("pairs:mine")


@signed_in
@PAGE_METHODS
def refuse(request, pk):
    """«Отказаться»: asked once more, no reason needed."""
    participant = get_object_or_404(participants_visible_to(request.user), pk=pk)
    require(may_answer(participant, request.user, AnswerChannel.SCREEN))
    form = RefusalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer_participation(
            participant,
            by=request.user,
            answer=Answer.NO,
            on=timezone.localdate(),
            channel=AnswerChannel.SCREEN,
            note=form.cleaned_data["note"],
        )
        messages.success(request, "Отказ записан. Куратор подберёт другой вариант.")
        return redirect("pairs:mine")
    context = {"heading": "Отказаться от участия?", "participant": participant, "form": form}
    return render(request, "registry/pairs/refuse.html", context)


@requires(Permission.EDIT_PAIRS)
@PAGE_METHODS
def enter_answer(request, pk):
    """The curator enters what somebody said or signed («внесено с бумаги»)."""
    participant = get_object_or_404(participants_visible_to(request.user), pk=pk)
    form = AnswerForm(request.POST or None, initial={"on": timezone.localdate()})
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            answer_participation(
                participant, by=request.user, channel=AnswerChannel.PAPER, **form.cleaned_data
            )
        except Refused as refusal:
            form.add_error(None, refusal.reason)
            status = refusal.status
        else:
            messages.success(request, f"Ответ записан: {participant.person.short_name}")
            return redirect(participant.mentorship)
    context = {"heading": f"Ответ: {participant.person.full_name}", "participant": participant, "form": form}
    return render(request, "registry/pairs/enter_answer.html", context, status=status)


def _is_awaited(row) -> bool:
    return row.answer == Answer.PENDING and row.mentorship.status == MentorshipStatus.PROPOSED


def _proposal_shown(row) -> dict:
    """One proposal as its addressee reads it."""
    mentorship, is_mentor = row.mentorship, row.role == ParticipantRole.MENTOR
    others = [person for person in mentorship.mentees if person.pk != row.person_id]
    facts = [] if is_mentor else [("Ваш наставник", with_position(mentorship.mentor))]
    if others:
        facts.append(
            ("Наставляемые" if is_mentor else "Вместе с вами", "\n".join(map(with_position, others)))
        )
    facts += [
        ("Направления", joined(mentorship.directions.all())),
        ("Форма и вид", f"{joined(mentorship.forms.all())}; {joined(mentorship.kinds.all())}"),
        ("Срок", f"с {mentorship.start:%d.%m.%Y} по {mentorship.end:%d.%m.%Y}"),
    ]
    invitation = "Вам предложено стать наставником" if is_mentor else "Вам предложен наставник"
    about = names(mentorship.mentees if is_mentor else [mentorship.mentor])
    return {"row": row, "title": invitation, "about": about, "facts": facts}
