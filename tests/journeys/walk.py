"""A walk over every page that a person of the demo school can reach by links."""

from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import urldefrag, urlsplit

from django.urls import resolve
from playwright.sync_api import Download, Error

from tests.browser import FRAME, grave_violations
from tests.journeys.visitor import DESK, PHONE, Visitor
from tests.journeys.zoom import faults_at_twice_the_size

MOST_PAGES = 150
# What a page holds in its heart, without what is new on each answer; what is around it; where it leads to.
READ = f"""() => {{
  const copy = document.querySelector('main').cloneNode(true);
  copy.querySelectorAll('input[name=csrfmiddlewaretoken]').forEach((field) => field.remove());
  const links = [...document.querySelectorAll('a[href], iframe[src]')].map((item) => item.href || item.src);
  return [copy.outerHTML, {FRAME}, links];
}}"""


@cache
def kind_of(path: str) -> str:
    """The URL name of an address: pages of one kind look alike."""
    return resolve(urlsplit(path).path).view_name


@dataclass
class Walk:
    """What was seen on the way; `kinds` counts the pages by their URL names, of each kind at most a few."""

    visitor: Visitor
    most_of_a_kind: int
    # The hearts of the pages that were looked at already, by another person as well.
    looked_at: set[str] = field(default_factory=set)
    # What was around these hearts: the same on most pages of a person.
    frames: set[str] = field(default_factory=set)
    # How words were seen that were legible, on these pages and on those of the other persons.
    looks: set[str] = field(default_factory=set)
    kinds: Counter = field(default_factory=Counter)
    files: Counter = field(default_factory=Counter)
    # Kinds that a link led to and that were not opened, for the walk was long enough.
    missed: list[str] = field(default_factory=list)
    saved: list[Download] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    too_wide: list[str] = field(default_factory=list)
    cramped: list[str] = field(default_factory=list)

    def run(self) -> "Walk":
        waiting, known = ["/"], {"/"}
        self.visitor.page.on("download", lambda download: self.saved.append(download))
        while waiting and sum(self.kinds.values()) < MOST_PAGES:
            path = self._next(waiting)
            kind = kind_of(path)
            if self.kinds[kind] >= self.most_of_a_kind or self.files[kind]:
                continue
            found = [link for link in self._open(path, kind) if link not in known]
            known.update(found)
            waiting += found
        self.missed = sorted({kind_of(path) for path in waiting if self._is_new(path)})
        return self

    def _next(self, waiting: list[str]) -> str:
        """Take the first address of a kind that was not opened yet; without one, that which waits longest."""
        return waiting.pop(next((place for place, path in enumerate(waiting) if self._is_new(path)), 0))

    def _is_new(self, path: str) -> bool:
        return not (self.kinds[kind_of(path)] or self.files[kind_of(path)])

    def _open(self, path: str, kind: str) -> list[str]:
        """Open a page and return where it leads to; of a file only its coming is tried."""
        if self._is_file(path):
            self.files[kind] += 1
            return []
        self.kinds[kind] += 1
        heart, frame, addresses = self.visitor.page.evaluate(READ)
        links = self._own(addresses)
        if self.kinds[kind] == 1:
            self._look(path, heart, frame)
        return links

    def _is_file(self, path) -> bool:
        """Go there; what the browser would rather save than show is asked for once, and must come whole."""
        page = self.visitor.page
        try:
            answer = page.goto(path)
        except Error as error:
            if "Download is starting" not in error.message:
                raise
            download = self._saved(path)
            if download.failure() or not download.path().stat().st_size:
                self.visitor.complaints.append(f"{download.failure() or 'nothing came'} {path}")
            return True
        return "html" not in answer.headers.get("content-type", "")

    def _saved(self, path) -> Download:
        """The file of this address: one that was shown in a frame of the page before may come late."""

        def is_it(download):
            return download.url.endswith(path)

        came = next(filter(is_it, self.saved), None) or self.visitor.page.wait_for_event("download", is_it)
        self.saved.clear()
        return came

    def _look(self, path, heart, frame):
        """Look at a page, once whoever opens it, and at the frame around its heart, once for all pages that share it."""
        page = self.visitor.page
        if heart in self.looked_at:
            return
        self.looked_at.add(heart)
        is_framed_anew = frame not in self.frames
        self.frames.add(frame)
        for found in grave_violations(page, self.looks, whole=is_framed_anew):
            places = [node["html"][:200] for node in found["nodes"]]
            self.violations.append(f"{path} {found['id']}: {places}")
        page.set_viewport_size(PHONE)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > PHONE["width"]:
            self.too_wide.append(f"{path}: {width}")
        self.cramped += [f"{path} {fault}" for fault in faults_at_twice_the_size(page)]
        page.set_viewport_size(DESK)

    def _own(self, addresses) -> list[str]:
        """Those of the site, without its name and without a place in the page."""
        home = urlsplit(self.visitor.page.url).netloc
        paths = [
            urldefrag(address).url.removeprefix(f"http://{home}")
            for address in addresses
            if urlsplit(address).netloc == home
        ]
        return list(dict.fromkeys(paths))
