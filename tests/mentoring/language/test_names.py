import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring.language.cases import Case
from mentoring.language.names import propose_name_forms

MALE_SURNAMES = """
Лебедь Лебедя Лебедю Лебедя Лебедем
Мороз Мороза Морозу Мороза Морозом
Воробей Воробья Воробью Воробья Воробьём
Козёл Козла Козлу Козла Козлом
Перец Перца Перцу Перца Перцем
Немец Немца Немцу Немца Немцем
Кобец Кобца Кобцу Кобца Кобцом
Кузнец Кузнеца Кузнецу Кузнеца Кузнецом
Стрелец Стрельца Стрельцу Стрельца Стрельцом
Коломиец Коломийца Коломийцу Коломийца Коломийцем
Волчок Волчка Волчку Волчка Волчком
Сон Сона Сону Сона Соном
Ёж Ежа Ежу Ежа Ежом
Май Мая Маю Мая Маем
Ной Ноя Ною Ноя Ноем
Ткач Ткача Ткачу Ткача Ткачом
Ильич Ильича Ильичу Ильича Ильичом
Фрейндлих Фрейндлиха Фрейндлиху Фрейндлиха Фрейндлихом
Топчий Топчия Топчию Топчия Топчием
Чаплин Чаплина Чаплину Чаплина Чаплином
Калина Калины Калине Калину Калиной
Груша Груши Груше Грушу Грушей
Кара-Мурза Кары-Мурзы Каре-Мурзе Кару-Мурзу Карой-Мурзой
Гога Гоги Гоге Гогу Гогой
Моруа Моруа Моруа Моруа Моруа
"""
FLAGGED_MALE = [line.split() for line in MALE_SURNAMES.split("\n") if line]

UNFLAGGED_MALE = [
    line.split()
    for line in (
        "Донской Донского Донскому Донского Донским",
        "Сухих Сухих Сухих Сухих Сухих",
        "Дурново Дурново Дурново Дурново Дурново",
        "Бойко Бойко Бойко Бойко Бойко",
        "Гёте Гёте Гёте Гёте Гёте",
        "Кац Каца Кацу Каца Кацем",
        "Мицкевич Мицкевича Мицкевичу Мицкевича Мицкевичем",
        "Тер-Петросян Тер-Петросяна Тер-Петросяну Тер-Петросяна Тер-Петросяном",
        "Немирович-Данченко Немировича-Данченко Немировичу-Данченко Немировича-Данченко Немировичем-Данченко",
    )
]
FEMALE_SURNAMES = [
    ["Лебедь", "Лебедь", "Лебедь", "Лебедь", "Лебедь"],
    ["Цой", "Цой", "Цой", "Цой", "Цой"],
    ["Воробей", "Воробей", "Воробей", "Воробей", "Воробей"],
    ["Гайдай", "Гайдай", "Гайдай", "Гайдай", "Гайдай"],
    ["Ткаченко", "Ткаченко", "Ткаченко", "Ткаченко", "Ткаченко"],
    ["Лисицына", "Лисицыной", "Лисицыной", "Лисицыну", "Лисицыной"],
    ["Алёшина", "Алёшиной", "Алёшиной", "Алёшину", "Алёшиной"],
    ["Петрова-Ким", "Петровой-Ким", "Петровой-Ким", "Петрову-Ким", "Петровой-Ким"],
]


def _surname(forms):
    return [forms.surname.in_case(case) for case in Case]


@pytest.mark.parametrize("expected", FLAGGED_MALE, ids=lambda words: words[0])
def test_a_hard_male_surname_declines_and_is_given_for_review(expected):
    forms = propose_name_forms(expected[0], "Иван", "Петрович", "m")
    assert _surname(forms) == expected
    assert forms.needs_review


@pytest.mark.parametrize("expected", UNFLAGGED_MALE, ids=lambda words: words[0])
def test_a_regular_male_surname_declines_without_review(expected):
    forms = propose_name_forms(expected[0], "Иван", "Петрович", "m")
    assert _surname(forms) == expected
    assert forms.review == ()


@pytest.mark.parametrize("expected", FEMALE_SURNAMES, ids=lambda words: words[0])
def test_a_regular_female_surname_declines_without_review(expected):
    forms = propose_name_forms(expected[0], "Анна", "Петровна", "f")
    assert _surname(forms) == expected
    assert forms.review == ()


@pytest.mark.parametrize(
    ("first_name", "gender", "expected"),
    [
        ("Любовь", "f", "Любови Любови Любовь Любовью"),
        ("Наталия", "f", "Наталии Наталии Наталию Наталией"),
        ("Нинель", "f", "Нинели Нинели Нинель Нинелью"),
        ("Зульфия", "f", "Зульфии Зульфие Зульфию Зульфией"),
        ("Анна-Мария", "f", "Анны-Марии Анне-Марии Анну-Марию Анной-Марией"),
        ("Гульназ", "f", "Гульназ Гульназ Гульназ Гульназ"),
        ("Лев", "m", "Льва Льву Льва Львом"),
        ("Павел", "m", "Павла Павлу Павла Павлом"),
        ("Петр", "m", "Петра Петру Петра Петром"),
        ("Лука", "m", "Луки Луке Луку Лукой"),
    ],
)
def test_first_names_decline(first_name, gender, expected):
    forms = propose_name_forms("Черных", first_name, "", gender).first_name
    assert [forms.genitive, forms.dative, forms.accusative, forms.instrumental] == expected.split()


