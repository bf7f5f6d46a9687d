"""From a cleaned line to spans of the calendar whose year may still be open."""

import re
from dataclasses import dataclass, replace

from django.db.models import TextChoices

from roadmap.plans.term_words import YEAR, month_number, ordinal


class TermKind(TextChoices):
    """What a term is; the dates of some kinds are empty by nature."""

    NONE = "none", "нет"
    DAY = "day", "день"
    DEADLINE = "deadline", "не позднее дня"
    PERIOD = "period", "период"
    MONTH = "month", "месяц"
    MONTHS = "months", "месяцы"
    DECADE = "decade", "декада месяца"
    QUARTER = "quarter", "квартал"
    YEAR = "year", "год"
    SCHOOL_YEAR = "school_year", "учебный год"
    WITHIN = "within", "в течение всего срока"
    YEARLY = "yearly", "ежегодно"
    REGULAR = "regular", "регулярно"
    ALWAYS = "always", "постоянно"
    AS_NEEDED = "as_needed", "по мере необходимости"
    SEVERAL = "several", "несколько сроков"
    LINES = "lines", "сроки по строкам"
    UNREAD = "unread", "срок не распознан"


class TermError(ValueError):
    """The text is not a term; the message, if any, says in Russian why."""


# The last day of a month is written as day 0.
LAST_DAY = 0
# «октябрь 2022–2024 гг.» is an October of each year; more years than that are a slip.
MOST_YEARS = 10


@dataclass(frozen=True)
class Span:
    """Days from `first` to `last` (month, day) of the years as typed: none, one, or a pair like 2022/2023."""

    kind: str
    first: tuple[int, int] = (1, 1)
    last: tuple[int, int] = (12, LAST_DAY)
    years: tuple[int, ...] = ()
    last_years: tuple[int, ...] = ()
    is_school: bool = False
    # One of: "" both ends, "from" the first day on, "until" the last day, "before" the first day.
    shape: str = ""
    notes: tuple[str, ...] = ()


_ORDINAL = r"(?:[1-4]|(?:перв|втор|трет|четверт|последн)[а-я]+)"
_WEEKDAY = r"(?:понедельник|вторник|сред[ау]|четверг|пятниц[ау]|суббот[ау]|воскресенье)"
_WEEKDAYS = r"(?:понедельникам|вторникам|средам|четвергам|пятницам|субботам|воскресеньям)"
_MARKERS = (
    (
        TermKind.YEARLY,
        "ежегодно",
        r"ежегодн[а-я]*|кажд(?:ый|ого) (?:года?|учгод)|(?:(?:1|один) )?раз в (?:год|учгод)",
    ),
    (
        TermKind.ALWAYS,
        "постоянно",
        r"постоянно|на постоянной основе|в постоянном режиме|непрерывно|бессрочно",
    ),
    (
        TermKind.AS_NEEDED,
        "по мере необходимости",
        r"(?:по мере|по|при|в случае) (?:(?:возникновени|появлени)[а-я]+ )?(?:необходимости|потребности|запрос[а-я]+|требовани[а-я]+|поступлени[а-я]+(?: [а-я]+)?)",
    ),
    (
        TermKind.REGULAR,
        "",
        r"ежемесячно|ежеквартально|еженедельно|ежедневно|регулярно|систематически|периодически"
        r"|(?:(?:не реже )?(?:\d{1,2}|одного|один|двух) )?раза? в (?:\d )?(?:день|недел[а-я]+|месяц[а-я]*|квартал|четверть|полугодие|триместр|год|учгод)"
        r"|кажд(?:ый|ую|ое) (?:месяц|квартал|четверть|неделю|полугодие)"
        rf"|кажд(?:ый|ую|ое) (?:{_ORDINAL} )?{_WEEKDAY}(?: месяца)?|(?:по )?{_WEEKDAYS}"
        rf"|(?:{_ORDINAL} )?{_WEEKDAY} каждо(?:го месяца|й недели)",
    ),
)
_MARKER = [(kind, name, re.compile(rf"^(?:{words})\b|\b(?:{words})$")) for kind, name, words in _MARKERS]

