"""«Кто что может» on paper, for the director's signature: what each role gives and who has it today."""

from dataclasses import replace

from django.utils import timezone

from mentoring.accounts.enums import Role
from mentoring.accounts.queries import users_with_role
from mentoring.accounts.table import permission_rows
from mentoring.documents.papers import Letterhead, PaperColumn, PaperTable, RegisterPaper, RowGroup, Signature
from mentoring.documents.pdf import render_pdf
from mentoring.language.initials import short_name
from mentoring.school.models import Organisation
from mentoring.school.queries import organisation, paper_layout


def access_paper() -> RegisterPaper:
    """Permissions by role, and under them the people who have the roles today."""
    card = organisation() or Organisation()
    columns = (
        PaperColumn("Что", 30, is_wordy=True),
        *(PaperColumn(_heading(role), 14, "center") for role in Role),
    )
    rights = tuple((label, *("да" if cell else "–" for cell in cells)) for label, cells in permission_rows())
    holders = ("Кто", *(_holders(role) for role in Role))
    return RegisterPaper(
        letterhead=Letterhead(full_name=card.full_name, short_name=card.short_name, place=card.town),
        title="Кто что может в системе наставничества",
        as_of=f"по состоянию на {timezone.localdate():%d.%m.%Y}",
        table=PaperTable(columns, (RowGroup(rights), RowGroup((holders,), "У кого эти роли сегодня"))),
        signer=Signature(
            _heading(Role.DIRECTOR) if not card.head_position else _capital(card.head_position), _head(card)
        ),
    )


def access_pdf() -> bytes:
    """The paper as a PDF, A4 landscape."""
    layout = replace(paper_layout("register"), font_size=10)
    return render_pdf(RegisterPaper.template_name, {"paper": access_paper()}, layout=layout)


def _heading(role):
    return _capital(role.label)


def _capital(words):
    return words[:1].upper() + words[1:]


def _holders(role):
    return ",\n".join(str(user) for user in users_with_role(role).order_by("display_name")) or "–"


def _head(card):
    return short_name(card.head_last_name, card.head_first_name, card.head_patronymic, before=True)
