"""Requests of people about their data; the destruction itself is in `destruction`."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from mentoring.accounts.access_log import record_access
from mentoring.accounts.enums import AccessKind
from mentoring.accounts.permissions import Permission
from mentoring.workflow.services import add_history, lock
from mentoring.workflow.verdicts import Refused, StaleState, require
from registry.people.models import Person
from roadmap.privacy.enums import RequestKind, RequestState
from roadmap.privacy.models import BlockedOrder, PersonRequest
from roadmap.privacy.queries import withdrawn_consents
from roadmap.privacy.rules import may_ask, may_keep
from roadmap.privacy.terms import due_on


@transaction.atomic
def ask(person, kind, *, by, text="", received_on=None) -> PersonRequest:
    """Write down what a person asks; the term runs from `received_on` (today by default).

    Raises Refused for a stranger or a day that has not come, StaleState when the same is asked already.
    """
    person = lock(Person.objects, person.pk)
    require(may_ask(by, person))
    today = timezone.localdate()
    received_on = received_on or today
    if received_on > today:
        raise Refused("День обращения ещё не наступил.")
    if kind == RequestKind.CORRECTION and not text.strip():
        raise Refused("Напишите, что именно исправить и как правильно.")
    if PersonRequest.objects.filter(person=person, kind=kind, state=RequestState.OPEN).exists():
        raise StaleState("Такое обращение уже принято и ждёт ответа.")
    return PersonRequest.objects.create(
        person=person,
        kind=kind,
        text=text.strip(),
        received_on=received_on,
        due_on=due_on(kind, received_on),
        created_by=by,
    )


@transaction.atomic
def answer(request, *, by, is_done, text="") -> PersonRequest:
    """Close a request as done or refused; a refusal needs its reason. Raises StaleState for a closed one."""
    require(may_keep(by))
    request = lock(PersonRequest.objects, request.pk)
    if request.state != RequestState.OPEN:
        raise StaleState(f"Обращение уже закрыто: {request.get_state_display()}. Обновите страницу.")
    if not is_done and not text.strip():
        raise Refused("Напишите, почему отказано: человек увидит этот ответ.")
    request.state = RequestState.DONE if is_done else RequestState.REFUSED
    request.answer, request.closed_on, request.closed_by = text.strip(), timezone.localdate(), by
    request.save(update_fields=["state", "answer", "closed_on", "closed_by"])
    add_history(request, by=by, action="answer", sentence=request.get_state_display())
    return request


@transaction.atomic
def keep_despite(consent, *, by, ground) -> PersonRequest:
    """Go on keeping the data after a withdrawal because another ground of the law allows it (152-ФЗ, ст. 9, ч. 2).

    Raises Refused without the ground, StaleState when the withdrawal was dealt with already.
    """
    require(may_keep(by))
    lock(Person.objects, consent.person_id)
    if not ground.strip():
        raise Refused("Назовите статью закона, по которой обработка продолжается.")
    today = timezone.localdate()
    if not withdrawn_consents(today).filter(pk=consent.pk).exists():
        raise StaleState("Этот отзыв уже обработан. Обновите страницу.")
    try:
        return PersonRequest.objects.create(
            person=consent.person,
            kind=RequestKind.WITHDRAWAL,
            consent=consent,
            received_on=consent.withdrawn_on,
            due_on=due_on(RequestKind.WITHDRAWAL, consent.withdrawn_on),
            state=RequestState.REFUSED,
            answer=ground.strip(),
            closed_on=today,
            closed_by=by,
            created_by=by,
        )
    except IntegrityError as error:
        raise StaleState("Этот отзыв уже обработан. Обновите страницу.") from error


@transaction.atomic
def open_blocked(block, *, by, reason) -> BlockedOrder:
    """Let the director read a blocked order; the reason stays in its history and the look in the log."""
    if not by.may(Permission.OPEN_BLOCKED):
        raise Refused("Заблокированный приказ открывает только директор.")
    if not reason.strip():
        raise Refused("Напишите, зачем нужен этот приказ: причина останется в его истории.")
    add_history(
        block.order, by=by, action="open_blocked", sentence="открыт заблокированный приказ", comment=reason
    )
    record_access(
        by=by,
        kind=AccessKind.FILE,
        subject="Заблокированный приказ",
        people=block.order.acquaintances.values_list("person_id", flat=True),
    )
    return block
