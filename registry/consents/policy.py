"""The policy on personal data: the school's text, or the sample until the school has written its own."""

from dataclasses import dataclass

from mentoring.language.typography import typeset
from mentoring.school.queries import organisation
from registry.consents.models import PolicyText
from registry.consents.samples import POLICY
from registry.consents.wording import INSERT, read_wording

HEADING = "# "
# What the program writes into the text; the explanation stands on the page where the text is edited.
INSERTS = {
    "организация": "полное наименование школы",
    "адрес": "адрес школы",
    "ИНН": "ИНН школы",
    "ОГРН": "ОГРН школы",
    "телефон": "телефон школы",
    "почта": "электронная почта школы",
    "сайт": "сайт школы",
}
UNKNOWN = "(не указано)"


@dataclass(frozen=True)
class Block:
    """A piece of the page: «heading», «paragraph» or «bullets» (`text` is then what stands before the list)."""

    kind: str
    text: str
    items: tuple[str, ...] = ()


def policy_in_use() -> PolicyText:
    """The last edition; the sample, which is not stored, has the version 0."""
    return PolicyText.objects.order_by("-version").first() or PolicyText(version=0, body=POLICY)


def policy_blocks(body: str) -> list[Block]:
    """The text ready for a page, the school's details written in."""
    values = _values()
    blocks = []
    for part in read_wording(body):
        kind, text = part.kind, f"[{part.text}]" if part.kind == "pen" else part.text
        if kind != "bullets":
            kind = "heading" if text.startswith(HEADING) else "paragraph"
            text = text.removeprefix(HEADING)
        items = tuple(_filled(item, values) for item in part.items)
        blocks.append(Block(kind, _filled(text, values), items))
    return blocks


def policy_problems(body: str) -> tuple[str, ...]:
    """What keeps a text from being shown, as sentences; empty when nothing does."""
    names = dict.fromkeys(name.strip() for name in INSERT.findall(body))
    return tuple(
        f"Подстановки «{{{name}}}» нет. Возможные перечислены под полем."
        for name in names
        if name not in INSERTS
    )


def _values():
    card = organisation()
    found = (
        {
            "организация": card.full_name,
            "адрес": card.address,
            "ИНН": card.inn,
            "ОГРН": card.ogrn,
            "телефон": card.phone,
            "почта": card.email,
            "сайт": card.website,
        }
        if card
        else {}
    )
    return {name: found.get(name) or UNKNOWN for name in INSERTS}


def _filled(text, values):
    return typeset(INSERT.sub(lambda match: values.get(match.group(1).strip(), match.group(0)), text))
