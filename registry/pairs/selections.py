"""What a register holds: the conditions of the list it was opened from, taken over."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from registry.bank.enums import BankRole
from registry.bank.forms import MenteeFilter, MentorFilter
from registry.bank.lists import filtered
from registry.bank.queries import entries_of
from registry.pairs.filters import MentorshipFilter
from registry.pairs.models import Mentorship
from registry.people.filters import chips

BANKS = {"mentors": (BankRole.MENTOR, MentorFilter), "mentees": (BankRole.MENTEE, MenteeFilter)}


@dataclass(frozen=True)
class Selection:
    """Rows for a register with the conditions as removable chips and as the query of an address."""

    rows: QuerySet
    chips: list[dict]
    query: str


def selection(name: str, data, url: str) -> Selection:
    """Rows of the register «pairs», «mentors» or «mentees» by the conditions in `data` (request.GET)."""
    if name == "pairs":
        filterset = MentorshipFilter(data, Mentorship.objects.all())
        shown = chips(filterset, data, url) if filterset.is_valid() else []
        return Selection(filterset.qs, shown, data.urlencode() if shown else "")
    role, form_class = BANKS[name]
    form = form_class(data)
    rows = filtered(entries_of(role), day=timezone.localdate(), **form.chosen)
    shown = [_chip(form, field, value, data, url) for field, value in form.chosen.items()]
    return Selection(rows, shown, data.urlencode() if shown else "")


def _chip(form, name, value, data, url) -> dict:
    field = form.fields[name]
    rest = data.copy()
    rest.pop(name, None)
    if value is True:
        label = field.label
    else:
        label = f"{field.label}: {dict(getattr(field, 'choices', ())).get(value, value)}"
    query = rest.urlencode()
    return {"label": label, "remove_url": f"{url}?{query}" if query else url}
