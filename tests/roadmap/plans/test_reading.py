"""What real tables do beside the five known layouts: merged cells, storeys of headings, bands nobody merged."""

import pytest

from roadmap.plans.enums import ColumnKind, Layout, StampKind
from roadmap.plans.grid import Cell, Grid, TablePage, page_as_json, page_from_json
from roadmap.plans.headings import kind_of, kinds_of
from roadmap.plans.marks import inline_term, measures_of, split_mark
from roadmap.plans.outline import PlanFootnote
from roadmap.plans.printing import heading_height, print_plan
from roadmap.plans.reading import NotARoadmap, read_plan, split_stage_label

K = ColumnKind
HEADING = ["№", "Этап", "Мероприятия", "Сроки", "Ответственные"]


def cell(text, down=1, right=1):
    return Cell(tuple(text.split("\n")) if text else (), down, right)


def grid(*rows):
    return Grid(tuple(tuple(cell(item) if isinstance(item, str) else item for item in row) for row in rows))


def page(*rows, above=("Дорожная карта",), below=()):
    return TablePage(grid(*rows), above, below)


def comes_back(source):
    printed = print_plan(read_plan(source))
    assert printed.grid == source.grid
    assert (printed.above, printed.below) == (source.above, source.below)


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("№ п/п", K.NUMBER),
        ("№п\\п", K.NUMBER),
        ("Сроки реализации этапа", K.TERM),
        ("Дата проведения", K.TERM),
        ("Ответственный за мероприятие", K.RESPONSIBLE),
        ("Наименование этапа", K.STAGE),
        ("Мероприятия этапа", K.CONTENT),
        ("Содержание деятельности и примерный план мероприятий ¹", K.CONTENT),
        ("Отчётные документы", K.DOCUMENTS),
        ("Ожидаемый результат", K.CUSTOM),
    ],
)
def test_headings_are_recognised(heading, kind):
    assert kind_of(heading) == kind


def test_each_kind_is_given_once_and_content_always():
    assert kinds_of(["№", "Дата начала", "Дата окончания"]) == [K.NUMBER, K.TERM, K.CONTENT]
    assert kinds_of(["№", "Мероприятие", "Срок", "Срок отчёта"]) == [K.NUMBER, K.CONTENT, K.TERM, K.CUSTOM]


def test_rows_of_a_stage_with_merged_number_and_name():
    source = page(
        HEADING,
        [cell("1.", 3), cell("Подготовка", 3), "Приказ", "март", cell("Директор", 3)],
        [None, None, "План\nПамятка", "май", None],
        [None, None, "Отчёт", "", None],
        ["2.", "Итоги", "Праздник", "июнь", "Куратор"],
    )
    comes_back(source)
    first, second = read_plan(source).stages
    assert first.values == {4: "Директор"}
    assert [(m.text, m.row, m.values.get(3)) for m in first.measures] == [
        ("Приказ", 0, "март"),
        ("План", 1, "май"),
        ("Памятка", 1, None),
        ("Отчёт", 2, None),
    ]
    assert second.values == {3: "июнь", 4: "Куратор"}


def test_a_row_torn_over_two_pages_stays_one_stage():
    source = page(HEADING, ["1.", "Подготовка", "Приказ", "март", ""], ["", "", "План", "май", "Куратор"])
    (stage,) = read_plan(source).stages
    assert [measure.text for measure in stage.measures] == ["Приказ", "План"]


def test_terms_as_many_as_measures_go_one_to_each():
    source = page(HEADING, ["1.", "Обмен", "Тренинг\nВыставка", "март\nмай", "Директор\nКуратор"])
    comes_back(source)
    (stage,) = read_plan(source).stages
    assert [measure.values for measure in stage.measures] == [{3: "март"}, {3: "май"}]
    assert stage.values == {4: "Директор\nКуратор"}


def test_several_terms_of_one_measure_belong_to_the_stage():
    source = page(HEADING, ["1.", "Обмен", "Тренинг", "март\nмай", ""])
    comes_back(source)
    assert read_plan(source).stages[0].values == {3: "март\nмай"}


def test_a_measure_of_a_band_with_several_terms():
    source = page(
        ["№", "Мероприятие", "Срок"],
        [cell("1 этап. Начало", right=3), None, None],
        [cell("1.", 2), cell("Встречи", 2), "март"],
        [None, None, "октябрь"],
        ["2.", "Опрос", "май"],
    )
    comes_back(source)
    (stage,) = read_plan(source).stages
    assert [(m.parent, m.values) for m in stage.measures] == [
        (None, {2: "март"}),
        (0, {2: "октябрь"}),
        (None, {2: "май"}),
    ]


