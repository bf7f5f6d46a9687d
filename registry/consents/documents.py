"""A consent as a paper, and the register of consents as a table."""

from dataclasses import replace

from mentoring.documents.papers import ConsentPaper, Paragraph
from mentoring.documents.pdf import Printable, render_pdf
from mentoring.documents.sheets import Column, Kind, Sheet, render_xlsx
from mentoring.language.dates import date_words
from mentoring.language.typography import typeset
from mentoring.school.queries import organisation, paper_layout
from registry.consents.enums import ConsentChannel, ConsentStatus, DistributionField
from registry.consents.paper import consent_paper, paper_of_data

JOURNAL_COLUMNS = (
    Column("№ п/п", 7, Kind.WHOLE),
    Column("ФИО", 32),
    Column("Должность", 28),
    Column("Вид согласия", 34),
    Column("Редакция", 10, Kind.WHOLE),
    Column("Состояние", 18),
    Column("Как получено", 22),
    Column("Дата согласия", 14, Kind.DATE),
    Column("Действует по", 14, Kind.DATE),
    Column("Отозвано", 14, Kind.DATE),
    Column("Законный представитель", 32),
    Column("Что можно распространять", 34),
    Column("Скан", 8),
    Column("Кто внёс", 24),
)


def consent_pdf(consent) -> bytes:
    """The PDF of a consent: a blank to sign, or the proof – the text as it was given, how, and when withdrawn."""
    paper = printable(consent)
    return render_pdf(paper.template_name, paper.context, layout=paper.layout)


def printable(consent) -> Printable:
    """The consent as it goes to the press."""
    return Printable(ConsentPaper.template_name, {"paper": shown_paper(consent)}, paper_layout("working"))


def consent_filename(consent) -> str:
    """«Согласие быть наставником – Иванова А. П..pdf», fit for any disk."""
    name = f"{consent.get_kind_display().capitalize()} – {consent.person.short_name}"
    return f"{name.replace(chr(0xA0), ' ').rstrip('.')}.pdf"


def shown_paper(consent) -> ConsentPaper:
    """The sheet as it was given, with a paragraph of proof; a blank is made of what is known today."""
    paper = paper_of_data(consent.paper) if consent.paper else consent_paper(consent, card=organisation())
    return replace(
        paper, blocks=(*paper.blocks, *(Paragraph(typeset(line)) for line in proof_lines(consent)))
    )


def proof_lines(consent) -> list[str]:
    """What proves a consent beside its text (152-ФЗ, ст. 9, ч. 3); none for a blank.

    On screen the text itself says how it was given.
    """
    lines = []
    if consent.channel == ConsentChannel.PAPER:
        lines.append(
            f"Согласие получено на бумаге {date_words(consent.given_on)}, внёс: {str(consent.entered_by).rstrip('.')}. "
            f"Редакция текста {consent.text.version}, SHA-256 {consent.text.sha256}."
        )
    if consent.scan:
        lines.append(f"Скан подписанного листа: SHA-256 {consent.scan.sha256}.")
    if consent.status == ConsentStatus.WITHDRAWN:
        note = f" Как отозвано: {consent.withdrawal_note}." if consent.withdrawal_note else ""
        lines.append(f"Согласие отозвано {date_words(consent.withdrawn_on)}.{note}".replace("г..", "г."))
    return [line.replace("г..", "г.") for line in lines]


def journal_xlsx(consents) -> bytes:
    """Журнал согласий (D-53) with one row for each consent or blank."""
    rows = [_journal_row(number, consent) for number, consent in enumerate(consents, start=1)]
    return render_xlsx(Sheet("Журнал согласий", JOURNAL_COLUMNS, rows))


def _journal_row(number, consent):
    allowed = [str(DistributionField(name).label) for name in consent.fields_allowed]
    return (
        number,
        consent.person.full_name,
        consent.person.position_title,
        consent.get_kind_display(),
        consent.text.version,
        consent.get_status_display(),
        consent.get_channel_display(),
        consent.given_on,
        consent.valid_until,
        consent.withdrawn_on,
        str(consent.representative or ""),
        "; ".join(allowed),
        "есть" if consent.scan_id else "нет",
        str(consent.entered_by),
    )
