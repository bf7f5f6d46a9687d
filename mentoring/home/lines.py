"""What a room says on «Сегодня»: sections that appear only when they have something to say."""

from dataclasses import dataclass


@dataclass(frozen=True)
class TodayLine:
    """One line with its button. `about` is a quieter second sentence; `tone` marks what is late."""

    sentence: str
    url: str
    label: str
    about: str = ""
    tone: str = "info"


@dataclass(frozen=True)
class TodaySection:
    """A heading with lines; `order` sorts sections of different rooms (0 is what waits for the reader)."""

    title: str
    lines: tuple[TodayLine, ...]
    order: int = 50
