"""Consents under any order of clicks by anybody."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import rule

from registry.bank.queries import active_mentees, active_mentors
from registry.consents.models import Consent
from registry.consents.queries import latest_texts
from registry.consents.services import ensure_texts
from tests.factories.bank import make_mentee, make_mentor
from tests.factories.orders import make_school
from tests.factories.people import make_council_member, make_curator, make_director, make_pupil, make_teacher
from tests.machines.base import Machine, School, run

pytestmark = pytest.mark.django_db

SNAPSHOT = """
SELECT json_build_object(
  'consents', (SELECT json_object_agg(c.id, json_build_object(
      'status', c.status, 'person', c.person_id, 'kind', c.kind, 'text', c.text_id, 'channel', c.channel,
      'given', c.given_on, 'until', c.valid_until, 'withdrawn', c.withdrawn_on, 'by', c.representative_id,
      'steps', (SELECT count(*) FROM mentoring_statuschange s JOIN django_content_type t ON t.id = s.content_type_id
        WHERE t.model = 'consent' AND s.object_id = c.id)
    )) FROM registry_consent c),
  'texts', (SELECT md5(string_agg(id || kind || version || sha256 || md5(body), ',' ORDER BY id)) FROM registry_consenttext),
  'history', (SELECT count(*) FROM mentoring_statuschange)
)::text
"""
KINDS = ["processing", "mentoring", "participation"]
KIND = st.sampled_from(KINDS)
ACTORS = st.sampled_from(["curator", "curator", "teacher", "mentor", "director", "council"])
SMALL = st.integers(0, 11)
MOVES = {"printed": {"given"}, "given": {"withdrawn"}, "withdrawn": set()}


class Consents(Machine):
    """Blanks, papers, screens and withdrawals of two teachers, a newcomer and a pupil."""

    snapshot_sql = SNAPSHOT

    def straight_on(self):
        self.print("curator", 0, KINDS[0])
        self.receive_today(0, KINDS[0])
        self.withdraw_given(0)

    @rule(actor=ACTORS, place=SMALL, kind=KIND)
    def print(self, actor, place, kind):
        self.step(actor, "consents:print", self.person(place), kind)

    @rule(actor=ACTORS, place=SMALL, kind=KIND, days=st.integers(-400, 2))
    def receive(self, actor, place, kind, days):
        day = timezone.localdate() + timedelta(days=days)
        self.step(
            actor, "consents:record", self.person(place), kind, given_on=f"{day:%d.%m.%Y}", valid_until=""
        )

    @rule(place=SMALL, kind=KIND)
    def receive_today(self, place, kind):
        self.receive("curator", place, kind, 0)

    @rule(actor=ACTORS, kind=KIND, has_read=st.booleans())
    def give_on_screen(self, actor, kind, has_read):
        fields = {"has_read": "on"} if has_read else {}
        self.step(actor, "consents:give", kind, text=self.school.texts[kind], **fields)

    @rule(actor=ACTORS, place=SMALL, days=st.integers(-2, 1))
    def withdraw(self, actor, place, days):
        consent = self.consent(place)
        if consent:
            day = timezone.localdate() + timedelta(days=days)
            self.step(actor, "consents:withdraw", consent, on=f"{day:%d.%m.%Y}", note="")

    @rule(place=SMALL)
    def withdraw_given(self, place):
        given = list(Consent.objects.filter(status="given").order_by("pk").values_list("pk", flat=True))
        if given:
            day = f"{timezone.localdate():%d.%m.%Y}"
            self.step("curator", "consents:withdraw", given[place % len(given)], on=day, note="")

    @rule(actor=ACTORS, place=SMALL)
    def discard(self, actor, place):
        consent = self.consent(place)
        if consent:
            self.step(actor, "consents:discard", consent)

    def person(self, place):
        return self.school.people[place % len(self.school.people)]

    def consent(self, place):
        found = list(Consent.objects.order_by("pk").values_list("pk", flat=True))
        return found[place % len(found)] if found else None

    def check(self, before, after, actor):
        old, new = before["consents"] or {}, after["consents"] or {}
        assert after["texts"] == before["texts"], "an edition was changed"
        for pk, row in new.items():
            self.reached.add(row["status"])
            self.check_row(row)
            if pk not in old:
                assert row["status"] in {"printed", "given"}
            elif row != old[pk]:
                self.check_change(old[pk], row, actor)
            if pk not in old or row != old[pk]:
                self.check_hand(old.get(pk), row, actor)
        for pk in old.keys() - new.keys():
            assert old[pk]["status"] == "printed" and actor == "curator", "more than a blank is gone"
        blanks = [(row["person"], row["kind"]) for row in new.values() if row["status"] == "printed"]
        assert len(blanks) == len(set(blanks)), "two blanks of one kind"
        if new != old:
            self.check_bank(new.values())

    def check_row(self, row):
        is_given = row["status"] != "printed"
        assert bool(row["given"]) == bool(row["until"]) == bool(row["channel"]) == is_given
        assert bool(row["withdrawn"]) == (row["status"] == "withdrawn")
        assert row["steps"] >= 1 + (row["status"] == "withdrawn"), "a step without a line of history"
        if is_given:
            assert date.fromisoformat(row["given"]) <= timezone.localdate(), "given tomorrow"
            assert row["given"] <= row["until"]
        if row["withdrawn"]:
            assert row["given"] <= row["withdrawn"]
        if row["person"] == self.school.pupil:
            assert row["by"] and row["channel"] in ("", "paper") and row["kind"] != "mentoring"

    def check_change(self, old, row, actor):
        if row["status"] != old["status"]:
            assert row["status"] in MOVES[old["status"]], f"{old['status']} → {row['status']}"
        elif old["status"] != "printed":
            raise AssertionError("what was given is changed")
        if old["status"] == "given":
            kept = ("person", "kind", "text", "channel", "given", "until", "by")
            assert [row[name] for name in kept] == [old[name] for name in kept], "the proof was rewritten"
        assert row["steps"] > old["steps"]

    def check_hand(self, old, row, actor):
        own = {"teacher": self.school.people[0], "mentor": self.school.people[1]}.get(actor)
        assert actor == "curator" or row["person"] == own, "written by a stranger"
        if row["status"] == "given" and row["channel"] == "screen":
            assert row["person"] == own or actor == "curator" == self.school.keeper

    def check_bank(self, rows):
        """Nobody is active in the bank without a valid consent, and nobody with one is left out."""
        today = timezone.localdate().isoformat()
        held = {
            row["person"] for row in rows
            if row["kind"] == "processing" and row["status"] == "given" and row["given"] <= today <= row["until"]
        }  # fmt: skip
        assert self.school.active() == held & self.school.in_bank


class ConsentSchool(School):
    """Knows who stands in the banks."""

    def active(self):
        day = timezone.localdate()
        banks = (active_mentors(day), active_mentees(day))
        return {pk for bank in banks for pk in bank.values_list("person_id", flat=True)}


def build_school():
    """A mentor, a mentee, a pupil and a newcomer; nobody has given anything yet."""
    make_school()
    ensure_texts()
    teacher, mentor, newcomer = make_teacher("teacher"), make_teacher("mentor"), make_teacher("newcomer")
    pupil = make_pupil()
    make_mentee(teacher, consents=())
    make_mentor(mentor, consents=())
    school = ConsentSchool(
        {
            "curator": make_curator(), "director": make_director(), "council": make_council_member(),
            "teacher": teacher.user, "mentor": mentor.user,
        }
    )  # fmt: skip
    school.people = [teacher.pk, mentor.pk, newcomer.pk, pupil.pk]
    school.pupil, school.keeper, school.in_bank = pupil.pk, "", {teacher.pk, mentor.pk}
    school.texts = {text.kind: text.pk for text in latest_texts().values()}
    return school


@pytest.mark.slow
def test_consents_bear_any_clicks():
    assert run(Consents, build_school()).reached == {"printed", "given", "withdrawn"}
