"""The school's own samples of orders: which text a new draft takes, and the only writer of its versions."""

import re

from django.db import transaction

from mentoring.workflow.services import add_history
from mentoring.workflow.verdicts import Refused, StaleState, require
from roadmap.orders.enums import OrderKind
from roadmap.orders.kinds.catalog import KINDS
from roadmap.orders.kinds.shape import Kind, SampleItem, SampleText
from roadmap.orders.marks import known_names
from roadmap.orders.outline import MOST_LEVELS
from roadmap.orders.placeholders import OrderFacts, Values, names_in, problems_in
from roadmap.orders.rules import may_edit_samples
from roadmap.orders.sample_models import SampleVersion

DASHES = re.compile(r"^\s*((?:[-–—]\s*)*)(.*)$")
NO_FACTS = OrderFacts(card=None, year="", curator=None, mentorships=())
OF_TITLE = ("учебный год", "организация", "организация|предл", "организация.кратко")


def latest_versions() -> dict[str, SampleVersion]:
    """The version in force of every kind that the school has ever changed."""
    rows = SampleVersion.objects.select_related("created_by").order_by("kind", "-number").distinct("kind")
    return {row.kind: row for row in rows}


def versions_of(kind: str):
    """All versions of a kind, the latest first."""
    return SampleVersion.objects.filter(kind=kind).select_related("created_by").order_by("-number")


def present_sample(kind: str) -> SampleText:
    """What a new draft of the kind is written from: the school's latest version or the built-in text."""
    version = SampleVersion.objects.filter(kind=kind).order_by("-number").first()
    return KINDS[kind].sample if version is None else text_of(version)


def text_of(version: SampleVersion) -> SampleText:
    """A version as a sample; one that gives back the built-in text is that text."""
    if version.is_ours:
        return KINDS[version.kind].sample
    return SampleText(
        title=version.title,
        preamble=version.preamble,
        items=read_items(version.items),
        control=version.control,
        annex_title=version.annex_title,
    )


def write_items(items, depth=0) -> str:
    """Items as lines; each level down begins with one more dash."""
    lines = []
    for item in items:
        lines += [f"{'– ' * depth}{item.text}", *([write_items(item.items, depth + 1)] if item.items else [])]
    return "\n".join(lines)


def read_items(text: str) -> tuple[SampleItem, ...]:
    """Lines as items: the other way round; an empty line is left out, a level too deep stands on the last one."""
    rows = []
    for line in text.splitlines():
        dashes, words = DASHES.match(line).groups()
        depth = min(len(re.findall(r"[-–—]", dashes)), MOST_LEVELS - 1, len(rows) and rows[-1][0] + 1)
        if words.strip():
            rows.append((depth, words.strip()))
    return _nested(rows, 0)


def _nested(rows, depth) -> tuple[SampleItem, ...]:
    found, inside = [], []
    for level, words in reversed(rows):
        if level > depth:
            inside.insert(0, (level, words))
        else:
            found.insert(0, SampleItem(words, _nested(inside, depth + 1)))
            inside = []
    return tuple(found)


@transaction.atomic
def save_sample(
    kind: str, *, by, number: int, title, preamble, items, control, annex_title="", note=""
) -> SampleVersion:
    """Write the school's next version; `number` is the version the page was opened with (0 for the built-in one).

    Drafts made before keep their text. Raises Refused for unknown placeholders, each with its place, StaleState
    when another version was written meanwhile.
    """
    require(may_edit_samples(by))
    text = SampleText(
        title.strip(), preamble.strip(), read_items(items), control.strip(), annex_title.strip()
    )
    problems = sample_problems(KINDS[kind], text)
    if problems:
        raise Refused("Образец не сохранён.", problems)
    fields = {"title": text.title, "preamble": text.preamble, "control": text.control}
    fields |= {"items": write_items(text.items), "annex_title": text.annex_title, "note": note.strip()}
    return _add_version(kind, by=by, number=number, sentence="изменён образец", **fields)


@transaction.atomic
def restore_ours(kind: str, *, by, number: int) -> SampleVersion:
    """Go back to the built-in text; the school's versions stay to be read. Raises StaleState as `save_sample`."""
    require(may_edit_samples(by))
    return _add_version(kind, by=by, number=number, sentence="возвращён наш образец", is_ours=True)


def _add_version(kind, *, by, number, sentence, **fields) -> SampleVersion:
    # Rows are never changed, so the last one is what two writers wait for.
    last = SampleVersion.objects.filter(kind=kind).order_by("-number").select_for_update().first()
    if (last.number if last else 0) != number:
        raise StaleState("Пока вы работали, образец изменил другой человек. Откройте его заново и сравните.")
    version = SampleVersion.objects.create(kind=OrderKind(kind), number=number + 1, created_by=by, **fields)
    add_history(
        version, by=by, action="save_sample", sentence=f"{sentence}: приказ {version.get_kind_display()}"
    )
    return version


def sample_problems(kind: Kind, text: SampleText) -> list[str]:
    """What is wrong with a sample: unknown placeholders with their place, names in the title, no items."""
    known = known_marks(kind)
    problems = [] if text.items else ["Напишите хотя бы один пункт."]
    for where, words in (("В заголовке", text.title), ("В заголовке приложения", text.annex_title)):
        problems += [
            f"{where} подстановка {{{name}}} не действует: здесь можно {{учебный год}} и {{организация.кратко}}."
            for name in names_in(words)
            if name not in OF_TITLE
        ]
    problems += problems_in(text.preamble, known, "В преамбуле")
    problems += problems_in(text.control, known, "В пункте о контроле")
    return problems + _problems_of_items(text.items, known, "")


def _problems_of_items(items, known, prefix) -> list[str]:
    problems = []
    for place, item in enumerate(items, start=1):
        number = f"{prefix}{place}."
        problems += problems_in(item.text, known, f"В пункте {number.rstrip('.')}")
        problems += _problems_of_items(item.items, known, number)
    return problems


def known_marks(kind: Kind) -> Values:
    """Every placeholder that a sample of the kind may hold, with nothing behind it."""
    return Values(dict.fromkeys(known_names(kind), ""), {})