@pytest.mark.parametrize(
    ("patronymic", "instrumental"),
    [
        ("Ильич", "Ильичом"),
        ("Кузьмич", "Кузьмичом"),
        ("Лукич", "Лукичом"),
        ("Фомич", "Фомичом"),
        ("Никитич", "Никитичем"),
        ("Саввич", "Саввичем"),
        ("Петрович", "Петровичем"),
        ("Гасан оглы", "Гасан оглы"),
    ],
)
def test_patronymics_take_the_ending_of_their_stress(patronymic, instrumental):
    assert propose_name_forms("Попов", "Иван", patronymic, "m").patronymic.instrumental == instrumental


def test_yo_stays_exactly_as_typed():
    plain = propose_name_forms("Семенов", "Петр", "Артемович", "m")
    dotted = propose_name_forms("Семёнов", "Пётр", "Артёмович", "m")
    assert plain.dative == "Семенову Петру Артемовичу"
    assert dotted.dative == "Семёнову Петру Артёмовичу"


def test_capitals_are_repaired_before_declining():
    forms = propose_name_forms("ТОЛСТАЯ", "КСЕНИЯ", "ПЕТРОВНА", "f")
    assert forms.nominative == "Толстая Ксения Петровна"
    assert forms.dative == "Толстой Ксении Петровне"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        (("Иванова", "Анна", "", ""), "пол не указан: без него имя не просклонять"),
        (("Иванова", "Анна", "Петровна", ""), "пол не указан, взят по отчеству: проверьте"),
        (("Черных", "Женя", "Петровна", "m"), "отчество «Петровна» женское, а пол указан мужской"),
        (("Черных", "Анна", "", "m"), "имя «Анна» обычно женское, а пол указан мужской"),
        (("Иванов", "Анна", "", "f"), "фамилия «Иванов» похожа на мужскую, а пол указан женский"),
        (
            ("де Голль", "Иван", "", "m"),
            "фамилия «де Голль» из нескольких слов: проверьте, что склоняется каждое",
        ),
        (
            ("Ким-Иванова", "Анна", "", "f"),
            "фамилия «Ким-Иванова» двойная: проверьте, склоняется ли первая часть",
        ),
        (("Белова", "Айгуль", "", "f"), "имя «Айгуль» на -ь: в одних семьях его склоняют, в других нет"),
        (("Белова", "Анна-Мария", "", "f"), "имя «Анна-Мария» составное: проверьте обе части"),
        (("Белов", "Иван", "Петрово", "m"), "отчество «Петрово» необычное: проверьте, что его не склоняют"),
        (("Smith", "Иван", "", "m"), "в имени есть не только русские буквы: впишите формы сами"),
        (("", "Иван", "", "m"), "не указана фамилия"),
    ],
)
def test_the_reason_for_review_is_told(name, reason):
    assert propose_name_forms(*name).review == (reason,)


def test_without_a_gender_the_name_stays_in_the_nominative():
    assert propose_name_forms("Черных", "Женя", "", "").dative == "Черных Женя"


def test_the_surname_in_a_case_stands_with_initials():
    forms = propose_name_forms("Иванова", "Анна", "Петровна", "f")
    assert forms.short(Case.DATIVE) == "Ивановой А.\u00a0П.".replace(" ", "\u00a0")
    assert forms.short(Case.NOMINATIVE, before=True) == "А.\u00a0П.\u00a0Иванова"


COMMON_SURNAMES = (
    "Иванов Смирнов Кузнецов Попов Васильев Петров Соколов Михайлов Новиков Федоров Фёдоров Морозов Волков "
    "Алексеев Лебедев Семенов Егоров Павлов Козлов Степанов Николаев Орлов Андреев Макаров Никитин Захаров "
    "Зайцев Соловьев Борисов Яковлев Григорьев Романов Воробьев Сергеев Кузьмин Фролов Королев Гусев Ильин "
    "Поляков Сорокин Виноградов Белов Воронин Климов Щербаков Калинин Левин Савин Панин Жуков Лисицын Голицын"
)


@pytest.mark.parametrize("surname", COMMON_SURNAMES.split())
def test_common_surnames_are_not_given_for_review(surname):
    assert propose_name_forms(surname, "Иван", "Петрович", "m").review == ()
    assert propose_name_forms(f"{surname}а", "Анна", "Петровна", "f").review == ()


@given(st.text(max_size=20), st.text(max_size=12), st.text(max_size=12), st.sampled_from(["m", "f", "", "x"]))
def test_any_text_gets_forms(surname, first_name, patronymic, gender):
    forms = propose_name_forms(surname, first_name, patronymic, gender)
    assert all(isinstance(forms.in_case(case), str) for case in Case)


RUSSIAN = st.text(alphabet="абвгдежзийклмнопрстуфхцчшщъыьэюяёАБЛМЁ-' ", max_size=14)


@given(RUSSIAN, RUSSIAN, RUSSIAN, st.sampled_from(["m", "f"]))
def test_any_russian_letters_get_forms(surname, first_name, patronymic, gender):
    forms = propose_name_forms(surname, first_name, patronymic, gender)
    assert forms.in_case(Case.NOMINATIVE) == forms.nominative
