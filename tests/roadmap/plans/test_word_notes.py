"""Footnotes of Word: the mark stands where the page shows it, the text is not lost."""

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn

from roadmap.plans.outline import PlanFootnote
from roadmap.plans.reading import read_plan
from roadmap.plans.uploads import read_upload
from tests.roadmap.plans.samples import saved

TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


def a_table():
    document = Document()
    document.add_paragraph("Дорожная карта школы № 7")
    table = document.add_table(rows=2, cols=3)
    for cell, text in zip(table.rows[0].cells, ("№", "Этап", "Содержание"), strict=True):
        cell.text = text
    for cell, text in zip(table.rows[1].cells, ("1.", "Подготовка", "Издать приказ"), strict=True):
        cell.text = text
    return document, table


def note(cell, number, own=""):
    run = cell.paragraphs[0].add_run()
    reference = OxmlElement("w:footnoteReference")
    reference.set(qn("w:id"), number)
    if own:
        reference.set(qn("w:customMarkFollows"), "1")
    run._r.append(reference)
    if own:
        run.add_text(own)


def with_notes(document, texts):
    said = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:r><w:footnoteRef/><w:t> {text}</w:t></w:r></w:p></w:footnote>'
        for number, text in texts.items()
    )
    blob = f"<w:footnotes {nsdecls('w')}>{said}</w:footnotes>".encode()
    part = Part(PackURI("/word/footnotes.xml"), TYPE, blob, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    return read_plan(read_upload(saved(document), filename="plan.docx"))


def test_a_footnote_of_word_is_read_with_its_text():
    document, table = a_table()
    note(table.rows[0].cells[2], "2")
    note(table.rows[1].cells[2], "3")
    note(table.rows[1].cells[1], "4", own="*")

    plan = with_notes(document, {"2": "С учётом опыта.", "3": "До 1 сентября.", "4": "По желанию."})

    assert [column.heading for column in plan.columns] == ["№", "Этап", "Содержание¹"]
    stage = plan.stages[0]
    assert (stage.title, stage.measures[0].text) == ("Подготовка*", "Издать приказ²")
    assert plan.footnotes == (
        PlanFootnote("¹", "С учётом опыта.", 2),
        PlanFootnote("*", "По желанию."),
        PlanFootnote("²", "До 1 сентября."),
    )


def test_a_raised_digit_is_a_mark():
    document, table = a_table()
    table.rows[0].cells[2].paragraphs[0].add_run("1").font.superscript = True
    below = document.add_paragraph()
    below.add_run("1").font.superscript = True
    below.add_run(" С учётом опыта.")

    plan = read_plan(read_upload(saved(document), filename="plan.docx"))

    assert plan.columns[2].heading == "Содержание¹"
    assert (plan.footnotes, plan.closing) == ((PlanFootnote("¹", "С учётом опыта.", 2),), "")
