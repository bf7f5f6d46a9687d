"""What a registered order does to the rooms on its left, kind by kind, in the transaction that registers it."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from mentoring.accounts.enums import Role
from mentoring.accounts.models import RoleAssignment
from mentoring.accounts.services import close_role, give_role
from mentoring.documents.services import cancel_document
from mentoring.workflow.services import add_history
from programs.programmes.by_order import end_programme_by_order, extend_programme, revise_by_order
from programs.programmes.queries import open_programme_of
from registry.pairs.by_order import end_by_order, extend_mentorship, replace_mentor
from registry.pairs.enums import EndGround, MentorshipStatus
from roadmap.agreements.by_order import end_agreements_by_order
from roadmap.orders.attachments import approve_papers
from roadmap.orders.enums import OrderKind, OrderRole
from roadmap.orders.models import Order
from roadmap.orders.outcomes import AWARDS, Award, DutyRelease
from roadmap.orders.particulars import day_of
from roadmap.orders.queries import people_in_roles
from roadmap.orders.release_lines import lines_of


def basis_of(order: Order) -> str:
    """What the order is called where it is the reason of something: «приказ № 5 от 12.01.2026»."""
    return f"приказ № {order.number} от {order.date:%d.%m.%Y}"


def carry_out(order: Order, *, by, basis: str) -> None:
    """Do what the order says; `basis` names it («приказ № 5 от 12.01.2026»). A refusal undoes the registration."""
    effect = EFFECTS.get(OrderKind(order.kind))
    if effect is not None:
        effect(order, by=by, basis=basis)


def _replace_mentor(order, *, by, basis):
    mentor = people_in_roles(order)[OrderRole.SUCCESSOR][0]
    former, on = order.mentorship.last_mentor, day_of(order, "on")
    consented_on = day_of(order, "consented_on")
    replace_mentor(order.mentorship, by=by, mentor=mentor, basis=basis, on=on, consented_on=consented_on)
    eve = on - timedelta(days=1)
    end_agreements_by_order(order.mentorship, by=by, on=eve, basis=basis, mentor=former)


def _end_early(order, *, by, basis):
    """The open programme ends with its pair; while the last day lies ahead, both go on (see `last_days`)."""
    on, programme = day_of(order, "on"), open_programme_of(order.mentorship)
    if on > timezone.localdate():
        return
    ground = EndGround.CURATOR if order.facts["request"] == "notice" else EndGround.SIDES
    if programme:
        words = {"on": on, "ground": EndGround.SIDES, "note": basis}
        end_programme_by_order(programme, by=by, is_with_pair=True, **words)
    end_by_order(order.mentorship, by=by, on=on, ground=ground, note=basis, basis=basis)
    end_agreements_by_order(order.mentorship, by=by, on=on, basis=basis)


def _complete(order, *, by, basis):
    on, ground, programme = day_of(order, "on"), EndGround(order.facts["ground"]), order.programme
    if not programme.is_over:
        end_programme_by_order(programme, by=by, on=on, ground=ground, note=_note(ground, basis))
    if programme.mentorship.status == MentorshipStatus.ACTIVE:
        note = _note(ground, basis)
        end_by_order(programme.mentorship, by=by, on=on, ground=ground, note=note, basis=basis)
    end_agreements_by_order(programme.mentorship, by=by, on=on, basis=basis)


def _note(ground: EndGround, basis: str) -> str:
    return "" if ground == EndGround.FULL else basis


def _extend(order, *, by, basis):
    end, programme = day_of(order, "on"), order.programme
    extend_programme(programme, by=by, end=end, basis=basis)
    if programme.mentorship.end < end:
        extend_mentorship(programme.mentorship, by=by, end=end, basis=basis)


def _change(order, *, by, basis):
    revise_by_order(order.programme, by=by, reason=f"{basis}: {order.facts['changes']}")


def _appoint_curator(order, *, by, basis):
    """The role rows open and close by days; a curator without an account gets the role together with one."""
    on, former = day_of(order, "on"), people_in_roles(order).get(OrderRole.FORMER_CURATOR, ())
    for person in former:
        for row in _curator_roles(person, on):
            close_role(row, by=by, last_day=on - timedelta(days=1), basis=basis)
    if order.curator.user_id is None:
        return
    held = [row.valid_to for row in _curator_roles(order.curator, on)]
    if None in held:
        return
    # A role with an end goes on from the day after it.
    begins = max((last + timedelta(days=1) for last in held), default=on)
    until = day_of(order, "until") if order.facts.get("until") else None
    if until is None or begins <= until:
        words = {"valid_from": begins, "valid_to": until, "basis": basis}
        give_role(order.curator.user, Role.CURATOR, by=by, **words)


def _curator_roles(person, on):
    """The roles of a curator that hold on the day or later, those with an end ahead among them."""
    rows = RoleAssignment.objects.filter(user__person=person, role=Role.CURATOR)
    return rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on)).order_by("valid_from")


def _approve_papers(order, *, by, basis):
    approve_papers(order, by=by, on=day_of(order, "on"))


def _release(order, *, by, basis):
    people = people_in_roles(order)
    for position, line in enumerate(lines_of(order.facts, people), start=1):
        DutyRelease.objects.create(
            order=order,
            position=position,
            person=people[OrderRole.RELEASED][0],
            substitute=line.substitute,
            day=day_of(order, "on"),
            starts_at=line.starts_at,
            ends_at=line.ends_at,
            lessons=line.lessons,
        )


def _award(order, *, by, basis):
    people = people_in_roles(order)
    for kind in AWARDS:
        for person in people.get(kind, ()):
            Award.objects.create(order=order, person=person, kind=kind, awarded_on=order.date)


def _cancel(order, *, by, basis):
    target, on = order.target, day_of(order, "on")
    cancel_document(target.document, by=by, reason=f"Отменён: {basis}.", on=on)
    sentence = f"утратил силу с {on:%d.%m.%Y}: {basis}"
    add_history(target, by=by, action="cancelled_by", sentence=sentence)


def _amend(order, *, by, basis):
    sentence = f"изменён с {day_of(order, 'on'):%d.%m.%Y}: {basis}"
    add_history(order.target, by=by, action="amended_by", sentence=sentence)


EFFECTS = {
    OrderKind.REPLACEMENT: _replace_mentor,
    OrderKind.EARLY_END: _end_early,
    OrderKind.COMPLETION: _complete,
    OrderKind.EXTENSION: _extend,
    OrderKind.CHANGE: _change,
    OrderKind.CURATOR: _appoint_curator,
    OrderKind.REGULATION: _approve_papers,
    OrderKind.ROADMAP: _approve_papers,
    OrderKind.DUTY_RELEASE: _release,
    OrderKind.AWARD: _award,
    OrderKind.CANCELLATION: _cancel,
    OrderKind.AMENDMENT: _amend,
}
