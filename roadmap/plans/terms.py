"""Terms of a roadmap: from the typed «Сентябрь- октябрь 2022 г.» to machine dates that stand beside the text.

The typed text is never changed. What cannot be read is legal: its kind is UNREAD, and a person watches it.
"""

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

from mentoring.language.dates import (
    EARLIEST_YEAR,
    LATEST_YEAR,
    MONTHS,
    MONTHS_GENITIVE,
    SCHOOL_YEAR_MONTH,
    DateError,
    date_numeric,
    date_words,
    month_words,
    parse_date,
    period_words,
    school_year_label,
)
from roadmap.plans.term_spans import LAST_DAY, Span, TermError, TermKind, read_pieces
from roadmap.plans.term_words import LONGEST_LINE, YEAR, clean

FIRST_SUMMER_MONTH = 6
# A cell with more lines is no list of terms.
MOST_LINES = 100
_DECADES = {1: "первая", 11: "вторая", 21: "третья"}
_WHOLE_MONTHS = {TermKind.MONTH, TermKind.MONTHS, TermKind.QUARTER}
_ROMAN = ("I", "II", "III", "IV")
_NO_YEAR = "Год не указан, и взять его неоткуда: у плана нет периода."
_LONG_PLAN = "План длиннее года, а «в течение года» не говорит, какого: взят весь период плана."
_NO_TERM = {"", "нет", "без срока", "не указан", "не указано", "не установлен"}
_NUMBERING = re.compile(
    rf"^\s*\d{{1,2}}(?:\)\s*|\.\s+(?!(?:{'|'.join(MONTHS_GENITIVE)})\b)(?=[а-яё]))", re.IGNORECASE
)
_GOES_ON = re.compile(
    r"(?:[-–—]|(?:^|\s)(?:со?|по|до|ко?|во?|не позднее|течени[ие]|декада|квартал|учебного))\s*$",
    re.IGNORECASE,
)
# «по 31 мая» goes on from «с 1 сентября», «по мере необходимости» does not.
_CONTINUES = re.compile(
    rf"\s*(?:{YEAR}\b|г\.|год|уч|(?:по|до)\s+(?!мер|необх|возн|потр|запр|треб|пост)|\()", re.IGNORECASE
)
_BULLET = re.compile(r"\s*[-–—•]")


@dataclass(frozen=True)
class PlanPeriod:
    """The period of a roadmap, both days included: years that the texts leave out are taken from it."""

    start: date
    end: date


@dataclass(frozen=True)
class Term:
    """The machine part of a term; `start` or `end` is None where the term has no such side.

    `normal` is the same term in one spelling («октябрь 2022 г.») and reads as itself; what is not recognised or
    has no year stays as typed. `parts` are the terms of one line (SEVERAL, perhaps under a kind such as YEARLY) or,
    in order and with empty lines as NONE, those of a cell (LINES).
    """

    text: str
    kind: str
    start: date | None = None
    end: date | None = None
    is_year_assumed: bool = False
    warnings: tuple[str, ...] = ()
    normal: str = ""
    parts: tuple["Term", ...] = ()

    @property
    def is_recognised(self) -> bool:
        return self.kind != TermKind.UNREAD and all(part.is_recognised for part in self.parts)

    def both_days(self, plan: PlanPeriod | None = None) -> tuple[date, date] | None:
        """Return both sides for rows that need both or neither: an open side is the plan's, else the day itself."""
        if self.start and self.end:
            return self.start, self.end
        if self.end:
            return min(plan.start if plan else self.end, self.end), self.end
        if self.start:
            return self.start, max(plan.end if plan else self.start, self.start)
        return None


