"""Every address × what it leaves in the log of access; the table is tests/project/log_table.txt.

Its cells: what the log calls the act of a person whom the page lets in («–»: the page touches nobody's data).
"""

from pathlib import Path

import pytest
from django.db import transaction
from django.urls import reverse

from mentoring.accounts.models import AccessRecord
from mentoring.accounts.routes import SUBJECTS
from tests.project.test_urls import is_ours, patterns
from tests.project.world import ACTORS, make_world

TABLE = Path(__file__).with_name("log_table.txt")
# Who is asked to open a page, the first whom it lets in.
ASKED = [actor for actor in reversed(ACTORS) if actor != "anonymous"]


def read_table():
    """{(name, method): kind}"""
    lines = [line.split() for line in TABLE.read_text().splitlines() if line and not line.startswith("#")]
    return {(name, method): kind for name, method, kind in lines}


def left_in_log(world, actor, name, row, method):
    """(is it let in, the records of one request); everything is rolled back."""
    url = reverse(name, kwargs=world.kwargs_of(name, row.pattern.regex.groupindex))
    with transaction.atomic():
        last = AccessRecord.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        response = getattr(world.client(actor), method.lower())(url)
        records = list(AccessRecord.objects.filter(pk__gt=last))
        transaction.set_rollback(True)
    return response.status_code < 400, records


def kind_left(world, name, row, method):
    """The kind of the record of the first actor let in; «–» when there is none, «closed» when nobody is let in."""
    for actor in ASKED:
        is_in, records = left_in_log(world, actor, name, row, method)
        assert len(records) <= 1, f"{method} {name}: {records}"
        assert is_in or records, f"{method} {name}: {actor} is refused and nobody knows"
        if is_in:
            return records[0].kind if records else "–"
    return "closed"


def test_the_table_names_every_address_of_ours():
    assert {name for name, _ in read_table()} == {name for name, _ in patterns() if is_ours(name)}


def test_every_address_has_words_in_the_log():
    bare = [
        name for name, _ in patterns() if is_ours(name) and not {name, name.split(":")[0]} & set(SUBJECTS)
    ]
    assert bare == []


@pytest.mark.slow
@pytest.mark.django_db
def test_every_page_with_personal_data_leaves_a_record(settings, tmp_path):
    world = make_world(settings, tmp_path)
    left = {
        (name, method): kind_left(world, name, row, method)
        for name, row in patterns()
        if is_ours(name)
        for method in ("GET", "POST")
    }
    wrong = {key: kind for key, kind in left.items() if read_table().get(key) != kind}
    assert wrong == {}, "\n".join(f"{name:<38}{method:<6}{kind}" for (name, method), kind in left.items())
