from django.urls import reverse
from django.utils import timezone

from mentoring.home.lines import TodayLine, TodaySection
from mentoring.home.tally import Question, asks
from mentoring.language.numbers import counted, plural
from roadmap.protocols.queries import bodies_kept_by, unsigned_protocols


def questions(user) -> dict[str, Question]:
    if not bodies_kept_by(user):
        return {}
    return {"protocols.unsigned": Question(unsigned_protocols(user, timezone.localdate()))}


@asks(questions)
def today(user, answers) -> list[TodaySection]:
    """Meetings that were held and whose protocol has no number yet."""
    answer = answers.get("protocols.unsigned")
    if not answer:
        return []
    one = answer.count == 1
    verb = plural(answer.count, "не подписан", "не подписаны", "не подписаны")
    line = TodayLine(
        f"{counted(answer.count, 'протокол', 'протокола', 'протоколов')} ещё {verb}: впишите решения и подпишите.",
        reverse("protocols:detail", args=[answer.first])
        if one
        else f"{reverse('protocols:list')}?state=draft",
        "Открыть протокол" if one else "Показать протоколы",
    )
    return [TodaySection("Протоколы заседаний", (line,), order=18)]
