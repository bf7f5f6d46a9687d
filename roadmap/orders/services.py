"""The only writer of orders from the draft on: approval, registration, signature, acquaintance.

Drafts are made in `new_drafts`, their text is changed in `editing`.

Locks are always taken in this order, so that two transactions wait instead of locking each other up:
the order, its mentorships by id, their people by id, the journal's counter.
"""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from mentoring.documents.enums import DocumentKind
from mentoring.documents.papers import paper_data
from mentoring.documents.services import issue_document, put_scan, store_upload
from mentoring.language.initials import short_name
from mentoring.school.queries import paper_layout
from mentoring.school.rules import may_date
from mentoring.workflow.services import check_version, move
from mentoring.workflow.verdicts import Refused, StaleState, require
from registry.pairs.enums import MentorshipStatus
from registry.pairs.models import Mentorship
from registry.pairs.services import activate_mentorship, return_from_order
from registry.people.models import Person
from roadmap.orders.acquainting import clear_line, mark_lines, mark_own_line, require_past
from roadmap.orders.answering import close_application
from roadmap.orders.attachments import detach_papers
from roadmap.orders.checks import consent_problems, date_problems, registration_problems
from roadmap.orders.effects import basis_of, carry_out
from roadmap.orders.journals import next_number
from roadmap.orders.letters import (
    tell_about_approval,
    tell_about_registration,
    tell_about_return,
    tell_directors,
)
from roadmap.orders.models import Acquaintance, Order
from roadmap.orders.paper import order_paper, people_of_sheet
from roadmap.orders.queries import order_mentorships, people_of
from roadmap.orders.rules import (
    TABLE,
    may_attach_scan,
    may_discard,
    may_enter_acquaintance,
)

OF_ORDER = "приказа"


def lock_mentorships(ids):
    """These mentorships locked until the end of the transaction, always in the order of their ids."""
    return Mentorship.objects.filter(pk__in=list(ids)).order_by("pk").select_for_update(of=("self",))


def signer_name(card) -> str:
    """«Г. А. Кедрова» from the school's card, a line of underscores while there is none."""
    if card is None:
        return "____________"
    return short_name(card.head_last_name, card.head_first_name, card.head_patronymic, before=True)


@transaction.atomic
def discard_order(order, *, by) -> None:
    """Remove a draft that has no number; its pairs are agreed again and wait for the next order.

    Raises Refused when the order is past drafting or the person may not, StaleState when it is gone already.
    """
    order = _locked(order)
    require(may_discard(order, by))
    for pair in lock_mentorships(order.mentorship_rows.values_list("mentorship_id", flat=True)):
        if pair.status == MentorshipStatus.IN_ORDER:
            return_from_order(pair, by=by)
    detach_papers(order, by=by)
    order.delete()


@transaction.atomic
def submit_order(order, *, by, version=None) -> Order:
    """Send the draft to the director, who finds it on «Сегодня».

    Raises Refused when the text has empty placeholders or no pairs, StaleState in another state.
    """
    order = _move(order, "submit", by=by, version=version)
    tell_directors(order)
    return order


@transaction.atomic
def recall_order(order, *, by) -> Order:
    """Take an order back from the director to change it; raises StaleState when it was decided already."""
    return _move(order, "recall", by=by)


@transaction.atomic
def return_order(order, *, by, comment) -> Order:
    """Send the order back with what is to be mended; raises Refused without a comment."""
    order = _locked(order)
    order.approved_by = order.approved_at = None
    order = _carry_out(order, "return", by=by, comment=comment, changed=("approved_by", "approved_at"))
    tell_about_return(order, comment)
    return order


@transaction.atomic
def approve_order(order, *, by, version=None) -> Order:
    """The director's consent to the text as it stood on the page with `version` (not checked if None).

    Raises Refused for anybody else and when somebody in the order has no valid consent (152-ФЗ, ст. 21, ч. 5),
    StaleState when the order was decided or changed meanwhile.
    """
    order = _locked(order)
    TABLE.require(order, "approve", by=by)
    if version is not None:
        check_version(order, version, "Приказ")
    _lock_sides(order)
    problems = consent_problems(order, timezone.localdate())
    if problems:
        raise Refused("Утвердить приказ пока нельзя.", problems)
    order.approved_by, order.approved_at = by, timezone.now()
    order = _carry_out(order, "approve", by=by, changed=("approved_by", "approved_at"))
    tell_about_approval(order)
    return order