def test_a_cell_merged_over_all_measures_of_a_band_belongs_to_the_stage():
    source = page(
        ["№", "Мероприятие", "Ответственный"],
        [cell("I этап. Начало", right=3), None, None],
        ["1", "Встречи", cell("Куратор", 2)],
        ["2", "Опрос", None],
    )
    comes_back(source)
    assert read_plan(source).stages[0].values == {2: "Куратор"}


def test_a_band_that_nobody_merged_is_a_band():
    source = page(
        ["№", "Мероприятие", "Срок"], ["2 этап. Работа", "", ""], ["1", "Встречи", "май"], ["", "Опрос", ""]
    )
    plan = read_plan(source)
    assert [(stage.number_label, stage.title, len(stage.measures)) for stage in plan.stages] == [
        ("2 этап.", "Работа", 2)
    ]


def test_a_plain_list_is_one_stage_without_a_name():
    source = page(["№", "Мероприятие", "Срок"], ["1", "Встречи", "май"], ["2", "Опрос", ""])
    comes_back(source)
    plan = read_plan(source)
    assert (plan.layout, len(plan.stages), plan.stages[0].title) == (Layout.STAGE_BANDS, 1, "")


def test_two_storeys_of_headings_column_numbers_and_a_column_of_the_school_s_own():
    source = page(
        [cell("№", 2), cell("Мероприятие", 2), cell("Срок", right=2), None, cell("Ожидаемый результат", 2)],
        [None, None, "начало", "конец", None],
        ["1", "2", "3", "4", "5"],
        ["1.", "Встречи", "март", "май", "Опыт"],
    )
    comes_back(source)
    plan = read_plan(source)
    assert [column.kind for column in plan.columns] == [K.NUMBER, K.CONTENT, K.TERM, K.CUSTOM, K.CUSTOM]
    assert plan.has_column_numbers and heading_height(plan) == 3


def test_stamps_footnotes_and_signatures_are_told_apart():
    source = page(
        ["№", "Мероприятие ¹", "Срок *"],
        ["1", "Встречи", "май"],
        above=("УТВЕРЖДАЮ", "Директор школы", "Приложение № 1", "к приказу", "Дорожная карта", "на 2031 год"),
        below=("¹ Уточняется.", "Куратор ________"),
    )
    plan = read_plan(source)
    assert plan.title == "Дорожная карта\nна 2031 год"
    assert [(stamp.kind, stamp.text) for stamp in plan.stamps] == [
        (StampKind.APPROVED, "УТВЕРЖДАЮ\nДиректор школы"),
        (StampKind.ANNEX, "Приложение № 1\nк приказу"),
    ]
    assert plan.footnotes == (PlanFootnote("¹", "Уточняется.", 1), PlanFootnote("*", "", 2))
    assert plan.closing == "Куратор ________"
    assert print_plan(plan).above == source.above


def test_columns_may_be_matched_by_hand():
    source = page(["№", "Мероприятие", "Кто"], ["1", "Встречи", "Куратор"])
    by_hand = [K.NUMBER, K.CONTENT, K.RESPONSIBLE]
    assert [column.kind for column in read_plan(source).columns][2] == K.CUSTOM
    assert [column.kind for column in read_plan(source, by_hand).columns] == by_hand


def test_a_table_without_headings_is_no_roadmap():
    with pytest.raises(NotARoadmap, match="Не найдена строка заголовков"):
        read_plan(page(["а", "б"], ["в", "г"]))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("1й этап. Подготовка", ("1й этап.", "Подготовка")),
        ("7-этап. Завершение", ("7-этап.", "Завершение")),
        ("Этап 2. Работа", ("Этап 2.", "Работа")),
        ("II. Основной этап", ("II.", "Основной этап")),
        ("Подготовка", ("", "Подготовка")),
    ],
)
def test_the_label_of_a_stage_is_told_from_its_name(text, parts):
    assert split_stage_label(text) == parts


def test_marks_keep_their_space_and_make_a_tree():
    assert split_mark("1) Выбрать") == ("1) ", "Выбрать", 1)
    assert split_mark("-выбрать")[:2] == ("", "-выбрать")
    measures = measures_of(["1) Обучение:", "- беседы;", "– занятия.", "2) Итоги", "Отчёт"])
    assert [measure.parent for measure in measures] == [None, 0, 0, None, None]


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("приказы (ежегодно),", "ежегодно"),
        ("опрос (анкета)", ""),
        ("поддержка (при необходимости) и поиск (до 1 октября)", "до 1 октября"),
        ("совет (май 2031 г.)", "май 2031 г."),
    ],
)
def test_a_term_inside_of_the_text(text, term):
    assert inline_term(text) == term


def test_a_page_lives_through_json():
    source = page([cell("№", 2), "Мероприятие"], [None, "а\nб"], below=("¹",))
    assert page_from_json(page_as_json(source)) == source


def test_rows_of_a_grid_are_of_one_width():
    with pytest.raises(ValueError, match="one width"):
        grid(["а"], ["б", "в"])
