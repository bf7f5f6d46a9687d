"""From an empty school to people in the bank: first run, staff list, case forms, consents."""

from collections import Counter
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from django.utils import timezone
from openpyxl import load_workbook

from mentoring.home.first_run import start_address
from tests.journeys.visitor import pdf_pages

STAFF_LIST = Path(__file__).parents[1] / "registry/people/imports/staff-list.xlsx"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PASSWORD = "Берёзовая-роща-2026"
SCHOOL = "«Средняя общеобразовательная школа № 7»"
# The pair and the group of the journey, all from the real list.
MENTOR, MENTEE = "Белов Павел Владимирович", "Соловей Пётр Ильич"
GROUP_MENTOR, GROUP = "Мороз Павел Артёмович", ("Соколов Лев Владимирович", "Фёдорова Татьяна Юрьевна")
MENTORS, MENTEES = (MENTOR, GROUP_MENTOR), (MENTEE, *GROUP)


def today() -> str:
    return f"{timezone.localdate():%d.%m.%Y}"


def open_school(newcomer) -> tuple[str, str]:
    """The first-run page; returns the one-time links of the curator and of the director."""
    newcomer.open(start_address())
    assert newcomer.heading == "Ваша школа"
    newcomer.type("Полное наименование", f"Муниципальное бюджетное учреждение {SCHOOL}", exact=True)
    newcomer.type("Полное наименование в родительном", f"муниципального бюджетного учреждения {SCHOOL}")
    newcomer.type("Полное наименование в дательном", f"муниципальному бюджетному учреждению {SCHOOL}")
    newcomer.type("Полное наименование в предложном", f"муниципальном бюджетном учреждении {SCHOOL}")
    newcomer.type("Краткое наименование", "МБОУ «СОШ № 7»")
    newcomer.type("Населённый пункт", "г. Приречный")
    newcomer.type("Фамилия руководителя", "Кедрова")
    newcomer.type("Имя руководителя", "Галина")
    newcomer.type("Отчество руководителя", "Андреевна")
    newcomer.press("Дальше")
    newcomer.press("Дальше")
    newcomer.type("Фамилия", "Лугинина")
    newcomer.type("Имя", "Наталья", exact=True)
    newcomer.type("Отчество", "Сергеевна")
    newcomer.type("Должность", "методист")
    newcomer.press("Завершить настройку")
    assert newcomer.heading == "Школа готова к работе"
    links = newcomer.page.get_by_label("Ссылка, чтобы передать")
    return links.nth(0).input_value(), links.nth(1).input_value()


def first_sign_in(visitor, link: str, username: str) -> None:
    """Make up a password by the one-time link, sign in with it."""
    visitor.open(link)
    visitor.type("Новый пароль", PASSWORD, exact=True)
    visitor.type("Новый пароль (ещё раз)", PASSWORD)
    visitor.press("Сохранить пароль")
    visitor.sign_in(username, PASSWORD)
    assert visitor.heading == "Сегодня"


def load_staff_list(curator) -> None:
    """The real file as it is: preview, good rows in, bad rows mended, the same file again changes nothing."""
    curator.reads("Список сотрудников ещё не загружен")
    send_list(curator, "staff-list.xlsx", STAFF_LIST.read_bytes(), from_page="Сегодня")
    assert curator.heading == "Проверка списка"
    curator.reads(
        "70 заполненных строк, из них 66 сотрудников",
        "Можно внести 63 человека",
        "Новых – 63, изменятся – 0, останутся как были – 0. Строки с ошибками (3) не войдут.",
    )
    bad = curator.download("Скачать строки с ошибками")
    curator.press("Внести 63 человека")
    assert curator.heading == "Список внесён"
    curator.reads("Новых карточек 63", "Не внесено из-за ошибок 3")
    send_list(curator, "исправленные.xlsx", mended(bad))
    curator.reads("Новых – 1, изменятся – 0", "Строки с ошибками (2) не войдут.")
    curator.press("Внести 1 человека")
    curator.reads("Новых карточек 1")
    send_list(curator, "staff-list.xlsx", STAFF_LIST.read_bytes())
    curator.reads("Всё уже как в списке", "в списке нет ни новых людей, ни изменений")


def send_list(curator, name: str, content: bytes, *, from_page="Люди") -> None:
    curator.go_to(from_page)
    curator.follow("Загрузить список")
    curator.attach("Список сотрудников в Excel", name, content, XLSX)
    curator.press("Прочитать файл")


