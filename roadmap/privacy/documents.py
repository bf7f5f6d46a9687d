"""The act of destruction and the extract from the event log (приказ Роскомнадзора от 28.10.2022 № 179)."""

from dataclasses import asdict, dataclass
from typing import ClassVar

from django.utils import timezone

from mentoring.accounts.models import AccessRecord
from mentoring.documents.enums import DocumentKind
from mentoring.documents.papers import Letterhead, PaperColumn, PaperTable, RowGroup, Signature
from mentoring.documents.queries import issued_for
from mentoring.documents.services import issue_document
from mentoring.language.dates import date_words
from mentoring.school.queries import organisation, paper_layout
from mentoring.workflow.verdicts import Refused
from registry.people.queries import person_of
from roadmap.privacy.models import Erasure

SYSTEM = "Информационная система «Наставничество»"
WAY = (
    "Удаление записей базы данных и файлов средствами информационной системы без возможности восстановления; "
    "записи, на которые ссылаются данные других людей, обезличены. В резервных копиях данные хранятся не дольше "
    "30 дней; после восстановления из копии уничтожение повторяется."
)
COLUMNS = (PaperColumn("Сведения", 30, is_wordy=True), PaperColumn("Значение", 70, is_wordy=True))
EVENT_COLUMNS = (
    PaperColumn("Дата и время", 18),
    PaperColumn("Субъект", 18),
    PaperColumn("Категории уничтоженных данных", 40, is_wordy=True),
    PaperColumn("Информационная система", 22, is_wordy=True),
    PaperColumn("Причина", 24, is_wordy=True),
    PaperColumn("Событие журнала", 18, is_wordy=True),
)


@dataclass(frozen=True)
class DestructionPaper:
    """One sheet about a destruction: rows of a table and lines for those who sign."""

    letterhead: Letterhead
    title: str
    as_of: str
    table: PaperTable
    signatures: tuple[Signature, ...]
    note: str = ""

    template_name: ClassVar[str] = "documents/destruction.html"


def issue_papers(erasure: Erasure, *, record: AccessRecord, by) -> None:
    """Issue the act and the extract; both are kept with the program for at least three years.

    Raises Refused while the school's card is empty: the act names the operator.
    """
    card = organisation()
    if card is None:
        raise Refused("Сначала заполните карточку организации: акт называет оператора.")
    for title, paper, layout in (
        (f"Акт № {erasure.pk} об уничтожении персональных данных", act(erasure, card, by), "working"),
        (f"Выгрузка из журнала событий к акту № {erasure.pk}", extract(erasure, card, record), "register"),
    ):
        issue_document(
            kind=DocumentKind.DESTRUCTION,
            number=str(erasure.pk),
            title=title,
            issued_on=timezone.localdate(),
            data=asdict(paper),
            template_name=paper.template_name,
            context={"paper": paper},
            layout=paper_layout(layout),
            subject=erasure,
            by=by,
        )


def papers_of(erasure: Erasure):
    """The act and the extract, in this order."""
    return issued_for(erasure).order_by("pk")


def subjects(erasure: Erasure) -> str:
    """Whose data went, by the numbers of the cards: the names are among what was destroyed."""
    if not erasure.people:
        return "обезличенный перечень: номера записей в журнале событий"
    marks = erasure.marks or [""] * len(erasure.people)
    return "; ".join(
        f"субъект, карточка № {number}" + (f" (хеш {mark[:12]}…)" if mark else "")
        for number, mark in zip(erasure.people, marks, strict=True)
    )


def act(erasure: Erasure, card, by) -> DestructionPaper:
    """The act with every field that приказ № 179, п. 3 asks for."""
    rows = (
        ("Оператор", f"{card.full_name}, {card.address}"),
        ("Лицо, обрабатывавшее данные по поручению", "нет"),
        ("Субъекты персональных данных", subjects(erasure)),
        ("Кто уничтожил", _who(by)),
        ("Категории уничтоженных данных", ";\n".join(erasure.categories)),
        ("Информационная система", f"{SYSTEM}, {card.short_name}"),
        (
            "Бумажные носители",
            "уничтожаются отдельно; наименование и число листов вписываются от руки: ________",
        ),
        ("Способ уничтожения", WAY),
        ("Причина уничтожения", f"{erasure.get_reason_display()}; {erasure.basis}"),
        ("Дата уничтожения", date_words(timezone.localdate(erasure.erased_at))),
        ("Сохраняется по закону", ";\n".join(erasure.kept) or "ничего"),
    )
    return DestructionPaper(
        letterhead=_letterhead(card),
        title=f"Акт № {erasure.pk} об уничтожении персональных данных",
        as_of=date_words(timezone.localdate(erasure.erased_at)),
        table=PaperTable(COLUMNS, (RowGroup(rows),)),
        signatures=(
            Signature("Уничтожил(а)", str(by)),
            Signature(card.head_position.capitalize(), ""),
        ),
        note="Хранится не менее трёх лет вместе с выгрузкой из журнала событий.",
    )


def extract(erasure: Erasure, card, record: AccessRecord) -> DestructionPaper:
    """The extract from the event log (приказ № 179, п. 4): one line a subject."""
    moment = timezone.localtime(erasure.erased_at)
    offset = f"{moment:%z}"
    when = f"{moment:%d.%m.%Y %H:%M:%S} (UTC{offset[:3]}:{offset[3:]})"
    marks = erasure.people or [0]
    rows = tuple(
        (
            when,
            f"карточка № {number}" if number else "записи без имени",
            "; ".join(erasure.categories),
            f"{SYSTEM}, {card.short_name}",
            erasure.get_reason_display(),
            f"запись журнала № {record.pk}, учётная запись № {record.user_id}",
        )
        for number in marks
    )
    return DestructionPaper(
        letterhead=_letterhead(card),
        title=f"Выгрузка из журнала событий к акту № {erasure.pk}",
        as_of=f"на {date_words(timezone.localdate(erasure.erased_at))}",
        table=PaperTable(EVENT_COLUMNS, (RowGroup(rows),)),
        signatures=(Signature("Выгрузку сделал(а)", str(erasure.by)),),
    )


def _who(user) -> str:
    """The name with the position, as the act asks for both."""
    person = person_of(user)
    return f"{user}, {person.position_title}" if person and person.position_title else str(user)


def _letterhead(card):
    return Letterhead(card.full_name, card.short_name, card.town)
