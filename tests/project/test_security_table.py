"""The page of threats names only what exists: its checks, its files, each code once, and the right sums."""

import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "security.md"
GROUPS = {"A": 18, "B": 21, "C": 14, "D": 29, "E": 13, "F": 19, "G": 9, "H": 21, "I": 12}
MEASURES = ROOT / "docs" / "fstec21.md"
# Those that software can carry.
CARRIED = [
    *(
        "ИАФ.1",
        "ИАФ.3",
        "ИАФ.4",
        "ИАФ.5",
        "УПД.1",
        "УПД.2",
        "УПД.3",
        "УПД.4",
        "УПД.5",
        "УПД.6",
        "УПД.10",
        "УПД.11",
    ),
    *("РСБ.1", "РСБ.2", "РСБ.3", "РСБ.7", "АНЗ.2", "ОДТ.4", "ОДТ.5", "ЗИС.3"),
]
NOT_WHOLE = {"**Частью:**": 1, "**Не сделано:**": 2, "**Не относится:**": 3}


def rows():
    """[(code, threat, answer, where it is shown)]"""
    found = [line.strip("| ").split(" | ") for line in PAGE.read_text().splitlines()]
    return [cells for cells in found if re.fullmatch(r"[A-Z]\d+", cells[0])]


def outcome(shown: str) -> int:
    return next((place for mark, place in NOT_WHOLE.items() if shown.startswith(mark)), 0)


def test_every_code_stands_once_and_in_order():
    assert [cells[0] for cells in rows()] == [
        f"{group}{number}" for group, count in GROUPS.items() for number in range(1, count + 1)
    ]
    assert {len(cells) for cells in rows()} == {4}


def test_every_check_that_the_page_names_exists():
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE.read_text())
    known = {
        path: set(re.findall(r"^def (test_\w+)\(", (ROOT / path).read_text(), re.MULTILINE))
        for path in {path for path, _ in named}
    }
    assert len(named) > 250
    assert [f"{path}::{name}" for path, name in named if name not in known[path]] == []


def test_every_file_that_the_page_names_exists():
    files = re.findall(r"`((?:bin|deploy|tests)/[\w./-]+)", PAGE.read_text())
    links = re.findall(r"\]\(([\w./]+)\)", PAGE.read_text())
    assert [name for name in files if not (ROOT / name).exists()] == []
    assert [name for name in links if not (PAGE.parent / name).exists()] == []


def test_what_is_whole_names_what_shows_it():
    bare = [code for code, *_, shown in rows() if outcome(shown) < 2 and not re.search(r"`\w|\]\(", shown)]
    assert bare == []


def test_the_sums_are_right():
    counted = {group: Counter() for group in GROUPS}
    for code, *_, shown in rows():
        counted[code[0]][outcome(shown)] += 1
    lines = re.findall(
        r"^\| (\w+)\.? [^|]*\| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", PAGE.read_text(), re.MULTILINE
    )
    written = {name: tuple(map(int, sums)) for name, *sums in lines}
    expected = {group: tuple(counts[place] for place in range(4)) for group, counts in counted.items()}
    total = tuple(sum(counts) for counts in zip(*expected.values(), strict=True))
    assert written == {**expected, "Всего": total}


def test_each_measure_names_rows_of_the_page():
    """Orders of the ФСТЭК speak in measures, this page in threats: each measure leads to rows that are not «Не сделано»."""
    lines = [
        line.strip("| ").split(" | ") for line in MEASURES.read_text().splitlines() if line.startswith("| ")
    ][1:]
    measures = {name: codes.split(", ") for name, *_, codes in lines if "." in name}
    assert list(measures) == CARRIED
    outcomes = {code: outcome(shown) for code, *_, shown in rows()}
    assert {code for codes in measures.values() for code in codes} <= {*outcomes}
    assert [name for name, codes in measures.items() if all(outcomes[code] == 2 for code in codes)] == []
