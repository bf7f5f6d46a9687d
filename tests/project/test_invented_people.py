"""Invented people only: none of the names met while the program was made stands in the demo or in any other file."""

import hashlib
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from mentoring.language.folding import fold_key
from mentoring.language.initials import short_name
from mentoring.management.demo_school import staff

ROOT = Path(__file__).resolve().parents[2]
SURNAME = r"([А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?)"
GAP, LETTER = r"[ \u00a0|,;\t]+", r"([А-ЯЁ])"
INITIALS = rf"{LETTER}\.[ \u00a0]?{LETTER}\."
# A name in full, before its initials, behind them: where in each the surname and the two letters stand.
SHAPES = [
    (re.compile(rf"(?={SURNAME}{GAP}{LETTER}[а-яё]+{GAP}{LETTER}[а-яё]+)"), (0, 1, 2)),
    (re.compile(rf"{SURNAME}[ \u00a0]{INITIALS}"), (0, 1, 2)),
    (re.compile(rf"{INITIALS}[ \u00a0]?{SURNAME}"), (2, 0, 1)),
]
# «Ивановой», «Петровым», «Белому»: what may stand on paper for a surname of the list.
ENDINGS = {
    "": ("", "а", "ый", "ий", "ой"), "а": ("",), "у": ("", "а"), "е": ("", "а"), "ы": ("а",), "ой": ("а", "ая"), "ым": ("", "ый", "ий"),
    "ого": ("ый", "ой"), "ому": ("ый", "ой"), "им": ("ий",), "его": ("ий",), "ему": ("ий",), "ом": ("",), "ую": ("ая",), "ей": ("я", "а"),
}  # fmt: skip
REAL = {
    line
    for line in Path(__file__).with_name("real_names.txt").read_text().splitlines()
    if not line.startswith("#")
}


def digest(name) -> str:
    return hashlib.sha256(fold_key(name.replace("\xa0", " ")).encode()).hexdigest()[:16]


def names_of_the_demo():
    for line in staff.LINES.strip().splitlines():
        full = line.split("|")[0]
        yield full
        yield short_name(*full.split(), before=False)


def test_the_list_knows_its_own():
    assert len(REAL) > 100
    assert digest("Тихонова Г. А.") in REAL


def test_no_name_of_the_demo_is_one_of_them():
    assert [name for name in names_of_the_demo() if digest(name) in REAL] == []


def short_names_in(text: str) -> Iterator[str]:
    """Everything that may be somebody's name, as «Иванова А. П.», whatever case it stands in."""
    for shape, places in SHAPES:
        for groups in shape.findall(text):
            surname, first, second = (groups[place] for place in places)
            for ending, nominatives in ENDINGS.items():
                if surname.endswith(ending):
                    stem = surname.removesuffix(ending)
                    yield from (f"{stem}{other} {first}. {second}." for other in nominatives)


def texts_of_the_repository() -> Iterator[tuple[str, str]]:
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, capture_output=True, check=True, cwd=ROOT, text=True).stdout
    for path in (ROOT / name for name in names.split("\0") if name):
        if (
            path.is_file()
            and path != Path(__file__)
            and path.suffix in {".py", ".md", ".html", ".txt", ".csv", ".sql", ".json"}
        ):
            yield str(path.relative_to(ROOT)), path.read_text(errors="replace")


def test_no_file_names_one_of_them():
    known, found = {}, []
    for place, text in texts_of_the_repository():
        for name in set(short_names_in(text)):
            if name not in known:
                known[name] = digest(name) in REAL
            if known[name]:
                found.append((place, name))
    assert len(known) > 1000
    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        "Тихонова Галина Алексеевна|учитель", "наставник Тихонова Г. А.", "Г.А. Тихонова", "назначить Тихонову Г. А.",
        "Тихоновой Галине Алексеевне", "у Тихоновой\xa0Г.\xa0А.", "Тихонова,Галина,Алексеевна",
    ],
)  # fmt: skip
def test_a_name_is_found_however_it_is_written(text):
    assert REAL & {digest(name) for name in short_names_in(text)}
