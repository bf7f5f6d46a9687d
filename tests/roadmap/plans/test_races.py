"""Two people at one roadmap at the same moment: one act is done, the other person is told, nothing is written twice."""

from functools import partial

import pytest
from django.utils import timezone

from mentoring.accounts.enums import Role
from mentoring.workflow.models import StatusChange
from mentoring.workflow.verdicts import Refused
from roadmap.orders.enums import OrderKind
from roadmap.orders.models import Order
from roadmap.orders.new_drafts import draft_order
from roadmap.orders.services import approve_order, register_order
from roadmap.plans.approval import (
    approve_roadmap,
    archive_roadmap,
    recall_roadmap,
    restore_roadmap,
    return_roadmap,
    start_edition,
    submit_roadmap,
)
from roadmap.plans.columns import change_columns
from roadmap.plans.editing import change_many, change_row
from roadmap.plans.models import Roadmap
from roadmap.plans.row_values import mark_of
from tests.factories.kinds import facts_for, make_kind
from tests.factories.people import make_curator, make_director, make_user
from tests.factories.roadmaps import APPROVED_ON, make_roadmap
from tests.roadmap.orders.test_races import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("long_queues")]
TODAY = timezone.localdate()
ACTS = {
    "submit": ("draft", submit_roadmap),
    "recall": ("submitted", recall_roadmap),
    "return": ("submitted", partial(return_roadmap, comment="Уточните")),
    "approve": ("submitted", partial(approve_roadmap, on=APPROVED_ON)),
    "archive": ("approved", archive_roadmap),
    "restore": ("archived", partial(restore_roadmap, reason="Ещё идёт")),
}


def directors():
    return make_director(), make_user("deputy", Role.DIRECTOR)


def told(results):
    """The kinds of what came back, the one that succeeded first."""
    kinds = [type(result) for result in results]
    return sorted(kind.__name__ if issubclass(kind, Refused) else "done" for kind in kinds)[::-1]


def steps(subject, *actions):
    found = StatusChange.objects.filter(object_id=subject.pk, content_type__model=subject._meta.model_name)
    return found.filter(action__in=actions).count()


def test_of_two_directors_at_one_roadmap_one_acts_and_the_other_is_told():
    first, second = directors()
    for name, (state, act) in ACTS.items():
        roadmap = make_roadmap(state)
        before = steps(roadmap, name)
        results = at_once(partial(act, roadmap, by=first), partial(act, roadmap, by=second))
        assert (name, told(results)) == (name, ["done", "StaleState"])
        assert (name, steps(roadmap, name) - before) == (name, 1)
    # One approves while the other one returns: whoever was first has decided.
    roadmap = make_roadmap("submitted")
    approve, give_back = ACTS["approve"][1], ACTS["return"][1]
    results = at_once(partial(approve, roadmap, by=first), partial(give_back, roadmap, by=second))
    assert told(results) == ["done", "StaleState"]
    roadmap.refresh_from_db()
    assert steps(roadmap, "approve", "return") == 1
    assert roadmap.stamps.count() == int(roadmap.status == "approved")
    # Two begin the next edition, and there is one.
    roadmap = make_roadmap("approved")
    results = at_once(*[partial(start_edition, roadmap, by=by) for by in (first, second)])
    assert (told(results), roadmap.copies.count()) == (["done", "StaleState"], 1)


def test_a_roadmap_gets_into_one_order_and_is_approved_by_it_once():
    first, second = directors()
    roadmap, curator = make_roadmap(), make_curator()

    def draft():
        facts = facts_for(OrderKind.ROADMAP)
        return draft_order(OrderKind.ROADMAP, by=curator, people={}, facts=facts, roadmap=roadmap.pk)

    results = at_once(draft, draft, partial(submit_roadmap, roadmap, by=first))
    assert "done" in told(results) and told(results).count("done") == 1
    assert Order.objects.count() + steps(roadmap, "submit") == 1

    order = make_kind(OrderKind.ROADMAP, "submitted", subject={"roadmap": make_roadmap().pk})
    results = at_once(*[partial(approve_order, order, by=by) for by in (first, second)])
    assert told(results) == ["done", "StaleState"]

    held = order.roadmaps.get()
    results = at_once(
        partial(register_order, order, by=first, on=TODAY),
        partial(register_order, order, by=second, on=TODAY),
        partial(approve_roadmap, held, by=second, on=APPROVED_ON),
    )
    assert told(results).count("done") == 1
    held = Roadmap.objects.get(pk=held.pk)
    assert (held.status, held.order, held.stamps.count()) == ("approved", order, 1)
    assert steps(held, "approve_by_order", "approve") == steps(order, "register") == 1


def test_two_people_who_save_the_same_place_at_once():
    """A stage, a measure, columns and many measures: of two who saw the same page, the second is told."""
    people = directors()
    roadmap = make_roadmap()
    stage = roadmap.stages.first()
    measure, column = stage.measures.first(), roadmap.columns.first()
    for row, field in ((stage, "title"), (measure, "text")):
        act = partial(change_row, row, seen=mark_of(row))
        results = at_once(*[partial(act, by=by, **{field: by.username}) for by in people])
        assert (field, told(results)) == (field, ["done", "StaleState"])
    measure.refresh_from_db()
    act = partial(change_many, roadmap, version=0, marks={measure.pk: mark_of(measure)})
    results = at_once(*[partial(act, by=by, term_text=f"срок {by.username}") for by in people])
    assert told(results) == ["done", "StaleState"]
    act = partial(change_columns, roadmap, version=Roadmap.objects.get(pk=roadmap.pk).version)
    size = {"group": "", "width": 20}
    results = at_once(
        *[partial(act, by=by, columns={column.pk: {"heading": by.username, **size}}) for by in people]
    )
    assert told(results) == ["done", "StaleState"]
    for row in (stage, measure, column):
        row.refresh_from_db()
    assert {stage.title, measure.text, column.heading} <= {by.username for by in people}
