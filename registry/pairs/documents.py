"""Registers of mentees (D-33), mentors (D-34), pairs and groups (D-37): one set of columns for paper and Excel."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone

from mentoring.accounts.enums import Role
from mentoring.documents.papers import Letterhead, PaperColumn, PaperTable, RegisterPaper, RowGroup, Signature
from mentoring.documents.pdf import render_pdf
from mentoring.documents.sheets import Column, Kind, Sheet, render_xlsx
from mentoring.school.models import Organisation
from mentoring.school.queries import organisation, paper_layout
from registry.bank.queries import active, active_mentees, active_mentors
from registry.consents.enums import ConsentKind
from registry.consents.queries import valid_consents
from registry.pairs.card import joined, with_position
from registry.pairs.enums import MentorshipStatus, ParticipantRole
from registry.pairs.models import Mentorship
from registry.pairs.queries import with_people
from registry.people.models import Person

# A column of Excel is counted in characters, of paper in shares.
CHARACTERS_A_SHARE = 1.5
# Fourteen columns on a sheet of A4 leave room for a date only in small type.
FONT_SIZE = 9


@dataclass(frozen=True)
class RegisterColumn:
    """A heading with its share of the paper's width; `kind` makes real dates and numbers in Excel."""

    heading: str
    width: int
    kind: Kind = Kind.TEXT
    is_wordy: bool = False


@dataclass(frozen=True)
class Register:
    """A filled register: rows hold dates, numbers and texts in the order of the columns."""

    title: str
    as_of: str
    columns: tuple[RegisterColumn, ...]
    rows: tuple[tuple, ...]


NUMBER = RegisterColumn("№", 4, Kind.WHOLE)
YEARS = RegisterColumn("Пед. стаж, лет", 7, Kind.WHOLE)
ENTERED = RegisterColumn("В банке с", 10, Kind.DATE)
PROCESSING = (
    RegisterColumn("Согласие на ПДн от", 10, Kind.DATE),
    RegisterColumn("Согласие на ПДн до", 10, Kind.DATE),
)
TERM = (RegisterColumn("Срок с", 10, Kind.DATE), RegisterColumn("Срок по", 10, Kind.DATE))
MENTEE_COLUMNS = (
    NUMBER,
    RegisterColumn("ФИО", 13),
    RegisterColumn("Должность", 11, is_wordy=True),
    RegisterColumn("Категория", 11, is_wordy=True),
    YEARS,
    RegisterColumn("Предмет, направления", 14, is_wordy=True),
    RegisterColumn("Профессиональный запрос, затруднения", 17, is_wordy=True),
    ENTERED,
    *PROCESSING,
    RegisterColumn("Наставник", 13),
    RegisterColumn("Форма и вид", 12, is_wordy=True),
    *TERM,
)
MENTOR_COLUMNS = (
    NUMBER,
    RegisterColumn("ФИО", 13),
    RegisterColumn("Должность, категория", 13, is_wordy=True),
    YEARS,
    RegisterColumn("Компетенции, опыт", 12, is_wordy=True),
    RegisterColumn("Личностные характеристики", 12, is_wordy=True),
    RegisterColumn("Направления деятельности", 14, is_wordy=True),
    ENTERED,
    *PROCESSING,
    RegisterColumn("Согласие быть наставником от", 11, Kind.DATE),
    RegisterColumn("Наставляемые", 12),
    *TERM,
    RegisterColumn("Достижения", 10, is_wordy=True),
)
PAIR_COLUMNS = (
    NUMBER,
    RegisterColumn("Наставник", 13),
    RegisterColumn("Должность наставника", 12, is_wordy=True),
    RegisterColumn("Наставляемые, должности", 19),
    RegisterColumn("Пара или группа", 8),
    RegisterColumn("Форма", 12, is_wordy=True),
    RegisterColumn("Вид", 12, is_wordy=True),
    RegisterColumn("Направления", 14, is_wordy=True),
    *TERM,
    RegisterColumn("Состояние", 11, is_wordy=True),
    RegisterColumn("Завершена", 11, Kind.DATE),
    RegisterColumn("Основание завершения", 13, is_wordy=True),
)


def mentee_register(entries=None) -> Register:
    """The active bank of mentees (or those of `entries` in it), a line for each mentorship in force (D-33).

    Who gave no consent to processing is left out, for nothing but the name is kept of them (152-ФЗ, ст. 9).
    """
    day = timezone.localdate()
    entries = list(active_mentees(day) if entries is None else active(entries, day))
    people = [entry.person_id for entry in entries]
    consents, mentorships = _consents(people, day), _mentorships_in_force(people, ParticipantRole.MENTEE)
    rows = []
    for entry in entries:
        person = entry.person
        given = consents[ConsentKind.PROCESSING].get(person.pk)
        for mentorship in mentorships[person.pk] or [None]:
            rows.append(
                (
                    len(rows) + 1,
                    person.full_name,
                    person.position_title,
                    entry.get_category_display(),
                    person.teaching_years,
                    _lines(person.subjects, joined(entry.directions.all())),
                    entry.request,
                    entry.entered_on,
                    *(given or (None, None)),
                    mentorship.mentor.full_name if mentorship else "",
                    _lines(joined(mentorship.forms.all()), joined(mentorship.kinds.all()))
                    if mentorship
                    else "",
                    *((mentorship.start, mentorship.end) if mentorship else (None, None)),
                )
            )
    return Register("Реестр наставляемых", _as_of(day), MENTEE_COLUMNS, tuple(rows))


