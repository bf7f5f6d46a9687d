"""The only writer of a roadmap's life: to the director and back, approval, archive, new edition."""

from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from mentoring.language.dates import date_words
from mentoring.school.queries import organisation
from mentoring.school.rules import may_date
from mentoring.workflow.services import CREATION, add_history, check_version, lock, move
from mentoring.workflow.verdicts import Refused, StaleState, require
from roadmap.orders.models import NUMBERED, Order
from roadmap.orders.services import signer_name
from roadmap.plans.approval_rules import TABLE, may_start_edition
from roadmap.plans.copying import copy_roadmap
from roadmap.plans.enums import RoadmapStatus, StampKind
from roadmap.plans.execution import take_over_execution
from roadmap.plans.letters import tell_about_approval, tell_about_return, tell_directors
from roadmap.plans.models import Roadmap, RoadmapMeasure, RoadmapStamp
from roadmap.plans.naming import names_roadmap

APPROVAL = ("order", "annex_number", "effective_from", "approved_on", "approved_by", "approved_at")


@transaction.atomic
def submit_roadmap(roadmap, *, by, version=None) -> Roadmap:
    """Send the draft to the director, who finds it on «Сегодня».

    Raises Refused when there is nothing to read, StaleState in another state or for a page seen earlier.
    """
    roadmap = _locked(roadmap)
    roadmap = _carry_out(roadmap, "submit", by=by, version=version)
    tell_directors(roadmap)
    return roadmap


@transaction.atomic
def recall_roadmap(roadmap, *, by) -> Roadmap:
    """Take the roadmap back from the director to change it; raises StaleState when it was decided already."""
    return _carry_out(_locked(roadmap), "recall", by=by)


@transaction.atomic
def return_roadmap(roadmap, *, by, comment) -> Roadmap:
    """Send the roadmap back with what is to be mended; raises Refused without a comment."""
    roadmap = _carry_out(_locked(roadmap), "return", by=by, comment=comment)
    tell_about_return(roadmap, comment)
    return roadmap


@transaction.atomic
def approve_roadmap(
    roadmap,
    *,
    by,
    order: Order | None = None,
    annex_number: str = "",
    on: date | None = None,
    effective_from: date | None = None,
    version=None,
) -> Roadmap:
    """Put the roadmap in force: as an annex to a registered order, or by «УТВЕРЖДАЮ» of the day `on`.

    The гриф is written first, for nothing of an approved roadmap changes any more. An edition sends the one
    before it to the archive in the same act and takes over what was noted of its measures.
    Raises Refused for an order without a number or on something else, a day to come or in a closed school year, StaleState when it was decided or changed meanwhile.
    """
    if order is not None:
        # Before the roadmap, as an order does that approves one: so the two never lock each other up.
        order = lock(Order.objects.filter(block__isnull=True), order.pk)
    TABLE.require(_locked(roadmap), "approve", by=by)
    if order is not None:
        _require_ground(order, roadmap)
        on = order.date
    if on is None:
        raise Refused("Укажите приказ или дату, которой дорожная карта утверждена.")
    if on > timezone.localdate():
        raise Refused("Дата утверждения ещё не наступила. Укажите сегодняшнюю или прошедшую дату.")
    require(may_date(on))
    given = {"order": order, "annex_number": annex_number, "on": on, "effective_from": effective_from}
    return put_in_force(roadmap, "approve", by=by, version=version, **given)


def _require_ground(order: Order, roadmap: Roadmap) -> None:
    if order.status not in NUMBERED:
        raise Refused("Этот приказ ещё не зарегистрирован: у него нет номера и даты.")
    if not names_roadmap(order, roadmap):
        raise Refused(
            f"В приказе № {order.number} дорожная карта не названа. Выберите приказ, который её утверждает, "
            "или подготовьте его с карточки дорожной карты."
        )


def put_in_force(
    roadmap, name, *, by, order, annex_number, on: date, effective_from: date | None, version=None
) -> Roadmap:
    """Carry out the transition `name` to an approved roadmap; the order may be one that is being registered now."""
    roadmap = _locked(roadmap)
    TABLE.require(roadmap, name, by=by)
    _write_stamp(roadmap, order=order, annex_number=annex_number.strip(), on=on)
    roadmap.order, roadmap.annex_number = order, annex_number.strip() if order else ""
    roadmap.approved_on, roadmap.effective_from = on, effective_from or on
    roadmap.approved_by, roadmap.approved_at = by, timezone.now()
    sentence = f"утверждена: {ground_of(roadmap)}"
    roadmap = _carry_out(roadmap, name, by=by, version=version, changed=APPROVAL, sentence=sentence)
    _take_over(roadmap, by=by)
    tell_about_approval(roadmap)
    return roadmap


