"""Who may do what with a programme and when; its table of transitions."""

from mentoring.accounts.permissions import Permission
from mentoring.workflow.tables import Transition, TransitionTable
from mentoring.workflow.verdicts import ALLOWED, Allowed, Denied, first_denial
from programs.programmes.enums import AcquaintedBody, AgreementChannel, ProgrammeStatus
from programs.programmes.models import PlanEvent, Programme
from registry.pairs.enums import MentorshipStatus, ParticipantRole
from registry.pairs.models import Mentorship, Participant
from registry.people.models import Person

LARGEST_PLAN = 100


def present_sides(mentorship: Mentorship) -> list[Participant]:
    """The present mentor and mentees; reads prefetched participants."""
    return mentorship.present_sides


def own_side(mentorship: Mentorship, user) -> Participant | None:
    """The side that this account takes in the pair now, or None."""
    mine = [row for row in present_sides(mentorship) if row.person.user_id == user.pk]
    return mine[0] if mine else None


def is_mentor(programme: Programme, user) -> bool:
    """Does this account lead the programme as the present mentor?"""
    side = own_side(programme.mentorship, user)
    return side is not None and side.role == ParticipantRole.MENTOR


def present_agreements(programme: Programme) -> set[int]:
    """Ids of people who agreed to the present revision."""
    return {row.person_id for row in programme.agreements.all() if row.revision == programme.revision}


def not_agreed_yet(programme: Programme) -> list[Person]:
    """People of the pair whose agreement to the present revision is still awaited."""
    given = present_agreements(programme)
    return [row.person for row in present_sides(programme.mentorship) if row.person_id not in given]


def may_start(mentorship: Mentorship, user) -> Allowed | Denied:
    """The mentor drafts the programme (Положение, п. 3.5), or the curator enters it for the pair."""
    side = own_side(mentorship, user)
    leads = side is not None and side.role == ParticipantRole.MENTOR
    if not (leads or user.may(Permission.EDIT_PROGRAMMES)):
        return Denied("Программу составляет наставник пары или вносит куратор.")
    if mentorship.status != MentorshipStatus.ACTIVE:
        return Denied("Программу составляют, когда пара утверждена приказом и действует.")
    return ALLOWED


def leads(programme, user) -> Allowed | Denied:
    """The mentor leads the programme, the curator may enter anything for the pair."""
    if is_mentor(programme, user) or user.may(Permission.EDIT_PROGRAMMES):
        return ALLOWED
    return Denied("Это делает наставник пары или куратор.")


def takes_part(programme, user) -> Allowed | Denied:
    """Both sides work on the programme together (Положение, п. 5.1), the curator may enter for them."""
    if own_side(programme.mentorship, user) or user.may(Permission.EDIT_PROGRAMMES):
        return ALLOWED
    return Denied("Это делают участники пары или куратор.")


def curator_acts(programme, user) -> Allowed | Denied:
    """A programme is ended early by the curator, who has heard both sides (Положение, п. 7.1)."""
    if user.may(Permission.EDIT_PROGRAMMES):
        return ALLOWED
    return Denied("Досрочно программу завершает куратор. Скажите ему причину.")


def registers_orders(programme, user) -> Allowed | Denied:
    """What an order says of a programme is carried out by who registers the order (Положение, п. 7.1, 7.2)."""
    may = user.may(Permission.REGISTER_ORDERS)
    return ALLOWED if may else Denied("Это делает приказ: его регистрируют куратор или директор.")


def may_extend(programme: Programme, user) -> Allowed | Denied:
    """The term of a programme in force is prolonged by a registered order (Положение, п. 7.2)."""
    if not registers_orders(programme, user):
        return registers_orders(programme, user)
    if programme.is_in_force:
        return ALLOWED
    return Denied(
        f"Продлить можно согласованную программу, а состояние – «{programme.get_status_display()}»."
    )


def pair_is_active(programme, user) -> Allowed | Denied:
    """A programme is worked out and changed while its pair is in force."""
    if programme.mentorship.status == MentorshipStatus.ACTIVE:
        return ALLOWED
    return Denied("Пара уже не действует: составлять и менять программу больше нельзя.")


