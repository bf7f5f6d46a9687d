"""All kinds of orders in the order of the page «Новый приказ»; a kind is found here by its name."""

from itertools import groupby

from roadmap.orders.kinds import changes, introduction, pairs, work
from roadmap.orders.kinds.shape import Kind

CATALOG: tuple[Kind, ...] = (
    pairs.PAIRING,
    pairs.APPOINTMENT,
    pairs.REPLACEMENT,
    pairs.EARLY_END,
    pairs.COMPLETION,
    pairs.EXTENSION,
    pairs.CHANGE,
    introduction.REGULATION,
    introduction.INTRODUCTION,
    introduction.CURATOR,
    introduction.ROADMAP,
    work.FINAL_EVENT,
    work.DUTY_RELEASE,
    work.AWARD,
    work.ASSOCIATION,
    work.MONITORING,
    changes.AMENDMENT,
    changes.CANCELLATION,
)
KINDS: dict[str, Kind] = {kind.kind.value: kind for kind in CATALOG}


def grouped_kinds() -> list[tuple[str, list[Kind]]]:
    """(heading, kinds) in the order of the page."""
    return [(group, list(kinds)) for group, kinds in groupby(CATALOG, key=lambda kind: kind.group)]
