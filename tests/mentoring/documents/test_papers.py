"""The papers themselves: pages, text, fonts and pixels of samples."""

from dataclasses import replace

import pytest

from mentoring.documents.layout import ORDER, REGISTER, WORKING
from mentoring.documents.papers import (
    Annex,
    OrderItem,
    PaperColumn,
    PaperTable,
    RowGroup,
    paper_data,
)
from mentoring.documents.pdf import render_pdf
from mentoring.documents.qr import draw_qr
from tests.mentoring.documents import samples
from tests.mentoring.documents.reading import fonts, picture, read, size_mm, words

CODE = "7KQM2XPA9TRW4HBC"
WATERMARK_GREY = 0xE4


def render(paper, layout, **options):
    context = {"paper": paper}
    if "code" in options:
        context["qr"] = draw_qr(options.pop("code"))
    return render_pdf(paper.template_name, context, layout=layout, **options)


def test_an_order_is_one_sheet_an_annex_and_an_acquaintance_sheet():
    pdf = render(samples.order(), ORDER)

    assert [size_mm(pdf, page) for page in range(3)] == [(210, 297), (297, 210), (210, 297)]
    assert len(read(pdf).pages) == 3
    assert fonts(pdf) == {"Tinos", "Tinos-Bold"}
    first = words(pdf, 0)
    for part in (
        "МУНИЦИПАЛЬНОЕ БЮДЖЕТНОЕ ОБЩЕОБРАЗОВАТЕЛЬНОЕ УЧРЕЖДЕНИЕ",
        "(МБОУ г. Иркутска СОШ № 157)",
        "от 12.01.2026",
        "№ 20/01-02",
        "О закреплении наставнических пар и групп на 2025/2026 учебный год",
        "ПРИКАЗЫВАЮ:",
        "1. Утвердить наставнические пары и группы (Приложение № 1).",
        "2.1. разработать совместно с наставляемыми",
        "5. Контроль за исполнением приказа оставляю за собой.",
        "Директор",
        "Г. А. Кедрова",
    ):
        assert part in first
    assert words(pdf, 1).startswith(
        "Приложение № 1 к приказу МБОУ г. Иркутска СОШ № 157 от 12.01.2026 № 20/01-02 Наставнические пары"
    )
    assert [words(pdf, page).split()[-1] for page in range(3)] == ["Кедрова", "2", "3"]
    assert words(pdf, 2).startswith(
        "Лист ознакомления С приказом МБОУ г. Иркутска СОШ № 157 от 12.01.2026 № 20/01-02 "
        "«О закреплении наставнических пар и групп на 2025/2026 учебный год» ознакомлены: "
        "№ ФИО Должность Дата Подпись 1 Петрова Мария Сергеевна"
    )


def test_a_long_annex_repeats_its_heading_and_tears_no_row():
    pdf = render(samples.order(40), ORDER)

    turned = [page for page in range(len(read(pdf).pages)) if size_mm(pdf, page) == (297, 210)]
    assert len(turned) > 3
    assert all("Наставник, должность Наставляемый, должность" in words(pdf, page) for page in turned)
    starts = sum(words(pdf, page).count("«педагог – педагог»") for page in turned)
    ends = sum(words(pdf, page).count("согласия от 08.01.2026 и 09.01.2026") for page in turned)
    assert (starts, ends) == (40, 40)


def test_a_draft_has_lines_for_number_and_date_and_a_watermark_behind_the_text():
    paper = samples.order(number="", date="")
    plain, draft = render(paper, ORDER), render(paper, ORDER, watermark="ПРОЕКТ")

    assert "20/01-02" not in words(draft)
    for page in range(3):
        pairs = list(zip(picture(plain, page).shades(), picture(draft, page).shades(), strict=True))
        assert sum(before == 255 and after == WATERMARK_GREY for before, after in pairs) > 1500
        assert all(after <= before for before, after in pairs)
    assert "ПРОЕКТ" not in words(plain)


def test_an_issued_order_carries_its_code_in_the_lower_right_of_the_first_sheet():
    plain, issued = render(samples.order(), ORDER), render(samples.order(), ORDER, code=CODE)

    corner = (170, 260, 202, 292)
    assert picture(plain).crop_mm(*corner).dark == 0
    assert picture(issued).crop_mm(*corner).dark > 600
    assert picture(issued, 1).crop_mm(257, 175, 290, 205).dark == 0
    assert "Проверка документа school157.example/check код 7KQM-2XPA-9TRW-4HBC" in words(issued, 0)


@pytest.mark.parametrize("lines", range(8, 14))
def test_a_signature_never_stands_alone_on_a_sheet(lines):
    items = tuple(
        OrderItem("Провести мероприятие в установленный срок и представить отчёт.") for _ in range(lines)
    )
    long_items = (*items, OrderItem("Обеспечить явку. " * 14))
    paper = replace(samples.order(), items=long_items, annexes=(), acquaintance=())

    pdf = render(paper, ORDER)

    last = words(pdf, len(read(pdf).pages) - 1)
    assert "Кедрова" in last
    assert "Обеспечить явку" in last


