"""Who may do what with a mentorship and when; why two people cannot be paired."""

from collections import defaultdict
from datetime import date, timedelta

from django.utils import timezone

from mentoring.accounts.permissions import Permission
from mentoring.workflow.tables import Transition, TransitionTable
from mentoring.workflow.verdicts import ALLOWED, Allowed, Denied
from registry.bank.queries import mentee_entries, mentor_entries
from registry.consents.enums import ConsentKind
from registry.consents.queries import missing_consents
from registry.pairs.enums import Answer, AnswerChannel, MentorshipStatus
from registry.pairs.models import Mentorship, Participant
from registry.pairs.queries import mentor_loads, taken_directions

ONE_TO_FOUR = {1: "одного", 2: "двух", 3: "трёх", 4: "четырёх"}
NO_CONSENT = {
    ConsentKind.PROCESSING: "нет действующего согласия на обработку персональных данных",
    ConsentKind.MENTORING: "нет действующего согласия быть наставником",
    ConsentKind.PARTICIPATION: "нет действующего согласия на участие в программе наставничества",
}
MENTOR_CONSENTS = (ConsentKind.PROCESSING, ConsentKind.MENTORING)
MENTEE_CONSENTS = (ConsentKind.PROCESSING, ConsentKind.PARTICIPATION)


def curator_acts(mentorship, user) -> Allowed | Denied:
    """Pairs and groups are put together and led by the curator (Положение, п. 3.4)."""
    return ALLOWED if user.may(Permission.EDIT_PAIRS) else Denied("Пары и группы составляет и ведёт куратор.")


def changes_draft(mentorship, user) -> Allowed | Denied:
    """Only a draft is changed or deleted: what people were asked about stays as it was asked."""
    if mentorship.status != MentorshipStatus.DRAFT:
        return Denied(
            "Это уже не черновик: участников спросили об этих условиях. "
            "Отзовите предложение и составьте новое."
        )
    return curator_acts(mentorship, user)


def everybody_said_yes(mentorship, user) -> Allowed | Denied:
    """The pair is agreed when the last side has said yes (Положение, п. 6.2)."""
    answers = [row.answer for row in mentorship.participants.all() if row.valid_to is None]
    agreed = bool(answers) and all(answer == Answer.YES for answer in answers)
    return ALLOWED if agreed else Denied("Ещё не все стороны ответили согласием.")


def somebody_said_no(mentorship, user) -> Allowed | Denied:
    """One refusal is enough; it needs no reason."""
    refused = any(row.answer == Answer.NO for row in mentorship.participants.all() if row.valid_to is None)
    return ALLOWED if refused else Denied("Никто из участников не отказался.")


def drafts_orders(mentorship, user) -> Allowed | Denied:
    """A pair comes into a draft of an order by who prepares orders."""
    return ALLOWED if user.may(Permission.DRAFT_ORDERS) else Denied("Проекты приказов готовит куратор.")


def prepares_or_approves_orders(mentorship, user) -> Allowed | Denied:
    """A pair leaves a draft of an order by who prepares or approves orders."""
    may = user.may(Permission.DRAFT_ORDERS) or user.may(Permission.APPROVE_ORDERS)
    return ALLOWED if may else Denied("Проекты приказов готовит куратор, утверждает директор.")


def registers_orders(mentorship, user) -> Allowed | Denied:
    """A pair becomes active only by a registered order (Положение, п. 6.2)."""
    may = user.may(Permission.REGISTER_ORDERS)
    return ALLOWED if may else Denied("Пара начинает действовать, когда зарегистрирован приказ.")


def may_change_by_order(mentorship: Mentorship, user) -> Allowed | Denied:
    """The mentor and the term of an active pair change only by a registered order (Положение, п. 5.1, 7.2)."""
    if not registers_orders(mentorship, user):
        return Denied("Наставника и срок пары меняют только приказом.")
    if mentorship.status != MentorshipStatus.ACTIVE:
        state = mentorship.get_status_display()
        return Denied(f"Менять приказом можно только действующую пару, а состояние – «{state}».")
    return ALLOWED


def nothing_hinders(mentorship, user) -> Allowed | Denied:
    """Everything that was checked at picking is checked again when the pair is proposed."""
    problems = pairing_problems(
        mentor=mentorship.mentor,
        mentees=mentorship.mentees,
        directions=list(mentorship.directions.all()),
        start=mentorship.start,
        end=mentorship.end,
        exclude=mentorship,
    )
    return Denied("Предложить сторонам пока нельзя.", tuple(problems)) if problems else ALLOWED


