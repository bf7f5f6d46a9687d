"""The editable copy says the same words as the PDF."""

from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document

from roadmap.orders.documents import paper_of
from tests.factories.orders import make_order
from tests.factories.people import make_council_member, make_curator

pytestmark = pytest.mark.django_db


def get(user, order):
    client = Client()
    client.force_login(user)
    return client.get(reverse("orders:docx", args=[order.pk]))


def test_the_copy_holds_every_word_of_the_order_in_its_order():
    order = make_order("registered")
    paper = paper_of(order)

    response = get(make_curator(), order)
    book = Document(BytesIO(response.content))
    lines = [line.text for line in book.paragraphs if line.text]

    assert lines[:2] == [paper.letterhead.full_name, f"({paper.letterhead.short_name})"]
    assert f"от {paper.date}\t№ {paper.number}" in lines and paper.title in lines
    items = [f"{number}\t{text}" for number, _, text in paper.numbered_items]
    places = [lines.index(item) for item in items]
    assert places == sorted(places) and len(items) > 2
    annex, sheet = book.tables
    heads = [cell.text for cell in annex.rows[0].cells]
    assert heads == [column.heading for column in paper.annexes[0].table.columns]
    rows = [tuple(cell.text for cell in row.cells) for row in annex.rows[1:]]
    assert rows == list(paper.annexes[0].table.groups[0].rows)
    assert [row.cells[1].text for row in sheet.rows[1:]] == [row.name for row in paper.acquaintance]
    assert [round(section.page_width.mm) for section in book.sections] == [210, 297, 210]
    assert (book.core_properties.author, book.core_properties.comments) == ("", "")


def test_a_draft_leaves_lines_for_the_number_and_only_who_prepares_orders_takes_it():
    order = make_order("draft")

    book = Document(BytesIO(get(make_curator(), order).content))

    assert "от ____________\t№ ____________" in [line.text for line in book.paragraphs]
    assert get(make_council_member(), order).status_code == 403
