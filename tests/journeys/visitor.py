"""A person at a browser: clicks and typing are counted, and whatever the browser complains about is kept."""

from io import BytesIO

from playwright.sync_api import Browser, Locator, Page, expect
from pypdf import PdfReader

DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
# The policy's refusals that have no console line of their own, e.g. those of a style attribute.
REPORT_REFUSALS = """
document.addEventListener('securitypolicyviolation', (event) =>
    console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));
"""
LAST_GOOD_STATUS = 399
# Milliseconds that a person waits for what should come at once: a busy machine is not a fault of the site.
PATIENCE = 90_000


class Visitor:
    """One person with an own browser context; every verb is something a hand does."""

    def __init__(self, browser: Browser, site: str, *, viewport=DESK, has_scripts=True):
        self.context = browser.new_context(
            base_url=site,
            viewport=viewport,
            locale="ru-RU",
            timezone_id="Europe/Moscow",
            java_script_enabled=has_scripts,
            # Nobody waits for a page to slide.
            reduced_motion="reduce",
        )
        self.context.set_default_timeout(PATIENCE)
        self.context.add_init_script(REPORT_REFUSALS)
        self.clicks = 0
        self.complaints: list[str] = []
        self.page: Page = self.context.new_page()
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(f"{self.page.url}: {error}"))
        self.page.on("response", self._response)

    def _console(self, message):
        if message.type in ("error", "warning"):
            self.complaints.append(f"{self.page.url}: {message.text}")

    def _response(self, response):
        if response.status > LAST_GOOD_STATUS:
            self.complaints.append(f"{response.status} {response.request.method} {response.url}")

    # What a hand does ------------------------------------------------------------------------

    def open(self, path: str) -> None:
        """Type an address: only to come in, never to get on."""
        self.page.goto(path)

    def sign_in(self, username: str, password: str, *, by_key=False) -> None:
        self.open("/")
        self.type("Имя пользователя", username)
        self.type("Пароль", password)
        if by_key:
            with self.page.expect_navigation():
                self.field("Пароль").press("Enter")
        else:
            self.press("Войти")

    def type(self, label: str, text: str, *, exact=False) -> None:
        self.field(label, exact=exact).fill(text)

    def field(self, label: str, *, exact=False) -> Locator:
        return self.main.get_by_label(label, exact=exact).first

    def value(self, label: str) -> str:
        return self.field(label).input_value()

    def tick(self, *labels: str) -> None:
        for label in labels:
            self.clicks += 1
            self.main.get_by_label(label).first.check()

    def choose(self, label: str, option: str) -> None:
        self.clicks += 1
        self.field(label).select_option(label=option)

    def attach(self, label: str, name: str, content: bytes, kind: str) -> None:
        self.clicks += 1
        file = {"name": name, "mimeType": kind, "buffer": content}
        self.field(label).set_input_files([file])

    def press(self, name: str, *, within: str = "") -> None:
        """Press a button of the page (of the row or panel that holds the words `within`)."""
        self._click(self._found("button", name, within))

    def follow(self, name: str, *, within: str = "") -> None:
        """Follow a link of the page."""
        self._click(self._found("link", name, within))

    def go_to(self, section: str) -> None:
        """A line of the navigation; on a phone it is folded away first."""
        folded = self.page.locator(".nav-phone > summary")
        if folded.is_visible():
            self._click(folded)
        self._click(self.page.get_by_role("navigation", name="Разделы").get_by_role("link", name=section))

    def more(self, name: str) -> None:
        """«Ещё», then one of its lines."""
        self._click(self.page.locator(".page-head__actions details.menu summary"))
        self._click(self.page.locator(".page-head__actions .menu__item", has_text=name).first)

    def download(self, name: str, *, within: str = "") -> bytes:
        """What a link gives that is a file; the person stays on the page."""
        link = self._found("link", name, within)
        self.clicks += 1
        response = self.context.request.get(link.get_attribute("href"))
        assert response.status == 200, (response.status, response.url)
        return response.body()

    def _found(self, role: str, name: str, within: str) -> Locator:
        target = self.page.get_by_role(role, name=name)
        if not within:
            return self.main.get_by_role(role, name=name).first
        # The smallest piece of the page that holds both the words and the target.
        pieces = self.main.locator("tr, li, section, fieldset, .panel")
        return pieces.filter(has_text=within).filter(has=target).last.get_by_role(role, name=name).first

    def _click(self, target: Locator) -> None:
        self.clicks += 1
        target.click()
        # A click returns as soon as the next page begins to come: nobody reads half of it.
        self.page.wait_for_load_state("domcontentloaded")

    # What an eye sees ------------------------------------------------------------------------

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    @property
    def heading(self) -> str:
        return squeeze(self.page.locator("h1").inner_text())

    @property
    def badge(self) -> str:
        return squeeze(self.page.locator(".page-head__name .status").first.inner_text())

    @property
    def words(self) -> str:
        return squeeze(self.main.inner_text())

    def finds_typed(self, label: str, text: str) -> None:
        """The field comes to hold the text; a part of the page may still be on its way."""
        expect(self.field(label)).to_have_value(text, timeout=PATIENCE)

    def reads(self, *sentences: str) -> None:
        """Every sentence stands on the page."""
        text = self.words
        for sentence in sentences:
            assert sentence in text, f"{sentence!r} is not on {self.page.url}:\n{text}"

    def overflows(self) -> bool:
        return self.page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


def squeeze(text: str) -> str:
    """One blank between words, whatever kind of blank it was."""
    return " ".join(text.split())


def pdf_pages(content: bytes) -> list[str]:
    """The text of every page of a PDF; a word broken at the end of a line is joined again."""
    pages = PdfReader(BytesIO(content)).pages
    return [squeeze(page.extract_text()).replace("\u2010 ", "") for page in pages]
