"""The only writer of registration journals and of their counters."""

from datetime import date

from django.db import IntegrityError, transaction

from mentoring.school.rules import may_date
from mentoring.workflow.services import add_history, lock, wait_for
from mentoring.workflow.verdicts import Refused, require
from roadmap.orders.models import Journal, JournalCounter
from roadmap.orders.numbering import journal_year, mask_problem, write_number, year_label
from roadmap.orders.rules import may_keep_journals

DEFAULT_NAME = "Приказы по основной деятельности"
DEFAULT_MASK = "{n}/01-02"
# Thirty orders registered at one moment: each holds the counter while its paper is laid out.
QUEUE_SECONDS = 25


def ensure_journal() -> Journal:
    """The journal that is proposed first, made with the usual mask in a new school."""
    found = Journal.objects.order_by("-is_default", "name").first()
    if found is None:
        found, _ = Journal.objects.get_or_create(
            name=DEFAULT_NAME, defaults={"mask": DEFAULT_MASK, "is_default": True}
        )
    return found


@transaction.atomic
def save_journal(journal, *, by, name, mask, period, is_default) -> Journal:
    """Write a journal (`journal` is None for a new one); numbers already given stay as they are.

    Raises Refused for a wrong mask, a name that is taken, or a period changed after the first number.
    """
    require(may_keep_journals(by))
    problem = mask_problem(mask)
    if problem:
        raise Refused(problem)
    is_new = journal is None
    journal = Journal() if is_new else lock(Journal.objects.all(), journal.pk)
    if not is_new and journal.period != period and journal.counters.filter(last__gt=0).exists():
        raise Refused(
            "В этом журнале уже есть номера, поэтому начало нумерации не меняется. Заведите новый журнал."
        )
    journal.name, journal.mask, journal.period = " ".join(name.split()), mask.strip(), period
    if is_default:
        Journal.objects.exclude(pk=journal.pk).filter(is_default=True).update(is_default=False)
    journal.is_default = is_default
    try:
        with transaction.atomic():
            journal.save()
    except IntegrityError:
        raise Refused("Журнал с таким названием уже есть. Выберите другое название.") from None
    sentence = "журнал заведён" if is_new else "журнал изменён"
    add_history(journal, by=by, action="save", sentence=sentence)
    return journal


@transaction.atomic
def set_last_number(journal, *, by, on: date, last: int) -> JournalCounter:
    """Say which number was given last on paper in the year of `on`, so that the next one follows it.

    Raises Refused when it is smaller than a number that was already given here.
    """
    require(may_keep_journals(by))
    require(may_date(on))
    counter = locked_counter(journal, on)
    if last < counter.last:
        raise Refused(
            f"Номер {counter.last} в этом журнале уже выдан, меньше его указать нельзя: номера не повторяются."
        )
    if last == counter.last:
        return counter
    counter.last = last
    counter.save(update_fields=["last"])
    year = year_label(journal.period, counter.year)
    add_history(journal, by=by, action="set_last", sentence=f"последний номер {year} года: {last}")
    return counter


def next_number(journal, day: date) -> tuple[JournalCounter, str]:
    """Take the next number of the journal for an order of this date; the row stays locked.

    Must be called last in the transaction that registers: everybody else waits until it ends, and when it
    fails the number is free again, so there are no gaps.
    """
    counter = locked_counter(journal, day)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter, write_number(journal.mask, counter.last, day)


def locked_counter(journal, day: date) -> JournalCounter:
    """The counter of the journal's year, locked until the end of the transaction."""
    year = journal_year(journal.period, day)
    wait_for(QUEUE_SECONDS)
    JournalCounter.objects.get_or_create(journal=journal, year=year)
    return JournalCounter.objects.select_for_update().get(journal=journal, year=year)