@transaction.atomic
def register_order(order, *, by, on) -> Order:
    """Give the order its number and date, freeze its paper and let its pairs begin – all or nothing.

    Everything is checked again under locks; the counter is locked last, because from there on everybody
    else who registers waits, and only the order of dates is looked at behind it (E2, E3). Raises Refused with all the reasons, StaleState in another state.
    """
    order = _locked(order)
    TABLE.require(order, "register", by=by)
    require(may_date(on))
    pairs = _lock_sides(order)
    problems = registration_problems(order, on)
    if not problems:
        counter, number = next_number(order.journal, on)
        problems = date_problems(order, on)
    if problems:
        raise Refused("Зарегистрировать приказ пока нельзя.", problems)
    paper = order_paper(order, number=number, on=on)
    order.document = _freeze(order, paper, number=number, on=on, by=by)
    order.number, order.sequence, order.year, order.date = number, counter.last, counter.year, on
    order.registered_by, order.registered_at = by, timezone.now()
    _list_readers(order)
    basis = basis_of(order)
    for pair in pairs:
        activate_mentorship(pair, by=by, on=on, basis=basis)
    carry_out(order, by=by, basis=basis)
    changed = ("document", "number", "sequence", "year", "date", "registered_by", "registered_at")
    sentence = f"зарегистрирован: № {number} от {on:%d.%m.%Y}"
    order = _carry_out(order, "register", by=by, changed=changed, sentence=sentence)
    close_application(order, by=by)
    tell_about_registration(order)
    return order


def _lock_sides(order) -> list[Mentorship]:
    """The pairs of the order and their people, locked: a consent cannot be withdrawn until the act is over."""
    pairs = list(lock_mentorships(order.mentorship_rows.values_list("mentorship_id", flat=True)))
    about = order.programme.mentorship_id if order.programme else order.mentorship_id
    list(lock_mentorships([about] if about else []))
    people = Person.objects.filter(Q(participations__mentorship__in=pairs) | Q(named_in_orders__order=order))
    list(Person.objects.filter(pk__in=people.values("pk")).order_by("pk").select_for_update(no_key=True))
    return pairs


def _freeze(order, paper, *, number, on, by):
    return issue_document(
        kind=DocumentKind.ORDER,
        number=number,
        title=order.title,
        issued_on=on,
        data=paper_data(paper),
        template_name=paper.template_name,
        context={"paper": paper},
        layout=paper_layout("order"),
        subject=order,
        by=by,
    )


def _list_readers(order) -> None:
    readers = people_of_sheet(order, people_of(order_mentorships(order)))
    Acquaintance.objects.bulk_create(
        Acquaintance(order=order, person=person, position=position)
        for position, person in enumerate(readers, start=1)
    )


@transaction.atomic
def sign_order(order, *, by, on, scan=None) -> Order:
    """Write down that the director has signed the printed order, with its scan (an uploaded file) if any.

    Raises Refused for a date before the order's own or in the future, ValidationError for a bad file.
    """
    order = _locked(order)
    TABLE.require(order, "sign", by=by)
    require_past(on, "Дата подписания", **_dated(order))
    order.signed_on = on
    order.scan = store_upload(scan, by=by) if scan else None
    sentence = f"подписан на бумаге {on:%d.%m.%Y}"
    return _carry_out(order, "sign", by=by, changed=("signed_on", "scan"), sentence=sentence)


@transaction.atomic
def attach_scan(order, *, by, scan) -> Order:
    """Put the scan to an order that was signed without one; raises ValidationError for a bad file."""
    order = _locked(order)
    require(may_attach_scan(order, by))
    return put_scan(order, by=by, scan=scan)


@transaction.atomic
def mark_acquainted(order, *, by, people_dates) -> list[Acquaintance]:
    """Enter the dates on which people signed the acquaintance sheet; see `mark_lines`."""
    order = _locked(order)
    require(may_enter_acquaintance(order, by))
    return mark_lines(order, by=by, people_dates=people_dates, **_dated(order))


@transaction.atomic
def acknowledge_order(order, *, by) -> Acquaintance:
    """A person confirms on the own screen to have read the order today; a second click changes nothing.

    Raises Refused when the person is not on the sheet.
    """
    order = _locked(order)
    return mark_own_line(order, by=by, **_dated(order))


@transaction.atomic
def clear_acquaintance(row, *, by, reason) -> Acquaintance:
    """Take back a mark that was entered by mistake; the reason stays in the order's history."""
    order = _locked(row.order)
    require(may_enter_acquaintance(order, by))
    return clear_line(order, row, by=by, reason=reason, of_paper=OF_ORDER)


def _dated(order) -> dict:
    return {"since": order.date, "of_paper": OF_ORDER}


def _locked(order) -> Order:
    found = Order.objects.filter(pk=order.pk).select_for_update(of=("self",)).first()
    if found is None:
        raise StaleState("Этот проект приказа уже удалён. Откройте список приказов.")
    return found


def _move(order, name, *, by, version=None) -> Order:
    order = _locked(order)
    if version is not None:
        TABLE.require(order, name, by=by)
        check_version(order, version, "Приказ")
    return _carry_out(order, name, by=by)


def _carry_out(order, name, *, by, changed=(), **words) -> Order:
    order.version += 1
    move(TABLE, order, name, by=by, changed=(*changed, "version"), **words)
    return order