@transaction.atomic
def archive_roadmap(roadmap, *, by) -> Roadmap:
    """Put away a roadmap that is over; it stays readable. Raises StaleState in another state."""
    return _carry_out(_locked(roadmap), "archive", by=by)


@transaction.atomic
def restore_roadmap(roadmap, *, by, reason) -> Roadmap:
    """Bring a roadmap back from the archive; raises Refused without a reason or when a newer edition is in force."""
    return _carry_out(_locked(roadmap), "restore", by=by, comment=reason)


@transaction.atomic
def start_edition(roadmap, *, by) -> Roadmap:
    """Make the draft of the next edition, a copy with everything; the present one is in force until it is approved.

    Raises Refused for a roadmap that is not approved or whose next edition is in work already.
    """
    roadmap = _locked(roadmap)
    require(may_start_edition(roadmap, by))
    measures = RoadmapMeasure.objects.filter(stage__roadmap=roadmap)
    copy = copy_roadmap(
        roadmap, by=by, edition=roadmap.edition + 1, measures=measures, changes=lambda row: {}
    )
    sentence = f"начата редакция {copy.edition}"
    add_history(copy, by=by, action="edition", sentence=sentence, to_state=copy.status, tells=[CREATION])
    add_history(roadmap, by=by, action="edition", sentence=sentence)
    return copy


def ground_of(roadmap: Roadmap) -> str:
    """«приложение № 1 к приказу № 20/01-02 от 12.01.2026» or «гриф «УТВЕРЖДАЮ» от 12.01.2026»."""
    if roadmap.order is None:
        return f"гриф «УТВЕРЖДАЮ» от {roadmap.approved_on:%d.%m.%Y}"
    annex = f"приложение № {roadmap.annex_number}" if roadmap.annex_number else "приложение"
    return f"{annex} к приказу № {roadmap.order.number} от {roadmap.order.date:%d.%m.%Y}"


def _write_stamp(roadmap: Roadmap, *, order: Order | None, annex_number: str, on: date) -> None:
    """The гриф of the approval; one that names this very order or day already stays as its school typed it."""
    kind = StampKind.ANNEX if order else StampKind.APPROVED
    known = (order.number,) if order else (f"{on:%d.%m.%Y}", date_words(on).replace("\xa0", " "))
    present = list(roadmap.stamps.filter(kind=kind))
    if any(mark in " ".join(stamp.text.split()) for stamp in present for mark in known):
        return
    place = present[0].position if present else None
    roadmap.stamps.filter(kind=kind).delete()
    if place is None:
        last = roadmap.stamps.aggregate(last=Max("position"))["last"]
        place = 0 if last is None else last + 1
    text = _annex_mark(order, annex_number) if order else _stamp_of_head(on)
    RoadmapStamp.objects.create(roadmap=roadmap, position=place, kind=kind, text=text)


def _annex_mark(order: Order, annex_number: str) -> str:
    card = organisation()
    school = f" {card.short_name}" if card else ""
    number = f" № {annex_number}" if annex_number else ""
    return f"Приложение{number}\nк приказу{school}\nот {order.date:%d.%m.%Y} № {order.number}"


def _stamp_of_head(on: date) -> str:
    card = organisation()
    position = (
        f"{card.head_position[:1].upper()}{card.head_position[1:]} {card.short_name}" if card else "Директор"
    )
    return f"УТВЕРЖДАЮ\n{position}\n_______________ {signer_name(card)}\n{on:%d.%m.%Y}"


def _take_over(roadmap: Roadmap, *, by) -> None:
    former = roadmap.copied_from
    if roadmap.edition == 1 or former is None:
        return
    former = _locked(former)
    take_over_execution(former, roadmap, by=by)
    if former.status == RoadmapStatus.APPROVED:
        _carry_out(
            former, "archive", by=by, sentence=f"сменилась редакцией {roadmap.edition}, убрана в архив"
        )


def _locked(roadmap) -> Roadmap:
    try:
        return lock(Roadmap.objects.select_related("order", "copied_from"), roadmap.pk)
    except Roadmap.DoesNotExist:
        raise StaleState("Этот проект дорожной карты уже удалён.") from None


def _carry_out(roadmap, name, *, by, version=None, changed=(), **words) -> Roadmap:
    if version is not None:
        TABLE.require(roadmap, name, by=by, comment=words.get("comment", ""))
        check_version(roadmap, version, "Дорожная карта")
    roadmap.version += 1
    move(TABLE, roadmap, name, by=by, changed=(*changed, "version"), **words)
    return roadmap
