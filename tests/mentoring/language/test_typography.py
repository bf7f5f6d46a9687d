import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring.language.typography import shortened, typeset


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("приказ №5", "приказ №~5"),
        ("приказ № 5", "приказ №~5"),
        ("от 12.01.2023г. №20/01-02", "от 12.01.2023~г. №~20/01-02"),
        ("с 21.11.2026 по 31.05.2027", "с~21.11.2026 по~31.05.2027"),
        ("31 августа 2022 г.", "31~августа 2022~г."),
        ("Ясеневу Н.М., учителя", "Ясеневу~Н.~М., учителя"),
        ("А. П. Иванова", "А.~П.~Иванова"),
        ("и. о. директора", "и.~о.~директора"),
        ("г. Иркутск, ст. 351.8, п. 7.2", "г.~Иркутск, ст.~351.8, п.~7.2"),
        ('лицей "Ёлочка" и “Сова”', "лицей «Ёлочка» и «Сова»"),
        ("наставник - педагог", "наставник~– педагог"),
        ("наставник — педагог", "наставник~— педагог"),
        ("педагог-психолог", "педагог-психолог"),
        ("два  слова", "два слова"),
        ("семенов и семёнов", "семенов и семёнов"),
        ("первая строка\nвторая строка", "первая строка\nвторая строка"),
        ("", ""),
    ],
)
def test_a_text_is_set_for_print(typed, printed):
    assert typeset(typed) == printed.replace("~", "\u00a0")


@given(st.text())
def test_setting_any_text_twice_changes_nothing_more(text):
    assert typeset(typeset(text)) == typeset(text)


@given(st.text(alphabet='АбвИио.,-–—"“”„ \u00a0\t\n№5 0192г»«(', max_size=40))
def test_setting_signs_twice_changes_nothing_more(text):
    assert typeset(typeset(text)) == typeset(text)


@pytest.mark.parametrize(
    ("most", "short"),
    [
        (40, "дорожная карта (по внедрению) системы"),
        (37, "дорожная карта (по внедрению) системы"),
        (36, "дорожная карта (по внедрению)…"),
        (17, "дорожная карта…"),
        (5, "доро…"),
    ],
)
def test_a_long_title_is_cut_between_words(most, short):
    assert shortened("дорожная карта (по внедрению) системы", most) == short
