"""The sheet of a paper: margins, type and orientation, by ГОСТ Р 7.0.97 unless the school sets its own."""

from dataclasses import dataclass
from typing import Literal

# Wider than any school would ask for, narrower than what would leave no room for text.
MARGIN_LIMITS_MM = (5, 60)
FONT_LIMITS_PT = (8, 20)
LINE_LIMITS = (1.0, 2.0)


@dataclass(frozen=True)
class PaperLayout:
    """Margins in millimetres, type in points; raises ValueError for a sheet nobody could print."""

    margin_left: float = 20
    margin_right: float = 10
    margin_top: float = 20
    margin_bottom: float = 20
    font_size: float = 12
    line_height: float = 1.15
    orientation: Literal["portrait", "landscape"] = "portrait"
    page_numbers: bool = True

    def __post_init__(self) -> None:
        for margin in (self.margin_left, self.margin_right, self.margin_top, self.margin_bottom):
            _require_between(margin, MARGIN_LIMITS_MM, "margin, mm")
        _require_between(self.font_size, FONT_LIMITS_PT, "font size, pt")
        _require_between(self.line_height, LINE_LIMITS, "line height")
        if self.orientation not in ("portrait", "landscape"):
            raise ValueError(f"unknown orientation: {self.orientation!r}")

    @property
    def css(self) -> str:
        """The page rules of this sheet, with a «turned» page for wide tables inside a portrait paper.

        A turned sheet is bound by the same edge, so its margins turn with it: left becomes top.
        Page numbers stand from the second page, centred in the top margin (ГОСТ Р 7.0.97, поля и нумерация).
        """
        upright = _margins(self.margin_top, self.margin_right, self.margin_bottom, self.margin_left)
        turned = _margins(self.margin_left, self.margin_top, self.margin_right, self.margin_bottom)
        rules = [
            f"@page {{ size: A4 {self.orientation}; margin: {upright}; }}",
            f"@page turned {{ size: A4 landscape; margin: {turned}; }}",
            f"html {{ font-size: {self.font_size:g}pt; line-height: {self.line_height:g}; }}",
        ]
        if self.page_numbers:
            number = "content: counter(page); font: 12pt Tinos, serif; vertical-align: middle;"
            rules.append(f"@page {{ @top-center {{ {number} }} }}")
            rules.append("@page :first { @top-center { content: none; } }")
        return "\n".join(rules)


def _require_between(value: float, limits: tuple[float, float], what: str) -> None:
    low, high = limits
    if not isinstance(value, int | float) or not low <= value <= high:
        raise ValueError(f"{what} must be between {low:g} and {high:g}, not {value!r}")


def _margins(top: float, right: float, bottom: float, left: float) -> str:
    return f"{top:g}mm {right:g}mm {bottom:g}mm {left:g}mm"


# Orders on core activity are kept for good, so their binding margin is 30 mm.
ORDER = PaperLayout(margin_left=30, font_size=14)
WORKING = PaperLayout()
REGISTER = PaperLayout(font_size=10, orientation="landscape")
