"""Orders under any order of clicks by anybody: whatever was clicked, these things hold."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import rule

from registry.consents.models import Consent
from registry.pairs.models import Mentorship
from roadmap.orders.models import Acquaintance, Order, OrderItem
from tests.factories.bank import make_mentee
from tests.factories.orders import check_forms, make_school
from tests.factories.pairs import make_mentorship
from tests.factories.people import make_council_member, make_curator, make_director, make_teacher
from tests.machines.base import Machine, School, run

pytestmark = pytest.mark.django_db

SNAPSHOT = """
SELECT json_build_object(
  'orders', (SELECT json_object_agg(o.id, json_build_object(
      'status', o.status, 'number', o.number, 'sequence', o.sequence, 'year', o.year, 'journal', o.journal_id,
      'date', o.date, 'approved_by', o.approved_by_id, 'registered_by', o.registered_by_id,
      'document', o.document_id, 'version', o.version,
      'text', md5((o.title, o.preamble, o.control, o.annex_title, o.signer_name, o.curator_id)::text
        || COALESCE((SELECT string_agg(i.text, '|' ORDER BY i.id) FROM roadmap_orderitem i WHERE i.order_id = o.id), '')),
      'paper', (SELECT md5(f.pdf) || md5(d.data::text) || d.sha256
        || (encode(sha256(f.pdf), 'hex') = d.sha256)::text FROM mentoring_issueddocument d
        JOIN mentoring_issuedfile f ON f.document_id = d.id WHERE d.id = o.document_id),
      'pairs', (SELECT json_agg(m.mentorship_id ORDER BY m.mentorship_id)
        FROM roadmap_ordermentorship m WHERE m.order_id = o.id),
      'acquainted', (SELECT count(*) FROM roadmap_acquaintance a
        WHERE a.order_id = o.id AND a.acquainted_on IS NOT NULL)
    )) FROM roadmap_order o),
  'pairs', (SELECT json_object_agg(id, status) FROM registry_mentorship),
  'consents', (SELECT json_object_agg(c.id, json_build_array(c.status, c.person_id)) FROM registry_consent c),
  'sides', (SELECT json_object_agg(m.id, (SELECT json_agg(p.person_id ORDER BY p.id) FROM registry_participant p
        WHERE p.mentorship_id = m.id)) FROM registry_mentorship m),
  'counters', (SELECT json_object_agg(journal_id || '/' || year, last) FROM roadmap_journalcounter),
  'history', (SELECT count(*) FROM mentoring_statuschange)
)::text
"""
NUMBERED = {"registered", "signed"}
APPROVED = {"approved", *NUMBERED}
# Where an order may go from each state, by whom; None is its removal.
MOVES = {
    "draft": {"submitted": "office", None: "office"},
    "submitted": {"draft": "office", "approved": "director", "returned": "director"},
    "returned": {"submitted": "office", None: "office"},
    "approved": {"registered": "office", "returned": "director"},
    "registered": {"signed": "office"},
    "signed": {},
}
OFFICE = {"curator", "director"}
ACTORS = st.sampled_from(["curator", "director", "curator", "director", "council", "teacher"])
NEXT = {
    "draft": ("curator", "submit"),
    "returned": ("curator", "submit"),
    "submitted": ("director", "approve"),
    "approved": ("curator", "register"),
    "registered": ("curator", "sign"),
    "signed": ("curator", "acquaint"),
}
VERBS = st.sampled_from(
    [
        "submit",
        "recall",
        "approve",
        "return",
        "register",
        "sign",
        "discard",
        "acknowledge",
        "acquaint",
        "clear",
        "edit",
        "add_item",
        "change_item",
        "delete_item",
        "put_in",
        "take_out",
    ]
)
SMALL = st.integers(0, 7)


class Orders(Machine):
    """The curator, the director, a member of the council and a teacher click on the same orders."""

    snapshot_sql = SNAPSHOT

    def straight_on(self):
        self.draft("curator", 1)
        for _ in NEXT:
            order = self.order(0)
            self.click(*NEXT[order["status"]], order, 1)
        self.draft("director", 2)
        for actor, verb in (("curator", "submit"), ("director", "return")):
            self.click(actor, verb, self.order(1), 1)

    @rule(actor=ACTORS, mask=st.integers(1, 7))
    def draft(self, actor, mask):
        pairs = [pk for place, pk in enumerate(self.school.pairs) if mask >> place & 1]
        self.step(actor, "orders:create", pairs=pairs)

    @rule(place=SMALL)
    def forward(self, place):
        order = self.order(place)
        if order:
            self.click(*NEXT[order["status"]], order, 1)

    @rule(place=SMALL)
    def further(self, place):
        self.forward(place)

    @rule(actor=ACTORS, verb=VERBS, place=SMALL, detail=SMALL)
    def anything(self, actor, verb, place, detail):
        order = self.order(place)
        if order:
            self.click(actor, verb, order, detail)

    @rule(place=SMALL)
    def withdraw(self, place):
        """Somebody takes a consent back by a paper given to the curator."""
        pk = self.school.consents[place % len(self.school.consents)]
        self.step("curator", "consents:withdraw", pk, on=self.school.today)

    @rule(actor=ACTORS, place=SMALL)
    def end_pair(self, actor, place):
        pk = self.school.pairs[place % len(self.school.pairs)]
        self.step(actor, "pairs:end", pk, on=self.school.today, ground="full", note="")

    def order(self, place):
        """One of the orders of this example as it stood after the last step; a draft is begun when there is none."""
        orders = self.now["orders"] or {}
        if not orders:
            self.draft("curator", place % 7 + 1)
            return None
        pk = sorted(orders, key=int)[place % len(orders)]
        return {"pk": int(pk), **orders[pk]}

    def click(self, actor, verb, order, detail):
        # Now and then the page was opened before the last change of the order.
        fields = {"version": max(order["version"] - (detail == 0), 0)} | self.fields(verb, order, detail)
        args = [order["pk"], *fields.pop("args", ())]
        self.step(actor, f"orders:{fields.pop('verb', verb)}", *args, **fields)

    def fields(self, verb, order, detail):
        day = timezone.localdate() + timedelta(days=(detail % 4) - 2 if detail != 1 else 0)
        on = {"on": f"{day:%d.%m.%Y}"}
        pair = self.school.pairs[detail % len(self.school.pairs)]
        match verb:
            case "return":
                return {"comment": "Уточните срок" if detail else ""}
            case "register" | "sign":
                return on
            case "acquaint":
                row = self.first_reader(order)
                return on | {f"person_{row.person_id if row else 0}": "on"}
            case "clear":
                row = self.first_reader(order)
                return {"args": [row.pk if row else 0], "reason": "Ошибка"}
            case "edit":
                return self.header(order, detail)
            case "add_item":
                return {"text": f"Пункт {detail}"}
            case "change_item":
                return self.on_item(order, detail) | {"text": f"Другой {detail}", "mark": "0" * 16}
            case "delete_item":
                return self.on_item(order, detail)
            case "put_in":
                return {"verb": "pairs", "pair": pair}
            case "take_out":
                return {"args": [pair]}
        return {}

    @staticmethod
    def first_reader(order):
        return Acquaintance.objects.filter(order=order["pk"]).order_by("pk").first()

    @staticmethod
    def on_item(order, detail):
        items = OrderItem.objects.filter(order=order["pk"]).order_by("pk").values_list("pk", flat=True)
        return {"args": [items[detail % 3 : detail % 3 + 1].first() or 0]}

    @staticmethod
    def header(order, detail):
        """The form of the header with some columns that no form has."""
        kept = ("preamble", "control", "annex_title", "signer_position", "signer_name", "journal")
        return Order.objects.values(*kept).get(pk=order["pk"]) | {
            "title": f"О закреплении {detail}", "number": "777", "status": "approved", "approved_by": 1, "sequence": 777,
        }  # fmt: skip

    def check(self, before, after, actor):
        old, new = before["orders"] or {}, after["orders"] or {}
        for pk, row in new.items():
            self.reached.add(row["status"])
            self.check_row(row, after)
            if pk in old and row["status"] != old[pk]["status"]:
                self.check_move(old[pk], row, actor, before)
            if pk in old and old[pk]["status"] in NUMBERED:
                kept = (
                    "number",
                    "sequence",
                    "year",
                    "date",
                    "document",
                    "text",
                    "paper",
                    "pairs",
                    "approved_by",
                )
                assert [row[name] for name in kept] == [old[pk][name] for name in kept], (
                    "a registered order changed"
                )
            if pk in old and old[pk]["status"] == "approved" == row["status"]:
                assert row["text"] == old[pk]["text"] and row["pairs"] == old[pk]["pairs"], (
                    "approved text changed"
                )
            if pk not in old:
                assert row["status"] == "draft" and actor in OFFICE
        for pk in old.keys() - new.keys():
            assert None in MOVES[old[pk]["status"]] and actor in OFFICE, "an order that was kept is gone"
        self.check_numbers(new.values(), after)
        self.check_pairs(new.values(), after)
        assert sum(new.get(pk) != row for pk, row in old.items()) <= 1, "one click changed two orders"

    def check_row(self, row, after):
        is_numbered = row["status"] in NUMBERED
        facts = ("number", "sequence", "year", "date", "registered_by", "document", "paper")
        assert [bool(row[name]) for name in facts] == [is_numbered] * len(facts), (
            "a number without registration"
        )
        assert bool(row["approved_by"]) == (row["status"] in APPROVED)
        assert row["approved_by"] in (None, self.school.director.pk), "approved by a stranger"
        if is_numbered:
            assert row["paper"].endswith("true"), "the bytes do not match their hash"

    def check_move(self, old, row, actor, before):
        who = MOVES[old["status"]].get(row["status"])
        assert who, f"{old['status']} → {row['status']}"
        assert actor == "director" if who == "director" else actor in OFFICE
        if row["status"] == "registered":
            people = {person for pair in row["pairs"] for person in before["sides"][str(pair)]}
            lost = {person for status, person in before["consents"].values() if status == "withdrawn"}
            assert not people & lost, "registered after a withdrawal"

    def check_numbers(self, orders, after):
        given = sorted(row["sequence"] for row in orders if row["sequence"])
        assert given == list(range(1, len(given) + 1)), "a gap in the numbers"
        assert sum((after["counters"] or {}).values()) == len(given), "the counter ran ahead"
        days = [
            row["date"] for row in sorted(orders, key=lambda row: row["sequence"] or 0) if row["sequence"]
        ]
        assert days == sorted(days), "numbers against dates"

    def check_pairs(self, orders, after):
        held, registered = set(), set()
        for row in orders:
            mine = set(row["pairs"] or ())
            assert not mine & held, "a pair in two orders"
            held |= mine
            registered |= mine if row["status"] in NUMBERED else set()
        for pk, status in after["pairs"].items():
            state = {True: {"active", "ended"}, False: {"in_order"} if int(pk) in held else {"agreed"}}
            assert status in state[int(pk) in registered], f"a pair «{status}» against its order"


def build_school():
    """Three agreed pairs with everything that registration asks for."""
    make_school()
    teacher = make_teacher("teacher")
    pairs = [make_mentorship("agreed", mentees=[make_mentee(teacher).person])]
    pairs += [make_mentorship("agreed") for _ in range(2)]
    people = [row.person for pair in pairs for row in pair.participants.select_related("person")]
    check_forms(*people)
    director = make_director()
    school = School(
        {
            "curator": make_curator(),
            "director": director,
            "council": make_council_member(),
            "teacher": teacher.user,
        }
    )
    school.director = director
    school.today = f"{timezone.localdate():%d.%m.%Y}"
    school.pairs = [pair.pk for pair in Mentorship.objects.order_by("pk")]
    school.consents = list(
        Consent.objects.filter(kind="processing", person__in=people)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    return school


@pytest.mark.slow
def test_orders_bear_any_clicks(marked_sheets):
    assert run(Orders, build_school()).reached == set(MOVES)
