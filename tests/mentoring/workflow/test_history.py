"""The History tab: steps and field changes as Russian sentences."""

import datetime

import pghistory
import pytest

from mentoring.school.models import CalendarDay, LegalAct
from mentoring.workflow.history import history_of
from mentoring.workflow.services import CREATION, add_history
from tests.factories.people import make_curator, make_person

pytestmark = pytest.mark.django_db


def test_changes_of_fields_read_as_sentences_with_the_person_who_made_them():
    curator = make_curator()
    day = CalendarDay.objects.create(date=datetime.date(2026, 11, 4), kind="day_off", name="")
    with pghistory.context(user=curator.pk):
        day.kind, day.name, day.date = "working", "Перенос", datetime.date(2026, 11, 7)
        day.save()
    add_history(day, by=curator, action="note", sentence="согласовано", comment="по приказу")
    lines = history_of(day)
    assert [line.what for line in lines] == [
        "согласовано",
        "изменено: «дата»: было «04.11.2026», стало «07.11.2026»; «вид»: было «нерабочий день», "
        "стало «рабочий день»; «что за день»: было пусто, стало «Перенос»",
        "запись создана",
    ]
    assert [line.who for line in lines] == ["Куратор К. К.", "Куратор К. К.", "программа"]
    assert lines[0].comment == "по приказу"


def test_yes_and_no_and_long_texts_are_readable():
    act = LegalAct.objects.create(level="local", kind="приказ", title="о" * 300)
    act.is_in_force, act.title = False, "п" * 300
    act.save()
    what = history_of(act)[0].what
    assert "«действует»: было «да», стало «нет»" in what
    assert "«" + "п" * 120 + "…»" in what


def test_what_belongs_to_a_card_is_told_with_it_and_versions_are_not():
    person = make_person()
    position = person.main_position
    position.title = "завуч"
    position.save()
    texts = [line.what for line in history_of(person, position)]
    assert "изменено: «должность»: было «учитель математики», стало «завуч»" in texts
    assert not any("version" in text or "sort_key" in text for text in texts)


def test_what_a_sentence_has_told_is_not_listed_a_second_time():
    curator, person = make_curator(), make_person()
    person.phone, person.left_on = "+7 900 000-00-00", datetime.date(2026, 11, 4)
    person.save()
    add_history(person, by=curator, action="dismiss", sentence="отмечено увольнение", tells=["left_on"])
    assert {line.what for line in history_of(person)} == {
        "отмечено увольнение",
        "изменено: «телефон»: было пусто, стало «+7 900 000-00-00»",
        "запись создана",
    }
    add_history(person, by=curator, action="enter", sentence="внесён в картотеку", tells=[CREATION])
    assert "запись создана" not in {line.what for line in history_of(person)}


@pytest.mark.django_db(transaction=True)
def test_only_changes_of_the_same_transaction_are_told():
    day = CalendarDay.objects.create(date=datetime.date(2026, 11, 4), kind="day_off")
    add_history(day, by=None, action="note", sentence="день назван", tells=["name"])
    day.name = "Перенос"
    day.save()
    assert "изменено: «что за день»: было пусто, стало «Перенос»" in [line.what for line in history_of(day)]


@pytest.mark.parametrize("count", [1, 10])
def test_a_long_history_takes_no_more_queries(django_assert_max_num_queries, count):
    person = make_person()
    for number in range(count):
        person.phone = str(number)
        person.save()
    with django_assert_max_num_queries(6):
        history_of(person)
