"""An uploaded roadmap → its table, or a refusal in plain Russian. Nothing is written or fetched."""

from registry.people.imports.archive import kind_of_zip, open_checked_archive
from registry.people.imports.refusals import WorkbookRefused, refusal
from roadmap.plans.excel_tables import excel_tables
from roadmap.plans.grid import Grid, TablePage
from roadmap.plans.headings import find_heading
from roadmap.plans.reading import NO_HEADING
from roadmap.plans.word_tables import word_tables

MOST_ROWS = 500
MOST_COLUMNS = 15
MOST_TEXT = 300_000
AGAIN = "Скопируйте таблицу в новый документ Word или книгу Excel, сохраните и загрузите."
# Where the sentence kept for staff lists would speak of a list.
SENTENCES = {
    "too_big": f"Файл больше 5 МБ. Дорожная карта столько не занимает: уберите картинки. {AGAIN}",
    "ole": "Это документ старого формата Word (.doc). Откройте его в Word или LibreOffice, сохраните как "
    "«Документ Word (.docx)» и загрузите снова.",
    "pdf": "Это документ PDF. Таблицу из PDF загрузить нельзя: нужен документ Word (.docx) или Excel (.xlsx).",
    "pptx": "Это презентация PowerPoint. Нужен документ Word (.docx) или книга Excel (.xlsx).",
    "odf": "Это документ OpenDocument. Сохраните его как «Документ Word (.docx)» и загрузите снова.",
    "docm": f"Это документ с макросами. Макросы загружать нельзя. {AGAIN}",
    "image": "Это картинка. Дорожная карта нужна таблицей: документ Word (.docx) или книга Excel (.xlsx).",
    "archive": "Это архив. Распакуйте его и загрузите файл .docx или .xlsx, который лежит внутри.",
    "unknown": "Не удалось понять, что это за файл. Нужен документ Word (.docx) или книга Excel (.xlsx).",
    "broken": "Файл повреждён или загрузился не целиком. Откройте его, сохраните заново и загрузите снова.",
    "parts": f"Внутри файла слишком много частей: это не похоже на дорожную карту. {AGAIN}",
    "unpacked": f"После распаковки файл занимает больше 30 МБ: это не похоже на дорожную карту. {AGAIN}",
    "doctype": f"В файле есть объявления (DOCTYPE), которых в документе не бывает. {AGAIN}",
    "embedded": f"В файл вставлены другие документы или элементы управления. {AGAIN}",
    "too_complex": f"В файле слишком много ячеек или оформления. {AGAIN}",
    "row_order": "Строки в файле записаны не по порядку. Откройте его, сохраните заново и загрузите снова.",
    "too_many_rows": f"В файле слишком много строк: дорожная карта не длиннее {MOST_ROWS}. {AGAIN}",
    "no_table": "В документе нет ни одной таблицы. Дорожная карта должна быть таблицей, а не обычным текстом.",
    "no_heading": NO_HEADING,
    "too_large": f"Таблица больше, чем бывает дорожная карта: можно до {MOST_ROWS} строк, {MOST_COLUMNS} столбцов "
    f"и {MOST_TEXT // 1000} тысяч знаков. Проверьте, тот ли это файл.",
}


def read_upload(data: bytes, *, filename: str) -> TablePage:
    """Return the table of an uploaded .docx or .xlsx that looks most like a roadmap.

    Raises WorkbookRefused with a sentence for the page when the file is something else, damaged, dangerous or
    too large, or holds no such table.
    """
    try:
        return _best(_tables(data, filename))
    except WorkbookRefused as refused:
        raise WorkbookRefused(refused.code, SENTENCES.get(refused.code, refused.message)) from refused


def check_word(data: bytes, *, filename: str) -> None:
    """Raise WorkbookRefused unless the bytes are a harmless document in Word."""
    open_checked_archive(data, filename=filename, refuse_contents=_refuse_all_but_document)


def _tables(data: bytes, filename: str) -> list[TablePage]:
    # Names of parts are never compressed; what they hold is checked before it is read.
    if not (data.startswith(b"PK") and b"word/document.xml" in data):
        return excel_tables(data, filename=filename)
    check_word(data, filename=filename)
    try:
        return word_tables(data)
    except Exception as error:  # the reader raises anything from KeyError to AttributeError on damaged files
        raise refusal("broken") from error


def _refuse_all_but_document(names: list[str]) -> None:
    if any("vbaproject" in name for name in names):
        raise _refused("docm")
    if "[content_types].xml" not in names or "word/document.xml" not in names:
        raise refusal(kind_of_zip(names))
    if any(f"/{folder}" in name for name in names for folder in ("embeddings/", "activex/")):
        raise refusal("embedded")


def _best(pages: list[TablePage]) -> TablePage:
    if not pages:
        raise _refused("no_table")
    found = [page for page in pages if find_heading(page.grid) is not None]
    if not found:
        raise _refused("no_heading")
    best = max(found, key=lambda page: len(page.grid.cells))
    if not _is_moderate(best.grid):
        raise _refused("too_large")
    return best


def _is_moderate(grid: Grid) -> bool:
    text = sum(len(line) for paragraphs in grid.cells for line in paragraphs)
    return len(grid.rows) <= MOST_ROWS and grid.width <= MOST_COLUMNS and text <= MOST_TEXT


def _refused(code: str) -> WorkbookRefused:
    return WorkbookRefused(code, SENTENCES[code])
