"""After the order: the pair's programme, on the phones of the two, and the registers of the office."""

from io import BytesIO

from openpyxl import load_workbook

from tests.journeys.first_days import MENTEE, MENTOR, today
from tests.journeys.visitor import pdf_pages

PROGRAMME = "Первые шаги в профессии"
OWN_EVENT = "Урок вдвоём в 7 «А»"
REFLECTION = "Получилось удержать темп, в следующий раз короче вступление."


def draft(mentor) -> None:
    """The mentor begins with the template, changes the goals and the plan, sends it to the mentee."""
    mentor.go_to("Сегодня")
    mentor.follow("Составить программу")
    mentor.press("Начать программу")
    mentor.type("Цели и задачи программы", "Цель: уверенно вести урок английского языка.")
    mentor.press("Сохранить и перейти к плану")
    assert mentor.heading == "План мероприятий"
    assert not mentor.overflows()
    first = mentor.value("Мероприятие (мероприятие 1)")
    mentor.press("Ниже мероприятие 1")
    mentor.finds_typed("Мероприятие (мероприятие 2)", first)
    mentor.press("Добавить ещё три строки")
    mentor.type("Дата (мероприятие 9)", today())
    mentor.type("Мероприятие (мероприятие 9)", OWN_EVENT)
    mentor.type("Форма (мероприятие 9)", "открытый урок")
    mentor.press("Сохранить план")
    mentor.reads(OWN_EVENT)
    assert not mentor.overflows()
    mentor.press("Отправить на согласование")
    assert mentor.badge == "на согласовании"


def agree(mentee) -> None:
    mentee.go_to("Сегодня")
    mentee.follow("Прочитать и согласовать")
    mentee.reads(OWN_EVENT, "Цель: уверенно вести урок английского языка.")
    mentee.press("Согласовать программу")
    assert mentee.badge == "согласована"


def note(curator) -> None:
    """The curator has read it; the date stands on the title sheet."""
    curator.go_to("Сегодня")
    curator.follow("Открыть программу", within="отметьте ознакомление")
    curator.follow("Отметить ознакомление")
    curator.press("Отметить ознакомление")
    curator.reads("Ознакомление отмечено", f"куратор – {today()}")


def write_how_it_went(mentee) -> None:
    """After the event the mentee writes the reflection."""
    mentee.go_to("Мои программы")
    mentee.follow(PROGRAMME)
    assert mentee.badge == "выполняется"
    mentee.follow("Как прошло", within=OWN_EVENT)
    assert not mentee.overflows()
    mentee.type("Рефлексия", REFLECTION)
    mentee.press("Сохранить")
    mentee.reads(REFLECTION, "проведено")


def print_programme(curator) -> None:
    curator.go_to("Программы")
    curator.follow(PROGRAMME)
    text = " ".join(pdf_pages(curator.download("Напечатать")))
    wanted = (MENTOR, MENTEE, PROGRAMME, OWN_EVENT, REFLECTION, "ПОЯСНИТЕЛЬНАЯ ЗАПИСКА", today())
    assert [words for words in wanted if words.lower() not in text.lower()] == []
    assert "ПРОЕКТ" not in text


def print_registers(curator) -> None:
    """The register of pairs on paper and as a workbook: the same two rows."""
    curator.go_to("Пары и группы")
    curator.more("Реестры: PDF и Excel")
    place = "Реестр наставнических пар"
    text = " ".join(pdf_pages(curator.download("PDF", within=place)))
    assert [name for name in (MENTOR, MENTEE) if name not in text] == []
    sheet = load_workbook(BytesIO(curator.download("Excel", within=place))).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert sheet.freeze_panes and sheet.auto_filter.ref
    assert len([row for row in rows if MENTOR in row]) == 1