def is_ready(programme, user) -> Allowed | Denied:
    """A programme that says nothing is not sent to anybody."""
    problems = []
    if not programme.goals.strip():
        problems.append("Заполните «Цели и задачи программы».")
    if not programme.plan.all():
        problems.append("Добавьте в план хотя бы одно мероприятие.")
    return Denied("Программа ещё не готова к согласованию.", tuple(problems)) if problems else ALLOWED


def everybody_agreed(programme, user) -> Allowed | Denied:
    """The programme is agreed when the last side has said yes."""
    return Denied("Ещё не все участники согласовали программу.") if not_agreed_yet(programme) else ALLOWED


def work_has_begun(programme, user) -> Allowed | Denied:
    """An acquaintance with the present revision or a held event shows that the work goes on."""
    noted = any(row.revision == programme.revision for row in programme.acquaintances.all())
    held = any(row.held_on for row in programme.plan.all())
    return ALLOWED if noted or held else Denied("Программа ещё не начата.")


def plan_is_done(programme, user) -> Allowed | Denied:
    """Completion means the plan carried out in full (Положение, п. 7.1)."""
    rows = list(programme.plan.all())
    held = sum(1 for row in rows if row.held_on)
    if held == len(rows):
        return ALLOWED
    return Denied(
        f"Проведены не все мероприятия: {held} из {len(rows)}. Отметьте остальные; "
        "если программа прекращается раньше, её завершает досрочно куратор."
    )


def may_edit(programme: Programme, user) -> Allowed | Denied:
    """Texts and plan are changed while the programme is a draft; afterwards only by a new revision (п. 7.2)."""
    return first_denial(takes_part(programme, user), _is_draft(programme), pair_is_active(programme, user))


def _is_draft(programme):
    if programme.status == ProgrammeStatus.DRAFT:
        return ALLOWED
    if programme.status == ProgrammeStatus.ON_AGREEMENT:
        return Denied("Программа на согласовании. Чтобы изменить её, верните программу на доработку.")
    if programme.is_over:
        return Denied("Программа завершена, менять её больше нельзя.")
    return Denied("Программа согласована. Изменить её можно новой редакцией, по обоюдному согласию.")


def may_delete(programme: Programme, user) -> Allowed | Denied:
    """A first draft that nobody was asked to agree to may be removed."""
    if programme.status != ProgrammeStatus.DRAFT or programme.revision > 1:
        return Denied("Удалить можно только черновик первой редакции.")
    return leads(programme, user)


def may_agree(programme: Programme, user, person: Person, channel) -> Allowed | Denied:
    """Everybody agrees for themselves; the curator enters what was signed on paper."""
    if channel == AgreementChannel.PAPER:
        allowed = user.may(Permission.EDIT_PROGRAMMES)
        return ALLOWED if allowed else Denied("Согласование с бумаги вносит куратор.")
    own = person.user_id is not None and person.user_id == user.pk
    return ALLOWED if own else Denied("Согласовать программу может сам участник или куратор с бумаги.")


def may_record(event: PlanEvent, user) -> Allowed | Denied:
    """Reflection is written after the event, when the programme is agreed; never over an ended one."""
    programme = event.programme
    answer = takes_part(programme, user)
    if not answer:
        return answer
    if programme.is_over:
        return Denied("Программа завершена: записи о мероприятиях больше не меняются.")
    # While a later revision is discussed, meetings go on.
    if not programme.is_in_force and programme.revision == 1:
        return Denied("Отмечать мероприятия можно, когда программа согласована.")
    return ALLOWED


def may_note(programme: Programme, user, body: AcquaintedBody) -> Allowed | Denied:
    """Acquaintance is noted on an agreed programme: the council's by its member, both by the curator."""
    curator = user.may(Permission.EDIT_PROGRAMMES)
    if body == AcquaintedBody.CURATOR and not curator:
        return Denied("Ознакомление куратора отмечает сам куратор.")
    if not (curator or user.may(Permission.NOTE_PROGRAMMES)):
        return Denied("Ознакомление с программой отмечают куратор и методический совет.")
    if programme.status in (ProgrammeStatus.DRAFT, ProgrammeStatus.ON_AGREEMENT):
        return Denied("Ознакомление отмечают, когда программа согласована участниками.")
    return ALLOWED


