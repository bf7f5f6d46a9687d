"""Taking one person out of the acquaintance sheets of local acts; the acts name nobody themselves."""

from mentoring.accounts.erasure import erase_steps_with
from roadmap.acts.models import ActAcquaintance, LocalAct


def erase_in_acts(person, *, record, words) -> None:
    """Remove the person's lines of the sheets and the steps of the acts that name the person."""
    ActAcquaintance.objects.filter(person=person).delete()
    erase_steps_with(record, LocalAct, LocalAct.objects.values_list("pk", flat=True), words)
