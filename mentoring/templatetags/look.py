"""Template tags of the look: icons, status badges, agreed numbers, dates, crumbs."""

import re
from datetime import date, datetime
from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO
from xml.etree import ElementTree  # noqa: S405 - reads the drawings of a package
from zipfile import ZipFile

import lucide
from django import template
from django.template.defaultfilters import date as format_date
from django.template.defaultfilters import stringfilter
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from mentoring.language.agreement import gendered
from mentoring.language.typography import shortened, typeset

register = template.Library()
register.filter("shortened", stringfilter(shortened))
register.filter("typeset", typeset)
SLASHED = re.compile(r"([^\s/]{1,20}/[^\s/]{1,20})(?=[\s.,;)»]|$)")
# A short preposition belongs to the word after it, an abbreviation to the next one and to «№».
HELD_ON = re.compile(
    r"\b([АВИКОСУавикосу]|[Оо]б|[Пп]о|[Нн]а|[Зз]а|[Дд]о|[Ии]з|[Оо]т|[А-ЯЁ]{2,}(?= (?:№|[А-ЯЁ]{2})))[ \xa0]"
)

SVG = "{http://www.w3.org/2000/svg}"
NAVIGATION = "layout/navigation.html"
TONE_ICONS = {
    "neutral": "circle-dashed",
    "info": "circle-dot",
    "success": "circle-check",
    "warning": "clock",
    "danger": "circle-alert",
}

# One table for every room: a state means the same thing on every page.
STATE_TONES = {
    "draft": "neutral",
    "archived": "neutral",
    "ended": "neutral",
    "superseded": "neutral",
    "closed": "neutral",
    "completed": "neutral",
    "printed": "neutral",
    "inactive": "neutral",
    "proposed": "info",
    "submitted": "info",
    "open": "info",
    "agreed": "info",
    "on_agreement": "info",
    "in_order": "info",
    "seen": "info",
    "approved": "info",
    "signed": "success",
    "registered": "success",
    "acquainted": "success",
    "active": "success",
    "running": "success",
    "given": "success",
    "checked": "success",
    "accepted": "info",
    "done": "success",
    "reviewed": "success",
    "filed": "warning",
    "returned": "warning",
    "expiring": "warning",
    "outdated": "warning",
    "needs_review": "warning",
    "waiting": "warning",
    "ended_early": "warning",
    "auto": "warning",
    "declined": "danger",
    "refused": "danger",
    "cancelled": "danger",
    "expired": "danger",
    "withdrawn": "danger",
    "failed": "danger",
}


@register.simple_tag
def icon(name: str, size: int = 16, css: str = "") -> SafeString:
    """A lucide icon as decoration; the word beside it carries the meaning."""
    return _drawn(name, size, f"icon {css}".strip())


@lru_cache(maxsize=500)
def _drawn(name: str, size: int, classes: str) -> SafeString:
    # A long list has hundreds of the same few icons.
    try:
        drawing = _drawings().read(f"{name}.svg")
    except KeyError:
        raise lucide.IconDoesNotExist(name) from None
    svg = ElementTree.fromstring(drawing)  # noqa: S314 - a file of the package
    svg.attrib |= {"width": str(size), "height": str(size), "class": classes}
    svg.attrib |= {"aria-hidden": "true", "focusable": "false"}
    for part in svg.iter():
        part.tag = part.tag.removeprefix(SVG)
    return mark_safe(ElementTree.tostring(svg, encoding="unicode"))  # noqa: S308 - no user text goes in


@cache
def _drawings() -> ZipFile:
    # Opened once: the package reads the names of all its drawings again for each one, a second for the first pages.
    return ZipFile(BytesIO(files(lucide).joinpath("lucide.zip").read_bytes()))


@register.simple_tag(takes_context=True)
def navigation(context: template.Context) -> SafeString:
    """The list of the main navigation; it stands on a page twice and is drawn once."""
    shared = context.render_context
    if NAVIGATION not in shared:
        drawn = context.template.engine.get_template(NAVIGATION)
        shared[NAVIGATION] = drawn.render(context)
    return shared[NAVIGATION]


@register.simple_tag
def badge(word: str, tone: str = "neutral", icon_name: str = "") -> SafeString:
    """A status badge: icon, word and colour; `tone` is a key of TONE_ICONS."""
    return _badge(word, tone, icon_name)


