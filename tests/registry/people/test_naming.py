import pytest

from mentoring.language.cases import Case
from registry.people.naming import (
    full_name_in_case,
    naming_problems,
    position_in_case,
    surname_with_initials,
)
from registry.people.services import confirm_person_forms
from tests.factories.people import make_curator, make_person, make_pupil

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("case", "full", "short"),
    [
        (Case.NOMINATIVE, "Петрова Мария Сергеевна", "Петрова\xa0М.\xa0С."),
        (Case.GENITIVE, "Петровой Марии Сергеевны", "Петровой\xa0М.\xa0С."),
        (Case.DATIVE, "Петровой Марии Сергеевне", "Петровой\xa0М.\xa0С."),
        (Case.ACCUSATIVE, "Петрову Марию Сергеевну", "Петрову\xa0М.\xa0С."),
        (Case.INSTRUMENTAL, "Петровой Марией Сергеевной", "Петровой\xa0М.\xa0С."),
    ],
)
def test_names_of_a_paper_come_from_the_stored_forms(case, full, short):
    person = make_person("Петрова")

    assert full_name_in_case(person, case) == full
    assert surname_with_initials(person, case) == short


def test_initials_may_stand_before_the_surname():
    assert surname_with_initials(make_person("Петрова"), Case.DATIVE, before=True) == "М.\xa0С.\xa0Петровой"


@pytest.mark.parametrize(
    ("fields", "dative"),
    [
        (
            {"last_name": "Римский-Корсаков", "first_name": "Олег", "patronymic": "Ильич"},
            "Римскому-Корсакову\xa0О.\xa0И.",
        ),
        (
            {"last_name": "Гусейнов", "first_name": "Рашид", "patronymic": "Гасан оглы"},
            "Гусейнову\xa0Р.\xa0Г.",
        ),
        ({"last_name": "Петрова", "first_name": "Анна-Мария", "patronymic": ""}, "Петрова\xa0А.-М."),
    ],
)
def test_surnames_and_names_of_several_words(fields, dative):
    assert surname_with_initials(make_person(**fields), Case.DATIVE) == dative


def test_a_surname_of_two_words_is_cut_from_the_checked_form():
    person = make_person("Ван Дейк", first_name="Пётр", patronymic="Ильич")
    person = confirm_person_forms(
        person,
        by=make_curator(),
        genitive="Ван Дейка Петра Ильича",
        dative="Ван Дейку Петру Ильичу",
        accusative="Ван Дейка Петра Ильича",
        instrumental="Ван Дейком Петром Ильичом",
    )

    assert surname_with_initials(person, Case.INSTRUMENTAL) == "Ван Дейком\xa0П.\xa0И."


def test_the_position_in_a_case_is_that_of_the_main_position():
    person = make_person("Петрова", positions=["учитель математики", "методист"])

    assert position_in_case(person, Case.DATIVE) == "учителю математики"
    assert position_in_case(person.positions.last(), Case.DATIVE) == "методисту"
    assert position_in_case(person, Case.NOMINATIVE) == "учитель математики"
    assert position_in_case(make_pupil(), Case.DATIVE) == ""


def test_ordinary_people_have_no_problems():
    assert naming_problems(make_person("Петрова")) == []
    assert naming_problems(make_pupil("Орлова")) == []


def test_doubtful_forms_and_a_missing_position_are_named_with_the_reason():
    person = make_person("Заяц", first_name="Пётр", patronymic="Львович", positions=[])

    assert naming_problems(person) == [
        "Заяц\xa0П.\xa0Л.: проверьте склонение имени (мужская фамилия «Заяц» совпадает с обычным словом: "
        "спросите, как её склоняют в семье).",
        "Заяц\xa0П.\xa0Л.: в карточке не указана должность.",
    ]


def test_a_doubtful_position_is_a_problem():
    person = make_person("Петрова", positions=["по хозяйству"])

    assert naming_problems(person) == [
        "Петрова\xa0М.\xa0С.: проверьте склонение должности «по хозяйству» "
        "(не понятно, кто назван словом «по»: впишите формы сами)."
    ]