_ALONG = r"(?:в теч(?:ени[а-я]{1,2})?|на протяжении)"
_WITHIN_WORDS = (
    r"период[а-я]*|этап[а-я]*|срок[а-я]*|план[а-я]*|проект[а-я]*|программ[а-я]*|внедрени[а-я]+|реализаци[а-я]+"
    r"|действи[а-я]+|выполнени[а-я]+|исполнени[а-я]+|дорожн[а-я]+|карт[а-я]*|наставничеств[а-я]*|систем[а-я]*"
    r"|целев[а-я]+|модел[а-я]+|персонализированн[а-я]+|обучени[а-я]+|работы|деятельности|мероприяти[а-я]+"
)
_WHOLE = r"(?:весь|всю|всего|всей|всех|целого|данного|этого)"
_WITHIN = re.compile(rf"(?:(?:{_ALONG}|за)(?: {_WHOLE})?|(?:на )?{_WHOLE})(?: (?:{_WITHIN_WORDS})){{1,8}}")
# «В течение 10 дней»: a length without a day to count it from.
_LENGTH = re.compile(
    rf"(?:{_ALONG}|за|через) (?:(?:\d{{1,3}}|одн[а-я]+|двух|две|три|трех|пяти|десяти) )?(?:(?:рабоч|календарн|учебн)[а-я]+ )?"
    r"(?:дн(?:я|ей)|день|недел[июья]|недель|месяц(?:а|ев)?)(?: (?:со?|от|до|после|по) .+)?"
)
_ALL_YEAR = re.compile(rf"(?:{_ALONG}(?: {_WHOLE})? год[а-я]*|(?:весь|круглый) год)")
_LEAD = re.compile(
    rf"^(?:срок[а-я]*(?: (?:исполнения|выполнения|реализации))?:? )?(?:(?:{_ALONG}|в срок|в период|период|во|в|на|весь) )?(?:всего )?"
)
_YEARS = re.compile(rf"(.*?) ?\b({YEAR})(?:/(\d{{4}}|\d\d))?( учгод)?|(.*?) ?\b(учгод)")
_NUMERIC = re.compile(r"(\d{1,2})\.(\d{1,2})(?:\.(\d{4}|\d\d))?")
_START, _MIDDLE, _END = r"начал[оаеу]м?", r"середин(?:ой|[аыеу])", r"кон(?:ец|ц[аеу]|цом)"
_EDGES_OF_A_MONTH = ((_START, (1, 10)), (_MIDDLE, (11, 20)), (_END, (21, LAST_DAY)))
_EDGE_OF_A_YEAR = re.compile(rf"\b({_START}|{_END}) года$")
_DECADE = r"декад(?:ой|[аыеу])"
_PARTS_OF_A_MONTH = (
    (_DECADE, {1: (1, 10), 2: (11, 20), 3: (21, LAST_DAY), -1: (21, LAST_DAY)}),
    (r"половин(?:ой|[аыеу])", {1: (1, 15), 2: (16, LAST_DAY), -1: (16, LAST_DAY)}),
    (r"недел(?:ей|[яиею])", {1: (1, 7), 2: (8, 14), 3: (15, 21), 4: (22, 28), -1: (22, LAST_DAY)}),
)
# Winter is left out: «зима 2023» has two years.
_SEASONS = (("осен(?:ь|и|ью)", (9, 11)), ("весн(?:а|ы|е|у|ой)", (3, 5)), ("лет(?:о|а|е|ом)", (6, 8)))
_QUARTERS_OF_SCHOOL = {
    1: ((9, 1), (10, LAST_DAY)),
    2: ((11, 1), (12, LAST_DAY)),
    3: ((1, 1), (3, LAST_DAY)),
    4: ((4, 1), (5, LAST_DAY)),
}
_ABOUT_QUARTERS = "Четверти в каждой школе свои, поэтому даты приблизительные: проверьте их."
ABOUT_BEFORE = "«До» и «к» прочитаны без самого названного срока. Если он входит целиком, напишите «по»."
_ABOUT_YEAR = "Год прочитан как учебный. Если имелся в виду календарный, укажите месяц."
_ABOUT_LENGTH = "Не сказано, от какого дня считать: напишите день или месяц."
_ABOUT_HALVES = (
    "Полугодие прочитано как полугодие учебного года. Если имелся в виду календарный год, укажите месяцы."
)