def read_term(text: str, plan: PlanPeriod | None = None) -> Term:
    """Read the text of a cell «Сроки»; never raises: an unreadable text is a Term of kind UNREAD.

    A line break inside one term is a space; otherwise each line is a term of its own. A year that is not typed
    is taken from the plan; contradictions with the plan are warnings in Russian.
    """
    lines = text.strip().splitlines()
    parts = _read_lines(lines, plan) if len(lines) <= MOST_LINES else []
    if len(parts) == 1:
        return replace(parts[0], text=text, normal=parts[0].normal if parts[0].is_recognised else text)
    if parts and all(part.is_recognised for part in parts):
        return _of_lines(text, parts, plan)
    whole = _read_line(" ".join(lines), plan)
    if whole.is_recognised:
        return replace(whole, text=text)
    if any(part.is_recognised and part.kind != TermKind.NONE for part in parts):
        return _of_lines(text, parts, plan)
    return replace(whole, text=text, normal=text)


def _read_lines(lines: list[str], plan: PlanPeriod | None) -> list[Term]:
    """Read line by line; a term broken over two lines («ноябрь⏎2023 г.») is one."""
    terms: list[Term] = []
    has_bullets = bool(lines and _BULLET.match(lines[0]))
    for line in lines:
        if terms and _is_broken(terms[-1], line, has_bullets=has_bullets):
            joined = _read_line(f"{terms[-1].text}\n{line}", plan)
            if joined.is_recognised:
                terms[-1] = joined
                continue
        terms.append(_read_line(line, plan))
    return terms


def _is_broken(term: Term, line: str, *, has_bullets: bool) -> bool:
    """Say whether the line looks like the rest of the term before it: «с 1 сентября⏎по 31 мая»."""
    if term.kind == TermKind.NONE:
        return False
    if _CONTINUES.match(line) or (_BULLET.match(line) and not has_bullets):
        return True
    is_bare_mark = term.kind in {TermKind.YEARLY, TermKind.REGULAR, TermKind.ALWAYS, TermKind.AS_NEEDED}
    return bool(_GOES_ON.search(term.text[-LONGEST_LINE:])) or (
        is_bare_mark and term.text.rstrip().endswith(",")
    )


def _of_lines(text: str, parts: list[Term], plan: PlanPeriod | None) -> Term:
    term = _gathered(text, TermKind.LINES, tuple(parts), "\n")
    return term if term.is_recognised and plan else replace(term, normal=text)


def _read_line(text: str, plan: PlanPeriod | None) -> Term:
    plain = " ".join(text.split())
    if len(plain) > LONGEST_LINE:
        return Term(text, TermKind.UNREAD, normal=text)
    cleaned = clean(_NUMBERING.sub("", plain, count=1))
    if cleaned in _NO_TERM:
        return Term(text, TermKind.NONE)
    try:
        marks, spans = read_pieces(cleaned)
        is_yearly = any(kind == TermKind.YEARLY for kind, _ in marks)
        parts = tuple(_dated(text, span, plan, is_yearly=is_yearly) for span in spans)
    except (TermError, DateError) as refusal:
        reason = str(refusal)
        return Term(text, TermKind.UNREAD, warnings=(reason,) if reason else (), normal=text)
    term = parts[0] if len(parts) == 1 else _gathered(text, TermKind.SEVERAL, parts, "; ")
    if marks:
        kind, name = marks[0]
        term = replace(term, kind=kind, normal=", ".join(filter(None, (name, term.normal))))
    if any(not part.normal for part in parts):
        term = replace(term, normal=text)
    return term


def _gathered(text: str, kind: str, parts: tuple[Term, ...], glue: str) -> Term:
    """Gather terms into one that lasts from the earliest start to the latest end, open where a part is open."""
    start = min((part.start for part in parts if part.start), default=None)
    end = max((part.end for part in parts if part.end), default=None)
    if any(part.start and not part.end for part in parts):
        end = None
    if start and any(part.end and part.end < start for part in parts):
        start = None
    return Term(
        text,
        kind,
        start,
        end,
        any(part.is_year_assumed for part in parts),
        tuple(dict.fromkeys(warning for part in parts for warning in part.warnings)),
        glue.join(part.normal or "нет" for part in parts),
        parts,
    )


