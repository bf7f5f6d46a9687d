"""Taking one person out of the programmes: difficulties and reflection are a mentee's own data, names are scrubbed."""

from mentoring.accounts.erasure import erase_rows, erase_steps_with
from programs.programmes.models import PlanEvent, Programme
from registry.pairs.enums import ParticipantRole

TEXTS = ("title", "problem", "goals", "form_and_kind", "content", "results", "schedule", "end_note")
OWN_TEXTS = ("problem", "goals", "results")
PLAN_TEXTS = ("event", "form", "content", "reflection", "date_text")


def programmes_of(person):
    """Programmes of the pairs in which the person was."""
    return Programme.objects.filter(mentorship__participants__person=person).distinct()


def erase_in_programmes(person, *, record, words) -> None:
    """Scrub the person's name; of a mentee also remove what was written about the mentee. History goes with it."""
    ids = []
    for programme in programmes_of(person):
        ids.append(programme.pk)
        is_mentee = programme.mentorship.participants.filter(
            person=person, role=ParticipantRole.MENTEE
        ).exists()
        texts = {name: words.scrub(getattr(programme, name)) for name in TEXTS}
        if is_mentee:
            texts |= dict.fromkeys(OWN_TEXTS, "")
        Programme.objects.filter(pk=programme.pk).update(**texts)
        for row in programme.plan.all():
            texts = {name: words.scrub(getattr(row, name)) for name in PLAN_TEXTS}
            if is_mentee:
                texts["reflection"] = ""
            PlanEvent.objects.filter(pk=row.pk).update(**texts)
    rows = list(PlanEvent.objects.filter(programme__in=ids).values_list("pk", flat=True))
    erase_rows(record, Programme.pgh_event_model, "pgh_obj_id", ids)
    erase_rows(record, PlanEvent.pgh_event_model, "programme_id", ids)
    erase_steps_with(record, Programme, ids, words)
    erase_steps_with(record, PlanEvent, rows, words)
