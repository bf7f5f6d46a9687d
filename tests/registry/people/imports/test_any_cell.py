"""Whatever stands in the cells: a fact or a sentence, never a crash, and everything fits into JSON."""

import json
from datetime import UTC, date, datetime, time

from hypothesis import given
from hypothesis import strategies as st

from registry.people.imports import cells
from registry.people.imports.checks import check_list
from registry.people.imports.columns import Mapping
from registry.people.imports.headings import FIELDS
from registry.people.imports.rows import read_row
from registry.people.imports.workbook import SheetRow
from registry.people.models import Person

TODAY = date(2026, 11, 21)
KEYS = [field.key for field in FIELDS if field.key not in ("last_name", "first_name", "patronymic")]
MAPPING = Mapping(header_row=1, headings=tuple(KEYS), columns={key: index for index, key in enumerate(KEYS)})
# What a cell can hold: XML carries no surrogates, the rest comes as it is.
CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(min_value=-(10**12), max_value=10**12),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=400),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.sampled_from(
        ["12 лет", "31.02.1990", "первая (до 1.1.1)", "a@b", "8 912", "Ж", "№", "#REF!", "_x000D_"]
    ),
)


@given(st.lists(CELLS, min_size=len(KEYS), max_size=len(KEYS)), st.frozensets(st.integers(0, len(KEYS) - 1)))
def test_a_row_of_anything_is_read_or_refused_in_words(values, formulas):
    row = SheetRow(number=2, values=tuple(values), formulas=formulas)
    stored = cells.from_json(2, json.loads(json.dumps(cells.to_json(row))))
    clean = read_row(stored, MAPPING, today=TODAY)
    check_list([clean], MAPPING, today=TODAY)
    json.dumps(clean.json_values())
    for remark in (*clean.repairs, *clean.warnings, *clean.errors):
        assert remark.text.strip()
    for key, value in clean.values.items():
        limit = getattr(Person._meta.get_field(key), "max_length", None) if key != "position" else 250
        assert limit is None or len(str(value)) <= limit
        assert "\x00" not in str(value)


@given(st.lists(CELLS, max_size=12))
def test_cells_of_plain_kinds_come_back_from_json_as_they_were(values):
    kept = [value for value in values if not isinstance(value, time) and "\x00" not in str(value)]
    row = SheetRow(number=2, values=tuple(kept))
    assert cells.from_json(2, json.loads(json.dumps(cells.to_json(row)))) == row


def test_a_moment_keeps_its_zone_if_it_ever_has_one():
    row = SheetRow(number=2, values=(datetime(2026, 1, 2, 3, 4, tzinfo=UTC),))
    assert cells.from_json(2, cells.to_json(row)) == row