def read_pieces(line: str) -> tuple[list[tuple[str, str]], list[Span]]:
    """Split a cleaned line into marks («ежегодно») as (kind, normal words) and spans; raise TermError."""
    marks: list[tuple[str, str]] = []
    spans: list[Span] = []
    pieces = [piece.strip(" ,") for piece in re.split(r",| и | или ", line)]
    pieces = [rest for piece in pieces if (rest := _without_marks(piece, marks))]
    for number, piece in enumerate(pieces):
        try:
            found = _read_term(piece)
        except TermError:
            if number + 1 == len(pieces):
                raise
            found = _read_term(_completed(piece, pieces[number + 1]))
        spans += found
    return marks, _years_of_neighbours(spans)


def _without_marks(piece: str, marks: list[tuple[str, str]]) -> str:
    for kind, name, pattern in _MARKER:
        if match := pattern.search(piece):
            marks.append((kind, name or match[0].replace("учгод", "учебный год")))
            rest = (piece[: match.start()] + " " + piece[match.end() :]).strip(" ,:-")
            return _without_marks(rest, marks) if rest else ""
    return piece


def _years_of_neighbours(spans: list[Span]) -> list[Span]:
    """Give «ноябрь» of «ноябрь, февраль 2024» its year: from the next that has one, else from the one before."""
    found = list(spans)
    for at in range(len(found) - 2, -1, -1):
        here, later = found[at], found[at + 1]
        if not here.years and not here.last_years and here.kind != TermKind.WITHIN and later.years:
            found[at] = _with_years(here, later.years, -1 if here.first > later.first else 0)
    for at in range(1, len(found)):
        here, before = found[at], found[at - 1]
        if not here.years and not here.last_years and here.kind != TermKind.WITHIN and before.last_years:
            found[at] = _with_years(here, before.last_years, 1 if here.first < before.first else 0)
    return found


def _with_years(span: Span, years: tuple[int, ...], shift: int) -> Span:
    years = (years[0] + shift,) if len(years) == 1 else years
    if len(years) == 1 and span.last[0] < span.first[0]:
        return replace(span, years=years, last_years=(years[0] + 1,))
    return replace(span, years=years, last_years=years)


def _read_term(text: str) -> list[Span]:
    """Read «с … по …», «до …», a range with a dash, the whole plan or one stretch of the calendar."""
    if _WITHIN.fullmatch(text):
        return [Span(TermKind.WITHIN)]
    if _ALL_YEAR.fullmatch(text):
        return [Span(TermKind.WITHIN, shape="year")]
    if _LENGTH.fullmatch(text):
        raise TermError(_ABOUT_LENGTH)
    school = _EDGE_OF_A_YEAR.sub(r"\1 учгод", text)
    if school != text:
        return [replace(span, notes=(*span.notes, _ABOUT_YEAR)) for span in _read_term(school)]
    text = _LEAD.sub("", text, count=1).strip()
    if match := re.fullmatch(r"(?:со? |от )(.+?) (?:по|до) (.+)|(.+?) по (.+)", text):
        return _range(match[1] or match[3], match[2] or match[4])
    if match := re.fullmatch(r"(не позднее|не позже|до|к|ко|по) (.+)", text):
        return [_deadline(match[1], match[2])]
    open_end = re.fullmatch(r"(?:начиная )?(?:со?|не ранее|не раньше) (.+)", text)
    text = open_end[1] if open_end else text
    left, dash, right = text.partition("-")
    if dash:
        return _range(left.removeprefix("с "), right)
    if "/" in text and (match := re.fullmatch(r"([а-я]+) ?/ ?([а-я].*)", text)):
        return _range(match[1], match[2])
    spans = _each_year(_stretch(text))
    return [replace(span, kind=TermKind.PERIOD, shape="from") for span in spans] if open_end else spans


