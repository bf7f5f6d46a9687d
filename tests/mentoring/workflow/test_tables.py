"""Transition tables: who, when, in which state; and what is written down."""

from dataclasses import dataclass

import pytest
from django.db import connection, transaction
from django.db.models import TextChoices

from mentoring.school.models import Direction
from mentoring.workflow.models import StatusChange
from mentoring.workflow.services import add_history, check_version
from mentoring.workflow.tables import Transition, TransitionTable
from mentoring.workflow.verdicts import ALLOWED, Denied, Refused, StaleState, first_denial, require
from tests.factories.people import make_curator


class Light(TextChoices):
    RED = "red", "красный"
    GREEN = "green", "зелёный"


@dataclass
class Lamp:
    status: str = Light.RED
    is_broken: bool = False


def only_anna(lamp, user):
    return ALLOWED if user == "anna" else Denied("Включает только Анна.")


def when_whole(lamp, user):
    return Denied("Лампа сломана.") if lamp.is_broken else ALLOWED


TABLE = TransitionTable(
    name="lamp",
    title="Лампа",
    states=Light,
    initial=Light.RED,
    transitions=(
        Transition("switch", (Light.RED,), Light.GREEN, "Включить", "включена", only_anna, (when_whole,)),
        Transition(
            "stop", (Light.GREEN,), Light.RED, "Остановить", "остановлена", only_anna, comment_required=True
        ),
    ),
)


def test_a_button_is_live_disabled_with_the_reason_or_absent():
    assert [(row.transition.name, row.verdict) for row in TABLE.available(Lamp(), "anna")] == [
        ("switch", ALLOWED)
    ]
    broken = TABLE.available(Lamp(is_broken=True), "anna")
    assert [row.verdict for row in broken] == [Denied("Лампа сломана.")]
    assert TABLE.available(Lamp(), "boris") == []


@pytest.mark.parametrize(
    ("lamp", "name", "by", "comment", "error", "sentence"),
    [
        (Lamp(), "switch", "boris", "", Refused, "Включает только Анна."),
        (Lamp(is_broken=True), "switch", "anna", "", Refused, "Лампа сломана."),
        (Lamp(Light.GREEN), "stop", "anna", "  ", Refused, "Для действия «Остановить» напишите причину."),
        (Lamp(Light.GREEN), "switch", "anna", "", StaleState, "зелёный"),
    ],
)
def test_a_step_is_refused_with_a_sentence(lamp, name, by, comment, error, sentence):
    with pytest.raises(error, match=sentence):
        TABLE.require(lamp, name, by=by, comment=comment)


def test_a_table_with_an_unknown_state_does_not_load():
    row = Transition("jump", ("blue",), Light.RED, "Прыгнуть", "прыгнула", only_anna)
    with pytest.raises(ValueError, match="unknown state"):
        TransitionTable(name="x", title="x", states=Light, initial=Light.RED, transitions=(row,))


def test_verdicts():
    assert bool(ALLOWED) is True
    assert bool(Denied("нет")) is False
    assert first_denial(ALLOWED, Denied("первое"), Denied("второе")) == Denied("первое")
    assert first_denial(ALLOWED, ALLOWED) == ALLOWED
    require(ALLOWED)
    with pytest.raises(Refused) as refusal:
        require(Denied("нет", ("а", "б")))
    assert (refusal.value.reason, refusal.value.problems, refusal.value.status) == ("нет", ("а", "б"), 403)
    for is_act, status in ((True, 409), (False, 403)):
        with pytest.raises(Refused) as refusal:
            require(Denied("уже", is_late=True), is_act=is_act)
        assert (refusal.value.reason, refusal.value.status) == ("уже", status)


def test_an_old_version_is_stale():
    @dataclass
    class Card:
        version: int

    check_version(Card(3), "3")
    with pytest.raises(StaleState, match="Карточка: пока вы работали"):
        check_version(Card(4), 3, "Карточка")


@pytest.mark.django_db
def test_history_is_only_added_to():
    subject = Direction.objects.create(name="предмет")
    add_history(subject, by=make_curator(), action="try", sentence="попробовано", comment=" да ")
    for statement in (
        "UPDATE mentoring_statuschange SET sentence = ''",
        "DELETE FROM mentoring_statuschange",
    ):
        with pytest.raises(Exception, match="Cannot"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert StatusChange.objects.values_list("sentence", "comment").get() == ("попробовано", "да")
