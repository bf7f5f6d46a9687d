"""What the card of an application shows: what is wanted from the reader, facts, buttons."""

from dataclasses import dataclass

from django.urls import reverse

from mentoring.templatetags.look import ru_date
from mentoring.workflow.attention import Attention
from roadmap.applications.enums import EARLY_STOPS, ApplicationKind, ApplicationStatus
from roadmap.applications.models import Application
from roadmap.applications.order_drafts import form_address
from roadmap.applications.queries import earliest_last_day
from roadmap.applications.rules import TABLE, carries_out, may_agree

K = ApplicationKind
S = ApplicationStatus
# One line of help for each kind on the page where it is chosen.
HELP = {
    K.RELEASE: "Наставник отказывается досрочно; причину называть не нужно.",
    K.NOTICE: "Школа отменяет поручение; наставник получает уведомление под подпись.",
    K.REPLACEMENT: "Наставляемый просит другого наставника.",
    K.EXTENSION: "Срок программы продлевают по обоюдному согласию.",
    K.CORRECTION: "Содержание программы меняют по обоюдному согласию.",
    K.DUTY: "В исключительных случаях: на мероприятие программы, если уроки замещены.",
    K.PROPOSAL: "Как сделать программу лучше. Прочитают куратор и директор.",
    K.REPRESENTATION: "О поощрении или дисциплинарном воздействии. Прочитает только директор.",
}


@dataclass(frozen=True)
class Act:
    """A button of the card."""

    label: str
    url: str
    tone: str


def facts(application: Application) -> list[tuple[str, str]]:
    """What is written, and what was answered."""
    who = "Кому" if application.kind == K.NOTICE else "Кто подаёт"
    pair_or_group, _, people = application.mentorship.title.partition(": ")
    rows = [
        (who, _with_position(application.person)),
        (pair_or_group, people),
        ("Когда", f"{ru_date(application.filed_on)}, {application.get_channel_display()}"),
        *_of_kind(application),
    ]
    if application.text:
        rows.append(("Что написано", application.text))
    if application.decided_on:
        rows.append(("Решение", f"{application.decided_by}, {ru_date(application.decided_on)}"))
    if application.answer:
        rows.append(("Ответ", application.answer))
    if application.order:
        rows.append(("Приказ", str(application.order)))
    return rows


def _with_position(person) -> str:
    return ", ".join(filter(None, (person.full_name, person.position_title)))


def _of_kind(application: Application) -> list[tuple[str, str]]:
    if application.kind in EARLY_STOPS:
        third = f"третий рабочий день – {ru_date(earliest_last_day(application.filed_on))}"
        return [("Последний день работы", f"{ru_date(application.last_day)} ({third})")]
    if application.kind == K.EXTENSION:
        now = ru_date(application.mentorship.end)
        return [("Продлить до", f"{ru_date(application.new_end)} (сейчас {now})")]
    if application.kind == K.DUTY:
        when = f"{ru_date(application.event_date)}, {application.time_from:%H:%M}–{application.time_to:%H:%M}"
        return [
            ("Мероприятие", application.event),
            ("Когда", when),
            ("Уроки и занятия", application.lessons),
            ("Замещает", _with_position(application.substitute)),
        ]
    if application.kind == K.REPRESENTATION:
        return [
            ("О ком", _with_position(application.about)),
            ("О чём просит", application.get_measure_display()),
        ]
    return []


def attention(application: Application, user) -> Attention | None:
    """The one thing that this reader should do now, if there is one."""
    offered = {option.transition.name: option.verdict for option in TABLE.available(application, user)}
    own = next((row for row in application.consents.all() if row.person.user_id == user.pk), None)
    if application.status == S.FILED and own and own.agreed_on is None:
        url = reverse("applications:agree", args=[own.pk])
        return Attention("Нужно ваше согласие: без него программу не меняют.", "Согласиться", post_url=url)
    if application.status == S.ACCEPTED and carries_out(application, user):
        if application.draft:
            sentence = "Приказ готовится. Заявление закроется, когда его зарегистрируют."
            url = application.draft.get_absolute_url()
            return Attention(sentence, "Открыть проект приказа", url, title="Приказ готовится")
        sentence = (
            "Заявление удовлетворено. Подготовьте приказ: заявление закроется вместе с его регистрацией."
        )
        url = form_address(application)
        post_url = "" if url else reverse("applications:draft_order", args=[application.pk])
        return Attention(sentence, "Подготовить приказ", url, post_url, title="Ждёт приказа")
    name = next((name for name in ("accept", "review") if offered.get(name)), "")
    if name:
        sentence = "Прочитайте и примите решение." if name == "accept" else "Прочитайте и ответьте."
        return Attention(sentence, TABLE.by_name[name].label, _act_url(application, name))
    denied = offered.get("accept")
    if denied is not None and denied.reason.startswith(("Нужно согласие", "Последний день")):
        return Attention(
            denied.reason,
            "Решить" if application.kind in EARLY_STOPS else "",
            _act_url(application, "accept") if application.kind in EARLY_STOPS else "",
            title="Ждём согласия",
        )
    return None


def acts(application: Application, user, skip: str = "") -> list[Act]:
    """Further transitions that this reader may carry out now."""
    found = []
    for option in TABLE.available(application, user):
        row, url = option.transition, _act_url(application, option.transition.name)
        if option.verdict and url != skip:
            found.append(Act(row.label, url, row.tone))
    return found


def consents(application: Application, user) -> list[tuple]:
    """(row, address where the office enters it) of the other sides' consents."""
    is_open = application.status == S.FILED
    return [
        (
            row,
            reverse("applications:agree", args=[row.pk])
            if is_open and row.agreed_on is None and may_agree(row, user)
            else "",
        )
        for row in application.consents.all()
    ]


def _act_url(application: Application, name: str) -> str:
    return reverse("applications:act", args=[application.pk, name.replace("_", "-")])
