from mentoring.accounts.permissions import Permission
from mentoring.home.lines import TodayLine, TodaySection
from mentoring.home.tally import Question, asks
from mentoring.templatetags.look import ru_date
from roadmap.applications.queries import waiting_for_consent, waiting_for_decision, waiting_for_order

MOST = 10


def questions(user) -> dict[str, Question]:
    found = {"applications.consent": Question(waiting_for_consent(user))}
    if user.may(Permission.DRAFT_ORDERS):
        found["applications.decision"] = Question(waiting_for_decision(user))
        found["applications.order"] = Question(waiting_for_order())
    return found


@asks(questions)
def today(user, answers) -> list[TodaySection]:
    """Own consents first, then the director's decisions, then the orders that applications wait for."""
    sections = []
    if answers["applications.consent"]:
        sections.append(TodaySection("Нужно ваше согласие", tuple(_consents(user)), order=3))
    if answers.get("applications.decision"):
        sections.append(TodaySection("Заявления ждут решения", tuple(_decisions(user)), order=1))
    if answers.get("applications.order"):
        sections.append(TodaySection("Заявления ждут приказа", tuple(_orders()), order=12))
    return sections


def _consents(user):
    for row in waiting_for_consent(user)[:MOST]:
        yield TodayLine(
            f"{row.application}: {row.application.person.short_name}",
            row.application.get_absolute_url(),
            "Прочитать и согласиться",
        )


def _decisions(user):
    for row in waiting_for_decision(user).order_by("filed_on", "pk")[:MOST]:
        yield TodayLine(f"{row}: {row.person.short_name}", row.get_absolute_url(), "Прочитать и решить")


def _orders():
    for row in waiting_for_order()[:MOST]:
        about = f"Последний день работы: {ru_date(row.last_day)}" if row.last_day else ""
        yield TodayLine(
            f"{row}: {row.person.short_name}", row.get_absolute_url(), "Подготовить приказ", about
        )