def _deadline(word: str, text: str) -> Span:
    edge, _, rest = text.partition(" ")
    if re.fullmatch(_END, edge):
        return replace(_stretch(rest), kind=TermKind.DEADLINE, shape="until")
    if re.fullmatch(_START, edge):
        return replace(_stretch(rest), kind=TermKind.DEADLINE, shape="before")
    span = _stretch(f"15 {rest}" if re.fullmatch(_MIDDLE, edge) else text)
    if span.kind == TermKind.DAY or word in {"не позднее", "не позже", "по"}:
        return replace(span, kind=TermKind.DEADLINE, shape="until")
    return replace(span, kind=TermKind.DEADLINE, shape="before", notes=(*span.notes, ABOUT_BEFORE))


def _range(left_text: str, right_text: str) -> list[Span]:
    edge, _, rest = right_text.partition(" ")
    right = _stretch(rest if re.fullmatch(_END, edge) else right_text)
    try:
        left = _stretch(left_text)
    except TermError:
        left = _stretch(_completed(left_text, right_text))
    kind = TermKind.PERIOD
    if left.kind == right.kind and left.kind in {TermKind.MONTH, TermKind.QUARTER}:
        kind = TermKind.MONTHS if left.kind == TermKind.MONTH else TermKind.QUARTER
    span = Span(
        kind,
        left.first,
        right.last,
        left.years,
        right.last_years,
        left.is_school or right.is_school,
        notes=tuple(dict.fromkeys(left.notes + right.notes)),
    )
    if not left.years and len(right.last_years) == 1:
        span = replace(span, years=(right.last_years[0] - (left.first > _ordered(right.last)),))
    elif left.years and not right.last_years:
        shift = len(left.years) == 1 and _ordered(right.last) < left.first
        span = replace(span, last_years=(left.years[0] + 1,) if shift else left.years)
    elif not left.years and right.last_years:
        span = replace(span, years=right.last_years)
    return _each_year(span)


def _ordered(day: tuple[int, int]) -> tuple[int, int]:
    return day if day[1] != LAST_DAY else (day[0], 31)


def _completed(left: str, right: str) -> str:
    """Lend «с 1» of «с 1 по 15 сентября» the words of its neighbour after the first one."""
    bare = re.match(r"(?:со? |до |в |по )?[a-zа-яіѵӏ\d]+", right)
    if not re.fullmatch(r"(?:со? |до |в |по )?[a-zа-яіѵӏ\d]+", left) or not bare:
        raise TermError
    return left + right[bare.end() :]


def _each_year(span: Span) -> list[Span]:
    """Make «октябрь 2022–2024 гг.» three Octobers; a pair of neighbours may be an academic year and stays."""
    if len(span.years) < 2 or span.years[1] == span.years[0] + 1 or span.kind == TermKind.YEAR:
        return [span]
    first, last = span.years
    if not first < last <= first + MOST_YEARS or span.is_school:
        raise TermError(f"Годы {first}–{last} не похожи на срок: проверьте их.")
    return [_with_years(span, (year,), 0) for year in range(first, last + 1)]


def _stretch(text: str) -> Span:
    """Read one stretch: a day, a part of a month, a month, a quarter, a half, a year."""
    text = _LEAD.sub("", text.strip(), count=1).strip()
    if match := _NUMERIC.fullmatch(text):
        day, month, year = int(match[1]), int(match[2]), match[3]
        if year is None and not 1 <= month <= 12:
            raise TermError
        typed = (int(year) + (2000 if len(year) == 2 else 0),) if year else ()
        return Span(TermKind.DAY, (month, day), (month, day), typed, typed)
    if match := re.fullmatch(rf"(\d{{1,2}})[./]({YEAR})", text):
        text = f"{match[1]}.{match[2]}"
        if not 1 <= int(match[1]) <= 12:
            raise TermError
        month = int(match[1])
        return Span(TermKind.MONTH, (month, 1), (month, LAST_DAY), (int(match[2]),), (int(match[2]),))
    head, is_school = text, False
    years: tuple[int, ...] = ()
    if match := _YEARS.fullmatch(text):
        head, is_school = match[1] or match[5] or "", bool(match[4] or match[6])
        years = _typed_years(match[2], match[3])
    if is_school and len(years) == 1:
        raise TermError
    span = _part_of_year(re.sub(r" месяц[а-я]{0,2}$", "", head.strip()), years, is_school)
    if span.kind == TermKind.YEAR:
        return replace(span, years=years[:1], last_years=years[-1:])
    return replace(span, years=years, last_years=years, is_school=is_school)


