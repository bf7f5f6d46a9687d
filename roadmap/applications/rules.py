"""Who may file, decide and carry out what."""

from mentoring.accounts.permissions import Permission
from mentoring.workflow.tables import Transition, TransitionTable
from mentoring.workflow.verdicts import ALLOWED, Allowed, Denied
from registry.pairs.enums import MentorshipStatus, ParticipantRole
from registry.pairs.models import Mentorship
from roadmap.applications.enums import BY_ORDER, EARLY_STOPS, MUTUAL, ApplicationKind, ApplicationStatus
from roadmap.applications.models import Application
from roadmap.applications.queries import earliest_last_day

K = ApplicationKind
S = ApplicationStatus
MENTOR, MENTEE = ParticipantRole.MENTOR, ParticipantRole.MENTEE
# Which side of a pair may file what (Положение, п. 1.4, 4.1, 4.2, 5.1, 7.2).
SIDES = {
    K.RELEASE: {MENTOR},
    K.REPLACEMENT: {MENTEE},
    K.EXTENSION: {MENTOR, MENTEE},
    K.CORRECTION: {MENTOR, MENTEE},
    K.DUTY: {MENTOR, MENTEE},
    K.PROPOSAL: {MENTOR, MENTEE},
    K.REPRESENTATION: {MENTOR},
}


def is_office(user) -> bool:
    """Does this person enter papers of others?"""
    return user.may(Permission.DRAFT_ORDERS)


def may_attach_scan(application: Application, user) -> Allowed | Denied:
    """The signed sheet is kept as a picture by the office, once: a scan is never swapped."""
    if not is_office(user):
        return Denied("Скан прикладывает тот, кто ведёт заявления: куратор или директор.")
    return (
        ALLOWED if application.scan_id is None else Denied("Скан этого заявления уже приложен.", is_late=True)
    )


def sides_for(mentorship: Mentorship, kind: str, user) -> list:
    """The people for whom this user may file an application of the kind: oneself, or anybody for the office."""
    rows = mentorship.present_sides
    if kind == K.NOTICE:
        return [row.person for row in rows if row.role == MENTOR] if is_office(user) else []
    people = [row.person for row in rows if row.role in SIDES[K(kind)]]
    # What only the director and the author read is entered from a paper by the director alone (п. 4.2).
    enters = user.may(Permission.APPROVE_ORDERS) if kind == K.REPRESENTATION else is_office(user)
    return people if enters else [person for person in people if person.user_id == user.pk]


def may_file(mentorship: Mentorship, kind: str, user) -> Allowed | Denied:
    """An application is about a pair that works."""
    if mentorship.status != MentorshipStatus.ACTIVE:
        state = mentorship.get_status_display()
        return Denied(f"Заявления подают, пока пара действует, а сейчас её состояние – «{state}».")
    if not sides_for(mentorship, kind, user):
        return Denied("Такое заявление подаёт другая сторона пары.")
    return ALLOWED


def kinds_for(mentorship: Mentorship, user) -> list[ApplicationKind]:
    """What this user may file in this pair."""
    return [kind for kind in K if may_file(mentorship, kind, user)]


def may_agree(consent, user) -> Allowed | Denied:
    """Everybody consents for oneself; the office enters a signed paper."""
    own = consent.person.user_id is not None and consent.person.user_id == user.pk
    return ALLOWED if own or is_office(user) else Denied("Согласие даёт только сама сторона.")


def decides(application: Application, user) -> Allowed | Denied:
    """The director decides on everything (Положение, п. 1.4, 4.1, 5.1, 7.2)."""
    may = user.may(Permission.APPROVE_ORDERS)
    return ALLOWED if may else Denied("Решение по заявлению принимает директор.")


def considers(application: Application, user) -> Allowed | Denied:
    """A proposal is considered by the curator too; a representation only by the director."""
    if user.may(Permission.APPROVE_ORDERS):
        return ALLOWED
    if application.kind == K.PROPOSAL and is_office(user):
        return ALLOWED
    return Denied("Рассматривает директор.")


