"""Destroying what applications hold of one person; that something was asked and answered stays."""

import pgtrigger

from mentoring.accounts.erasure import GONE, erase_history, erase_rows, erase_steps_with
from roadmap.applications.models import Application

FROZEN = ("roadmap.Application:application_words_are_kept", "roadmap.Application:application_scan_is_kept")
WORDS = ("text", "event", "lessons", "answer")


def erase_applications(person, *, record, words) -> list:
    """Empty the person's own applications and take the name out of others' in the same pairs; returns the scans."""
    own = Application.objects.filter(person=person)
    files = [row.scan for row in own.filter(scan__isnull=False).select_related("scan")]
    others = Application.objects.filter(mentorship__participants__person=person).exclude(person=person)
    ids = list(own.values_list("pk", flat=True))
    other_ids = list(others.values_list("pk", flat=True).distinct())
    with pgtrigger.ignore(*FROZEN):
        for row in Application.objects.filter(pk__in=[*ids, *other_ids]):
            is_own = row.person_id == person.pk
            for name in WORDS:
                text = getattr(row, name)
                setattr(row, name, (GONE if text else "") if is_own else words.scrub(text))
            if is_own:
                row.scan = None
            row.save(update_fields=[*WORDS, "scan"])
    erase_history(record, Application, ids)
    erase_rows(record, Application.pgh_event_model, "pgh_obj_id", other_ids)
    erase_steps_with(record, Application, other_ids, words)
    return files