def may_answer(participant: Participant, user, channel) -> Allowed | Denied:
    """Everybody answers for themselves on their own page; the curator enters what was said on paper."""
    if channel == AnswerChannel.PAPER:
        return curator_acts(participant.mentorship, user)
    own = participant.person.user_id is not None and participant.person.user_id == user.pk
    return ALLOWED if own else Denied("Ответить может только сам участник или куратор с бумаги.")


def may_give_council_opinion(mentorship: Mentorship, user) -> Allowed | Denied:
    """The council's opinion is entered by its member, or by the curator from the protocol (п. 3.5)."""
    if not (user.may(Permission.GIVE_COUNCIL_OPINION) or user.may(Permission.EDIT_PAIRS)):
        return Denied("Мнение даёт методический совет.")
    if mentorship.status not in (MentorshipStatus.PROPOSED, MentorshipStatus.AGREED):
        return Denied("Мнение совета нужно до приказа: после предложения сторонам и до включения в приказ.")
    return ALLOWED


def pairing_problems(*, mentor, mentees, directions, start, end, exclude=None) -> list[str]:
    """Why these people cannot be paired for these directions and dates: Russian sentences, none when they can.

    `exclude` is the mentorship itself when it is checked again. Sources: Положение, п. 2.4 (one mentor),
    ТК РФ, ст. 351.8 and 152-ФЗ (consents), the mentor's own limit and one mentorship of a mentee per direction.
    """
    problems = _incomplete(mentor, mentees, directions, start, end)
    if problems:
        return problems
    problems = mentor_picking_problems(mentor, mentees, start, end, exclude=exclude)
    obstacles = mentee_obstacles(mentees, timezone.localdate())
    problems += [f"{person.short_name}: {phrase}." for person in mentees for phrase in obstacles[person.pk]]
    for row in taken_directions(mentees, directions, start, end, exclude=exclude):
        other = row.mentorship.mentor
        name = other.short_name if other else "его сейчас подбирают"
        problems.append(
            f"{row.mentee.short_name}: по направлению «{row.direction}» на это время уже есть наставник – "
            f"{name} (до {row.period.upper - timedelta(days=1):%d.%m.%Y})."
        )
    return problems


def _incomplete(mentor, mentees, directions, start, end) -> list[str]:
    problems = []
    if mentor is None:
        problems.append("Выберите наставника.")
    if not mentees:
        problems.append("Выберите хотя бы одного наставляемого.")
    if not directions:
        problems.append("Выберите хотя бы одно направление.")
    if end <= start:
        problems.append("Окончание должно быть позже начала.")
    if len({person.pk for person in mentees}) != len(mentees):
        problems.append("Один и тот же человек выбран наставляемым дважды.")
    return problems


def mentor_picking_problems(mentor, mentees, start: date, end: date, *, exclude=None) -> list[str]:
    """Why this mentor cannot be taken for these mentees, whatever the directions will be."""
    if mentor in mentees:
        return [f"{mentor.short_name}: человек не может быть наставником самому себе."]
    obstacles = mentor_obstacles([mentor], timezone.localdate())
    problems = [f"{mentor.short_name}: {phrase}." for phrase in obstacles[mentor.pk]]
    return problems + capacity_problems(mentor, len(mentees), start, end, exclude=exclude)


def capacity_problems(mentor, wanted: int, start: date, end: date, *, exclude=None) -> list[str]:
    """At most one sentence: the mentor has no room for so many mentees in this period."""
    limit = mentor_entries().filter(person=mentor).values_list("max_mentees", flat=True).first()
    if limit is None:
        return []
    load = mentor_loads([mentor.pk], start, end, exclude=exclude).get(mentor.pk, 0)
    phrase = capacity_obstacle(load, limit, wanted)
    return [f"{mentor.short_name}: {phrase}."] if phrase else []


def capacity_obstacle(load: int, limit: int, wanted: int) -> str:
    """«уже ведёт двух наставляемых из двух», or an empty string when there is room."""
    if load + wanted <= limit:
        return ""
    if load >= limit:
        noun = "наставляемого" if load % 10 == 1 and load % 100 != 11 else "наставляемых"
        return (
            f"на этот срок уже ведёт {ONE_TO_FOUR.get(load, load)} {noun} из {ONE_TO_FOUR.get(limit, limit)}"
        )
    return f"свободных мест {limit - load} из {limit}, а наставляемых выбрано {wanted}"


