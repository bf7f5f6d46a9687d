"""Sample wording of the order «О закреплении наставнических пар/групп» (D-05), for the school to check and edit."""

from dataclasses import dataclass
from datetime import date

from mentoring.school.queries import nth_working_day_after
from registry.pairs.enums import CouncilOpinion
from registry.pairs.models import Mentorship
from registry.people.models import Person
from roadmap.orders.placeholders import OrderFacts

# Two weeks of working days: time to write a programme and agree it with the mentees.
DAYS_FOR_PROGRAMME = 10
CONTROL = "Контроль за исполнением приказа оставляю за собой."


@dataclass(frozen=True)
class SampleItem:
    """An item of the sample with its sub-items."""

    text: str
    items: tuple["SampleItem", ...] = ()


@dataclass(frozen=True)
class SampleText:
    """Everything that is written in a new draft; placeholders in braces are filled later."""

    title: str
    preamble: str
    items: tuple[SampleItem, ...]
    control: str
    annex_title: str


def pairing_sample(facts: OrderFacts, today: date) -> SampleText:
    """The text for these mentorships: office wording of our own, each sentence editable."""
    return SampleText(
        title=f"О закреплении наставнических пар/групп на {facts.year} учебный год",
        preamble=_preamble(facts),
        items=_items(facts, today),
        control=CONTROL,
        annex_title=f"Наставнические пары/группы на {facts.year} учебный год",
    )


def appointment_text(number: int, mentorship: Mentorship) -> str:
    """The sub-item that appoints one mentor: «Петрову Марию Сергеевну, учителя математики, – наставником …»."""
    pair = f"пара {number}"
    who = f"{{{pair}.наставник.ФИО|вин}}"
    if mentorship.mentor and mentorship.mentor.position_title:
        who += f", {{{pair}.наставник.должность|вин}},"
    return f"{who} – наставником {{{pair}.наставляемые|род}} с {{{pair}.начало}} по {{{pair}.конец}}."


def _preamble(facts: OrderFacts) -> str:
    grounds = ["{положение}", "письменных согласий участников"]
    protocols = _protocols(facts.mentorships)
    if protocols:
        grounds.append(f"решения методического совета ({protocols})")
    return (
        "В целях реализации системы (целевой модели) наставничества педагогических работников "
        "в {организация|предл}, в соответствии со статьёй 351.8 Трудового кодекса Российской Федерации, "
        f"на основании {', '.join(grounds)}"
    )


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


def _items(facts: OrderFacts, today: date) -> tuple[SampleItem, ...]:
    appointed = tuple(
        SampleItem(appointment_text(number, mentorship))
        for number, mentorship in enumerate(facts.mentorships, start=1)
    )
    first_day = max([today, *(mentorship.start for mentorship in facts.mentorships[:1])])
    ready_by = facts.on_paper(nth_working_day_after(first_day, DAYS_FOR_PROGRAMME))
    return (
        SampleItem("Утвердить наставнические пары/группы (Приложение № 1)."),
        SampleItem("Назначить с письменного согласия работников:", appointed),
        SampleItem(
            f"Наставникам до {ready_by} разработать совместно с наставляемыми персонализированные программы "
            "наставничества."
        ),
        SampleItem(
            _curator_words(facts.curator),
            (
                SampleItem("ознакомить с настоящим приказом всех названных в нём работников под подпись;"),
                SampleItem(
                    "оказывать методическую и организационную помощь в разработке и выполнении "
                    "персонализированных программ наставничества;"
                ),
                SampleItem("вести учёт наставнических пар/групп и выполнения программ."),
            ),
        ),
        SampleItem(
            "Выплаты за выполнение работы по наставничеству производить в размерах и на условиях, установленных "
            "дополнительными соглашениями к трудовым договорам (статья 351.8 Трудового кодекса "
            "Российской Федерации)."
        ),
    )


def _curator_words(curator: Person | None) -> str:
    words = "Куратору реализации программ наставничества"
    if curator is None:
        return f"{words}:"
    position = ", {куратор.должность|дат}" if curator.position_title else ""
    return f"{words} {{куратор.ФИО|дат}}{position}:"
