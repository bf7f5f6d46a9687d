"""Numbers, agreement, initials."""

import pytest

from mentoring.language.agreement import adopted_participle, approved_participle, by_gender, gendered
from mentoring.language.initials import short_form, short_name
from mentoring.language.numbers import counted, plural, years_phrase


@pytest.mark.parametrize(
    ("number", "form"),
    [
        (0, "пар"),
        (1, "пара"),
        (2, "пары"),
        (5, "пар"),
        (11, "пар"),
        (14, "пар"),
        (21, "пара"),
        (104, "пары"),
        (111, "пар"),
    ],
)
def test_the_noun_agrees_with_the_number(number, form):
    assert plural(number, "пара", "пары", "пар") == form
    assert counted(number, "пара", "пары", "пар") == f"{number}\u00a0{form}"


def test_years_have_a_word_of_their_own():
    assert [years_phrase(number).split("\u00a0")[1] for number in (1, 3, 12, 40)] == [
        "год",
        "года",
        "лет",
        "лет",
    ]


def test_words_agree_with_gender():
    assert [gendered("ознакомлен", gender) for gender in ("m", "f", "")] == [
        "ознакомлен",
        "ознакомлена",
        "ознакомлен(а)",
    ]
    assert gendered("Уважаемый", "f") == "Уважаемая"
    assert by_gender("", "он", "она", "он(а)") == "он(а)"


def test_an_unknown_word_has_no_gendered_forms():
    with pytest.raises(ValueError, match="no gendered forms"):
        gendered("стол", "m")


@pytest.mark.parametrize(
    ("title", "participle"),
    [
        ("Положение о системе наставничества", "УТВЕРЖДЕНО"),
        ("Дорожная карта", "УТВЕРЖДЕНА"),
        ("Персонализированная программа наставничества", "УТВЕРЖДЕНА"),
        ("Форма отчёта", "УТВЕРЖДЕНА"),
        ("План мероприятий", "УТВЕРЖДЕН"),
        ("Реестр наставников", "УТВЕРЖДЕН"),
        ("Шаблон программы", "УТВЕРЖДЕН"),
        ("РЕГЛАМЕНТ", "УТВЕРЖДЕН"),
        ("Правила приёма", "УТВЕРЖДЕНЫ"),
        ("Смета расходов", "УТВЕРЖДЕНА"),
        ("№ 5", "УТВЕРЖДЕНО"),
    ],
)
def test_the_participle_agrees_with_the_kind_of_paper(title, participle):
    assert approved_participle(title) == participle


def test_the_adopted_paper_agrees_too():
    assert adopted_participle("Положение о наставничестве") == "ПРИНЯТО"


@pytest.mark.parametrize(
    ("parts", "after", "before"),
    [
        (("Иванова", "Анна", "Петровна"), "Иванова А. П.", "А. П. Иванова"),
        (("Золя", "Эмиль", ""), "Золя Э.", "Э. Золя"),
        (("Мамедов", "Эльдар", "Гусейн оглы"), "Мамедов Э. Г.", "Э. Г. Мамедов"),
        (("Белова", "Анна-Мария", "Ивановна"), "Белова А.-М. И.", "А.-М. И. Белова"),
        (("Соколова", "", ""), "Соколова", "Соколова"),
    ],
)
def test_a_short_name_is_glued_by_non_breaking_spaces(parts, after, before):
    assert short_name(*parts, before=False) == after.replace(" ", "\u00a0")
    assert short_name(*parts, before=True) == before.replace(" ", "\u00a0")


def test_a_confirmed_form_is_shortened_with_its_own_surname():
    name = {"surname": "Гарсиа Лопес", "first_name": "Лев", "patronymic": "Ильич"}
    assert short_form("Гарсиа Лопеса Льва Ильича", **name) == "Гарсиа Лопеса\u00a0Л.\u00a0И."
