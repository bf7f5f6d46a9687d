"""What each paper says, as plain strings: rooms fill these, templates lay them out.

Names, dates and numbers come ready for print (case forms, non-breaking spaces) from `mentoring.language`.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from mentoring.documents.act_paper import ActPaper

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


@dataclass(frozen=True)
class Letterhead:
    """The school at the head of a sheet: full name (in capitals), short name, place («г. Иркутск»)."""

    full_name: str
    short_name: str
    place: str = ""


@dataclass(frozen=True)
class Signature:
    """Position to the left («Директор»), initials before the surname to the right («Г. А. Кедрова»)."""

    position: str
    name: str


@dataclass(frozen=True)
class PaperColumn:
    """A column of a printed table; widths are shares of the sum of all widths.

    Only a wordy column is hyphenated: a person's name is never broken.
    """

    heading: str
    width: int = 10
    align: Literal["left", "center", "right"] = "left"
    is_wordy: bool = False

    @property
    def look(self) -> str:
        return f"{self.align} wordy" if self.is_wordy else self.align


@dataclass(frozen=True)
class RowGroup:
    """Rows of cells under a heading that spans the table; an empty heading is not printed."""

    rows: tuple[tuple[str, ...], ...]
    heading: str = ""


@dataclass(frozen=True)
class PaperTable:
    """A printed table; raises ValueError when a row is not as long as the columns."""

    columns: tuple[PaperColumn, ...]
    groups: tuple[RowGroup, ...]
    is_numbered: bool = False

    def __post_init__(self) -> None:
        wrong = [row for group in self.groups for row in group.rows if len(row) != len(self.columns)]
        if wrong:
            raise ValueError(f"a row of {len(wrong[0])} cells under {len(self.columns)} columns")

    @property
    def shares(self) -> tuple[str, ...]:
        """The widths for a style: always with a point, whatever the language of the page."""
        total = sum(column.width for column in self.columns)
        return tuple(f"{100 * column.width / total:.3f}%" for column in self.columns)

    @property
    def dressed_groups(self) -> list[tuple[str, list[list[tuple[str, str]]]]]:
        """Groups as (heading, rows of (cell, look of its column))."""
        looks = [column.look for column in self.columns]
        return [
            (group.heading, [list(zip(row, looks, strict=True)) for row in group.rows])
            for group in self.groups
        ]


@dataclass(frozen=True)
class OrderItem:
    """An item of an order and its sub-items; numbers are given by place (1., 1.1.)."""

    text: str
    items: tuple["OrderItem", ...] = ()


@dataclass(frozen=True)
class Annex:
    """A numbered annex: its mark is made of the order's own date and number."""

    number: str
    title: str
    table: PaperTable | None
    intro: str = ""
    orientation: Literal["portrait", "landscape"] = "landscape"
    # A table with merged cells instead: shares of the widths, head and body rows of cells, lines under it.
    sheet: Mapping[str, Any] | None = None
    # A local act instead: its sections and clauses.
    act: ActPaper | None = None


@dataclass(frozen=True)
class Acquaintance:
    """One line of the acquaintance sheet; date and signature are written by hand."""

    name: str
    position: str


@dataclass(frozen=True)
class OrderPaper:
    """A director's order (приказ); an empty number or date prints as a line to write on."""

    letterhead: Letterhead
    number: str
    date: str
    title: str
    preamble: str
    items: tuple[OrderItem, ...]
    signer: Signature
    annexes: tuple[Annex, ...] = ()
    acquaintance: tuple[Acquaintance, ...] = ()

    template_name: ClassVar[str] = "documents/order.html"

    @property
    def numbered_items(self) -> list[tuple[str, int, str]]:
        """Items in reading order as (number, depth, text)."""
        return _number_items(self.items)


def _number_items(
    items: tuple[OrderItem, ...], prefix: str = "", depth: int = 0
) -> list[tuple[str, int, str]]:
    numbered = []
    for place, item in enumerate(items, start=1):
        number = f"{prefix}{place}."
        numbered += [(number, depth, item.text), *_number_items(item.items, number, depth + 1)]
    return numbered


@dataclass(frozen=True)
class Paragraph:
    """A justified paragraph with the first line indented."""

    text: str
    kind: ClassVar[str] = "paragraph"


@dataclass(frozen=True)
class BulletList:
    """A list with a dash before each item, after an optional introduction."""

    items: tuple[str, ...]
    intro: str = ""
    kind: ClassVar[str] = "bullets"


