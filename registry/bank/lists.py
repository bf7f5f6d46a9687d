"""Choosing entries of a bank by the filters of its list."""

from registry.bank.enums import EntryState
from registry.bank.models import MentorEntry
from registry.bank.queries import active, gone, to_review, waiting, with_state
from registry.people.models import Person
from registry.people.queries import search_people, with_positions, working


def filtered(
    entries, *, day, q="", state="", direction=None, form=None, kind=None, category="", review=False
):
    """The entries that meet all filters; without a state those who left are not shown.

    Filters by what a waiting entry hides (directions, forms, kinds, category) find active entries only (L-10).
    """
    entries = _by_state(entries, state, day)
    if q:
        people = search_people(Person.objects.all(), q)
        entries = entries.filter(person__in=people.values("pk"))
    if review:
        entries = to_review(entries, day)
    hidden = {"directions": direction, "forms": form, "kinds": kind, "category": category}
    hidden = {name: value for name, value in hidden.items() if value}
    if hidden:
        entries = active(entries.filter(**hidden), day)
    return with_state(entries, day)


def _by_state(entries, state, day):
    if state == EntryState.LEFT:
        return entries.filter(gone(day))
    if state == EntryState.ACTIVE:
        return active(entries, day)
    if state == EntryState.WAITING:
        return waiting(entries, day)
    return entries.exclude(gone(day))


def people_outside(model, text=""):
    """Working people who have no entry in the bank of this model, by name."""
    people = search_people(with_positions(working()), text)
    if model is MentorEntry:
        return people.filter(mentor_entry__isnull=True).exclude(kind="pupil")
    return people.filter(mentee_entry__isnull=True)
