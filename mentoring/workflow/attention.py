"""The panel on top of a card that says what the thing waits for."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Attention:
    """A sentence and the button that answers it: a link (`url`) or an act at once (`post_url`).

    `reason` says why the button is off.
    """

    sentence: str
    label: str = ""
    url: str = ""
    post_url: str = ""
    reason: str = ""
    title: str = "Ждёт вас"
    tone: str = "accent"
