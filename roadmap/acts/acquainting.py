"""The only writer of an act's acquaintance sheet: who is on it, who has read the act and when."""

from django.db import transaction

from mentoring.workflow.services import add_history, check_version
from mentoring.workflow.verdicts import Refused, require
from registry.people.models import Person
from roadmap.acts.letters import tell_readers
from roadmap.acts.models import ActAcquaintance
from roadmap.acts.queries import people_to_acquaint
from roadmap.acts.rules import may_acknowledge, may_enter_acquaintance, may_list_readers
from roadmap.acts.services import locked_act
from roadmap.orders.acquainting import clear_line, mark_lines, mark_own_line

OF_ACT = "акта"
# More than so many names are counted in the history, not written out.
NAMED = 5


@transaction.atomic
def list_readers(act, *, by, people, version) -> list[ActAcquaintance]:
    """Make the sheet name these people, in the order of their names; whoever has read the act stays on it.

    Those who are new on it get a letter.

    Raises Refused for somebody who does not work here any more or whom the sheet cannot name, StaleState when the
    list was changed meanwhile.
    """
    act = locked_act(act)
    require(may_list_readers(act, by))
    check_version(act, version, "Лист ознакомления")
    wanted = {getattr(person, "pk", person) for person in people}
    rows = {row.person_id: row for row in act.acquaintances.select_related("person")}
    fresh = list(people_to_acquaint().select_related("user").filter(pk__in=wanted - rows.keys()))
    if len(fresh) != len(wanted - rows.keys()):
        raise Refused("Один из отмеченных людей больше не работает в школе. Откройте страницу заново.")
    gone = [row for key, row in rows.items() if key not in wanted and row.acquainted_on is None]
    act.acquaintances.filter(pk__in=[row.pk for row in gone]).delete()
    ActAcquaintance.objects.bulk_create(ActAcquaintance(act=act, person=person) for person in fresh)
    _order_by_name(act)
    act.version += 1
    act.save(update_fields=["version"])
    for words, changed in (("добавлены", fresh), ("убраны", [row.person for row in gone])):
        if changed:
            sentence = f"лист ознакомления, {words}: {_named(changed)}"
            add_history(act, by=by, action="list_readers", sentence=sentence)
    tell_readers(act, fresh)
    return list(act.acquaintances.all())


@transaction.atomic
def mark_acquainted(act, *, by, people_dates) -> list[ActAcquaintance]:
    """Enter the dates on which people signed the printed sheet; see `mark_lines`."""
    act = locked_act(act)
    require(may_enter_acquaintance(act, by))
    return mark_lines(act, by=by, people_dates=people_dates, **_dated(act))


@transaction.atomic
def acknowledge_act(act, *, by) -> ActAcquaintance:
    """A person confirms on the own screen to have read the act today; a second click changes nothing.

    Raises Refused when the person is not on the sheet or the act is over.
    """
    act = locked_act(act)
    require(may_acknowledge(act, by))
    return mark_own_line(act, by=by, **_dated(act))


@transaction.atomic
def clear_acquaintance(row, *, by, reason) -> ActAcquaintance:
    """Take back a mark that was entered by mistake; the reason stays in the act's history."""
    act = locked_act(row.act)
    require(may_enter_acquaintance(act, by))
    return clear_line(act, row, by=by, reason=reason, of_paper=OF_ACT)


def _dated(act) -> dict:
    return {"since": act.approved_on, "of_paper": OF_ACT}


def _order_by_name(act) -> None:
    rows = list(act.acquaintances.order_by("person__sort_key", "pk"))
    for position, row in enumerate(rows, start=1):
        row.position = position
    ActAcquaintance.objects.bulk_update(rows, ["position"])


def _named(people: list[Person]) -> str:
    if len(people) > NAMED:
        return f"{len(people)} чел."
    return ", ".join(person.short_name for person in people)