def mentor_register(entries=None) -> Register:
    """The active bank of mentors (or those of `entries` in it), a line for each mentorship in force (D-34)."""
    day = timezone.localdate()
    entries = list(active_mentors(day) if entries is None else active(entries, day))
    people = [entry.person_id for entry in entries]
    consents, mentorships = _consents(people, day), _mentorships_in_force(people, ParticipantRole.MENTOR)
    rows = []
    for entry in entries:
        person = entry.person
        mentoring = consents[ConsentKind.MENTORING].get(person.pk)
        for mentorship in mentorships[person.pk] or [None]:
            rows.append(
                (
                    len(rows) + 1,
                    person.full_name,
                    _lines(person.position_title, person.get_category_display()),
                    person.teaching_years,
                    entry.competencies,
                    entry.qualities,
                    joined(entry.directions.all()),
                    entry.entered_on,
                    *(consents[ConsentKind.PROCESSING].get(person.pk) or (None, None)),
                    mentoring[0] if mentoring else None,
                    _lines(*(mentee.full_name for mentee in mentorship.mentees)) if mentorship else "",
                    *((mentorship.start, mentorship.end) if mentorship else (None, None)),
                    entry.achievements,
                )
            )
    return Register("Реестр наставников", _as_of(day), MENTOR_COLUMNS, tuple(rows))


def pair_register(mentorships=None) -> Register:
    """Pairs and groups (the given ones, or all), drafts left out because nobody was asked yet (D-37)."""
    chosen = Mentorship.objects.all() if mentorships is None else mentorships
    found = with_people(chosen.exclude(status=MentorshipStatus.DRAFT)).order_by("start", "pk")
    rows = tuple(
        (
            number,
            row.mentor.full_name,
            row.mentor.position_title,
            _lines(*map(with_position, row.mentees)),
            "группа" if row.is_group else "пара",
            joined(row.forms.all()),
            joined(row.kinds.all()),
            joined(row.directions.all()),
            row.start,
            row.end,
            row.get_status_display(),
            row.ended_on,
            row.get_end_ground_display(),
        )
        for number, row in enumerate(found, start=1)
    )
    return Register("Реестр наставнических пар и групп", _as_of(timezone.localdate()), PAIR_COLUMNS, rows)


REGISTERS: dict[str, Callable[..., Register]] = {
    "mentees": mentee_register,
    "mentors": mentor_register,
    "pairs": pair_register,
}


def register_pdf_bytes(register: Register) -> bytes:
    """A4 landscape with a repeated heading, page numbers and the curator's signature line.

    Raises ValidationError when the register is too long for one paper.
    """
    paper = register_paper(register, card=organisation() or Organisation())
    layout = replace(paper_layout("register"), font_size=FONT_SIZE)
    return render_pdf(RegisterPaper.template_name, {"paper": paper}, layout=layout)


def register_paper(register: Register, *, card: Organisation) -> RegisterPaper:
    """The register as a paper of the school with this card."""
    columns = tuple(
        PaperColumn(column.heading, column.width, _align(column), column.is_wordy)
        for column in register.columns
    )
    rows = tuple(tuple(map(_printed, row)) for row in register.rows)
    return RegisterPaper(
        letterhead=Letterhead(full_name=card.full_name, short_name=card.short_name, place=card.town),
        title=register.title,
        as_of=register.as_of,
        table=PaperTable(columns, (RowGroup(rows),)),
        signer=Signature("Куратор реализации программ наставничества", _curator_name()),
    )


def register_xlsx_bytes(register: Register) -> bytes:
    """The same columns as a workbook with real dates and numbers, frozen heading, filters."""
    columns = tuple(
        Column(column.heading, max(column.width * CHARACTERS_A_SHARE, 6), column.kind)
        for column in register.columns
    )
    return render_xlsx(
        Sheet(title=f"{register.title}, {register.as_of}", columns=columns, rows=register.rows)
    )


def _align(column) -> str:
    return "center" if column.kind in (Kind.DATE, Kind.WHOLE) else "left"


def _printed(value) -> str:
    if value is None:
        return ""
    return f"{value:%d.%m.%Y}" if isinstance(value, date) else str(value)


def _lines(*parts) -> str:
    return "\n".join(part for part in parts if part)


def _as_of(day) -> str:
    return f"по состоянию на {day:%d.%m.%Y}"


def _curator_name() -> str:
    """The curator's name for the signature line; with several curators a line is left for it."""
    today = timezone.localdate()
    people = Person.objects.filter(
        user__is_active=True,
        user__role_assignments__role=Role.CURATOR,
        user__role_assignments__valid_from__lte=today,
    ).exclude(user__role_assignments__role=Role.CURATOR, user__role_assignments__valid_to__lt=today)
    found = list(people.distinct()[:2])
    return found[0].signature_name if len(found) == 1 else ""


def _consents(people, day) -> dict[str, dict[int, tuple[date, date]]]:
    found = defaultdict(dict)
    rows = valid_consents(day).filter(person__in=people).order_by("given_on", "pk")
    for kind, person_id, given_on, valid_until in rows.values_list(
        "kind", "person_id", "given_on", "valid_until"
    ):
        found[kind][person_id] = (given_on, valid_until)
    return found


def _mentorships_in_force(people, role) -> dict[int, list[Mentorship]]:
    found = defaultdict(list)
    active = with_people(Mentorship.objects.filter(status=MentorshipStatus.ACTIVE)).order_by("start", "pk")
    for mentorship in active.filter(participants__person__in=people).distinct():
        for row in mentorship.participants.all():
            if row.role == role and row.valid_to is None:
                found[row.person_id].append(mentorship)
    return found
