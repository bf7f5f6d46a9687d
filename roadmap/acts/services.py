"""The only writer of an act's life: the draft, to the director and back, approval, the next edition, the end.

The text of a draft is changed in `editing`.
"""

from dataclasses import asdict
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from mentoring.documents.enums import DocumentKind
from mentoring.documents.services import cancel_document, issue_document
from mentoring.school.queries import paper_layout
from mentoring.school.rules import may_date
from mentoring.workflow.services import CREATION, add_history, check_version, lock, move, once
from mentoring.workflow.verdicts import Refused, StaleState, require
from roadmap.acts.enums import ActKind, ActStatus
from roadmap.acts.models import ActAttachment, ActItem, ActStamp, LocalAct
from roadmap.acts.naming import names_act
from roadmap.acts.paper import act_paper, act_values
from roadmap.acts.rules import TABLE, may_discard, may_prepare, may_start_edition
from roadmap.acts.sample import REGULATION, REGULATION_TITLE, STAMPS
from roadmap.orders.models import NUMBERED, Order
from roadmap.orders.placeholders import names_in

APPROVAL = (
    "order", "waits_for", "approved_on", "approved_by", "approved_at", "in_force_from", "in_force_to", "document",
)  # fmt: skip
DAY = timedelta(days=1)


@transaction.atomic
def begin_act(*, by, kind, title, key="") -> LocalAct:
    """Make an empty draft; `title` is what follows the word of the kind, `key` names the form.

    Raises StaleState when the form was sent already.
    """
    if key:
        once(f"acts/{key}")
    require(may_prepare(None, by))
    act = LocalAct.objects.create(kind=kind, title=" ".join(title.split()), created_by=by)
    return _begun(act, by, "начат проект")


@transaction.atomic
def begin_sample(*, by, key="") -> LocalAct:
    """Make the draft of the Положение in nine sections from the sample, which somebody is to look through.

    Raises StaleState when the form named by `key` was sent already.
    """
    if key:
        once(f"acts/sample/{key}")
    require(may_prepare(None, by))
    act = LocalAct.objects.create(
        kind=ActKind.REGULATION, title=REGULATION_TITLE, is_sample=True, created_by=by
    )
    values = act_values()
    for position, (heading, clauses) in enumerate(REGULATION, start=1):
        section = ActItem.objects.create(act=act, position=position, text=heading)
        for place, (text, lines) in enumerate(clauses, start=1):
            clause = ActItem.objects.create(act=act, parent=section, position=place, text=text)
            # A list of acts that nobody has marked yet is left out, so that nothing stays in braces.
            kept = [line for line in lines if all(name in values for name in names_in(line))]
            ActItem.objects.bulk_create(
                ActItem(act=act, parent=clause, position=number, text=line)
                for number, line in enumerate(kept, start=1)
            )
    ActStamp.objects.bulk_create(
        ActStamp(act=act, position=position, kind=stamp, body=body)
        for position, (stamp, body) in enumerate(STAMPS)
    )
    return _begun(act, by, "начат проект по образцу")


@transaction.atomic
def discard_act(act, *, by) -> None:
    """Remove a draft; raises Refused when it is past drafting, StaleState when it is gone already."""
    act = locked_act(act)
    require(may_discard(act, by))
    act.delete()


@transaction.atomic
def submit_act(act, *, by, version=None) -> LocalAct:
    """Send the draft to the director, who finds it on «Сегодня».

    Raises Refused for an empty act, an unread sample or an empty placeholder, StaleState in another state.
    """
    return _carry_out(locked_act(act), "submit", by=by, version=version)


@transaction.atomic
def recall_act(act, *, by) -> LocalAct:
    """Take the act back from the director to change it; raises StaleState when it was decided already."""
    return _carry_out(locked_act(act), "recall", by=by)


@transaction.atomic
def return_act(act, *, by, comment) -> LocalAct:
    """Send the act back with what is to be mended; raises Refused without a comment."""
    return _carry_out(locked_act(act), "return", by=by, comment=comment)


@transaction.atomic
def approve_act(
    act,
    *,
    by,
    order: Order | None = None,
    on: date | None = None,
    in_force_from: date | None = None,
    in_force_to: date | None = None,
    version=None,
) -> LocalAct:
    """Put the act in force by a registered order that names it, or by «УТВЕРЖДАЮ» of the day `on`.

    Its paper is frozen with its SHA-256, and the edition before it ends on the day before, in the same transaction.
    Raises Refused for an order that does not name the act, a day to come or in a closed school year, dates out of
    order; StaleState when the act was decided or changed meanwhile.
    """
    act = locked_act(act)
    TABLE.require(act, "approve", by=by)
    if version is not None:
        check_version(act, version, "Локальный акт")
    if order is not None:
        order = _order_that_names(act, order)
        on = order.date
    if on is None:
        raise Refused("Укажите приказ или дату, которой утверждён акт.")
    if on > timezone.localdate():
        raise Refused("Дата утверждения ещё не наступила. Укажите сегодняшнюю или прошедшую дату.")
    require(may_date(on))
    act.in_force_from, act.in_force_to = in_force_from or on, in_force_to
    return put_in_force(act, "approve", "supersede", by=by, order=order, on=on)


def put_in_force(act, name, superseding, *, by, order: Order | None, on: date) -> LocalAct:
    """Carry out the transition `name` to an act with its dates, locked by the caller, and `superseding` to the former.

    The order may be one that is being registered now. Raises Refused for dates out of order.
    """
    TABLE.require(act, name, by=by)
    act.order, act.approved_on, act.waits_for = order, on, None
    _require_dates(act)
    act.approved_by, act.approved_at = by, timezone.now()
    act.document = _freeze(act, by=by)
    ground = f"приказом № {order.number} от {order.date:%d.%m.%Y}" if order else f"грифом от {on:%d.%m.%Y}"
    act = _carry_out(act, name, by=by, changed=APPROVAL, sentence=f"утверждён {ground}")
    if act.former_id:
        _supersede(locked_act(act.former), act, superseding, by=by)
    return act