def may_issue(programme: Programme, user) -> Allowed | Denied:
    """A paper with a check code is issued by the curator, of what has been agreed."""
    if not user.may(Permission.EDIT_PROGRAMMES):
        return Denied("Документ выпускает куратор.")
    if not programme.is_in_force and programme.status != ProgrammeStatus.COMPLETED:
        return Denied("Документ выпускают, когда программа согласована. Пока можно напечатать проект.")
    return ALLOWED


def may_export(user) -> Allowed | Denied:
    """The register and the archive hold everybody's programmes: only for those who see all of them."""
    if user.may(Permission.EXPORT_REGISTERS) and user.may(Permission.VIEW_PROGRAMMES):
        return ALLOWED
    return Denied("Реестр и архив программ печатают куратор и директор.")


S = ProgrammeStatus
TABLE = TransitionTable(
    name="programme",
    title="Персонализированная программа",
    states=ProgrammeStatus,
    initial=S.DRAFT,
    transitions=(
        Transition(
            name="send",
            sources=(S.DRAFT,),
            target=S.ON_AGREEMENT,
            label="Отправить на согласование",
            past="отправлена на согласование",
            who=leads,
            guards=(pair_is_active, is_ready),
        ),
        Transition(
            name="return",
            sources=(S.ON_AGREEMENT,),
            target=S.DRAFT,
            label="Вернуть на доработку",
            past="возвращена на доработку",
            who=takes_part,
            comment_required=True,
            comment_label="Что изменить",
        ),
        Transition(
            name="agree",
            sources=(S.ON_AGREEMENT,),
            target=S.AGREED,
            label="Считать согласованной",
            past="согласована всеми участниками",
            who=everybody_agreed,
        ),
        Transition(
            name="begin",
            sources=(S.AGREED,),
            target=S.RUNNING,
            label="Начать работу",
            past="работа по программе начата",
            who=leads,
        ),
        Transition(
            name="run",
            sources=(S.AGREED,),
            target=S.RUNNING,
            label="Считать начатой",
            past="программа выполняется",
            who=work_has_begun,
        ),
        Transition(
            name="revise",
            sources=(S.AGREED, S.RUNNING),
            target=S.DRAFT,
            label="Изменить программу",
            past="начата новая редакция",
            who=leads,
            guards=(pair_is_active,),
            comment_required=True,
            comment_label="Почему меняете программу",
        ),
        Transition(
            name="complete",
            sources=(S.AGREED, S.RUNNING),
            target=S.COMPLETED,
            label="Завершить программу",
            past="завершена: план выполнен в полном объёме",
            who=leads,
            guards=(plan_is_done,),
        ),
        Transition(
            name="end_early",
            sources=(S.DRAFT, S.ON_AGREEMENT, S.AGREED, S.RUNNING),
            target=S.ENDED_EARLY,
            label="Завершить досрочно",
            past="завершена досрочно",
            who=curator_acts,
            comment_required=True,
            comment_label="Почему завершается раньше",
            tone="danger",
        ),
        Transition(
            name="complete_by_order",
            sources=(S.AGREED, S.RUNNING),
            target=S.COMPLETED,
            label="Завершить приказом",
            past="завершена приказом: план выполнен в полном объёме",
            who=registers_orders,
            guards=(plan_is_done,),
        ),
        Transition(
            name="end_by_order",
            sources=(S.DRAFT, S.ON_AGREEMENT, S.AGREED, S.RUNNING),
            target=S.ENDED_EARLY,
            label="Завершить досрочно приказом",
            past="завершена досрочно приказом",
            who=registers_orders,
            comment_required=True,
            comment_label="Почему завершается раньше",
            tone="danger",
        ),
        Transition(
            name="revise_by_order",
            sources=(S.AGREED, S.RUNNING),
            target=S.DRAFT,
            label="Изменить программу приказом",
            past="начата новая редакция по приказу",
            who=registers_orders,
            guards=(pair_is_active,),
            comment_required=True,
            comment_label="Почему меняется программа",
        ),
    ),
)
