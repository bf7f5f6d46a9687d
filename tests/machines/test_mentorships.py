"""Pairs and groups under any order of clicks by anybody."""

from collections import Counter

import pytest
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import rule

from registry.consents.models import Consent
from registry.pairs.models import Mentorship, Participant
from tests.factories.bank import make_mentee, make_mentor
from tests.factories.orders import make_school
from tests.factories.pairs import make_mentorship
from tests.factories.people import make_council_member, make_curator, make_director, make_teacher
from tests.machines.base import Machine, School, run

pytestmark = pytest.mark.django_db

SNAPSHOT = """
SELECT json_build_object(
  'pairs', (SELECT json_object_agg(m.id, json_build_object(
      'status', m.status, 'opinion', m.council_opinion, 'ended', m.ended_on, 'ground', m.end_ground,
      'sides', (SELECT json_agg(json_build_array(p.role, p.person_id, p.answer) ORDER BY p.id)
        FROM registry_participant p WHERE p.mentorship_id = m.id),
      'directions', (SELECT json_agg(d.direction_id ORDER BY d.direction_id)
        FROM registry_mentorship_directions d WHERE d.mentorship_id = m.id),
      'covered', (SELECT count(*) FROM registry_covereddirection c WHERE c.mentorship_id = m.id),
      'order', (SELECT order_id FROM roadmap_ordermentorship o WHERE o.mentorship_id = m.id)
    )) FROM registry_mentorship m),
  'limits', (SELECT json_object_agg(person_id, max_mentees) FROM registry_mentorentry),
  'lost', (SELECT json_agg(person_id ORDER BY c.id) FROM registry_consent c WHERE c.status = 'withdrawn' AND NOT EXISTS (
      SELECT 1 FROM registry_consent g WHERE g.person_id = c.person_id AND g.kind = c.kind AND g.status = 'given')),
  'orders', (SELECT count(*) FROM roadmap_order),
  'consents', (SELECT md5(string_agg(id || status, ',' ORDER BY id)) FROM registry_consent),
  'history', (SELECT count(*) FROM mentoring_statuschange)
)::text
"""
OPEN = {"proposed", "agreed", "in_order", "active"}
MOVES = {
    "draft": {"proposed", None},
    "proposed": {"agreed", "declined"},
    "agreed": {"in_order", "declined"},
    "in_order": {"agreed"},
    "active": {"ended"},
    "ended": set(),
    "declined": set(),
}
ACTORS = st.sampled_from(["curator", "curator", "director", "council", "mentor", "mentee", "stranger"])
VERBS = st.sampled_from(["propose", "propose", "withdraw", "delete", "council", "end"])
SMALL = st.integers(0, 11)


