"""Hands that have no mouse: Tab, Shift+Tab, Enter, Space and letters, and an eye that looks for the focus."""

from tests.journeys.visitor import Visitor, squeeze

MOST_STOPS = 400
# What Tab should come to, in the order of the page; of a group of radio buttons one is a stop.
LOOK = """() => {
  const known = 'a[href], button, input:not([type=hidden]), select, textarea, summary, iframe, [tabindex]';
  const isStop = (item) => item.tabIndex >= 0 && !item.disabled && item.checkVisibility({checkVisibilityCSS: true})
    && !(item.type === 'radio' && item.name && !item.checked
         && [...document.getElementsByName(item.name)].some((other) => other.form === item.form
            && (other.checked || other.compareDocumentPosition(item) & Node.DOCUMENT_POSITION_FOLLOWING)));
  const ring = (item) => {
    const style = getComputedStyle(item);
    return [style.outlineStyle, style.outlineWidth, style.outlineColor, style.boxShadow].join(' ');
  };
  window.keyboard = {
    stops: () => [...document.querySelectorAll(known)].filter(isStop),
    ring,
    // How things look without the focus.
    plain: new Map([...document.querySelectorAll(known)].map((item) => [item, ring(item)])),
  };
}"""
STOP = """() => {
  const item = document.activeElement;
  if (!item || item === document.body) return null;
  const box = item.getBoundingClientRect(), style = getComputedStyle(item), ring = window.keyboard.ring(item);
  const words = item.labels?.length ? item.labels[0].innerText : item.innerText || item.ariaLabel || item.title || '';
  return {
    place: window.keyboard.stops().indexOf(item),
    words, tag: item.tagName.toLowerCase(), html: item.outerHTML.slice(0, 150),
    isRinged: (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 || style.boxShadow !== 'none')
      && window.keyboard.plain.get(item) !== ring,
    isInSight: box.width > 0 && box.height > 0 && box.bottom > 0 && box.right > 0
      && box.top < innerHeight && box.left < innerWidth,
  };
}"""


class Hands:
    """A visitor without a mouse; `faults` are the stops that nobody would see."""

    def __init__(self, visitor: Visitor):
        self.visitor, self.page = visitor, visitor.page
        self.faults: list[str] = []
        self.stop = None

    def look(self) -> None:
        """Take in a page that has just come."""
        self.page.wait_for_load_state()
        self.page.evaluate(LOOK)

    def tab(self, *, back=False) -> dict | None:
        """One step; returns where the focus is now, None outside of the page."""
        self.page.keyboard.press("Shift+Tab" if back else "Tab")
        self.stop = self.page.evaluate(STOP)
        if self.stop:
            self.stop["words"] = squeeze(self.stop["words"])
            for fault in ("isRinged", "isInSight"):
                if not self.stop[fault]:
                    self.faults.append(f"{self.page.url}: not {fault}: {self.stop['html']}")
        return self.stop

    def tab_to(self, words: str, *, tag: str = "", back=False) -> None:
        """Go on with Tab to the link, button or field that begins with the words."""
        for _ in range(MOST_STOPS):
            stop = self.tab(back=back)
            if stop and stop["words"].startswith(words) and tag in ("", stop["tag"]):
                return
        raise AssertionError(f"Tab never comes to «{words}» on {self.page.url}")

    def press(self, key: str) -> None:
        """A key that leads to another page."""
        with self.page.expect_navigation():
            self.page.keyboard.press(key)
        self.look()

    def type(self, text: str) -> None:
        """Letters in place of what the field held."""
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def round(self) -> list[int]:
        """Tab from the top of the page until it comes to an end; returns the places of the stops in turn."""
        places: list[int] = []
        for _ in range(MOST_STOPS):
            stop = self.tab()
            # Out of the page, or at its top again.
            if stop is None or places[:1] == [stop["place"]]:
                break
            # Day, month, year and calendar of a date are stops of one field.
            if places[-1:] != [stop["place"]]:
                places.append(stop["place"])
        return places

    def all_places(self) -> list[int]:
        """Every link, button and field in the order of the page."""
        return list(range(self.page.evaluate("window.keyboard.stops().length")))
