"""Changes of the school's card and of its dictionaries."""

import datetime

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from mentoring.school.enums import DayKind
from mentoring.school.models import (
    CalendarDay,
    Direction,
    LegalAct,
    MentoringForm,
    MentoringKind,
    Organisation,
    SchoolYear,
)
from mentoring.school.queries import holidays_of, school_year_start, year_end
from mentoring.school.samples import ACT_COLUMNS, DIRECTIONS, FORMS, KINDS, LEGAL_ACTS
from mentoring.workflow.services import add_history, check_version
from mentoring.workflow.verdicts import Refused, StaleState


@transaction.atomic
def save_organisation(*, by, version, **fields) -> Organisation:
    """Write the school's card, making it the first time; `fields` are columns of Organisation.

    Raises StaleState when somebody saved it after the page with `version` was opened.
    """
    card = Organisation.objects.select_for_update().first()
    sentence = "изменена карточка организации"
    if card is None:
        card, sentence = Organisation(pk=1), "заполнена карточка организации"
    else:
        check_version(card, version, "Карточка организации")
    for name, value in fields.items():
        setattr(card, name, value)
    card.version += 1
    card.save()
    add_history(card, by=by, action="save", sentence=sentence)
    return card


@transaction.atomic
def ensure_dictionaries() -> None:
    """Install forms, kinds, directions and acts of the source documents where a dictionary is still empty."""
    if not MentoringForm.objects.exists():
        MentoringForm.objects.bulk_create(_entries(MentoringForm, FORMS))
    if not MentoringKind.objects.exists():
        MentoringKind.objects.bulk_create(_entries(MentoringKind, KINDS))
    if not Direction.objects.exists():
        Direction.objects.bulk_create(_entries(Direction, [(name, "") for name in DIRECTIONS]))
    if not LegalAct.objects.exists():
        LegalAct.objects.bulk_create(
            LegalAct(**dict(zip(ACT_COLUMNS, row, strict=True)), position=position, is_sample=True)
            for position, row in enumerate(LEGAL_ACTS, start=1)
        )


def _entries(model, rows):
    return [
        model(name=name, definition=definition, position=position)
        for position, (name, definition) in enumerate(rows, start=1)
    ]


@transaction.atomic
def ensure_school_year(start: datetime.date) -> SchoolYear:
    """The school year that begins on `start` (1 September) with its yearly holidays, made when absent."""
    end = datetime.date(start.year + 1, 8, 31)
    year, made = SchoolYear.objects.get_or_create(
        start=start, defaults={"end": end, "label": f"{start.year}/{end.year}"}
    )
    if made:
        _begin_calendar(start)
    return year


def _begin_calendar(day: datetime.date, beside: CalendarDay | None = None) -> None:
    """The first day that the calendar of a school year gets brings the yearly holidays with it."""
    start = school_year_start(day)
    known = CalendarDay.objects.filter(date__range=(start, year_end(start)))
    if beside:
        known = known.exclude(pk=beside.pk)
    if not known.exists():
        days = [
            CalendarDay(date=day, kind=DayKind.DAY_OFF, name=name) for day, name in holidays_of(start).items()
        ]
        CalendarDay.objects.bulk_create(days, ignore_conflicts=True)


@transaction.atomic
def close_year(year, *, by, on: datetime.date) -> SchoolYear:
    """Let nothing be dated in this school year any more; what is still open is the caller's matter.

    The row is locked: whoever writes a date of this year has finished, or finds the year closed. Raises Refused
    before the year is over, StaleState when it is closed already.
    """
    year = SchoolYear.objects.select_for_update().get(pk=year.pk)
    if year.closed_on:
        raise StaleState(f"Учебный год {year.label} уже закрыт {year.closed_on:%d.%m.%Y}.")
    if on <= year.end:
        raise Refused(f"Учебный год {year.label} ещё идёт: закрыть его можно после {year.end:%d.%m.%Y}.")
    year.closed_on = on
    year.save(update_fields=["closed_on"])
    add_history(year, by=by, action="close", sentence="учебный год закрыт", tells=["closed_on"])
    return year


@transaction.atomic
def reopen_year(year, *, by, comment) -> SchoolYear:
    """Let a closed year be mended; the reason stays in its history.

    Raises Refused without a reason, StaleState when the year is open.
    """
    year = SchoolYear.objects.select_for_update().get(pk=year.pk)
    if not comment.strip():
        raise Refused("Напишите, зачем открываете год: причина останется в истории.")
    if year.closed_on is None:
        raise StaleState(f"Учебный год {year.label} уже открыт.")
    year.closed_on = None
    year.save(update_fields=["closed_on"])
    sentence = "учебный год открыт снова"
    add_history(year, by=by, action="reopen", sentence=sentence, comment=comment, tells=["closed_on"])
    return year


@transaction.atomic
def save_record(record, *, by, fields) -> None:
    """Write one row of a dictionary, of the acts, of the calendar; raises Refused when such a row exists."""
    is_new = record.pk is None
    if isinstance(record, LegalAct):
        # Whoever saves a sample has looked at it.
        record.is_sample = False
    _refuse_closed(record)
    for name, value in fields.items():
        setattr(record, name, value)
    try:
        with transaction.atomic():
            record.save()
            if is_new and isinstance(record, SchoolYear):
                _begin_calendar(record.start)
            if is_new and isinstance(record, CalendarDay):
                _begin_calendar(record.date, beside=record)
    except IntegrityError:
        raise Refused("Такая запись уже есть. Откройте её в списке и измените.") from None
    add_history(record, by=by, action="save", sentence="запись добавлена" if is_new else "запись изменена")


@transaction.atomic
def delete_record(record, *, by) -> None:
    """Remove a row that nothing refers to; raises Refused for one in use (switch it off instead)."""
    _refuse_closed(record)
    try:
        with transaction.atomic():
            record.delete()
    except (ProtectedError, IntegrityError):
        raise Refused(
            "Эта запись уже используется, удалить её нельзя. Снимите отметку «предлагать при выборе»."
        ) from None


def _refuse_closed(record):
    if isinstance(record, SchoolYear) and record.closed_on:
        raise Refused(
            f"Учебный год {record.label} закрыт. Директор может открыть его снова на странице года."
        )