@lru_cache(maxsize=500, typed=True)
def _badge(word: str, tone: str, icon_name: str) -> SafeString:
    # As with icons: a column of states has the same few badges in every row.
    picture = icon(icon_name or TONE_ICONS[tone])
    return format_html('<span class="status status-{}">{}<span>{}</span></span>', tone, picture, word)


@register.simple_tag
def status_badge(state: str, word: str) -> SafeString:
    """The badge of a state known to STATE_TONES; an unknown state is shown as neutral."""
    return badge(word, STATE_TONES.get(str(state), "neutral"))


@register.filter
def plural(number: int, forms: str) -> str:
    """The number with its noun: `5|plural:"пара,пары,пар"` gives «5 пар»."""
    return f"{number}\xa0{plural_word(number, forms)}"


@register.filter
def plural_word(number: int, forms: str) -> str:
    """Only the noun that agrees with the number: one, few, many."""
    one, few, many = (form.strip() for form in forms.split(","))
    tens, ones = abs(int(number)) % 100, abs(int(number)) % 10
    if 11 <= tens <= 14:
        return many
    if ones == 1:
        return one
    return few if 2 <= ones <= 4 else many


def _local(moment: date | datetime) -> date | datetime:
    if isinstance(moment, datetime) and timezone.is_aware(moment):
        return timezone.localtime(moment)
    return moment


@register.filter
def in_gender(word: str, gender: str) -> str:
    """The word as it is said of this person: `"ознакомлен"|in_gender:"f"` gives «ознакомлена»."""
    return gendered(word, gender)


@register.filter
def ru_date(moment: date | datetime | None) -> str:
    """«12.01.2026», or a dash when there is no date."""
    return format_date(_local(moment), "d.m.Y") if moment else "–"


@register.filter
def ru_date_long(moment: date | datetime | None) -> str:
    """«12 января 2026 г.», or a dash when there is no date."""
    return format_date(_local(moment), "j E Y").replace(" ", "\xa0") + "\xa0г." if moment else "–"


@register.filter
def ru_moment(moment: datetime | None) -> str:
    """«12.01.2026 в 14:05» in the school's time, or a dash."""
    return format_date(_local(moment), "d.m.Y в H:i").replace(" в ", " в\xa0") if moment else "–"


@register.filter
def labelled(row, columns) -> list[tuple[str, str]]:
    """Cells of a printed table's row with the headings of their columns, cut at a comma, for a phone."""
    return [(column.heading.partition(",")[0], cell) for column, cell in zip(columns, row, strict=True)]


@register.filter
def whole_words(text: str) -> SafeString:
    """The text with words joined by a slash kept on one line: «пар/групп»."""
    parts = SLASHED.split(str(text))
    return format_html_join(
        "",
        "{}",
        (
            (format_html('<span class="nowrap">{}</span>', part) if index % 2 else part,)
            for index, part in enumerate(parts)
        ),
    )


@register.filter
def held_on(text: str) -> str:
    """A heading of a paper without «о» or «по» at the end of a line; «МБОУ СШ № 7» stays together."""
    return HELD_ON.sub("\\1\xa0", str(text))


@register.inclusion_tag("layout/breadcrumbs.html")
def crumbs(*parts: str) -> dict:
    """Breadcrumbs from label, address, label, address …, last label."""
    pairs = list(parts)
    if len(pairs) % 2:
        pairs.append("")
    return {"breadcrumbs": list(zip(pairs[::2], pairs[1::2], strict=True))}


@register.simple_block_tag
def more(content: str) -> str:
    """The «Ещё» menu around its items; no items, no menu."""
    if not content.strip():
        return ""
    return format_html(
        '<details class="menu"><summary class="btn btn-outline-secondary">Ещё{}</summary>'
        '<div class="menu__body menu__body--end">{}</div></details>',
        icon("chevron-down"),
        content,
    )


@register.filter
def fields_of(record, names):
    """(heading, value in words) of the named model fields, for lists that serve several models."""
    for name in names:
        field = record._meta.get_field(name)
        value = getattr(record, f"get_{name}_display", lambda name=name: getattr(record, name))()
        if isinstance(value, bool):
            value = "да" if value else "нет"
        elif isinstance(value, date):
            value = ru_date(value)
        yield field.verbose_name.capitalize(), value if value not in (None, "") else "–"
