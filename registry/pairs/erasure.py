"""Taking one person's name out of the pairs: that somebody was in a pair stays, who it was does not."""

from mentoring.accounts.erasure import erase_history, erase_rows, erase_steps_with
from registry.pairs.models import Mentorship, Participant

TEXTS = ("reason", "council_note", "end_note")


def erase_in_pairs(person, *, record, words) -> None:
    """Scrub the texts of the person's pairs and remove the history that names the person."""
    sides = Participant.objects.filter(person=person)
    pairs = list(Mentorship.objects.filter(participants__in=sides).distinct())
    side_ids = list(sides.values_list("pk", flat=True))
    sides.exclude(answer_note="").update(answer_note="")
    for pair in pairs:
        changed = {name: words.scrub(getattr(pair, name)) for name in TEXTS}
        Mentorship.objects.filter(pk=pair.pk).update(**changed)
    ids = [pair.pk for pair in pairs]
    erase_history(record, Participant, side_ids)
    erase_rows(record, Mentorship.pgh_event_model, "pgh_obj_id", ids)
    erase_steps_with(record, Mentorship, ids, words)