class Mentorships(Machine):
    """Seven drafts that compete for two mentors and four mentees, and one pair that is active already."""

    snapshot_sql = SNAPSHOT

    def straight_on(self):
        self.propose(0)
        for _ in range(2):
            self.next_yes(1)
        self.order("curator", 0)
        self.propose(4)
        self.from_paper("curator", 0, "no")
        self.next_yes(0)

    @rule(actor=ACTORS, verb=VERBS, place=SMALL)
    def act(self, actor, verb, place):
        pair = self.school.pairs[place % len(self.school.pairs)]
        self.step(actor, f"pairs:{verb}", pair, **self.fields(verb, place))

    @rule(place=SMALL)
    def propose(self, place):
        self.step("curator", "pairs:propose", self.school.pairs[place % len(self.school.pairs)])

    @rule(actor=ACTORS, verb=st.sampled_from(["accept", "accept", "refuse"]), place=SMALL)
    def answer(self, actor, verb, place):
        side = self.side(place)
        if side:
            self.step(actor, f"pairs:{verb}", side, note="")

    @rule(actor=ACTORS, place=SMALL, answer=st.sampled_from(["yes", "yes", "yes", "no", ""]))
    def from_paper(self, actor, place, answer):
        side = self.side(place)
        if side:
            self.step(actor, "pairs:enter_answer", side, answer=answer, on=self.school.today, note="")

    @rule(place=SMALL)
    def next_yes(self, place):
        """The curator enters the next answer that a proposed pair waits for, or ends an active pair."""
        sides = Participant.objects.filter(mentorship__status="proposed", answer="pending")
        side = sides.order_by("mentorship", "pk").values_list("pk", flat=True).first()
        if side and place:
            self.step("curator", "pairs:enter_answer", side, answer="yes", on=self.school.today, note="")
        else:
            self.step(
                "curator", "pairs:end", self.school.pairs[-1], on=self.school.today, ground="full", note=""
            )

    @rule(actor=ACTORS, place=SMALL)
    def order(self, actor, place):
        agreed = Mentorship.objects.filter(status="agreed").order_by("pk").values_list("pk", flat=True)
        if agreed:
            self.step(actor, "orders:create", pairs=list(agreed)[: place % 3 + 1])

    @rule(place=SMALL)
    def withdraw_consent(self, place):
        pk = self.school.consents[place % len(self.school.consents)]
        self.step("curator", "consents:withdraw", pk, on=self.school.today)

    def side(self, place):
        sides = Participant.objects.filter(mentorship__status="proposed").order_by("answer", "pk")
        found = list(sides.values_list("pk", flat=True)) or list(
            Participant.objects.order_by("pk").values_list("pk", flat=True)
        )
        return found[place % len(found)] if found else None

    def fields(self, verb, place):
        return {
            "withdraw": {"comment": "Подобрали другого" if place else ""},
            "council": {"opinion": "supports", "on": self.school.today},
            "end": {"on": self.school.today, "ground": "full" if place % 2 else "sides", "note": "Переезд" * (place % 3)},
        }.get(verb, {})  # fmt: skip

    def check(self, before, after, actor):
        for pk, row in after["pairs"].items():
            self.reached.add(row["status"])
            self.check_row(row)
            old = before["pairs"][pk]
            if row["status"] != old["status"]:
                self.check_move(old, row, actor, before)
            if row["sides"] != old["sides"]:
                self.check_answers(old, row, actor)
        for pk in before["pairs"].keys() - after["pairs"].keys():
            assert before["pairs"][pk]["status"] == "draft" and actor == "curator", "not a draft, yet deleted"
        self.check_people(after)

    def check_row(self, row):
        answers = [answer for _, _, answer in row["sides"]]
        if row["status"] in {"agreed", "in_order", "active"}:
            assert set(answers) == {"yes"}, "agreed without everybody's yes"
        if row["status"] == "draft":
            assert set(answers) == {"pending"}
        if row["status"] in OPEN:
            assert row["covered"] == len(row["directions"]) * (len(answers) - 1), (
                "an open pair covers nothing"
            )
        elif row["status"] in {"draft", "declined"}:
            assert row["covered"] == 0, "people are held by nothing"
        assert (row["status"] == "ended") == bool(row["ended"]) == bool(row["ground"])
        assert bool(row["order"]) == (row["status"] == "in_order"), "in an order or not?"

    def check_move(self, old, row, actor, before):
        assert row["status"] in MOVES[old["status"]], f"{old['status']} → {row['status']}"
        if row["status"] in {"proposed", "ended"}:
            assert actor == "curator"
        if row["status"] == "in_order":
            assert actor in {"curator", "director"}
        if row["status"] == "proposed":
            assert not {person for _, person, _ in row["sides"]} & set(before["lost"] or ()), (
                "proposed without consent"
            )

    def check_answers(self, old, row, actor):
        own = {"mentor": self.school.mentor, "mentee": self.school.mentee}.get(actor)
        for (_, person, was), (_, _, now) in zip(old["sides"], row["sides"], strict=True):
            if was != now:
                assert actor == "curator" or person == own, "answered for another person"

    def check_people(self, after):
        load, taken = Counter(), Counter()
        for row in after["pairs"].values():
            if row["status"] in OPEN:
                mentor = next(person for role, person, _ in row["sides"] if role == "mentor")
                mentees = [person for role, person, _ in row["sides"] if role == "mentee"]
                load[mentor] += len(mentees)
                taken.update((person, way) for person in mentees for way in row["directions"])
        assert all(number <= after["limits"][str(mentor)] for mentor, number in load.items()), (
            "a mentor overbooked"
        )
        assert max(taken.values(), default=0) <= 1, "two mentors for one direction of a mentee"


def build_school():
    """Two mentors with room for two, four mentees, drafts that cannot all come true, one active pair."""
    make_school()
    mentor, mentee = make_teacher("mentor"), make_teacher("mentee")
    mentors = [make_mentor(mentor, max_mentees=2).person, make_mentor(max_mentees=2).person]
    mentees = [make_mentee(mentee).person, *(make_mentee().person for _ in range(3))]
    for first, second in ((0, [0]), (0, [1]), (0, [2]), (1, [0]), (1, [3]), (1, [1, 2]), (0, [3])):
        make_mentorship(mentor=mentors[first], mentees=[mentees[place] for place in second])
    active = make_mentorship("active")
    school = School(
        {
            "curator": make_curator(), "director": make_director(), "council": make_council_member(),
            "mentor": mentor.user, "mentee": mentee.user, "stranger": make_teacher("stranger").user,
        }
    )  # fmt: skip
    school.mentor, school.mentee = mentor.pk, mentee.pk
    school.today = f"{timezone.localdate():%d.%m.%Y}"
    school.pairs = list(Mentorship.objects.order_by("pk").values_list("pk", flat=True))
    assert school.pairs[-1] == active.pk
    people = [*mentors, *mentees]
    school.consents = list(
        Consent.objects.filter(person__in=people).order_by("pk").values_list("pk", flat=True)
    )
    return school


@pytest.mark.slow
def test_pairs_bear_any_clicks():
    assert run(Mentorships, build_school()).reached == set(MOVES)
