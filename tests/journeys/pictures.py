"""The handbook's pictures: `bin/pictures` calls this with the address of a fresh demo school.

python -m tests.journeys.pictures ADDRESS FILE_WITH_LOGINS FOLDER
"""

import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.browser import launch
from tests.journeys.visitor import DESK, PHONE, Visitor

STAFF_LIST = Path(__file__).parents[1] / "registry/people/imports/staff-list.xlsx"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_BYTES = 150_000
COLOURS = 128
FRAME_PAUSE = 6000


class Camera:
    """Signs people in and keeps what they see."""

    def __init__(self, browser, site: str, password: str, folder: Path):
        self.browser, self.site, self.password, self.folder = browser, site, password, folder

    def person(self, login: str, *, viewport=DESK) -> Visitor:
        visitor = Visitor(self.browser, self.site, viewport=viewport)
        visitor.sign_in(login, self.password)
        return visitor

    def shoot(self, visitor: Visitor, name: str, *, height: int = 0) -> None:
        """One picture of the upper part of the page, in few colours to stay small."""
        size = visitor.page.viewport_size
        height = min(height or size["height"], visitor.page.evaluate("document.body.scrollHeight"))
        visitor.page.set_viewport_size({**size, "height": max(height, 400)})
        if visitor.page.locator("iframe").count():
            # A PDF in a frame is drawn anew at the new size, and nothing tells when it is there.
            visitor.page.wait_for_timeout(FRAME_PAUSE)
        picture = Image.open(BytesIO(visitor.page.screenshot()))
        visitor.page.set_viewport_size(size)
        path = self.folder / f"{name}.png"
        picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
        weight = path.stat().st_size
        print(f"{path} {picture.width}×{picture.height} {weight // 1000} kB")
        assert weight <= MOST_BYTES, f"{path} is too heavy for the handbook"


def main(site: str, logins: str, folder: str) -> None:
    password = Path(logins).read_text().split()[1]
    Path(folder).mkdir(parents=True, exist_ok=True)
    with sync_playwright() as play:
        browser = launch(play, shows_papers=True)
        camera = Camera(browser, site, password, Path(folder))
        curator = camera.person("curator")
        camera.shoot(curator, "today", height=845)
        people(camera, curator)
        bank_and_consents(camera, curator)
        pairs_and_order(camera, curator)
        programme(camera, curator)
        acts(camera, curator)
        protocols_and_partners(camera, curator)
        on_the_phone(camera)
        accounts(camera)
        browser.close()


def people(camera, curator) -> None:
    curator.go_to("Люди")
    curator.follow("Загрузить список из Excel")
    curator.attach("Список сотрудников в Excel", "Список сотрудников.xlsx", STAFF_LIST.read_bytes(), XLSX)
    curator.press("Прочитать файл")
    curator.follow("С ошибками 3")
    camera.shoot(curator, "import")
    curator.more("Отменить загрузку")
    curator.go_to("Сегодня")
    curator.follow("Проверить", within="склонение")
    camera.shoot(curator, "case-forms")


def bank_and_consents(camera, curator) -> None:
    curator.go_to("Банк")
    camera.shoot(curator, "bank")
    curator.go_to("Согласия")
    curator.choose("Кто", "в банке")
    curator.press("Отобрать")
    camera.shoot(curator, "consents")


def pairs_and_order(camera, curator) -> None:
    """A new order goes from the draft to the director; the registered one stands beside it."""
    curator.go_to("Пары и группы")
    camera.shoot(curator, "pairs")
    curator.go_to("Сегодня")
    curator.follow("Подготовить приказ")
    curator.press("Подготовить проект")
    camera.shoot(curator, "order-text", height=1000)
    curator.press("Отправить на утверждение")
    director = camera.person("director")
    camera.shoot(director, "director-today", height=560)
    director.follow("Прочитать и решить")
    director.page.get_by_role("heading", name="Ваше решение").scroll_into_view_if_needed()
    camera.shoot(director, "director-decides", height=1000)
    director.press("Утвердить")
    curator.go_to("Сегодня")
    curator.follow("Зарегистрировать")
    camera.shoot(curator, "order-number")
    curator.go_to("Приказы")
    curator.follow("О закреплении", within="подписан")
    camera.shoot(curator, "order")


def programme(camera, curator) -> None:
    curator.go_to("Программы")
    curator.follow("Первые шаги")
    camera.shoot(curator, "programme", height=1000)


def acts(camera, curator) -> None:
    """The Положение that is in force with its sheet, then the text of a new one beside its paper."""
    curator.go_to("Приказы")
    curator.more("Локальные акты")
    curator.follow("Положение о системе")
    curator.follow("Составить лист")
    curator.press("Сохранить лист")
    camera.shoot(curator, "act")
    curator.go_to("Приказы")
    curator.more("Локальные акты")
    curator.follow("Подготовить акт")
    curator.press("Взять образец")
    camera.shoot(curator, "act-text", height=1000)


def protocols_and_partners(camera, curator) -> None:
    curator.go_to("Приказы")
    curator.more("Протоколы")
    curator.follow("№ 1", within="методического совета")
    camera.shoot(curator, "protocol", height=1000)
    curator.go_to("Приказы")
    curator.more("Договоры с партнёрами")
    camera.shoot(curator, "partners", height=660)


def on_the_phone(camera) -> None:
    mentor = camera.person("mentor", viewport=PHONE)
    camera.shoot(mentor, "phone")


def accounts(camera) -> None:
    administrator = camera.person("admin")
    administrator.go_to("Учётные записи")
    camera.shoot(administrator, "accounts")


if __name__ == "__main__":
    main(*sys.argv[1:])
