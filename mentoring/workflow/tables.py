"""Transition tables as data: who may move an object from which states to which, under what guards."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import TextChoices

from mentoring.workflow.verdicts import ALLOWED, Allowed, Denied, Refused, StaleState

Guard = Callable[[Any, Any], Allowed | Denied]


@dataclass(frozen=True)
class Transition:
    """One row: `guards` are called with (object, user); the first is who, the others are when."""

    name: str
    sources: tuple[str, ...]
    target: str
    label: str
    past: str
    who: Guard
    guards: tuple[Guard, ...] = ()
    comment_required: bool = False
    comment_label: str = "Комментарий"
    tone: str = "primary"

    def verdict(self, obj, user) -> Allowed | Denied:
        """Is this person allowed to do it to this object now? The state is not looked at."""
        for guard in (self.who, *self.guards):
            answer = guard(obj, user)
            if not answer:
                return answer
        return ALLOWED


@dataclass(frozen=True)
class Option:
    """A transition offered on a page: its button is live when `verdict` is Allowed, else shows the reason."""

    transition: Transition
    verdict: Allowed | Denied


@dataclass(frozen=True)
class TransitionTable:
    """All transitions of one kind of object. `states` is its TextChoices class."""

    name: str
    title: str
    states: type[TextChoices]
    initial: str
    transitions: tuple[Transition, ...]
    state_field: str = "status"
    by_name: dict[str, Transition] = field(init=False, compare=False)

    def __post_init__(self):
        object.__setattr__(self, "by_name", {row.name: row for row in self.transitions})
        known = set(self.states.values)
        for row in self.transitions:
            if not {*row.sources, row.target} <= known:
                raise ValueError(f"{self.name}.{row.name}: unknown state")

    def available(self, obj, user) -> list[Option]:
        """Transitions that leave the object's present state and that this person may at least see.

        Rows whose `who` denies are left out; rows that a guard denies come with the reason.
        """
        state = getattr(obj, self.state_field)
        return [
            Option(row, row.verdict(obj, user))
            for row in self.transitions
            if state in row.sources and row.who(obj, user)
        ]

    def require(self, obj, name, *, by, comment="") -> Transition:
        """The row to go by, checked under the caller's lock.

        Raises Refused when the person may not, StaleState when the object is in another state.
        """
        row = self.by_name[name]
        answer = row.who(obj, by)
        if not answer:
            raise Refused(answer.reason, answer.problems)
        state = getattr(obj, self.state_field)
        if state not in row.sources:
            now = self.states(state).label
            raise StaleState(
                f"Действие «{row.label}» сейчас невозможно: состояние уже другое – «{now}». "
                "Откройте страницу заново и проверьте, что изменилось."
            )
        answer = row.verdict(obj, by)
        if not answer:
            raise Refused(answer.reason, answer.problems)
        if row.comment_required and not comment.strip():
            raise Refused(f"Для действия «{row.label}» напишите причину.")
        return row