def mentor_obstacles(people, day: date) -> dict[int, list[str]]:
    """For each person id the reasons not to be taken as a mentor on `day`, as phrases without the name."""
    return _obstacles(people, day, mentor_entries(), "в банке наставников", MENTOR_CONSENTS)


def mentee_obstacles(people, day: date) -> dict[int, list[str]]:
    """For each person id the reasons not to be taken as a mentee on `day`, as phrases without the name."""
    return _obstacles(people, day, mentee_entries(), "в банке наставляемых", MENTEE_CONSENTS)


def _obstacles(people, day, entries, where, consents) -> dict[int, list[str]]:
    left = dict(entries.filter(person__in=people).values_list("person_id", "left_on"))
    without = {kind: {person.pk for person in missing_consents(people, kind, day)} for kind in consents}
    found = defaultdict(list)
    for person in people:
        if person.left_on and person.left_on < day:
            found[person.pk].append("в школе больше не работает")
        if person.pk not in left:
            found[person.pk].append(f"нет записи {where}")
        elif left[person.pk]:
            found[person.pk].append(f"запись {where} закрыта")
        found[person.pk] += [NO_CONSENT[kind] for kind in consents if person.pk in without[kind]]
    return found


def term_warning(start: date, end: date, kinds=()) -> str:
    """A remark when the term is shorter than 3 months or longer than a year (Положение, п. 1.2), else empty.

    Only a remark: speed mentoring is a single meeting, and «ситуационное» has no schedule.
    """
    if any("скорост" in kind.name.lower() for kind in kinds):
        return ""
    if end < _months_later(start, 3) - timedelta(days=1):
        return "Срок короче 3 месяцев. Положение советует от 3 месяцев до года – проверьте, так ли задумано."
    if end > _months_later(start, 12):
        return "Срок длиннее года. Положение советует от 3 месяцев до года – проверьте, так ли задумано."
    return ""


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + year, month + 1, 1)
    next_month = (first + timedelta(days=32)).replace(day=1)
    return min(first + timedelta(days=day.day - 1), next_month - timedelta(days=1))


S = MentorshipStatus
TABLE = TransitionTable(
    name="mentorship",
    title="Пара или группа",
    states=MentorshipStatus,
    initial=S.DRAFT,
    transitions=(
        Transition(
            name="propose",
            sources=(S.DRAFT,),
            target=S.PROPOSED,
            label="Предложить сторонам",
            past="предложена сторонам",
            who=curator_acts,
            guards=(nothing_hinders,),
        ),
        Transition(
            name="agree",
            sources=(S.PROPOSED,),
            target=S.AGREED,
            label="Считать согласованной",
            past="согласована всеми сторонами",
            who=everybody_said_yes,
        ),
        Transition(
            name="refuse",
            sources=(S.PROPOSED, S.AGREED),
            target=S.DECLINED,
            label="Считать несостоявшейся",
            past="не состоялась: одна из сторон отказалась",
            who=somebody_said_no,
            tone="danger",
        ),
        Transition(
            name="withdraw",
            sources=(S.PROPOSED, S.AGREED),
            target=S.DECLINED,
            label="Отозвать предложение",
            past="предложение отозвано",
            who=curator_acts,
            comment_required=True,
            comment_label="Почему отзываете",
            tone="danger",
        ),
        Transition(
            name="place_in_order",
            sources=(S.AGREED,),
            target=S.IN_ORDER,
            label="Включить в проект приказа",
            past="включена в проект приказа",
            who=drafts_orders,
        ),
        Transition(
            name="return_from_order",
            sources=(S.IN_ORDER,),
            target=S.AGREED,
            label="Убрать из проекта приказа",
            past="убрана из проекта приказа",
            who=prepares_or_approves_orders,
        ),
        Transition(
            name="activate",
            sources=(S.IN_ORDER,),
            target=S.ACTIVE,
            label="Ввести в действие приказом",
            past="утверждена приказом",
            who=registers_orders,
        ),
        Transition(
            name="end",
            sources=(S.ACTIVE,),
            target=S.ENDED,
            label="Завершить",
            past="завершена",
            who=curator_acts,
            tone="danger",
        ),
        Transition(
            name="end_by_order",
            sources=(S.ACTIVE,),
            target=S.ENDED,
            label="Завершить приказом",
            past="завершена приказом",
            who=registers_orders,
            tone="danger",
        ),
    ),
)
