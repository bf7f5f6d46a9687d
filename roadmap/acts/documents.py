"""Papers of the room: the draft with «ПРОЕКТ», the copy in Word, the acquaintance sheet."""

from mentoring.documents.act_words import act_docx
from mentoring.documents.pdf import render_pdf
from mentoring.language.agreement import gendered
from mentoring.school.queries import organisation, paper_layout
from registry.people.models import Person
from roadmap.acts.models import ActAcquaintance, LocalAct
from roadmap.acts.paper import act_paper, paper_of
from roadmap.orders.annexes import post_of

WATERMARK = "ПРОЕКТ"


def draft_pdf(act: LocalAct) -> bytes:
    """The act as it would be printed now, with a watermark; raises ValidationError for a text too long."""
    paper = act_paper(act)
    layout = paper_layout("order")
    return render_pdf(paper.template_name, {"paper": paper}, layout=layout, watermark=WATERMARK)


def act_word(act: LocalAct) -> bytes:
    """The same words in Word."""
    return act_docx(paper_of(act), paper_layout("order"))


def sheet_pdf(act: LocalAct, lines: list[ActAcquaintance], people: list[Person]) -> bytes:
    """The acquaintance sheet of an approved act (D-46): its lines with their dates, or `people` still without."""
    card = organisation()
    rows = [(line.person, line.acquainted_on, _instead_of_signature(line)) for line in lines]
    rows += [(person, None, "") for person in people]
    rows = [(person.full_name, post_of(person), on, words) for person, on, words in rows]
    context = {"act": act, "school": card.short_name if card else "", "rows": rows}
    return render_pdf("documents/act_acquaintance.html", context, layout=paper_layout("working"))


def _instead_of_signature(line: ActAcquaintance) -> str:
    if line.is_own_press:
        return f"{gendered('ознакомлен', line.person.gender)} электронно"
    return "" if line.acquainted_on or line.is_missing else "не работает"


def filename(act: LocalAct, extension: str) -> str:
    """«Положение о системе….pdf», fit for any disk."""
    name = act.name if len(act.name) <= 90 else act.name[:90].rpartition(" ")[0]
    edition = f", редакция {act.edition}" if act.edition > 1 else ""
    return f"{name}{edition}.{extension}".replace("/", "-")