def mended(content: bytes) -> bytes:
    """Mend the first of the three bad rows, as one would in Excel."""
    book = load_workbook(BytesIO(content))
    heading, *rows = book.active.iter_rows()
    column = {cell.value: number for number, cell in enumerate(heading)}
    day, reason = column["Дата приёма"], column["Что исправить"]
    assert [(row[1].value, row[reason].value) for row in rows] == [
        ("Антонова Анна Геннадьевна", "Дата приёма: сентябрь 2025: нужен день"),
        (
            "Мельник Надежда Александровна",
            "Дата рождения: 31.02.1990: такого дня нет в календаре; "
            "похоже на повтор: те же ФИО и должность уже есть в строке 6",
        ),
        (
            "Нестерова А.В.",
            "Фамилия, имя, отчество: вместо имени и отчества указаны инициалы «А.В.»: впишите их полностью",
        ),
    ]
    assert rows[0][day].value == "сентябрь 2025"
    rows[0][day].value = "01.09.2025"
    mended_book = BytesIO()
    book.save(mended_book)
    return mended_book.getvalue()


def check_case_forms(curator) -> None:
    """Two doubtful surnames of the coming order, each shown inside phrases; one form is mended by hand."""
    for name, genitive in ((MENTEE, "Соловья Петра Ильича"), (GROUP_MENTOR, "Мороза Павла Артёмовича")):
        curator.go_to("Люди")
        curator.type("Фамилия, имя", name.partition(" ")[0])
        curator.press("Показать")
        curator.follow(name)
        curator.reads("Нет кого?")
        curator.follow("Проверить склонение")
        curator.type("Нет кого?", genitive)
        curator.press("Верно, к карточке")
        curator.reads(genitive, "проверено")


def fill_bank(curator) -> None:
    """Mentors and mentees into the bank by two tick lists."""
    curator.go_to("Банк")
    curator.follow("Включить людей")
    curator.tick(*MENTORS)
    curator.press("Включить отмеченных")
    curator.reads("Включено в банк: 2 человека.")
    curator.follow("Наставляемые")
    curator.follow("Включить людей")
    curator.tick(*MENTEES)
    curator.press("Включить отмеченных")
    curator.reads("Включено в банк: 3 человека.")


def print_consents(curator, run_jobs) -> None:
    """The blanks that everybody of the banks needs, made in the background as one archive."""
    names = (*MENTORS, *MENTEES)
    curator.go_to("Согласия")
    curator.choose("Кто", "в банке")
    curator.press("Отобрать")
    curator.follow("Подготовить бланки")
    curator.press(f"Подготовить всем из списка: {len(names)}")
    run_jobs()
    archive = ZipFile(BytesIO(curator.download("Скачать")))
    *single, whole = archive.namelist()
    assert (len(single), whole) == (2 * len(names), "Все бланки одним файлом.pdf")
    folders = Counter(name.partition("/")[0] for name in single)
    counts = {"Обработка данных": len(names), "Быть наставником": len(MENTORS), "Участие": len(MENTEES)}
    assert folders == counts
    sheets = pdf_pages(archive.read(whole))
    assert len(sheets) == 2 * len(names)
    assert [name for name in names if any(name in sheet for sheet in sheets)] == list(names)


def enter_consents(curator) -> None:
    """«Получено на бумаге»: one kind, one day, a tick list."""
    curator.go_to("Согласия")
    curator.follow("Внести полученные на бумаге")
    for tab, names in (
        ("Обработка данных", (*MENTORS, *MENTEES)),
        ("Быть наставником", MENTORS),
        ("Участие", MENTEES),
    ):
        curator.follow(tab)
        curator.type("Дата согласия", today())
        curator.tick(*names)
        curator.press("Внести согласия отмеченных")
        curator.reads(f"Внесено: {len(names)} соглас")
        curator.follow("Внести полученные на бумаге")


def give_account(curator, name: str, username: str) -> str:
    """The administrator's work, done by the curator of a small school; returns the one-time link."""
    curator.go_to("Люди")
    curator.type("Фамилия, имя", name.partition(" ")[0])
    curator.press("Показать")
    curator.follow(name)
    curator.more("Учётная запись")
    curator.type("Имя для входа", username)
    curator.press("Создать учётную запись")
    curator.press("Получить ссылку")
    return curator.field("Одноразовая ссылка").input_value()