@transaction.atomic
def end_act(act, *, by, on: date, reason: str) -> LocalAct:
    """Write down that the act is in force up to the day `on` and no longer, and on what ground.

    Raises Refused without a ground or for a day before the act came in force, StaleState in another state.
    """
    act = locked_act(act)
    TABLE.require(act, "end", by=by, comment=reason)
    if on < act.in_force_from:
        raise Refused(f"Акт действует с {act.in_force_from:%d.%m.%Y}: последний день не может быть раньше.")
    require(may_date(on))
    act.in_force_to, act.end_reason = on, reason.strip()
    sentence = f"утратил силу, последний день – {on:%d.%m.%Y}"
    changed = ("in_force_to", "end_reason")
    act = _carry_out(act, "end", by=by, comment=reason, changed=changed, sentence=sentence)
    _cancel_paper(act, by=by, reason="Утратил силу", on=on + DAY)
    return act


@transaction.atomic
def start_edition(act, *, by) -> LocalAct:
    """Make the draft of the next edition, a copy of the text; the present one is in force until it is approved.

    Грифы come along without their protocols: another body meets about another edition. Raises Refused for an act
    that is not approved or whose next edition is in work already.
    """
    act = locked_act(act)
    require(may_start_edition(act, by))
    copy = LocalAct.objects.create(
        kind=act.kind, title=act.title, edition=act.edition + 1, former=act, created_by=by
    )
    _copy_items(act, copy)
    ActStamp.objects.bulk_create(
        ActStamp(act=copy, position=row.position, kind=row.kind, body=row.body) for row in act.stamps.all()
    )
    ActAttachment.objects.bulk_create(
        ActAttachment(act=copy, position=row.position, title=row.title, file_id=row.file_id)
        for row in act.attachments.all()
    )
    sentence = f"начата редакция {copy.edition}"
    add_history(act, by=by, action="edition", sentence=sentence)
    return _begun(copy, by, sentence)


def _copy_items(act, copy) -> None:
    made: dict[int | None, ActItem | None] = {None: None}
    # Parents first: a child never stands above the item that it belongs to.
    rows = sorted(act.items.all(), key=lambda row: (_depth(act, row), row.pk))
    for row in rows:
        made[row.pk] = ActItem.objects.create(
            act=copy, parent=made[row.parent_id], position=row.position, text=row.text
        )


def _depth(act, item) -> int:
    return 0 if item.parent_id is None else 1 if item.parent.parent_id is None else 2


def _order_that_names(act, order) -> Order:
    order = lock(Order.objects.filter(block__isnull=True), order.pk)
    if order.status not in NUMBERED:
        raise Refused("Этот приказ ещё не зарегистрирован: у него нет номера и даты.")
    if not names_act(order, act):
        raise Refused(
            f"В приказе № {order.number} этот акт не назван: в тексте нет слов «{act.title}». Выберите другой приказ "
            "или исправьте название акта."
        )
    return order


def _require_dates(act) -> None:
    if act.in_force_to and act.in_force_to < act.in_force_from:
        raise Refused("Последний день действия раньше первого. Проверьте даты.")
    former = act.former
    if former is not None and act.in_force_from <= former.in_force_from:
        raise Refused(
            f"Прежняя редакция действует с {former.in_force_from:%d.%m.%Y}: новая может действовать только позже."
        )


def _freeze(act, *, by):
    paper = act_paper(act, order=act.order, on=act.approved_on)
    return issue_document(
        kind=DocumentKind.LOCAL_ACT,
        number="",
        title=act.name,
        issued_on=act.approved_on,
        data=asdict(paper),
        template_name=paper.template_name,
        context={"paper": paper},
        layout=paper_layout("order"),
        subject=act,
        by=by,
    )


def _supersede(former, act, name, *, by) -> None:
    """An act that had ended by itself keeps its last day; one in force ends on the day before the new edition."""
    if former.status != ActStatus.APPROVED:
        return
    last = act.in_force_from - DAY
    former.in_force_to = min(former.in_force_to or last, last)
    sentence = f"сменён редакцией {act.edition}, последний день – {former.in_force_to:%d.%m.%Y}"
    _carry_out(former, name, by=by, changed=("in_force_to",), sentence=sentence)
    _cancel_paper(former, by=by, reason=f"Сменён редакцией {act.edition}", on=former.in_force_to + DAY)


def _cancel_paper(act, *, by, reason, on: date) -> None:
    cancel_document(act.document, by=by, reason=reason, on=max(on, act.approved_on))


def _begun(act, by, sentence) -> LocalAct:
    add_history(act, by=by, action="begin", sentence=sentence, to_state=act.status, tells=[CREATION])
    return act


def locked_act(act) -> LocalAct:
    """The act locked until the end of the transaction; raises StaleState when it is gone."""
    try:
        return lock(LocalAct.objects.select_related("order", "former", "document"), act.pk)
    except LocalAct.DoesNotExist:
        raise StaleState("Этот проект уже удалён. Откройте список локальных актов.") from None


def _carry_out(act, name, *, by, version=None, changed=(), **words) -> LocalAct:
    if version is not None:
        TABLE.require(act, name, by=by, comment=words.get("comment", ""))
        check_version(act, version, "Локальный акт")
    act.version += 1
    move(TABLE, act, name, by=by, changed=(*changed, "version"), **words)
    return act
