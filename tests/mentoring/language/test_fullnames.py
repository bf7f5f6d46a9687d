import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring.language.folding import fold_key
from mentoring.language.fullnames import (
    FullName,
    name_repairs,
    normalise_name,
    repaired_name,
    split_full_name,
)
from mentoring.language.gender import gender_from_patronymic


@pytest.mark.parametrize(
    ("typed", "repaired"),
    [
        ("ЧЕРНЫХ ЮЛИЯ ПАВЛОВНА", "Черных Юлия Павловна"),
        ("ТЕР-ПЕТРОСЯН", "Тер-Петросян"),
        ("ИВАНОВой", "Ивановой"),
        ("Ткаченко  Ольга\u00a0Викторовна ", "Ткаченко Ольга Викторовна"),
        ("соколова ирина павловна", "Соколова Ирина Павловна"),
        ("Петрова – Водкина Анна", "Петрова-Водкина Анна"),
        ("МАМЕДОВ ГАСАН АЛИ ОГЛЫ", "Мамедов Гасан Али оглы"),
        ("Гусейн-Заде", "Гусейн-заде"),
        ("О'НИЛ ИВАН", "О'Нил Иван"),
        ("МакГрегор Иван", "МакГрегор Иван"),
        ("Ceмёнoв", "Семёнов"),
        ("Семенов", "Семенов"),
        ("ЛИ", "Ли"),
        ("Нестерова A.B.", "Нестерова А.В."),
        ("Smith", "Smith"),
        ("Андреи\u0306", "Андрей"),
        ("фон Берг", "фон Берг"),
        ("", ""),
    ],
)
def test_the_spelling_of_a_name_is_repaired(typed, repaired):
    assert normalise_name(typed) == repaired


@given(
    st.lists(
        st.sampled_from(
            [
                "Иванов",
                "иванов",
                "ИВАН",
                "Оглы",
                "оглы",
                "Заде",
                "Ван",
                "Ёлкина",
                "Й",
                "A",
                "Ceмён",
                " ",
                "-",
                "  ",
                ".",
            ]
        ),
        max_size=6,
    ).flatmap(lambda words: st.sampled_from(["".join(words), " ".join(words), "-".join(words)]))
)
def test_a_name_in_the_usual_spelling_is_one_without_repairs(name):
    assert normalise_name(name) == repaired_name(name)


def test_repairs_are_told_in_words():
    assert name_repairs("ИBAHOB  ИВАН") == (
        "убраны лишние пробелы и знаки",
        "латинские буквы заменены похожими русскими",
        "исправлены заглавные и строчные буквы",
    )
    assert name_repairs("Иванов Иван") == ()


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Соколова Ирина Павловна", ("Соколова", "Ирина", "Павловна")),
        ("Мамедов Гасан Али оглы", ("Мамедов", "Гасан", "Али оглы")),
        ("Алиева Лейла Рашид-кызы", ("Алиева", "Лейла", "Рашид-кызы")),
        ("Рабинович Семён Петрович", ("Рабинович", "Семён", "Петрович")),
    ],
)
def test_a_plain_full_name_splits_into_three(text, parts):
    assert split_full_name(text) == FullName(*parts)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Толстая Ольга",
            FullName("Толстая", "Ольга", warnings=("нет отчества: проверьте, что его нет в документах",)),
        ),
        (
            "Иванова Петровна",
            FullName("Иванова", "Петровна", warnings=("похоже, пропущено имя: второе слово – отчество",)),
        ),
        (
            "Ирина Павловна Соколова",
            FullName(
                "Соколова",
                "Ирина",
                "Павловна",
                warnings=("имя стояло перед фамилией, слова переставлены: проверьте",),
            ),
        ),
        (
            "Ким Чен Ир",
            FullName(
                "Ким",
                "Чен",
                "Ир",
                warnings=("«Ир» не похоже на отчество: проверьте, верно ли разделены слова",),
            ),
        ),
        (
            "Гарсиа Лопес Мария Петровна",
            FullName(
                "Гарсиа Лопес",
                "Мария",
                "Петровна",
                warnings=("фамилия из нескольких слов «Гарсиа Лопес»: проверьте, верно ли разделены слова",),
            ),
        ),
    ],
)
def test_a_doubtful_name_splits_with_a_warning(text, expected):
    assert split_full_name(text) == expected


@pytest.mark.parametrize(
    ("text", "surname", "error"),
    [
        ("", "", "ФИО не указано: впишите фамилию, имя и отчество"),
        (
            "Нестерова А.В.",
            "Нестерова",
            "вместо имени и отчества указаны инициалы «А.В.»: впишите их полностью",
        ),
        (
            "Нестерова А. В.",
            "Нестерова",
            "вместо имени и отчества указаны инициалы «А. В.»: впишите их полностью",
        ),
        (
            "Нестерова А В",
            "Нестерова",
            "вместо имени и отчества указаны инициалы «А В»: впишите их полностью",
        ),
        (
            "Соколова",
            "Соколова",
            "указано только одно слово: нужны фамилия и имя, отчество при наличии",
        ),
        (
            "Итого: 66 человек",
            "Итого: 66 Человек",
            "в ФИО есть лишний знак «:»: оставьте только фамилию, имя и отчество",
        ),
        ("John Smith", "John Smith", "в ФИО есть латинские буквы: наберите имя русскими буквами"),
        ("---", "---", "в ФИО нет русских букв: впишите фамилию, имя и отчество"),
    ],
)
def test_an_unusable_name_gives_an_error(text, surname, error):
    assert split_full_name(text) == FullName(surname, errors=(error,))


@pytest.mark.parametrize(
    ("patronymic", "gender"),
    [
        ("Павловна", "f"),
        ("Ильинична", "f"),
        ("Кузьмич", "m"),
        ("Иванович", "m"),
        ("ПЕТРОВИЧ", "m"),
        ("Гусейн оглы", "m"),
        ("Рашид-кызы", "f"),
        ("Рашид Кызы", "f"),
        ("", ""),
        ("Ир", ""),
        ("Иванова", ""),
    ],
)
def test_gender_comes_from_the_patronymic(patronymic, gender):
    assert gender_from_patronymic(patronymic) == gender


def test_the_search_key_folds_yo_case_and_spaces():
    assert fold_key("  СЕМЁНОВ \u00a0Пётр ") == "семенов петр"


@given(st.text())
def test_normalising_a_name_twice_changes_nothing_more(text):
    assert normalise_name(normalise_name(text)) == normalise_name(text)


@given(st.text(alphabet="абвАБВЁё -–.'ABc\u00a0,оглы", max_size=30))
def test_normalising_letters_twice_changes_nothing_more(text):
    assert normalise_name(normalise_name(text)) == normalise_name(text)


@given(st.text(alphabet="абвАБВЁё -–.'ABc\u00a0,1:", max_size=30))
def test_any_text_splits_or_gives_an_error(text):
    name = split_full_name(text)
    assert name.errors or (name.surname and name.first_name)


@given(st.text())
def test_the_search_key_is_stable(text):
    assert fold_key(fold_key(text)) == fold_key(text)
