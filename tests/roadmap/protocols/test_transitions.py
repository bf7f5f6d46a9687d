"""Who may move a protocol from which state: written by hand, not read from the table under test."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from mentoring.workflow.verdicts import Refused, StaleState
from roadmap.protocols.editing import remove_item, save_item
from roadmap.protocols.enums import ProtocolBody
from roadmap.protocols.models import Protocol
from roadmap.protocols.rules import TABLE
from roadmap.protocols.services import (
    attach_scan,
    begin_protocol,
    change_header,
    discard_protocol,
    set_attendance,
    sign_protocol,
)
from tests.factories.people import (
    make_administrator,
    make_council_member,
    make_curator,
    make_director,
    make_keeper,
    make_person,
    make_psychologist,
    make_user,
)
from tests.factories.protocols import make_protocol
from tests.mentoring.documents.zoo import pdf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("marked_sheets")]
ACTORS = {
    "director": make_director,
    "curator": make_curator,
    "council": make_council_member,
    "psychologist": make_psychologist,
    "administrator": make_administrator,
    "keeper": make_keeper,
    "teacher": lambda: make_user("teacher"),
}
CURATOR, BOTH = {"curator"}, {"curator", "council"}
VERBS = {
    "sign": lambda row, by: sign_protocol(row, by=by),
    "edit": lambda row, by: change_header(
        row, by=by, version=row.version, title="совещания", held_on=row.held_on, place=""
    ),
    "people": lambda row, by: set_attendance(row, by=by, version=row.version, chair=None, secretary=None),
    "item": lambda row, by: save_item(row, None, by=by, title="Ещё вопрос"),
    "remove": lambda row, by: remove_item(row.items.first(), by=by),
    "scan": lambda row, by: attach_scan(
        row, by=by, scan=SimpleUploadedFile("s.pdf", pdf(), "application/pdf")
    ),
    "discard": lambda row, by: discard_protocol(row, by=by),
}
# verb: {state: state after}; everybody but who keeps the body's protocols is refused everywhere.
GRID = {
    "sign": {"draft": "signed"},
    "edit": {"draft": "draft"},
    "people": {"draft": "draft"},
    "item": {"draft": "draft"},
    "remove": {"draft": "draft"},
    "scan": {"signed": "signed"},
    "discard": {"draft": "gone"},
}
KEEPERS = {"methodical": BOTH, "pedagogical": CURATOR, "meeting": CURATOR, "parents": CURATOR}


def state_of(protocol):
    return Protocol.objects.filter(pk=protocol.pk).values_list("status", flat=True).first() or "gone"


def test_the_table_has_the_steps_of_the_grid():
    assert [(row.name, row.sources, row.target) for row in TABLE.transitions] == [
        ("sign", ("draft",), "signed")
    ]


@pytest.mark.parametrize("state", ["draft", "signed"])
@pytest.mark.parametrize("body", ["methodical", "parents"])
def test_each_verb_in_each_state_by_each_role(state, body):
    protocol = make_protocol(state, body=body)
    people = {actor: make() for actor, make in ACTORS.items()}
    for verb, act in VERBS.items():
        for actor, by in people.items():
            attempt = transaction.savepoint()
            if actor in KEEPERS[body] and state in GRID[verb]:
                act(protocol, by)
                assert (verb, actor, state_of(protocol)) == (verb, actor, GRID[verb][state])
            else:
                with pytest.raises(Refused) as refusal:
                    act(protocol, by)
                is_stale = actor in KEEPERS[body] and verb == "sign"
                assert (verb, actor, isinstance(refusal.value, StaleState)) == (verb, actor, is_stale)
                assert state_of(protocol) == state
            transaction.savepoint_rollback(attempt)


def test_each_body_is_begun_by_its_keepers_only():
    today = timezone.localdate()
    for body in ProtocolBody:
        for actor, make in ACTORS.items():
            if actor in KEEPERS[body]:
                assert begin_protocol(by=make(), body=body, held_on=today).body == body
            else:
                with pytest.raises(Refused, match="ведёт куратор"):
                    begin_protocol(by=make(), body=body, held_on=today)


def test_nothing_unfinished_gets_a_number():
    protocol = begin_protocol(
        by=make_curator(), body="methodical", held_on=timezone.localdate() + timezone.timedelta(days=1)
    )
    with pytest.raises(Refused) as refusal:
        sign_protocol(protocol, by=make_curator())
    assert refusal.value.problems == (
        "Заседание ещё не состоялось: дата впереди.",
        "Не указан председатель.",
        "Не указан секретарь.",
        "В повестке дня нет ни одного вопроса.",
    )
    save_item(protocol, None, by=make_curator(), title="О планах")
    with pytest.raises(Refused) as refusal:
        sign_protocol(protocol, by=make_curator())
    assert refusal.value.problems[-1] == "Вопрос 1: нет решения."


def test_the_next_protocol_begins_with_the_people_of_the_last():
    chair, secretary, left = make_person(), make_person(), make_person()
    make_protocol(people=[chair, secretary, left], by=make_curator())
    left.left_on = timezone.localdate()
    left.save()

    protocol = begin_protocol(by=make_curator(), body="methodical", held_on=timezone.localdate())

    assert [(row.role, row.person) for row in protocol.attendees.all()] == [
        ("chair", chair),
        ("secretary", secretary),
    ]


def test_votes_and_people_keep_to_each_other():
    protocol = make_protocol(items=0)
    with pytest.raises(Refused, match="голосуют 3, а отметок 4"):
        save_item(protocol, None, by=make_curator(), title="О планах", votes=(3, 1, 0))
    save_item(protocol, None, by=make_curator(), title="О планах", votes=(2, 1, 0))
    fresh = Protocol.objects.get()
    words = {"by": make_curator(), "version": fresh.version, "chair": make_person()}
    with pytest.raises(Refused, match="Вопрос 1: голосов больше"):
        set_attendance(fresh, secretary=None, **words)
    with pytest.raises(Refused, match="стоит в списке дважды"):
        set_attendance(fresh, secretary=words["chair"], **words)
    assert set_attendance(fresh, secretary=None, others_present=2, **words).others_present == 2