def _dated(text: str, span: Span, plan: PlanPeriod | None, *, is_yearly: bool) -> Term:
    """Give a span its years, turn it into days and compare them with the plan; a yearly term needs no year."""
    if span.kind == TermKind.WITHIN:
        return _within(text, span, plan)
    notes = list(span.notes)
    is_assumed = not span.years
    if not is_assumed:
        start, end = _days(span, span.years, span.last_years)
        notes += _about_pair(span, start)
    elif plan is None:
        return Term(text, span.kind, warnings=(*notes,) if is_yearly else (*notes, _NO_YEAR))
    else:
        start, end, is_ambiguous = _in_plan(span, plan)
        if is_ambiguous and not is_yearly:
            taken = f"{school_year_label(start)} учебный год" if span.is_school else f"{start.year} год"
            notes.append(f"Год не указан, а подходит не один: взят {taken}.")
    if start > end:
        raise TermError(f"Конец срока ({date_numeric(end)}) раньше его начала ({date_numeric(start)}).")
    kind = TermKind.PERIOD if span.kind == TermKind.QUARTER and start.year != end.year else span.kind
    first, last = _shaped(span, *_trimmed(span, start, end, plan))
    notes += _outside(kind, first, last, plan)
    normal = _normal(kind, start, end) or (
        f"не позднее {date_words(last)}" if last and not first else period_words(first, last)
    )
    return Term(text, kind, first, last, is_assumed, tuple(notes), normal)


def _within(text: str, span: Span, plan: PlanPeriod | None) -> Term:
    start, end = (plan.start, plan.end) if plan else (None, None)
    if span.shape != "year":
        return Term(text, span.kind, start, end, normal="в течение всего периода")
    is_long = plan is not None and (plan.end - plan.start).days > 366
    return Term(text, span.kind, start, end, False, (_LONG_PLAN,) if is_long else (), "в течение года")


def _days(span: Span, years: tuple[int, ...], last_years: tuple[int, ...]) -> tuple[date, date]:
    return _day(span.first, _year(span.first, years)), _day(span.last, _year(span.last, last_years))


def _year(day: tuple[int, int], years: tuple[int, ...]) -> int:
    """Return the year itself, or of 2022/2023 the first for September–December and the second for the rest."""
    return years[0] if day[0] >= SCHOOL_YEAR_MONTH else years[-1]


def _day(day: tuple[int, int], year: int) -> date:
    month, number = day
    if number == LAST_DAY and 1 <= month <= 12 and EARLIEST_YEAR <= year <= LATEST_YEAR:
        number = monthrange(year, month)[1]
    return parse_date(f"{number:02}.{month:02}.{year:04}")


