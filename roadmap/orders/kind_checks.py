"""What must hold before an order of each kind gets its number, besides what every order needs."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from mentoring.school.queries import nth_working_day_after
from programs.programmes.rules import plan_is_done
from registry.pairs.by_order import replacement_problems
from registry.pairs.enums import EndGround, MentorshipStatus
from registry.pairs.models import Mentorship
from registry.pairs.queries import with_people
from roadmap.orders.attachments import paper_problems
from roadmap.orders.enums import OrderKind, OrderRole
from roadmap.orders.last_days import stop_of
from roadmap.orders.mentor_checks import (
    DAYS_OF_NOTICE,
    consent_date_problems,
    mutual_consent_problems,
    notice_problems,
)
from roadmap.orders.models import NUMBERED, Order
from roadmap.orders.particulars import People, day_of, kind_of, particular_problems
from roadmap.orders.placeholders import names_in
from roadmap.orders.release_checks import release_problems
from roadmap.orders.release_lines import has_table

K = OrderKind
# Who may have left: the order speaks of what they were or have asked for.
LEAVING = (OrderRole.MENTOR, OrderRole.MENTEE, OrderRole.FORMER_CURATOR, OrderRole.PETITIONER)


def subject_problems(order: Order, people: People, on: date) -> list[str]:
    """Why an order cannot be registered on the day for what it speaks of, as Russian sentences.

    `people` are those it names in roles. Nothing for kinds that rest on pairs in their annex.
    """
    missing = particular_problems(kind_of(order), people, order.facts)
    if missing or (kind_of(order).needs_curator and order.curator is None):
        return missing or [f"Не выбран человек: {kind_of(order).curator_label.lower()}."]
    found = [*_left(order, people, on), *_unnamed(order, people)]
    if order.mentorship_id or order.programme_id:
        found += _pair_of(order, people)
    check = CHECKS.get(K(order.kind))
    return found + list(check(order, people, on)) if check else found


def subject_warnings(order: Order, on: date) -> list[str]:
    """What only a strict school waits for, and any other is but reminded of (L-02, L-04)."""
    if order.kind == K.REPLACEMENT:
        return list(notice_problems(order, on))
    return list(mutual_consent_problems(order, on)) if order.kind in (K.EXTENSION, K.CHANGE) else []


def _left(order: Order, people: People, on: date) -> Iterable[str]:
    """Somebody who has left school may be named as the one who was, but gets no new duty."""
    for role, persons in people.items():
        if role in LEAVING:
            continue
        for person in persons:
            if person.left_on and person.left_on <= on:
                yield f"{person.short_name}: в школе больше не работает (с {person.left_on:%d.%m.%Y})."


def _unnamed(order: Order, people: People) -> Iterable[str]:
    """Somebody was picked for the order, and neither a text nor an annex speaks of the person."""
    kind = kind_of(order)
    is_short = kind.has_release_lines and not has_table(order.facts, people)
    listed = {role for annex in kind.annexes for role in annex.roles if not is_short}
    texts = [order.preamble, order.control, *(item.text for item in order.items.all())]
    names = {name for text in texts for name in names_in(text)}
    for role in kind.roles:
        if not role.many or role.is_of_pair or role.role in listed:
            continue
        together = any(
            name.startswith((f"{role.many}|", f"{role.many}.")) or name == role.many for name in names
        )
        named = people.get(role.role, ())
        together |= (
            role.is_of_lines and len(named) == 1 and any(name.startswith(f"{role.mark}.") for name in names)
        )
        for number, person in enumerate(named, start=1):
            if not together and not any(name.startswith(f"{role.mark} {number}.") for name in names):
                yield (
                    f"{person.short_name}: отмечен(а) в приказе ({role.label.lower()}), но в тексте не назван(а). "
                    f"Добавьте пункт с подстановкой {{{role.mark} {number}.ФИО|дат}}."
                )


def present_pair(order: Order) -> Mentorship:
    """The pair that the order speaks of, with its people."""
    pk = order.programme.mentorship_id if order.programme else order.mentorship_id
    return with_people(Mentorship.objects.all()).get(pk=pk)


def _pair_of(order: Order, people: People) -> list[str]:
    pair = present_pair(order)
    named = {
        role: {person.pk for person in people.get(role, ())} for role in (OrderRole.MENTOR, OrderRole.MENTEE)
    }
    mentor = {pair.mentor.pk} if pair.mentor else set()
    if named != {OrderRole.MENTOR: mentor, OrderRole.MENTEE: {person.pk for person in pair.mentees}}:
        return ["Состав пары изменился после подготовки проекта. Удалите проект и подготовьте приказ заново."]
    stop = stop_of(pair) if order.kind != K.COMPLETION else None
    if stop:
        return [f"{pair.title}: уже завершается, последний день – {day_of(stop, 'on'):%d.%m.%Y} ({stop})."]
    if pair.status != MentorshipStatus.ACTIVE and order.kind != K.COMPLETION:
        return [f"{pair.title}: состояние «{pair.get_status_display()}», а нужна действующая пара."]
    return []


def _replacement(order, people, on):
    mentor = people[OrderRole.SUCCESSOR][0]
    pair = present_pair(order)
    if pair.status == MentorshipStatus.ACTIVE and pair.mentor:
        yield from replacement_problems(pair, mentor, day_of(order, "on"))
    yield from consent_date_problems(order, mentor, on)
    if order.facts.get("warned_on") and day_of(order, "warned_on") > on:
        yield f"Прежний наставник предупреждён {day_of(order, 'warned_on'):%d.%m.%Y}, позже даты приказа."


def _early_end(order, people, on):
    asked, last = day_of(order, "requested_on"), day_of(order, "on")
    if asked > on:
        yield f"Документ-основание датирован {asked:%d.%m.%Y}, позже даты приказа."
    soonest = nth_working_day_after(asked, DAYS_OF_NOTICE)
    if last < soonest and not order.facts.get("by_agreement"):
        yield (
            f"Последний день раньше {soonest:%d.%m.%Y}: предупреждают не позже чем за три рабочих дня "
            "(ТК РФ, ст. 351.8). Раньше можно только по соглашению сторон – отметьте его."
        )
    if last > order.mentorship.end:
        yield f"Срок пары закончится раньше: {order.mentorship.end:%d.%m.%Y}. Проверьте последний день."


def _completion(order, people, on):
    programme, day = order.programme, day_of(order, "on")
    if day > timezone.localdate():
        yield f"Дата завершения {day:%d.%m.%Y} ещё не наступила."
    if day < programme.start:
        yield f"Программа началась {programme.start:%d.%m.%Y}: завершить её раньше нельзя."
    is_full = order.facts["ground"] == EndGround.FULL
    if programme.is_over:
        if programme.end_ground != order.facts["ground"]:
            ground = programme.get_end_ground_display()
            yield f"Программа уже завершена на другом основании: {ground}. Укажите его."
        return
    if is_full and not programme.is_in_force:
        yield f"Программа: состояние «{programme.get_status_display()}», полностью выполненной она быть не может."
    elif is_full and not plan_is_done(programme, None):
        yield plan_is_done(programme, None).reason


def _extension(order, people, on):
    programme, end = order.programme, day_of(order, "on")
    if end <= programme.end:
        yield f"Программа и так до {programme.end:%d.%m.%Y}: продлить можно только на более поздний день."
    yield from _agreement(order, on)


def _agreement(order, on):
    if not order.programme.is_in_force:
        yield f"Программа: состояние «{order.programme.get_status_display()}», а нужна согласованная."
    agreed = day_of(order, "agreed_on")
    if agreed > on:
        yield f"Согласие сторон датировано {agreed:%d.%m.%Y}, позже даты приказа."


def _change(order, people, on):
    yield from _agreement(order, on)


def _curator(order, people, on):
    former = people.get(OrderRole.FORMER_CURATOR, ())
    if former and former[0].pk == order.curator_id:
        yield "Прежний и новый куратор – один человек. Проверьте, кого назначаете."
    if order.curator.left_on and order.curator.left_on <= on:
        yield f"{order.curator.short_name}: в школе больше не работает (с {order.curator.left_on:%d.%m.%Y})."


def _target(order, people, on):
    target = order.target
    if day_of(order, "on") < target.date:
        yield f"Тот приказ от {target.date:%d.%m.%Y}: изменить или отменить его раньше этой даты нельзя."
    if target.date > on:
        yield "Дата приказа раньше даты того, который он меняет."
    gone = target.later_orders.filter(kind=K.CANCELLATION, status__in=NUMBERED).first()
    is_cancelling = order.kind == K.CANCELLATION
    # An order whose end lies ahead is still in force and may be changed for the days until then.
    if gone and (is_cancelling or day_of(gone, "on") <= day_of(order, "on")):
        yield f"{target} уже отменён: {gone}, с {day_of(gone, 'on'):%d.%m.%Y}."
    if is_cancelling and target.kind == K.CANCELLATION:
        yield (
            "Приказ об отмене не отменяют: прежний приказ от этого в силу не вернётся. "
            "Подготовьте вместо него новый приказ."
        )


def _papers(order, people, on):
    yield from paper_problems(order)


CHECKS = {
    K.REPLACEMENT: _replacement,
    K.EARLY_END: _early_end,
    K.COMPLETION: _completion,
    K.EXTENSION: _extension,
    K.CHANGE: _change,
    K.CURATOR: _curator,
    K.AMENDMENT: _target,
    K.CANCELLATION: _target,
    K.DUTY_RELEASE: release_problems,
    K.REGULATION: _papers,
    K.ROADMAP: _papers,
}
