"""Answers of rules: an act is allowed, or denied with a sentence that becomes the tooltip and the message."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Allowed:
    reason: str = ""
    problems: tuple[str, ...] = ()

    def __bool__(self):
        return True


@dataclass(frozen=True)
class Denied:
    """Why not, in plain Russian; `problems` lists several reasons, one a line.

    `is_late` says that the act was possible a moment ago: an old page that still offers it is answered with 409.
    """

    reason: str
    problems: tuple[str, ...] = ()
    is_late: bool = False

    def __bool__(self):
        return False


ALLOWED = Allowed()


class Refused(Exception):
    """An act that a rule denies. Shown to the person as a page with the sentence (403)."""

    status = 403

    def __init__(self, reason, problems=()):
        super().__init__(reason)
        self.reason = reason
        self.problems = tuple(problems)


class StaleState(Refused):
    """The object has moved on since the page was opened: somebody else, another tab or a double click (409)."""

    status = 409


def require(verdict: Allowed | Denied, *, is_act: bool = True) -> None:
    """Go on if allowed; raises Refused with the verdict's sentence otherwise, StaleState for an act that comes late.

    `is_act` is False where a page of an act is only opened: nothing was pressed that could be late.
    """
    if isinstance(verdict, Denied):
        kind = StaleState if verdict.is_late and is_act else Refused
        raise kind(verdict.reason, verdict.problems)


def first_denial(*verdicts: Allowed | Denied) -> Allowed | Denied:
    """The first denied verdict, or ALLOWED when there is none."""
    return next((verdict for verdict in verdicts if not verdict), ALLOWED)
