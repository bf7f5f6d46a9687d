"""A roadmap read from either format and printed as cells is the roadmap that was in the file."""

import json
import warnings
from pathlib import Path

import pytest

from roadmap.plans.copies import plan_as_docx, plan_as_xlsx
from roadmap.plans.grid import single_spaced
from roadmap.plans.headings import split_footnote
from roadmap.plans.printing import print_plan
from roadmap.plans.reading import read_plan
from roadmap.plans.uploads import read_upload
from tests.roadmap.plans.samples import FILES, SAMPLES

KNOWN = Path(__file__).resolve().parents[4] / "shared" / "data" / "roadmaps"
KNOWN_CELLS = 227


COPIES = {"docx": plan_as_docx, "xlsx": plan_as_xlsx}


def read(data, filename):
    return read_plan(read_upload(data, filename=filename))


def printed(data, filename):
    return print_plan(read(data, filename))


def spaced(cells):
    return [tuple(single_spaced(text) for text in cell) for cell in cells]


@pytest.mark.parametrize("form", FILES)
@pytest.mark.parametrize("name", SAMPLES)
def test_each_layout_comes_back_as_it_was(name, form):
    sample = SAMPLES[name]
    page = printed(FILES[form](sample), f"plan.{form}")
    assert page.above == (sample.title,)
    assert page.grid.cells == spaced([(heading,) for heading in sample.columns] + sample.cells)
    assert page.below == tuple(sample.footnotes)


@pytest.mark.parametrize(("form", "other"), [("docx", "xlsx"), ("xlsx", "docx")])
def test_the_known_roadmaps_come_back_cell_by_cell(form, other):
    """The roadmaps of five schools, where they are at hand: 227 of 227 cells of the printed file, a band is one."""
    paths = sorted(KNOWN.glob("S*.json"))
    if not paths:
        warnings.warn(
            "the roadmaps of the five schools are not here: only the samples were read", stacklevel=1
        )
        return
    right = total = 0
    for path in paths:
        known = json.loads(path.read_text())
        plan = read(path.with_suffix(f".{form}").read_bytes(), f"{path.stem}.{form}")
        # The other way round, through a file again: what is read from Word is printed for Excel.
        page = printed(COPIES[other](plan), f"copy.{other}")
        assert page.grid == print_plan(plan).grid
        width = len(known["columns"])
        assert page.above == (known["title"],)
        assert page.grid.cells[:width] == spaced([(heading,) for heading in known["columns"]])
        notes = [f"{note['mark']} {note['text']}".strip() for note in known["footnotes"]]
        assert page.below == tuple(notes)
        expected = spaced(known_cells(known["rows"]))
        found = page.grid.cells[width:]
        assert len(found) == len(expected)
        total += len(expected)
        right += sum(mine == theirs for mine, theirs in zip(found, expected, strict=True))
    assert (right, total) == (KNOWN_CELLS, KNOWN_CELLS)


def known_cells(rows):
    cells = []
    for row in rows:
        cells += [(row["band"],)] if isinstance(row, dict) else [tuple(cell) for cell in row]
    return cells


def test_footnote_marks_are_told_from_headings():
    assert split_footnote("Содержание ¹") == ("Содержание", "¹")
    assert split_footnote("Содержание") == ("Содержание", "")
