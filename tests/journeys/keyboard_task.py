"""One piece of work without a mouse: sign in, find a person in the list, mend the card, mark that the person left."""

from django.utils import timezone

from tests.journeys.keyboard import Hands

PERSON, PHONE_NUMBER = "Крапивина Алла Эдуардовна", "8 (000) 000-11-22"


def do(hands: Hands) -> None:
    """From «Сегодня» to the sign-out."""
    skip_to_content(hands)
    find_person(hands)
    mend_card(hands)
    mark_as_left(hands)
    leave(hands)


def sign_in(hands: Hands, password: str) -> None:
    """The very first page, from its first field."""
    hands.visitor.open("/")
    hands.look()
    hands.tab_to("Имя пользователя")
    hands.type("curator")
    hands.tab_to("Пароль")
    hands.type(password)
    hands.press("Enter")
    assert hands.visitor.heading == "Сегодня"


def skip_to_content(hands):
    """The first stop leads past the navigation: the next one is in the text of the page."""
    assert hands.tab()["words"] == "Перейти к содержанию"
    hands.page.keyboard.press("Enter")
    hands.tab()
    assert hands.page.evaluate("document.activeElement.closest('main') !== null")
    hands.tab(back=True)
    assert hands.page.evaluate("document.activeElement.closest('nav') !== null")


def find_person(hands):
    hands.tab_to("Люди", back=True)
    hands.press("Enter")
    assert hands.visitor.heading == "Люди"
    hands.tab_to("Фамилия, имя")
    hands.type("Крапивина")
    hands.tab_to("Показать", tag="button")
    hands.press("Space")
    hands.tab_to(PERSON)
    hands.press("Enter")
    assert hands.visitor.heading == PERSON


def mend_card(hands):
    hands.tab_to("Изменить карточку")
    hands.press("Enter")
    hands.tab_to("Телефон")
    hands.type(PHONE_NUMBER)
    hands.tab_to("Сохранить карточку")
    hands.press("Space")
    hands.visitor.reads("Карточка сохранена.", PHONE_NUMBER)


def mark_as_left(hands):
    """Out of a menu that opens by Space, past a page that asks again and wants a date."""
    hands.tab_to("Ещё", tag="summary")
    hands.page.keyboard.press("Space")
    hands.tab_to("Отметить увольнение")
    hands.press("Enter")
    hands.tab_to("Отметить увольнение", tag="button")
    hands.press("Enter")
    hands.visitor.reads("Исправьте одно место")
    hands.tab_to("Дата увольнения", tag="input")
    hands.page.keyboard.type(f"0101{timezone.localdate().year}")
    hands.tab_to("Отметить увольнение", tag="button")
    hands.press("Space")
    hands.visitor.reads(f"Увольнение отмечено: {PERSON}.")


def leave(hands):
    hands.tab_to("Лугинина", tag="summary")
    hands.page.keyboard.press("Enter")
    hands.tab_to("Выйти")
    hands.press("Enter")
    assert hands.visitor.heading == "Вход"
