from django.urls import reverse

from mentoring.accounts.permissions import Permission
from mentoring.home.lines import TodayLine, TodaySection
from mentoring.home.tally import Question, asks
from mentoring.language.numbers import counted
from roadmap.agendas.queries import waiting_pairs, waiting_programmes, waiting_roadmaps


def questions(user) -> dict[str, Question]:
    if not user.may(Permission.KEEP_COUNCIL_PROTOCOLS):
        return {}
    return {
        "agendas.pairs": Question(waiting_pairs()),
        "agendas.programmes": Question(waiting_programmes()),
        "agendas.roadmaps": Question(waiting_roadmaps()),
    }


@asks(questions)
def today(user, answers) -> list[TodaySection]:
    """What may be put on the council's next agenda by one button."""
    names = ("agendas.pairs", "agendas.programmes", "agendas.roadmaps")
    count = sum(answers[name].count for name in names if name in answers)
    if not count:
        return []
    questions_word = counted(count, "вопрос ждёт", "вопроса ждут", "вопросов ждут")
    them = "его" if count == 1 else "их"
    line = TodayLine(
        f"{questions_word} методического совета: внесите {them} в повестку заседания.",
        reverse("agendas:council"),
        "Собрать повестку",
    )
    return [TodaySection("Протоколы", (line,), order=18)]