@dataclass(frozen=True)
class Blank:
    """A line to write on by hand, its small caption under it, and how many lines more."""

    label: str
    caption: str = ""
    more_lines: int = 0
    kind: ClassVar[str] = "blank"

    @property
    def further_lines(self) -> range:
        return range(self.more_lines)


@dataclass(frozen=True)
class Choice:
    """One row of tick boxes: None leaves both boxes empty for a pen."""

    label: str
    answer: bool | None = None


@dataclass(frozen=True)
class ChoiceTable:
    """Field-by-field consent: each row is ticked «да» or «нет» on its own (152-ФЗ, ст. 10.1, ч. 1)."""

    heading: str
    choices: tuple[Choice, ...]
    intro: str = ""
    kind: ClassVar[str] = "choices"


ConsentBlock = Paragraph | BulletList | Blank | ChoiceTable


@dataclass(frozen=True)
class ConsentPaper:
    """A written consent, one kind a sheet: processing, mentoring, participation or distribution.

    `signatures` are the names under the lines: the person, or also the representative of a pupil.
    """

    kind: Literal["processing", "mentoring", "participation", "distribution"]
    addressee: tuple[str, ...]
    title: str
    blocks: tuple[ConsentBlock, ...]
    signatures: tuple[str, ...]

    template_name: ClassVar[str] = "documents/consent.html"


# The captions of the programme's template, word for word (S4).
TITLE_FIELDS: Mapping[str, str] = {
    "mentor": "ФИО наставника",
    "mentees": "ФИО наставляемого/группы наставляемых",
    "title": "Название программы",
    "term": "Срок реализации программы",
    "seen_on": "Дата ознакомления с программой куратора/методического совета",
    "agreed_on": "Дата согласования программы наставником с наставляемым/группой наставляемых",
}
NOTE_FIELDS: Mapping[str, str] = {
    "problem": (
        "Описание проблемы, профессиональных затруднений, на решение/преодоление которых "
        "направлена программа, а так же сильные стороны, которые необходимо поддержать и развить"
    ),
    "goals": "Цели и задачи программы",
    "form_and_kind": "Форма и вид наставничества",
    "content": "Описание возможного содержания деятельности",
    "results": "Промежуточные и планируемые результаты",
    "schedule": "Расписание встреч, режим работы (онлайн, очный, смешанный), условия обучения",
}
PLAN_COLUMNS = (
    PaperColumn("Дата", 12),
    PaperColumn("Мероприятие", 24, is_wordy=True),
    PaperColumn("Форма", 16, is_wordy=True),
    PaperColumn("Содержание", 30, is_wordy=True),
    PaperColumn("Рефлексия", 24, is_wordy=True),
)


@dataclass(frozen=True)
class ProgrammePaper:
    """A personalised programme of mentoring: title sheet, explanatory note, plan of events.

    An empty text of a field prints as lines to write on; `plan` rows are in the order of PLAN_COLUMNS.
    `signatures`: the mentor, the mentees, the curator who has seen it.
    """

    letterhead: Letterhead
    year: str
    mentor: str
    mentees: tuple[str, ...]
    title: str
    term: str
    seen_on: str
    agreed_on: str
    problem: str
    goals: str
    form_and_kind: str
    content: str
    results: str
    schedule: str
    plan: tuple[tuple[str, str, str, str, str], ...]
    signatures: tuple[Signature, ...]

    template_name: ClassVar[str] = "documents/programme.html"

    @property
    def title_lines(self) -> list[tuple[str, str]]:
        values = {name: getattr(self, name) for name in TITLE_FIELDS} | {"mentees": "\n".join(self.mentees)}
        return [(caption, values[name]) for name, caption in TITLE_FIELDS.items()]

    @property
    def note(self) -> list[tuple[str, str]]:
        return [(caption, getattr(self, name)) for name, caption in NOTE_FIELDS.items()]

    @property
    def plan_table(self) -> PaperTable:
        return PaperTable(PLAN_COLUMNS, (RowGroup(self.plan),))


@dataclass(frozen=True)
class RegisterPaper:
    """A register on A4 landscape: «по состоянию на …», numbered columns, the curator's signature line."""

    letterhead: Letterhead
    title: str
    as_of: str
    table: PaperTable
    signer: Signature

    template_name: ClassVar[str] = "documents/register.html"


def paper_data(paper: "DataclassInstance") -> dict[str, Any]:
    """Return the paper, a dataclass of any room, as a dictionary for the frozen copy kept beside the PDF."""
    return asdict(paper)
