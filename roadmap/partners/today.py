from django.urls import reverse
from django.utils import timezone

from mentoring.accounts.permissions import Permission
from mentoring.home.lines import TodayLine, TodaySection
from mentoring.home.tally import Question, asks
from mentoring.language.numbers import counted
from mentoring.templatetags.look import ru_date
from roadmap.partners.queries import expiring_contracts


def questions(user) -> dict[str, Question]:
    # The register is the curator's work: the director keeps orders and is not reminded.
    if not user.may(Permission.EDIT_PAIRS):
        return {}
    return {"partners.expiring": Question(expiring_contracts(timezone.localdate()), since="end")}


@asks(questions)
def today(user, answers) -> list[TodaySection]:
    """Contracts with partners that end within a month."""
    answer = answers.get("partners.expiring")
    if not answer:
        return []
    number = counted(answer.count, "договор с партнёром", "договора с партнёрами", "договоров с партнёрами")
    line = TodayLine(
        f"За месяц заканчивается {number}." if answer.count == 1 else f"За месяц заканчиваются {number}.",
        f"{reverse('partners:list')}?state=expiring",
        "Открыть список",
        f"Ближайший – {ru_date(answer.since)}. Продлите или заключите новый.",
        tone="warning",
    )
    return [TodaySection("Договоры с партнёрами", (line,), order=40)]
