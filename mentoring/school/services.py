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
from mentoring.school.samples import DIRECTIONS, FORMS, HOLIDAYS, KINDS, LEGAL_ACTS
from mentoring.workflow.services import add_history, check_version
from mentoring.workflow.verdicts import Refused


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
        names = ("level", "kind", "date", "number", "title", "citation")
        LegalAct.objects.bulk_create(LegalAct(**dict(zip(names, row, strict=True))) for row in LEGAL_ACTS)


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
        days = [
            CalendarDay(date=datetime.date(number, month, day), kind=DayKind.DAY_OFF, name=name)
            for number in (start.year, end.year)
            for month, day, name in HOLIDAYS
        ]
        CalendarDay.objects.bulk_create(
            [day for day in days if start <= day.date <= end], ignore_conflicts=True
        )
    return year


@transaction.atomic
def save_record(record, *, by, fields) -> None:
    """Write one row of a dictionary, of the acts, of the calendar; raises Refused when such a row exists."""
    is_new = record.pk is None
    for name, value in fields.items():
        setattr(record, name, value)
    try:
        with transaction.atomic():
            record.save()
    except IntegrityError:
        raise Refused("Такая запись уже есть. Откройте её в списке и измените.") from None
    add_history(record, by=by, action="save", sentence="запись добавлена" if is_new else "запись изменена")


@transaction.atomic
def delete_record(record, *, by) -> None:
    """Remove a row that nothing refers to; raises Refused for one in use (switch it off instead)."""
    try:
        with transaction.atomic():
            record.delete()
    except (ProtectedError, IntegrityError):
        raise Refused(
            "Эта запись уже используется, удалить её нельзя. Снимите отметку «предлагать при выборе»."
        ) from None
