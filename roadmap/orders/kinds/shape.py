"""What a kind of order is made of: its sample text, the people and facts it asks for, its annexes. Plain data."""

from dataclasses import dataclass
from enum import StrEnum

from roadmap.orders.enums import OrderKind, OrderRole

CONTROL = "Контроль за исполнением приказа оставляю за собой."


class Need(StrEnum):
    """What an order of the kind is made from."""

    NOTHING = "nothing"
    AGREED_PAIRS = "agreed_pairs"
    AGREED_PAIR = "agreed_pair"
    ACTIVE_PAIR = "active_pair"
    PROGRAMME = "programme"
    ORDER = "order"
    ROADMAP = "roadmap"


class FactKind(StrEnum):
    """How a fact of an order is typed and kept."""

    DAY = "day"
    TIME = "time"
    LINE = "line"
    TEXT = "text"
    LINES = "lines"
    CHOICE = "choice"
    TICK = "tick"


class AnnexSource(StrEnum):
    """Where the rows of an annex come from."""

    PAIRS = "pairs"
    PEOPLE = "people"
    LINES = "lines"
    ROADMAP = "roadmap"
    ACT = "act"
    LESSONS = "lessons"


@dataclass(frozen=True)
class SampleItem:
    """An item of a sample with its sub-items."""

    text: str
    items: tuple["SampleItem", ...] = ()


@dataclass(frozen=True)
class SampleText:
    """Everything that is written in a new draft; placeholders in braces are filled later.

    A part in square brackets stays only if everything in it can be filled when the draft is made; an item that
    names a pair or one of several people without a number is written once for each of them.
    """

    title: str
    preamble: str
    items: tuple[SampleItem, ...]
    control: str = CONTROL
    annex_title: str = ""


@dataclass(frozen=True)
class Role:
    """People whom an order of the kind names; `mark` is the word of the placeholder, `many` its plural."""

    role: OrderRole
    label: str
    mark: str
    many: str = ""
    is_required: bool = True
    help_text: str = ""
    # Taken from the pair that the order speaks of, never asked.
    is_of_pair: bool = False
    # Asked in the lines of a release, not by itself.
    is_of_lines: bool = False


@dataclass(frozen=True)
class Fact:
    """A fact typed for the order; `mark` is its placeholder, none for what only the effect needs.

    A choice is (stored value, label in the form, words on paper).
    """

    name: str
    label: str
    mark: str = ""
    kind: FactKind = FactKind.LINE
    is_required: bool = True
    help_text: str = ""
    initial: str = ""
    choices: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class AnnexShape:
    """An annex of the kind; the title of the first one is written in the order itself and may be changed."""

    source: AnnexSource
    title: str = ""
    roles: tuple[OrderRole, ...] = ()
    fact: str = ""


@dataclass(frozen=True)
class Kind:
    """One kind of order with everything that tells it from the others; what it does stands in `effects`."""

    kind: OrderKind
    code: str
    group: str
    title: str
    help_text: str
    sample: SampleText
    need: Need = Need.NOTHING
    roles: tuple[Role, ...] = ()
    facts: tuple[Fact, ...] = ()
    annexes: tuple[AnnexShape, ...] = ()
    needs_curator: bool = False
    curator_label: str = ""
    effect_words: str = ""

    @property
    def asked_roles(self) -> tuple[Role, ...]:
        return tuple(role for role in self.roles if not role.is_of_pair and not role.is_of_lines)

    @property
    def has_release_lines(self) -> bool:
        """Does an order of the kind say who takes which lesson?"""
        return any(role.is_of_lines for role in self.roles)

    @property
    def titles_annex(self) -> bool:
        """Is the title of the first annex written in the order? A local act brings its own, a table of lessons has one."""
        return bool(self.annexes) and self.annexes[0].source not in (AnnexSource.ACT, AnnexSource.LESSONS)

    @property
    def may_take_papers(self) -> bool:
        """May an act and a roadmap stand behind the order, though it can do without?"""
        return self.need == Need.NOTHING and any(row.source == AnnexSource.ACT for row in self.annexes)

    @property
    def speaks_of_rows(self) -> bool:
        """Are pairs taken into the draft as rows of an annex?"""
        return self.need in (Need.AGREED_PAIRS, Need.AGREED_PAIR)
