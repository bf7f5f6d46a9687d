"""A programme as it stands on paper (Положение, Приложение 1): title sheet, note, plan."""

from datetime import date

from django.utils import timezone

from mentoring.accounts.enums import Role
from mentoring.accounts.queries import users_with_role
from mentoring.documents.papers import Letterhead, ProgrammePaper, Signature
from mentoring.documents.pdf import Printable, render_pdf
from mentoring.language.dates import date_numeric, date_words, period_numeric, period_words
from mentoring.language.initials import NBSP
from mentoring.language.typography import typeset
from mentoring.school.enums import DateStyle
from mentoring.school.models import Organisation
from mentoring.school.queries import organisation, paper_layout
from programs.programmes.models import Programme
from registry.people.models import Person

DRAFT_MARK = "ПРОЕКТ"


def programme_paper(programme: Programme) -> ProgrammePaper:
    """Everything that is printed, ready for the template; reads what `with_everything` has prefetched."""
    card = organisation() or Organisation()
    mentorship = programme.mentorship
    return ProgrammePaper(
        letterhead=Letterhead(card.full_name, card.short_name, card.town),
        year=f"{programme.start.year}{NBSP}г.",
        mentor=mentorship.mentor.full_name if mentorship.mentor else "",
        mentees=tuple(person.full_name for person in mentorship.mentees),
        title=typeset(programme.title),
        term=_term(programme, card),
        seen_on=_seen_on(programme, card),
        agreed_on=_day(programme.agreed_on, card) if programme.agreed_on else "",
        problem=typeset(programme.problem),
        goals=typeset(programme.goals),
        form_and_kind=typeset(programme.form_and_kind),
        content=typeset(programme.content),
        results=typeset(programme.results),
        schedule=typeset(programme.schedule),
        plan=tuple(_row(row) for row in programme.plan.all()),
        signatures=_signatures(mentorship),
    )


def programme_pdf(programme: Programme) -> bytes:
    """The PDF of today: a draft bears «ПРОЕКТ» across its pages, an agreed programme does not.

    Raises ValidationError when the text is too long to lay out.
    """
    paper = printable(programme)
    return render_pdf(paper.template_name, paper.context, layout=paper.layout, watermark=paper.watermark)


def printable(programme: Programme) -> Printable:
    """The programme as it goes to the press."""
    return Printable(
        ProgrammePaper.template_name,
        {"paper": programme_paper(programme)},
        paper_layout("working"),
        DRAFT_MARK if programme.agreed_on is None else None,
    )


def pdf_name(programme: Programme) -> str:
    """«Программа 12 Иванова А. П. – Петров И. С..pdf» with letters that every system takes in a name."""
    mentor = programme.mentorship.mentor
    names = [person.short_name for person in [mentor, *programme.mentorship.mentees[:3]] if person]
    clean = " – ".join(names).replace(NBSP, " ").replace("/", "-").rstrip(".")
    return f"Программа {programme.pk} {clean}.pdf"


def curator_signature() -> str:
    """«Н. М. Ясенева» when the school has one curator with a card, else empty: a line is printed."""
    people = list(Person.objects.filter(user__in=users_with_role(Role.CURATOR))[:2])
    return people[0].signature_name if len(people) == 1 else ""


def _row(row):
    return tuple(typeset(text) for text in (row.date_text, row.event, row.form, row.content, row.reflection))


def _term(programme, card):
    words = card.date_style == DateStyle.WORDS
    return (period_words if words else period_numeric)(programme.start, programme.end)


def _day(day: date, card):
    return date_words(day) if card.date_style == DateStyle.WORDS else date_numeric(day)


def _seen_on(programme, card):
    rows = [row for row in programme.acquaintances.all() if row.revision == programme.revision]
    return "\n".join(
        f"{row.get_body_display()}{NBSP}– {_day(row.acquainted_on, card)}"
        for row in sorted(rows, key=lambda row: (row.body != "curator", row.pk))
    )


def _signatures(mentorship):
    sides = [("Наставник", mentorship.mentor), *(("Наставляемый", person) for person in mentorship.mentees)]
    signed = tuple(Signature(word, person.signature_name) for word, person in sides if person)
    return (*signed, Signature("С программой ознакомлен куратор", curator_signature()))


def as_of() -> str:
    """«по состоянию на 20.01.2026» for today."""
    return f"по состоянию на{NBSP}{date_numeric(timezone.localdate())}"
