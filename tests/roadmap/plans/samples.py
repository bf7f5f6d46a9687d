"""Roadmaps of an invented school in the five layouts that are known, as cells, and files made of them."""

from dataclasses import dataclass
from functools import cache
from io import BytesIO

from docx import Document
from openpyxl import Workbook

from roadmap.plans.outline import Plan
from roadmap.plans.reading import read_plan
from roadmap.plans.uploads import read_upload

Paragraphs = list[str]


@dataclass(frozen=True, eq=False)
class Sample:
    """What the file says: a row is a list of cells (lists of paragraphs) or the text of a band."""

    title: str
    columns: list[str]
    rows: list[list[Paragraphs] | str]
    footnotes: list[str]

    @property
    def cells(self) -> list[tuple[str, ...]]:
        """All cells under the headings in reading order; a band is one cell."""
        cells = []
        for row in self.rows:
            cells += [(row,)] if isinstance(row, str) else [tuple(cell) for cell in row]
        return cells


PLAIN = Sample(
    "ДОРОЖНАЯ КАРТА (ПЛАН МЕРОПРИЯТИЙ) НАСТАВНИЧЕСТВА В ШКОЛЕ № 7",
    ["№", "Наименование этапа", "Содержание деятельности ¹"],
    [
        [
            ["1."],
            ["Начало работы"],
            [
                "Принять документы школы:",
                "– приказ о начале работы;",
                "- план на год;",
                "– образец программы.",
            ],
        ],
        [
            ["2."],
            ["Учёба наставников"],
            ["1) Выбрать наставников.", "2) Провести занятия:", "- две лекции;", "– «круглый стол»."],
        ],
    ],
    ["¹ Содержание уточняется каждый год."],
)
BANDS = Sample(
    "План наставничества школы № 7 на 2030-2032 г. г.",
    ["№ п/п", "Мероприятие", "Документы", "Ответственный", "Срок исполнения"],
    [
        "1й этап. Подготовка школы",
        [["1"], ["Собрать пожелания"], ["Анкеты"], ["Директор", "Куратор"], ["октябрь 2030 г.."]],
        [["2."], ["Завести страницу"], ["Сайт школы", "Памятка"], [], ["апрель 2031 г."]],
        "2-й этап. Работа пар /групп",
        [["1."], ["Встречи пар"], ["Планы встреч"], ["Куратор"], ["в течение всего периода"]],
        "3-этап. Итоги",
        [["1."], ["Итоговый отчёт"], ["Отчёт"], ["Методическая служба"], ["первая декада июня 2032 г."]],
    ],
    [],
)
TERMS = Sample(
    "Дорожная карта школы № 7",
    ["№", "Наименование этапа", "Содержание деятельности", "Сроки", "Ответственные"],
    [
        [["1."], ["Подготовка"], ["Издать приказ."], ["январь – март 2031"], ["зам. директора"]],
        [
            ["2"],
            ["Обмен опытом"],
            ["Провести тренинг", "Провести выставку", "Провести неделю открытых уроков"],
            ["март", "ноябрь 2031", "апрель 2032"],
            ["зам. директора"],
        ],
        [["3."], ["Рассказ о работе"], ["Писать новости."], ["в течении всего этапа"], []],
    ],
    [],
)
STAGE_TERMS = Sample(
    "Дорожная карта детского сада № 7",
    ["№", "Наименование этапа", "Примерный план мероприятий", "Сроки реализации этапа"],
    [
        [["1."], ["Подготовка"], ["Документы:", "· приказ;", "· план."], ["Апрель 2031"]],
        [
            ["2."],
            ["1) Отбор и обучение"],
            ["2) Выбор наставников.", "3) Обучение:", "· беседы."],
            ["Май – Август 2031"],
        ],
        [["3."], ["Рассказ о работе"], ["Писать новости."], ["В течение учебного года"]],
    ],
    [],
)
INLINE = Sample(
    "ПЛАН МЕРОПРИЯТИЙ В Школе № 7",
    ["№", "Наименование этапа", "План мероприятий ¹"],
    [
        [
            ["1."],
            ["Подготовка"],
            ["– приказ о парах (ежегодно),", "– образец программы.", "- консультации (постоянно)."],
        ],
        [["2."], ["Завершение"], ["1) Опрос(ежегодно).", "2) Итоги (по мере необходимости)"]],
    ],
    ["¹"],
)
SAMPLES = {
    "plain": PLAIN,
    "bands": BANDS,
    "terms": TERMS,
    "stage-terms": STAGE_TERMS,
    "inline": INLINE,
}


@cache
def as_docx(sample: Sample) -> bytes:
    document = Document()
    document.add_paragraph(sample.title)
    table = document.add_table(rows=0, cols=len(sample.columns))
    for row in [[[heading] for heading in sample.columns], *sample.rows]:
        cells = table.add_row().cells
        if isinstance(row, str):
            cells[0].merge(cells[-1]).text = row
            continue
        for cell, paragraphs in zip(cells, row, strict=True):
            cell.text = "\n".join(paragraphs)
    for note in sample.footnotes:
        document.add_paragraph(note)
    return saved(document)


@cache
def as_xlsx(sample: Sample) -> bytes:
    book = Workbook()
    sheet = book.active
    width = len(sample.columns)
    lines = [[sample.title], [], sample.columns]
    for row in sample.rows:
        lines.append([row] if isinstance(row, str) else ["\n".join(cell) or None for cell in row])
    lines += [[note] for note in sample.footnotes]
    for number, line in enumerate(lines, start=1):
        sheet.append(line)
        if len(line) == 1:
            sheet.merge_cells(start_row=number, end_row=number, start_column=1, end_column=width)
    return saved(book)


@cache
def plan_in(sample: Sample) -> Plan:
    """The sample as it is read from its file."""
    return read_plan(read_upload(as_docx(sample), filename="Карта.docx"))


def saved(document) -> bytes:
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


FILES = {"docx": as_docx, "xlsx": as_xlsx}