def _in_plan(span: Span, plan: PlanPeriod) -> tuple[date, date, bool]:
    """Find the years in which the span lies inside the plan best; True when several years are as good.

    Among equals a stretch goes by the school year in which the plan begins (September–December its first
    year, January–August its second); a stretch over 1 September and any stretch outside go to the earliest.
    """
    # A plan from the summer is made for the school year to come.
    school_year = plan.start.year - (plan.start.month < FIRST_SUMMER_MONTH)
    by_rule = _year(span.first, (school_year, school_year + 1))
    # A span over New Year («ноябрь – февраль») ends in the next one.
    wrap = (span.last[0], span.last[1] or 31) < span.first
    found = []
    for year in sorted(
        range(max(plan.start.year - 1, EARLIEST_YEAR), min(plan.end.year + 1, LATEST_YEAR) + 1),
        key=lambda year: (year != by_rule, year),
    ):
        try:
            start, end = _days(span, (year,), (year + wrap,))
        except DateError:
            continue
        shared = (min(end, plan.end) - max(start, plan.start)).days + 1
        length = (end - start).days + 1
        # Quarters of the span: a stray day of overlap at the edge of the plan does not count.
        found.append((max((4 * shared + length // 2) // length, 0), start, end))
    best = max((score for score, _, _ in found), default=0)
    if not best:
        return *_days(span, (by_rule,), (by_rule + wrap,)), False
    equals = [(start, end) for score, start, end in found if score == best]
    is_over_september = span.first[0] < SCHOOL_YEAR_MONTH <= span.last[0]
    start, end = min(equals) if is_over_september else equals[0]
    return start, end, len(equals) > 1


def _trimmed(span: Span, start: date, end: date, plan: PlanPeriod | None) -> tuple[date, date]:
    """Keep a year, which is longer than most plans, to the days of the plan: that is no contradiction."""
    is_year = span.kind in {TermKind.YEAR, TermKind.SCHOOL_YEAR}
    ends_with_school_year = span.is_school and span.last == (8, LAST_DAY)
    if plan is None or not (is_year or ends_with_school_year) or end < plan.start or plan.end < start:
        return start, end
    if is_year and (plan.start - start).days < 366:
        start = max(start, plan.start)
    if (end - plan.end).days < 366:
        end = min(end, plan.end)
    return start, end


def _shaped(span: Span, start: date, end: date) -> tuple[date | None, date | None]:
    if span.shape == "from":
        return start, None
    if span.shape == "before":
        return None, start - timedelta(days=1)
    return (None if span.shape == "until" else start), end


def _outside(kind: str, start: date | None, end: date | None, plan: PlanPeriod | None) -> list[str]:
    if plan is None:
        return []
    if end and end < plan.start:
        return [f"Срок кончается {date_numeric(end)}, ещё до начала плана ({date_numeric(plan.start)})."]
    if start and start > plan.end:
        return [f"Срок начинается {date_numeric(start)}, уже после конца плана ({date_numeric(plan.end)})."]
    found = []
    if kind in _WHOLE_MONTHS:
        # «январь – март» of a plan from 12 January is no contradiction.
        start = start and max(start, plan.start) if _same_month(start, plan.start) else start
        end = end and min(end, plan.end) if _same_month(end, plan.end) else end
    if start and start < plan.start:
        found.append(f"Срок начинается {date_numeric(start)}, раньше плана ({date_numeric(plan.start)}).")
    if end and end > plan.end:
        found.append(f"Срок кончается {date_numeric(end)}, позже плана ({date_numeric(plan.end)}).")
    return found


def _same_month(day: date | None, other: date) -> bool:
    return day is not None and (day.year, day.month) == (other.year, other.month)


def _about_pair(span: Span, start: date) -> list[str]:
    if len(span.years) != 2 or span.is_school or span.kind == TermKind.YEAR:
        return []
    first, last = span.years
    return [
        f"«{first}–{last}» прочитано как учебный год, срок начинается {date_numeric(start)}. Проверьте год."
    ]


def _normal(kind: str, start: date, end: date) -> str:
    """Return the one spelling of a term, or an empty string for those told by their days."""
    year_to = f"{end.year} г."
    match kind:
        case TermKind.DAY:
            return date_words(start)
        case TermKind.MONTH:
            return month_words(start)
        case TermKind.MONTHS if start.year == end.year:
            return f"{MONTHS[start.month - 1]} – {month_words(end)}"
        case TermKind.MONTHS:
            return f"{month_words(start)} – {month_words(end)}"
        case TermKind.DECADE:
            return f"{_DECADES[start.day]} декада {MONTHS_GENITIVE[start.month - 1]} {year_to}"
        case TermKind.QUARTER:
            first, last = _ROMAN[(start.month - 1) // 3], _ROMAN[(end.month - 1) // 3]
            return f"{first if first == last else f'{first}–{last}'} квартал {year_to}"
        case TermKind.YEAR:
            years = f"{start.year}–{end.year} годов" if start.year != end.year else f"{start.year} года"
            return f"в течение {years}"
        case TermKind.SCHOOL_YEAR:
            return f"в течение {school_year_label(start)} учебного года"
    return ""
