"""What the page «Документы» of a person says of each paper: a line with what the person is in it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Window
from django.urls import reverse

from mentoring.accounts.models import User
from mentoring.accounts.permissions import Permission
from mentoring.language.typography import shortened
from mentoring.templatetags.look import ru_date
from registry.people.models import Person
from roadmap.acts.models import LocalAct
from roadmap.mentions import queries
from roadmap.orders.enums import OrderRole
from roadmap.orders.tables import cancelled_words
from roadmap.plans.enums import ExecutionState
from roadmap.protocols.enums import AttendeeRole, Outcome

LATEST = 20
LONGEST = 120
TASK_STATES = {True: ("done", "выполнено"), False: ("failed", "не выполнено")}


@dataclass(frozen=True)
class Reading:
    """Who reads about whom on which day."""

    person: Person
    user: User
    day: date


@dataclass(frozen=True)
class Line:
    """One paper: without `url` it is only named; `state` colours the badge with the words `badge`."""

    title: str
    url: str = ""
    about: str = ""
    state: str = ""
    badge: str = ""


@dataclass(frozen=True)
class Section:
    """Papers of one kind; `count` is of all that there are."""

    key: str
    title: str
    empty: str
    count: int
    lines: list[Line] = field(default_factory=list)

    @property
    def has_more(self) -> bool:
        return self.count > len(self.lines)


@dataclass(frozen=True)
class Kind:
    """A kind of paper: where its rows come from and how one is told."""

    key: str
    title: str
    empty: str
    papers: Callable
    told: Callable

    def latest(self, reading: Reading) -> Section:
        """The first of them with the number of all, in one query."""
        rows = self.papers(reading)
        if not isinstance(rows, list):
            rows = list(rows.annotate(found_count=Window(Count("*")))[:LATEST])
            count = rows[0].found_count if rows else 0
        else:
            rows, count = rows[:LATEST], len(rows)
        return self._section(reading, rows, count)

    def all_of(self, reading: Reading, page) -> Section:
        """One page of all of them."""
        return self._section(reading, page.object_list, page.paginator.count)

    def _section(self, reading: Reading, rows: Iterable, count: int) -> Section:
        return Section(self.key, self.title, self.empty, count, [self.told(row, reading) for row in rows])


def is_partial(reading: Reading) -> bool:
    """Are there papers about this person that this reader is not to see?"""
    return not reading.user.may(Permission.DRAFT_ORDERS)


def _words(*parts: str) -> str:
    return " · ".join(filter(None, parts))


def _order(row, reading):
    cancelled = cancelled_words(row)
    read = ""
    if row.is_numbered and row.is_read_by:
        read = (
            f"ознакомление {ru_date(row.read_on)}" if row.read_on else "подпись об ознакомлении не получена"
        )
    return Line(
        title=f"№ {row.number} от {ru_date(row.date)}" if row.number else "Проект приказа",
        url=row.get_absolute_url(),
        about=_words(row.title, ", ".join(_parts_of_order(row, reading.person)), read),
        state="cancelled" if cancelled else row.status,
        badge=cancelled or row.get_status_display(),
    )


def _parts_of_order(row, person) -> list[str]:
    """«новый наставник», «куратор», «наставляемый в паре»: as what the order names the person."""
    parts = [OrderRole(role).label for role in dict.fromkeys(row.roles)]
    if row.pair_role and (row.is_read_by or not row.is_numbered):
        parts.append(f"{OrderRole(row.pair_role).label} в паре или группе")
    if row.curator_id == person.pk:
        parts.append("куратор")
    return parts or ["в листе ознакомления"]


def _agreement(row, reading):
    own = row.mentor_id == reading.person.pk
    ended = f"по {ru_date(row.ended_on or row.end)}"
    return Line(
        title=f"{row.short_title} от {ru_date(row.date)}",
        url=row.get_absolute_url(),
        about=_words(
            "наставник" if own else f"наставляемый, наставник – {row.mentor.short_name}",
            f"работа с {ru_date(row.start)} {ended}",
        ),
        state=row.status,
        badge=row.get_status_display(),
    )


def _application(row, reading):
    pk = reading.person.pk
    parts = (
        ("подаёт" if row.kind != "notice" else "кому", row.person_id == pk),
        ("о ком", row.about_id == pk),
        ("замещает", row.substitute_id == pk),
        ("от кого ждут согласия", row.is_asked),
    )
    words = ", ".join(word for word, is_so in parts if is_so)
    return Line(
        title=str(row),
        url=row.get_absolute_url(),
        about=words,
        state=row.status,
        badge=row.get_status_display(),
    )


def _protocol(row, reading):
    parts = [AttendeeRole(row.presence).label] if row.presence else []
    parts += ["выступает"] * row.speaks + ["отвечает за решение"] * row.answers
    return Line(
        title=str(row),
        url=row.get_absolute_url(),
        about=_words(", ".join(parts), *(_item(item) for item in row.about_pairs)),
        state=row.status,
        badge=row.get_status_display(),
    )


def _item(item: dict) -> str:
    """«вопрос о паре «О паре …»: рекомендует (за 5, против 0, воздержались 1)»."""
    words = f"вопрос о паре «{shortened(item['title'], LONGEST)}»"
    if item["outcome"]:
        words += f": {Outcome(item['outcome']).label}"
    if item["votes_for"] is not None:
        votes = (item["votes_for"], item["votes_against"], item["votes_abstained"])
        words += " (за {}, против {}, воздержались {})".format(*votes)
    return words


def _release(row, reading):
    is_released = row.person_id == reading.person.pk
    who = f"уроки ведёт {row.substitute.short_name}" if is_released else f"вместо: {row.person.short_name}"
    return Line(
        title=f"{ru_date(row.day)}, {row.starts_at:%H:%M}–{row.ends_at:%H:%M}",
        url=row.order.get_absolute_url(),
        about=_words("освобождение от обязанностей" if is_released else "замещение уроков", row.lessons, who),
        badge=str(row.order),
    )


def _award(row, reading):
    return Line(
        title=f"{row.get_kind_display().capitalize()}, {ru_date(row.awarded_on)}",
        url=row.order.get_absolute_url(),
        badge=str(row.order),
    )


def _task(row, reading):
    late = row.is_done is None and row.due_on < reading.day
    state, badge = TASK_STATES.get(
        row.is_done, ("failed", "просрочено") if late else ("waiting", "на контроле")
    )
    return Line(
        title=row.what,
        url=row.paper.get_absolute_url() if row.is_open else "",
        about=_words(f"срок {ru_date(row.due_on)}", str(row.paper), row.note),
        state=state,
        badge=badge,
    )


def _measure(row, reading):
    roadmap = row.stage.roadmap
    is_own = reading.person.user_id == reading.user.pk
    if reading.user.may(Permission.VIEW_ROADMAPS):
        url = reverse("roadmaps:progress", args=[roadmap.pk])
    else:
        url = reverse("roadmaps:mine") if is_own else ""
    state = ExecutionState(row.execution_state or ExecutionState.NOT_STARTED)
    return Line(
        title=shortened(row.text or str(row), LONGEST),
        url=url,
        about=_words(row.term_text or row.stage.term_text, shortened(str(roadmap), LONGEST)),
        state=state,
        badge=state.label,
    )


def _unread(row, reading):
    what, pk, number, day, title, edition = row
    if what == "order":
        return Line(
            title=f"Приказ № {number} от {ru_date(day)}",
            url=reverse("orders:detail", args=[pk]),
            about=title,
        )
    act = LocalAct(kind=number, title=title, edition=edition)
    return Line(title=str(act), url=reverse("acts:detail", args=[pk]), about=f"утверждён {ru_date(day)}")


def _unread_rows(reading) -> list[tuple]:
    rows = queries.unread_of(reading.person, reading.user)
    return sorted(rows, key=lambda row: (row[3], row[1]), reverse=True)


def _measures(reading):
    return queries.measures_of(reading.person, reading.user, reading.day)


def _by(query: Callable) -> Callable:
    return lambda reading: query(reading.person, reading.user)


KINDS = {
    kind.key: kind
    for kind in (
        Kind("unread", "Ждут подписи об ознакомлении", "Все подписи получены.", _unread_rows, _unread),
        Kind("orders", "Приказы", "Приказов нет.", _by(queries.orders_of), _order),
        Kind(
            "agreements",
            "Соглашения с наставником",
            "Соглашений нет.",
            _by(queries.agreements_of),
            _agreement,
        ),
        Kind(
            "applications",
            "Заявления и ходатайства",
            "Заявлений нет.",
            _by(queries.applications_of),
            _application,
        ),
        Kind("protocols", "Протоколы", "Протоколов нет.", _by(queries.protocols_of), _protocol),
        Kind("releases", "Освобождения и замещения", "Освобождений нет.", _by(queries.releases_of), _release),
        Kind("awards", "Поощрения", "Поощрений нет.", _by(queries.awards_of), _award),
        Kind("tasks", "Поручения на контроле", "Поручений нет.", _by(queries.tasks_of), _task),
        Kind("measures", "Мероприятия дорожных карт", "Мероприятий нет.", _measures, _measure),
    )
}
