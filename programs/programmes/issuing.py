"""Frozen papers of a programme with their check code."""

from django.db import transaction
from django.utils import timezone

from mentoring.documents.enums import DocumentKind
from mentoring.documents.models import IssuedDocument
from mentoring.documents.papers import ProgrammePaper, paper_data
from mentoring.documents.queries import valid_issue
from mentoring.documents.services import issue_document
from mentoring.school.queries import organisation, paper_layout
from mentoring.workflow.services import add_history, lock
from mentoring.workflow.verdicts import Refused, require
from programs.programmes.models import Programme
from programs.programmes.paper import programme_paper
from programs.programmes.queries import with_everything
from programs.programmes.rules import may_issue


@transaction.atomic
def issue_programme(programme, *, by) -> IssuedDocument:
    """Issue the programme as it stands today: frozen PDF with a check code, kept on the card.

    A second press with nothing changed gives the paper issued before. Raises Refused for a draft,
    for another person than the curator, or while the school's card is empty.
    """
    programme = lock(with_everything(Programme.objects.all()), programme.pk)
    require(may_issue(programme, by))
    return _issue(programme, by=by, sentence="выпущен документ с кодом проверки")


def freeze_revision(programme, *, by) -> IssuedDocument:
    """Freeze the revision in force before it is changed; the caller has locked the programme."""
    return _issue(programme, by=by, sentence=f"сохранена редакция {programme.revision}")


def _issue(programme, *, by, sentence):
    if organisation() is None:
        raise Refused("Сначала заполните карточку организации: без неё документ не выпустить.")
    paper = programme_paper(programme)
    # The check page shows the title to everybody, so it names nobody.
    data = {**_plain(paper_data(paper)), "revision": programme.revision}
    earlier = valid_issue(programme, kind=DocumentKind.PROGRAMME)
    if earlier is not None and earlier.data == data:
        return earlier
    document = issue_document(
        kind=DocumentKind.PROGRAMME,
        number="",
        title=f"Персонализированная программа наставничества, редакция {programme.revision}",
        issued_on=timezone.localdate(),
        data=data,
        template_name=ProgrammePaper.template_name,
        context={"paper": paper},
        layout=paper_layout("working"),
        subject=programme,
        by=by,
    )
    add_history(programme, by=by, action="issue", sentence=sentence)
    return document


def _plain(value):
    """Tuples as lists, as they come back from the database."""
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
