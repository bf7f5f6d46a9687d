"""Taking one person's name out of the tasks on control."""

from mentoring.accounts.erasure import erase_rows
from roadmap.controls.models import ControlTask


def erase_in_controls(person, *, record, words) -> None:
    """Scrub the words of the person's tasks and remove their field history."""
    rows = list(ControlTask.objects.filter(responsible=person))
    for task in rows:
        task.what, task.note = words.scrub(task.what), words.scrub(task.note)
        task.save(update_fields=["what", "note"])
    erase_rows(record, ControlTask.pgh_event_model, "pgh_obj_id", [task.pk for task in rows])
