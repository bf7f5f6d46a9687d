"""The demo holds invented people only: none of the names met while the program was made stands in it."""

import hashlib
from pathlib import Path

from mentoring.language.folding import fold_key
from mentoring.language.initials import short_name
from mentoring.management.demo_school import staff

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
