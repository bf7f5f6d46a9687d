"""Twice as large: a window of 1280 points at 200 %, and letters of twice the size on top of it."""

from playwright.sync_api import Page

from tests.journeys.visitor import DESK

HALF = {"width": DESK["width"] // 2, "height": DESK["height"] // 2}
# What does not fit across the window, what is cut off inside its box, and lines of text that lie on other lines.
FAULTS = """() => {
  document.documentElement.style.fontSize = '200%';
  const faults = [];
  if (document.documentElement.scrollWidth > innerWidth) {
    const wide = [...document.querySelectorAll('body *')].filter((item) => item.checkVisibility()
      && item.getBoundingClientRect().right > innerWidth + 1).map((item) => item.outerHTML.slice(0, 120));
    faults.push(`too wide: ${document.documentElement.scrollWidth}, ${wide[0]}, ${wide.at(-1)}`);
  }
  const lines = [];
  // Of an element: what is around it and cuts off, from the inside out, and the room that it leaves.
  const known = new Map([[document.body, []]]);
  const rooms = (item) => {
    if (!known.has(item)) {
      const further = rooms(item.parentElement), style = getComputedStyle(item);
      const cuts = /hidden|clip/.test(style.overflowX + style.overflowY);
      known.set(item, cuts ? [{out: item, room: item.getBoundingClientRect()}, ...further] : further);
    }
    return known.get(item);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const holder = node.parentElement;
    if (!node.data.trim() || holder.closest('.visually-hidden, select, textarea, script, style, .skip-link')
      || !holder.checkVisibility({checkVisibilityCSS: true, checkOpacity: true})) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      if (box.width < 2 || box.height < 2) continue;
      // The letters take the middle of a line's height.
      const spare = box.height / 6;
      // Said for the ear alone: the box is a point.
      if (rooms(holder).some(({room}) => room.width < 2 || room.height < 2)) continue;
      lines.push({node, left: box.left, right: box.right, top: box.top + spare, bottom: box.bottom - spare});
      for (const {out, room} of rooms(holder)) {
        if (box.right > room.right + 1 || box.left < room.left - 1 || box.bottom > room.bottom + spare + 1)
          faults.push(`cut off: «${node.data.trim().slice(0, 60)}» in ${out.outerHTML.slice(0, 100)}`);
      }
    }
  }
  lines.sort((one, other) => one.top - other.top);
  lines.forEach((line, number) => {
    for (let next = number + 1; next < lines.length && lines[next].top < line.bottom - 1; next += 1) {
      const other = lines[next];
      if (other.node !== line.node && other.left < line.right - 2 && line.left < other.right - 2)
        faults.push(`«${line.node.data.trim().slice(0, 60)}» and «${other.node.data.trim().slice(0, 60)}» overlap`);
    }
  });
  // Nobody lays it out again for the next window.
  document.body.replaceChildren();
  return [...new Set(faults)];
}"""


def faults_at_twice_the_size(page: Page) -> list[str]:
    """What is wrong with the page when everything is twice as large; the page is of no more use afterwards."""
    page.set_viewport_size(HALF)
    return page.evaluate(FAULTS)