def _typed_years(first: str | None, second: str | None) -> tuple[int, ...]:
    if first is None:
        return ()
    if second is None:
        return (int(first),)
    last = int(second if len(second) == 4 else first[:2] + second)
    return (int(first), last)


def _part_of_year(head: str, years: tuple[int, ...], is_school: bool) -> Span:
    words = head.split()
    month = month_number(words[-1]) if words else 0
    match len(words):
        case 0:
            return _whole_year(years, is_school)
        case 1 if month:
            return Span(TermKind.MONTH, (month, 1), (month, LAST_DAY))
        case 1:
            return _season(head, years, is_school)
        case 2 if month:
            return _day_or_edge(words[0], month)
        case 2:
            return _part_by_number(ordinal(words[0]), words[1], years, is_school)
        case 3 if month:
            days = _entry(_PARTS_OF_A_MONTH, words[1]).get(ordinal(words[0]))
            if days:
                kind = TermKind.DECADE if re.fullmatch(_DECADE, words[1]) else TermKind.PERIOD
                return Span(kind, (month, days[0]), (month, days[1]))
    raise TermError


def _entry(table: tuple, word: str):
    """Return what the table has beside the pattern that the word fits, or an empty dictionary."""
    return next((found for pattern, found in table if re.fullmatch(pattern, word)), {})


def _season(word: str, years: tuple[int, ...], is_school: bool) -> Span:
    """Read «осень», and «начало», «конец» of a year as its first and last month, of a school year as of lessons."""
    months = _entry(_SEASONS, word)
    if (is_school or len(years) == 1) and re.fullmatch(f"{_START}|{_END}", word):
        first, last = (9, 5) if is_school else (1, 12)
        months = (first, first) if re.fullmatch(_START, word) else (last, last)
    if not months:
        raise TermError
    kind = TermKind.MONTH if months[0] == months[1] else TermKind.MONTHS
    return Span(kind, (months[0], 1), (months[1], LAST_DAY))


def _day_or_edge(word: str, month: int) -> Span:
    if re.fullmatch(r"\d{1,2}|перво(?:е|го|му)", word):
        day = (month, int(word) if word.isdecimal() else 1)
        if day[1]:
            return Span(TermKind.DAY, day, day)
    days = _entry(_EDGES_OF_A_MONTH, word)
    if not days:
        raise TermError
    return Span(TermKind.PERIOD, (month, days[0]), (month, days[1]))


def _whole_year(years: tuple[int, ...], is_school: bool) -> Span:
    if is_school or (len(years) == 2 and years[1] == years[0] + 1):
        return Span(TermKind.SCHOOL_YEAR, (9, 1), (8, LAST_DAY))
    if not years:
        raise TermError
    return Span(TermKind.YEAR)


def _part_by_number(number: int, unit: str, years: tuple[int, ...], is_school: bool) -> Span:
    if re.match(r"кв(?:артал[а-я]*)?$", unit) and 1 <= number <= 4:
        return Span(TermKind.QUARTER, (number * 3 - 2, 1), (number * 3, LAST_DAY))
    if unit in {"четверть", "четверти"} and number in _QUARTERS_OF_SCHOOL:
        return Span(TermKind.PERIOD, *_QUARTERS_OF_SCHOOL[number], notes=(_ABOUT_QUARTERS,))
    if re.fullmatch(r"полугоди[еяию]", unit) and number in {1, 2}:
        if len(years) == 1 and not is_school:
            days = ((1, 1), (6, LAST_DAY)) if number == 1 else ((7, 1), (12, LAST_DAY))
            return Span(TermKind.PERIOD, *days)
        days = ((9, 1), (12, LAST_DAY)) if number == 1 else ((1, 1), (5, LAST_DAY))
        return Span(TermKind.PERIOD, *days, notes=() if years or is_school else (_ABOUT_HALVES,))
    raise TermError
