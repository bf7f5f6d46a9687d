"""Destroying the bank cards of one person."""

from mentoring.accounts.erasure import erase_history
from registry.bank.models import MenteeEntry, MentorEntry


def erase_entries(person, *, record) -> None:
    """Remove the entries of both banks and their history."""
    for model in (MentorEntry, MenteeEntry):
        ids = list(model.objects.filter(person=person).values_list("pk", flat=True))
        model.objects.filter(pk__in=ids).delete()
        erase_history(record, model, ids)
