"""A walk over every page that a person of the demo school can reach by links."""

from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urldefrag, urlsplit

from django.urls import resolve
from playwright.sync_api import Download, Error

from tests.browser import grave_violations
from tests.journeys.visitor import DESK, PHONE, Visitor
from tests.journeys.zoom import faults_at_twice_the_size

MOST_PAGES = 150
# What a page holds beside the frame that all pages of a person share, without what is new on each answer.
HEART = """() => {
  const copy = document.querySelector('main').cloneNode(true);
  copy.querySelectorAll('input[name=csrfmiddlewaretoken]').forEach((field) => field.remove());
  return copy.outerHTML;
}"""


@dataclass
class Walk:
    """What was seen on the way; `kinds` counts the pages by their URL names, of each kind at most a few."""

    visitor: Visitor
    most_of_a_kind: int
    # The hearts of the pages that were looked at already, by another person as well.
    looked_at: set[str] = field(default_factory=set)
    kinds: Counter = field(default_factory=Counter)
    files: Counter = field(default_factory=Counter)
    saved: list[Download] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    too_wide: list[str] = field(default_factory=list)
    cramped: list[str] = field(default_factory=list)

    def run(self) -> "Walk":
        waiting, known = ["/"], {"/"}
        self.visitor.page.on("download", lambda download: self.saved.append(download))
        while waiting and sum(self.kinds.values()) < MOST_PAGES:
            path = waiting.pop(0)
            kind = resolve(urlsplit(path).path).view_name
            if self.kinds[kind] >= self.most_of_a_kind or self.files[kind]:
                continue
            if self._open(path, kind):
                found = [link for link in self._links() if link not in known]
                known.update(found)
                waiting += found
        return self

    def _open(self, path: str, kind: str) -> bool:
        """Open a page; of a file only its coming is tried. False when there are no links to follow."""
        if self._is_file(path):
            self.files[kind] += 1
            return False
        self.kinds[kind] += 1
        if self.kinds[kind] == 1:
            self._look(path)
        return True

    def _is_file(self, path) -> bool:
        """Go there; what the browser would rather save than show is asked for once, and must come whole."""
        page = self.visitor.page
        try:
            answer = page.goto(path)
        except Error as error:
            if "Download is starting" not in error.message:
                raise
            if not self.saved:
                page.wait_for_event("download")
            download = self.saved.pop()
            if download.failure() or not download.path().stat().st_size:
                self.visitor.complaints.append(f"{download.failure() or 'nothing came'} {path}")
            return True
        return "html" not in answer.headers.get("content-type", "")

    def _look(self, path):
        """Look at a page, once whoever opens it: the frame around its heart is looked at on the person's other pages."""
        page = self.visitor.page
        heart = page.evaluate(HEART)
        if heart in self.looked_at:
            return
        self.looked_at.add(heart)
        for found in grave_violations(page):
            places = [node["html"][:200] for node in found["nodes"]]
            self.violations.append(f"{path} {found['id']}: {places}")
        page.set_viewport_size(PHONE)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > PHONE["width"]:
            self.too_wide.append(f"{path}: {width}")
        page.set_viewport_size(DESK)
        self.cramped += [f"{path} {fault}" for fault in faults_at_twice_the_size(page)]

    def _links(self) -> list[str]:
        page = self.visitor.page
        hrefs = page.eval_on_selector_all("a[href], iframe[src]", "all => all.map(a => a.href || a.src)")
        home = urlsplit(page.url).netloc
        paths = [
            urldefrag(href).url.removeprefix(f"http://{home}")
            for href in hrefs
            if urlsplit(href).netloc == home
        ]
        return list(dict.fromkeys(paths))