def test_an_item_that_leads_on_to_others_is_never_the_last_on_a_sheet():
    filler = tuple(
        OrderItem("Провести мероприятие в установленный срок и представить отчёт.") for _ in range(19)
    )
    items = (
        *filler,
        OrderItem("Куратору:", (OrderItem("ознакомить под подпись;"), OrderItem("вести учёт."))),
    )
    paper = replace(samples.order(), items=items, annexes=(), acquaintance=())

    pdf = render(paper, ORDER)

    assert "Куратору:" not in words(pdf, 0)
    assert "Куратору: " in words(pdf, 1)


@pytest.mark.parametrize(
    ("paper", "said"),
    [
        (samples.processing_consent(), "зарегистрированная по адресу: (индекс, адрес регистрации"),
        (samples.mentoring_consent(), "согласна на выполнение работы по наставничеству в отношении Ивановой"),
        (samples.participation_consent(), "согласна на участие в персонализированной программе"),
        (samples.distribution_consent(), "Общие персональные данные да нет фамилия, имя, отчество"),
    ],
    ids=["processing", "mentoring", "participation", "distribution"],
)
def test_a_consent_is_one_sheet_with_lines_for_the_hand(paper, said):
    pdf = render(paper, WORKING)

    assert len(read(pdf).pages) == 1
    assert said in words(pdf)
    assert "(подпись)" in words(pdf)
    assert "(расшифровка подписи)" in words(pdf)
    assert "20 г." in words(pdf)


def test_tick_boxes_are_empty_until_answered():
    assert words(render(samples.distribution_consent(), WORKING)).count("×") == 0
    answered = samples.distribution_consent(True, True, False, None, None)
    assert words(render(answered, WORKING)).count("×") == 3


def test_a_programme_has_the_fields_of_the_school_template_in_their_order():
    text = words(render(samples.programme(), WORKING))

    captions = [
        "ФИО наставника",
        "ФИО наставляемого/группы наставляемых",
        "Название программы",
        "Срок реализации программы",
        "Дата ознакомления с программой куратора/методического совета",
        "Дата согласования программы наставником с наставляемым/группой наставляемых",
        "Пояснительная записка",
        "Описание проблемы, профессиональных затруднений, на решение/преодоление которых "
        "направлена программа, а так же сильные стороны, которые необходимо поддержать и развить",
        "Цели и задачи программы",
        "Форма и вид наставничества",
        "Описание возможного содержания деятельности",
        "Промежуточные и планируемые результаты",
        "Расписание встреч, режим работы (онлайн, очный, смешанный), условия обучения",
        "План мероприятий",
        "Дата Мероприятие Форма Содержание Рефлексия",
        "первая декада сентября 2026 г.",
        "С программой ознакомлен куратор",
    ]
    places = [text.find(caption) for caption in captions]
    assert -1 not in places
    assert places == sorted(places)


def test_a_programme_opens_with_a_title_sheet_and_turns_for_the_plan():
    pdf = render(samples.programme(), WORKING, code=CODE)

    assert [size_mm(pdf, page) for page in range(3)] == [(210, 297), (210, 297), (297, 210)]
    assert words(pdf, 0).rstrip().startswith("МУНИЦИПАЛЬНОЕ")
    assert "г. Иркутск 2026 г." in words(pdf, 0)
    assert words(pdf, 1).startswith("Пояснительная записка")


def test_a_register_is_landscape_with_repeated_heading_column_numbers_and_page_numbers():
    pdf = render(samples.register(), REGISTER)

    count = len(read(pdf).pages)
    assert count > 3
    for page in range(count):
        assert size_mm(pdf, page) == (297, 210)
        assert "Направления деятельности" in words(pdf, page)
        assert "1 2 3 4 5 6 7 8 9" in words(pdf, page)
    assert words(pdf, 0).startswith(
        "МБОУ г. Иркутска СОШ № 157 Реестр наставников по состоянию на 20.01.2026"
    )
    assert [words(pdf, page).split()[-1] for page in range(1, count)] == [
        str(page) for page in range(2, count + 1)
    ]
    assert "Н. М. Ясенева" in words(pdf, count - 1)


def test_group_headings_of_a_table_stand_between_its_rows():
    table = PaperTable(
        (PaperColumn("ФИО"), PaperColumn("Срок")),
        (
            RowGroup((("Петрова М. С.", "май"),), "Первая группа"),
            RowGroup((("Кравец П. И.", "июнь"),), "Вторая группа"),
        ),
    )
    paper = replace(
        samples.order(), annexes=(Annex("1", "Состав", table, orientation="portrait"),), acquaintance=()
    )

    pdf = render(paper, ORDER)

    assert size_mm(pdf, 1) == (210, 297)
    assert words(pdf, 1).endswith(
        "Состав ФИО Срок Первая группа Петрова М. С. май Вторая группа Кравец П. И. июнь 2"
    )


def test_a_row_that_does_not_fit_its_columns_is_refused():
    with pytest.raises(ValueError, match="a row of 1 cells under 2 columns"):
        PaperTable((PaperColumn("ФИО"), PaperColumn("Срок")), (RowGroup((("Петрова",),)),))


def test_the_frozen_copy_holds_everything_that_was_printed():
    data = paper_data(samples.order())

    assert data["number"] == "20/01-02"
    assert data["items"][1]["items"][0]["text"].startswith("разработать совместно")
    assert data["annexes"][0]["table"]["groups"][0]["rows"][0][1].startswith("Петрова Мария Сергеевна")
    assert len(data["acquaintance"]) == 6
