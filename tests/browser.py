"""The Chromium that tests drive: the system's own, else the one that Playwright installed."""

import shutil

from axe_playwright_python.base import AXE_SCRIPT

# Half a megabyte: the browser keeps it ready instead of being sent it with every question.
BRING_AXE = f"window.bringAxe = () => {{ if (!window.axe) {{ {AXE_SCRIPT} }} }};"
GRAVE = ["serious", "critical"]
# All of a page but its heart, without what is new on each answer; of the title only whether there is one.
FRAME = """(() => {
  const copy = document.documentElement.cloneNode(true);
  copy.querySelector('main')?.replaceWith(document.createElement('main'));
  copy.querySelectorAll('input[name=csrfmiddlewaretoken]').forEach((field) => field.remove());
  copy.querySelector('body').removeAttribute('hx-headers');
  copy.querySelectorAll('title').forEach((title) => { title.textContent = title.textContent.trim() && '…'; });
  return copy.outerHTML;
})()"""
# axe gives every find of a rule the gravity of the rule, and each rule has one.
# What is drawn inside an icon that is hidden from the ear bears no text, yet each stroke would be weighed for all rules.
RUN_AXE = """async ([grave, known, whole]) => {
  bringAxe();
  document.querySelectorAll('svg[aria-hidden=true]:not(:has(text))').forEach((icon) => icon.replaceChildren());
  const rules = axe._audit.rules.filter((rule) => rule.impact && !grave.includes(rule.impact));
  const untried = Object.fromEntries(rules.map((rule) => [rule.id, {enabled: false}]));
  const contrast = axe._audit.rules.find((rule) => rule.id === 'color-contrast');
  const tried = eachLookOnce(contrast, new Set(known));
  // The elements html, head and body are there in any case, and so are the rules about a page as a whole.
  const places = whole ? document : {include: [['html']], exclude: [['body > :not(main)']]};
  const found = await axe.run(places, {resultTypes: ['violations'], rules: untried});
  return [found.violations.filter((breach) => grave.includes(breach.impact)), tried];
}"""
# More than half of axe's time goes into the contrast of words, most of which look like others that were weighed: the
# same letters on the same ground. What may lie over or under something else is weighed wherever it stands.
EACH_LOOK_ONCE = """(rule, known) => {
  const bearsWords = (item) => ['INPUT', 'SELECT', 'TEXTAREA'].includes(item.tagName)
    || [...item.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  const covers = (style) => ['absolute', 'fixed', 'sticky'].includes(style.position)
    || style.position === 'relative' && [style.top, style.left].some((shift) => parseFloat(shift))
    || style.float !== 'none' || style.transform !== 'none' || style.translate !== 'none'
    || [style.marginTop, style.marginRight, style.marginBottom, style.marginLeft].some((gap) => parseFloat(gap) < 0);
  const box = (item) => item.getBoundingClientRect();
  const plain = {backgroundColor: 'rgba(0, 0, 0, 0)', backgroundImage: 'none', backgroundClip: 'border-box', opacity: '1',
    filter: 'none', mixBlendMode: 'normal', clipPath: 'none', maskImage: 'none'};
  const drawn = (style) =>
    Object.keys(plain).filter((name) => style[name] !== plain[name]).map((name) => style[name]).join(' ');
  const aside = (item, which) => {
    const style = getComputedStyle(item, which);
    return ['none', 'normal'].includes(style.content) ? '' : `${which} ${style.position} ${drawn(style)}`;
  };
  const loose = [...document.body.querySelectorAll('*')]
    .filter((item) => item.checkVisibility() && covers(getComputedStyle(item)))
    .map((item) => ({item, room: box(item), hides: getComputedStyle(item).backgroundColor.startsWith('rgb(')}))
    .filter(({room}) => room.width && room.height);
  // Of an element: what is drawn behind its words, from the inside out, and the boxes that it is drawn in.
  const grounds = new Map([[null, {look: '', boxes: []}]]);
  const ground = (item) => {
    if (!grounds.has(item)) {
      const further = ground(item.parentElement);
      const own = [drawn(getComputedStyle(item)), aside(item, '::before'), aside(item, '::after')].join('');
      const boxes = [box(item), ...further.boxes];
      grounds.set(item, own ? {look: `${own} / ${further.look}`, boxes} : further);
    }
    return grounds.get(item);
  };
  const isAlone = (item) => {
    const {left, right, top, bottom} = box(item);
    return ground(item).boxes.every((room) => left >= room.left - 1 && right <= room.right + 1
        && top >= room.top - 1 && bottom <= room.bottom + 1)
      && loose.every(({item: other, room, hides}) => other.contains(item) ? hides
        : room.right <= left || room.left >= right || room.bottom <= top || room.top >= bottom);
  };
  const look = (item) => {
    const {color, fontSize, fontWeight, textShadow, webkitTextStroke} = getComputedStyle(item);
    const words = item.textContent.trim();
    const kind = words.length > 1 && /[\\p{L}\\p{N}]/u.test(words) ? 'words' : words;
    return [item.tagName, kind, color, fontSize, fontWeight, textShadow, webkitTextStroke, ground(item).look].join(' ');
  };
  const {matches} = rule, tried = [];
  rule.matches = (item, ...more) => {
    if (!bearsWords(item)) return false;
    const seen = isAlone(item) && look(item);
    if (seen && known.has(seen) || !matches.call(rule, item, ...more)) return false;
    if (seen) {
      known.add(seen);
      tried.push(seen);
    }
    return true;
  };
  return tried;
}"""

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Helpers that clear up memory beside each page take more from a machine of two processors than they give.
    "--js-flags=--single-threaded-gc",
]

NO_PICTURES = "--disable-threaded-compositing"

# The shell has no window and draws nothing that nobody looks at; only the whole browser shows a PDF in its frame.
SHELL = ("chromium-headless-shell",)
WHOLE = ("chromium", "chromium-browser", "google-chrome")


def launch(play, *, shows_papers=False, draws=True):
    """Start a headless browser; `play` is Playwright's context.

    One that draws nothing lays pages out all the same, in little more than half the time: for whoever measures them.
    It never comes to rest under a mouse, which would wait for the next picture.
    """
    programs = WHOLE if shows_papers else (*SHELL, *WHOLE)
    program = next(filter(None, map(shutil.which, programs)), None)
    return play.chromium.launch(executable_path=program, args=FLAGS if draws else [*FLAGS, NO_PICTURES])


def bring_axe(context) -> None:
    """For a browser context whose pages `grave_violations` will look at, before they are opened."""
    context.add_init_script(BRING_AXE)


def grave_violations(page, looks: set[str] | None = None, *, whole: bool = True) -> list[dict]:
    """What axe finds serious or critical on a page.

    The rules whose breach is never as grave are not tried, the places where a rule was kept are not worked out. Of
    words that look the same one is weighed; `looks` keeps in mind those of the pages before. A page that is not looked
    at as a `whole` has a frame that was looked at already: its heart is, and what must hold for any page. The page has
    its icons without their strokes afterwards.
    """
    looks = set() if looks is None else looks
    program = f"async (what) => {{ const eachLookOnce = {EACH_LOOK_ONCE}; return ({RUN_AXE})(what); }}"
    found, tried = page.evaluate(program, [GRAVE, list(looks), whole])
    looks.update(tried)
    return found
