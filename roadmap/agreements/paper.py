"""An agreement → what its paper says. The wording is a sample of our own for the school's lawyer to check."""

from datetime import date

from mentoring.documents.papers import Blank, Signature
from mentoring.documents.two_sided import Clause, Side, TwoSidedPaper, two_sided_of_data
from mentoring.language.agreement import gendered
from mentoring.language.cases import Case
from mentoring.language.dates import date_numeric, date_words
from mentoring.language.initials import short_name
from mentoring.language.typography import continued, typeset
from mentoring.school.enums import DateStyle
from mentoring.school.models import Organisation
from mentoring.school.queries import organisation
from registry.consents.enums import ConsentKind, ConsentStatus
from registry.consents.models import Consent
from registry.people.naming import full_name_in_case, position_in_case
from roadmap.agreements.models import Agreement

LINE = "____________"
BY_LAW = "статья 351.8 Трудового кодекса Российской Федерации"


def paper_of(agreement: Agreement) -> TwoSidedPaper:
    """The words that were printed, or those that would be printed now."""
    return two_sided_of_data(agreement.paper) if agreement.paper else agreement_paper(agreement)


def agreement_paper(agreement: Agreement) -> TwoSidedPaper:
    """The agreement from the school's card, the mentor's card and the typed terms."""
    card = organisation() or Organisation(full_name=LINE, short_name=LINE)
    worker, school = ("Исполнитель", "Заказчик") if agreement.is_contract else ("Работник", "Работодатель")
    number = agreement.number or LINE
    if agreement.is_contract:
        title, subtitle = f"Договор № {number}", "о выполнении работы по наставничеству"
    else:
        title = f"Дополнительное соглашение № {number}"
        subtitle = f"к трудовому договору {_contract(agreement, card)}"
    mentor = agreement.mentor
    received = f"Экземпляр {'договора' if agreement.is_contract else 'дополнительного соглашения'}"
    return TwoSidedPaper(
        title=typeset(title),
        subtitle=typeset(subtitle),
        place=typeset(card.town),
        date=_day(agreement.date, card),
        preamble=_preamble(agreement, card, school, worker),
        clauses=_clauses(agreement, card, school, worker),
        sides=(_school_side(card, school), _mentor_side(mentor, worker)),
        received=typeset(f"{received} {gendered('получил', mentor.gender)}:"),
    )


def people_in_case(people, case: Case) -> str:
    """«Иванова Ивана Петровича, учителя физики; …» in a case."""
    return "; ".join(
        ", ".join(filter(None, (full_name_in_case(person, case), position_in_case(person, case))))
        for person in people
    )


def _day(day: date, card: Organisation) -> str:
    return date_words(day) if card.date_style == DateStyle.WORDS else date_numeric(day)


def _ended(text: str) -> str:
    """A sentence of typed words ends with one full stop."""
    text = " ".join(text.split())
    return typeset(text if text.endswith((".", "!", "?")) else f"{text}.")


def _contract(agreement: Agreement, card: Organisation) -> str:
    day = _day(agreement.contract_date, card) if agreement.contract_date else LINE
    return f"от {day} № {agreement.contract_number or LINE}"


def _preamble(agreement: Agreement, card: Organisation, school: str, worker: str) -> str:
    head = f"{card.head_position_genitive} {card.head_name_genitive or LINE}"
    acting = gendered("действующего", card.head_gender)
    mentor = agreement.mentor
    who = ", ".join(filter(None, (mentor.full_name, mentor.position_title, mentor.organisation_name)))
    what = "настоящий договор" if agreement.is_contract else "настоящее дополнительное соглашение"
    if not agreement.is_contract:
        what += f" к трудовому договору {_contract(agreement, card)} (далее – трудовой договор)"
    return typeset(
        f"{card.full_name} (далее – {school}) в лице {head}, {acting} на основании Устава, с одной стороны, и {who} "
        f"(далее – {worker}), с другой стороны, заключили {what} о нижеследующем."
    )


def _clauses(agreement: Agreement, card: Organisation, school: str, worker: str) -> tuple[Clause, ...]:
    mentees = people_in_case(agreement.mentorship.mentees, Case.GENITIVE)
    return (
        Clause(
            "Содержание, форма и срок работы",
            (
                typeset(
                    f"{school} поручает, а {worker}{_consent(agreement, card)} принимает на себя выполнение работы "
                    f"по наставничеству в отношении: {mentees}."
                ),
                _ended(f"Содержание работы: {continued(agreement.content)}"),
                _ended(f"Форма работы: {continued(agreement.form)}"),
                _sentence(f"Срок работы: с {_day(agreement.start, card)} по {_day(agreement.end, card)}"),
            ),
        ),
        Clause(
            "Размер и условия выплаты",
            (
                _ended(agreement.payment),
                "Выплата прекращается со дня, следующего за последним днём работы по наставничеству.",
            ),
        ),
        Clause("Досрочное прекращение", _stop(agreement, school, worker)),
        Clause("Заключительные положения", _closing(agreement, card)),
    )


def _sentence(text: str) -> str:
    return typeset(f"{text}.").replace("г..", "г.")


def _consent(agreement: Agreement, card: Organisation) -> str:
    """« на основании письменного согласия от …» when it is there."""
    given = Consent.objects.filter(
        person=agreement.mentor, kind=ConsentKind.MENTORING, status=ConsentStatus.GIVEN
    ).order_by("-given_on", "-pk")
    consent = given.first()
    return f" на основании письменного согласия от {_day(consent.given_on, card)}" if consent else ""


def _stop(agreement: Agreement, school: str, worker: str) -> tuple[str, ...]:
    law = "" if agreement.is_contract else f" ({BY_LAW})"
    return (
        typeset(
            f"{worker} вправе досрочно отказаться от работы по наставничеству, а {school} – досрочно отменить поручение, "
            f"предупредив об этом другую сторону в письменной форме не менее чем за три рабочих дня{law}."
        ),
        "По соглашению сторон работа может быть прекращена раньше этого срока.",
    )


def _closing(agreement: Agreement, card: Organisation) -> tuple[str, ...]:
    if agreement.is_contract:
        start = _sentence(f"Договор вступает в силу с {_day(agreement.start, card)}")
        return (start, "Договор составлен в двух экземплярах, по одному для каждой из сторон.")
    return (
        "Остальные условия трудового договора не изменяются.",
        _sentence(
            "Соглашение является неотъемлемой частью трудового договора и вступает в силу "
            f"с {_day(agreement.start, card)}"
        ),
        "Соглашение составлено в двух экземплярах, имеющих одинаковую силу, по одному для каждой из сторон.",
    )


def _school_side(card: Organisation, title: str) -> Side:
    details = (
        card.short_name,
        f"Адрес: {card.address}" if card.address else "",
        f"ИНН {card.inn}" if card.inn else "",
        f"ОГРН {card.ogrn}" if card.ogrn else "",
    )
    position = card.head_position[:1].upper() + card.head_position[1:]
    name = short_name(card.head_last_name, card.head_first_name, card.head_patronymic, before=True)
    return Side(title, tuple(typeset(line) for line in details if line), Signature(position, name))


def _mentor_side(mentor, title: str) -> Side:
    # Passport and address are never stored: they are written by hand (L-15).
    blanks = (Blank("Паспорт"), Blank("Адрес", "", 1))
    lines = tuple(
        filter(None, (mentor.full_name, typeset(mentor.position_title), typeset(mentor.organisation_name)))
    )
    return Side(title, lines, Signature("", mentor.signature_name), blanks)
