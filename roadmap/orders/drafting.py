"""From a sample to the text of a new draft: the conditional parts, the items repeated for each pair or person."""

import re
from collections.abc import Mapping
from datetime import date

from mentoring.school.queries import nth_working_day_after
from registry.pairs.enums import CouncilOpinion
from registry.pairs.models import Mentorship
from roadmap.orders.kinds.pairs import PAIRING
from roadmap.orders.kinds.shape import SampleItem, SampleText
from roadmap.orders.placeholders import OrderFacts, insertable_groups, names_in, put_in, values_of

# Two weeks of working days: time to write a programme and agree it with the mentees.
DAYS_FOR_PROGRAMME = 10
# What is known only when the draft is made, and is written into it as words.
AT_ONCE = ("срок программ", "протоколы совета")
PART = re.compile(r"\[([^\[\]]*)\]")
# Square brackets that are no condition, while the others are looked at.
KEPT = str.maketrans("[]", "\x0e\x0f")
GIVEN_BACK = str.maketrans("\x0e\x0f", "[]")


def pairing_sample(facts: OrderFacts, today: date) -> SampleText:
    """The built-in text «О закреплении…» for these mentorships (D-05)."""
    return draft_text(PAIRING.sample, facts, today)


def draft_text(sample: SampleText, facts: OrderFacts, today: date) -> SampleText:
    """The text of a new draft; what depends on cards and facts stays a placeholder and is filled on every page."""
    at_once = _at_once(facts, today)
    values = {**values_of(facts), **at_once}
    # A title stands on the open check page: it takes words of the school and no names.
    public = {
        row.mark.strip("{}").lower(): row.value for _, rows in insertable_groups(facts)[:1] for row in rows
    }

    def written(text: str) -> str:
        return put_in(_whole_parts(text, values), at_once).strip()

    return SampleText(
        title=put_in(sample.title, public)[:400],
        preamble=written(sample.preamble),
        items=_written_items(sample.items, facts, written),
        control=written(sample.control),
        annex_title=put_in(sample.annex_title, public)[:300],
    )


def appointment_text(number: int, mentorship: Mentorship) -> str:
    """The sub-item that appoints one mentor: «Петрову Марию Сергеевну, учителя математики, – наставником …»."""
    pair = f"пара {number}"
    who = f"{{{pair}.наставник.ФИО|вин}}"
    if mentorship.mentor and mentorship.mentor.position_title:
        who += f", {{{pair}.наставник.должность|вин}},"
    return f"{who} – наставником {{{pair}.наставляемые|род}} с {{{pair}.начало}} по {{{pair}.конец}}."


def repeated_marks(facts: OrderFacts) -> dict[str, int]:
    """Words that stand for each of several pairs or people in a sample, and how many there are of each."""
    marks = {"пара": len(facts.mentorships)} if facts.subject is None else {}
    for role in facts.kind.roles if facts.kind else ():
        if role.many:
            marks[role.mark] = len(facts.people.get(role.role, ()))
    return marks


def _at_once(facts: OrderFacts, today: date) -> dict[str, str]:
    starts = [mentorship.start for mentorship in facts.mentorships[:1]]
    ready_by = nth_working_day_after(max([today, *starts]), DAYS_FOR_PROGRAMME)
    found = {"срок программ": facts.on_paper(ready_by), "протоколы совета": _protocols(facts.mentorships)}
    return {name: words for name, words in found.items() if words}


def _protocols(mentorships) -> str:
    named = dict.fromkeys(
        row.council_protocol.strip().removeprefix("протокол ").strip()
        for row in mentorships
        if row.council_opinion == CouncilOpinion.SUPPORTS and row.council_protocol.strip()
    )
    if not named:
        return ""
    word = "протокол" if len(named) == 1 else "протоколы"
    return f"{word} {', '.join(named)}"


def _written_items(items, facts, written) -> tuple[SampleItem, ...]:
    found = []
    for item in items:
        inside = _written_items(item.items, facts, written)
        if item.items and not inside:
            continue
        texts = (written(text) for text in _repeated(_own_lessons(item.text, facts), repeated_marks(facts)))
        found += [SampleItem(text, inside) for text in texts if text]
    return tuple(found)


def _own_lessons(text: str, facts: OrderFacts) -> str:
    """Where an item is said of each substitute, «{уроки}» of an older sample means those of this one."""
    is_repeated = facts.kind is not None and facts.kind.has_release_lines and "{замещающий." in text
    return text.replace("{уроки}", "{замещающий.уроки}") if is_repeated else text


def _repeated(text: str, marks: Mapping[str, int]) -> list[str]:
    """The text once for each pair or person that it speaks of without a number."""
    for mark, count in marks.items():
        lone = re.compile(rf"\{{\s*{mark}(?=\s*[.|}}])", re.IGNORECASE)
        if lone.search(text):
            return [lone.sub(f"{{{mark} {number}", text) for number in range(1, count + 1)]
    return [text]


def _whole_parts(text: str, values: Mapping[str, str]) -> str:
    """The text without the parts in square brackets that cannot be filled; the brackets of the others go."""

    def decide(match: re.Match[str]) -> str:
        names = names_in(match[1])
        if not names:
            return match[0].translate(KEPT)
        return match[1] if all(name in values for name in names) else ""

    while PART.search(text):
        text = PART.sub(decide, text)
    return text.translate(GIVEN_BACK)
