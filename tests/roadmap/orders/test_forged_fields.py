"""Number, state and approver are the services' own: a form that brings them along changes none of them (A9)."""

import pytest
from django.forms import model_to_dict
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from roadmap.orders.models import Order
from tests.factories.orders import make_order
from tests.factories.pairs import make_mentorship
from tests.factories.people import make_curator, make_director

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ready", "marked_sheets")]
TODAY = f"{timezone.localdate():%d.%m.%Y}"
FORGED = {
    "number": "777777", "sequence": "777777", "year": "1999", "date": "01.01.1999", "status": "signed",
    "approved_by": "1", "approved_by_id": "1", "approved_at": "1999-01-01", "registered_by": "1",
    "registered_at": "1999-01-01", "signed_on": "01.01.1999", "document": "1", "scan_id": "1",
    "created_by": "1", "kind": "other", "id": "777777", "pk": "777777",
}  # fmt: skip
OWN = {
    "submit": {"status", "version"},
    "recall": {"status", "version"},
    "approve": {"status", "version", "approved_by", "approved_at"},
    "return": {"status", "version", "approved_by", "approved_at"},
    "register": {
        "status", "version", "number", "sequence", "year", "date", "registered_by", "registered_at", "document",
    },
    "sign": {"status", "version", "signed_on"},
    "edit": {"version", "title"},
    "add_item": {"version"},
    "acquaint": set(),
}  # fmt: skip
FROM = {
    "submit": "draft", "recall": "submitted", "approve": "submitted", "return": "submitted", "register": "approved",
    "sign": "registered", "edit": "draft", "add_item": "draft", "acquaint": "registered",
}  # fmt: skip


def facts(order):
    return {field.attname: getattr(order, field.attname) for field in Order._meta.concrete_fields}


def typed(name, order):
    row = order.acquaintances.first()
    header = ("title", "preamble", "control", "annex_title", "signer_position", "signer_name", "journal")
    return {"version": order.version} | {
        "return": {"comment": "Уточните"},
        "register": {"on": TODAY},
        "sign": {"on": TODAY},
        "edit": {key: model_to_dict(order)[key] for key in header} | {"title": "О закреплении"},
        "add_item": {"text": "Ещё пункт"},
        "acquaint": {"on": TODAY, f"person_{row.person_id if row else 0}": "on"},
    }.get(name, {})


@pytest.mark.parametrize("name", OWN)
def test_a_form_changes_its_own_columns_and_no_others(name):
    order = make_order(FROM[name])
    user = make_director() if name in ("approve", "return") else make_curator()
    client = Client()
    client.force_login(user)
    before = facts(order)

    answer = client.post(reverse(f"orders:{name}", args=[order.pk]), FORGED | typed(name, order))

    after = facts(Order.objects.get(pk=order.pk))
    changed = {column.removesuffix("_id") for column in after if after[column] != before[column]}
    assert answer.status_code == 302
    assert changed <= OWN[name] | {"curator"} if name == "edit" else changed <= OWN[name]
    assert not {str(value) for value in after.values()} & {"777777", "1999"}
    assert after["approved_by_id"] in (None, make_director().pk)


def test_a_draft_begins_without_number_and_approver():
    pair, client = make_mentorship("agreed"), Client()
    client.force_login(make_curator())
    client.post(reverse("orders:create"), FORGED | {"pairs": [pair.pk]})
    order = Order.objects.get()
    assert (order.status, order.number, order.approved_by, order.created_by) == (
        "draft",
        "",
        None,
        make_curator(),
    )