def carries_out(application: Application, user) -> Allowed | Denied:
    """The order is named by who prepares orders."""
    return ALLOWED if is_office(user) else Denied("Приказ по заявлению готовит куратор.")


def no_draft_is_prepared(application: Application, user) -> Allowed | Denied:
    """An order under way closes the application itself."""
    if application.draft_id is None:
        return ALLOWED
    return Denied(
        "По заявлению уже готовится приказ: оно закроется, когда приказ зарегистрируют. "
        "Если приказ нужен другой, удалите проект."
    )


def takes_back(application: Application, user) -> Allowed | Denied:
    """One's own application, or one entered from a paper; a notice is the employer's."""
    own = application.person.user_id is not None and application.person.user_id == user.pk
    if own and application.kind != K.NOTICE:
        return ALLOWED
    if is_office(user) and application.kind != K.REPRESENTATION:
        return ALLOWED
    return Denied("Отозвать заявление может тот, кто его подал.")


def is_answered_by_order(application: Application, user) -> Allowed | Denied:
    return ALLOWED if application.kind in BY_ORDER else Denied("Приказ по нему не нужен: его рассматривают.")


def is_only_considered(application: Application, user) -> Allowed | Denied:
    return Denied("На него отвечают приказом или отказом.") if application.kind in BY_ORDER else ALLOWED


def may_be_refused(application: Application, user) -> Allowed | Denied:
    """Nobody is held in mentoring against the own will (ТК РФ, ст. 351.8)."""
    if application.kind in EARLY_STOPS:
        return Denied(
            "Отказать нельзя: наставник вправе досрочно отказаться, а школа – отменить поручение (ТК РФ, ст. 351.8)."
        )
    return ALLOWED


def everybody_agrees(application: Application, user) -> Allowed | Denied:
    """An extension or a change needs both sides (Положение, п. 7.2); an early day of the end needs both as well."""
    if application.kind in MUTUAL:
        waited = [row.person.short_name for row in application.consents.all() if row.agreed_on is None]
        if waited:
            return Denied(f"Нужно согласие всех сторон, ждём: {', '.join(waited)}")
    both_agree = application.worker_agrees and application.employer_agrees
    if application.kind in EARLY_STOPS and not both_agree and is_early(application):
        earliest = earliest_last_day(application.filed_on)
        return Denied(
            f"Последний день раньше {earliest:%d.%m.%Y} (третьего рабочего дня) возможен только по согласию "
            "и наставника, и школы."
        )
    return ALLOWED


def is_early(application: Application) -> bool:
    """Is the last day before the third working day after the application?"""
    last_day = application.last_day
    return last_day is not None and last_day < earliest_last_day(application.filed_on)


TABLE = TransitionTable(
    name="application",
    title="Заявление, ходатайство, уведомление",
    states=ApplicationStatus,
    initial=S.FILED,
    transitions=(
        Transition(
            name="accept",
            sources=(S.FILED,),
            target=S.ACCEPTED,
            label="Удовлетворить",
            past="удовлетворено, нужен приказ",
            who=decides,
            guards=(is_answered_by_order, everybody_agrees),
        ),
        Transition(
            name="refuse",
            sources=(S.FILED,),
            target=S.REFUSED,
            label="Отказать",
            past="отказано",
            who=decides,
            guards=(may_be_refused, is_answered_by_order),
            comment_required=True,
            comment_label="Почему отказано",
            tone="danger",
        ),
        Transition(
            name="review",
            sources=(S.FILED,),
            target=S.REVIEWED,
            label="Ответить",
            past="рассмотрено",
            who=considers,
            guards=(is_only_considered,),
            comment_required=True,
            comment_label="Ответ",
        ),
        Transition(
            name="carry_out",
            sources=(S.ACCEPTED,),
            target=S.DONE,
            label="Назвать приказ",
            past="исполнено приказом",
            who=carries_out,
            guards=(no_draft_is_prepared,),
        ),
        Transition(
            name="withdraw",
            sources=(S.FILED, S.ACCEPTED),
            target=S.WITHDRAWN,
            label="Отозвать",
            past="отозвано",
            who=takes_back,
            tone="danger",
        ),
    ),
)
