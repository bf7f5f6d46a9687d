"""What the card of a pair shows: what is wanted from the reader, facts, sides with their answers."""

from dataclasses import dataclass

from django.urls import reverse

from mentoring.accounts.permissions import Permission
from mentoring.templatetags.look import ru_date
from mentoring.workflow.attention import Attention
from registry.pairs.enums import Answer, CouncilOpinion, MentorshipStatus, ParticipantRole
from registry.pairs.models import Mentorship, Participant
from registry.pairs.rules import TABLE, may_give_council_opinion, pairing_problems, term_warning

S = MentorshipStatus


@dataclass(frozen=True)
class Side:
    """A row of the table of participants; `enter_url` opens the form for an answer given on paper."""

    participant: Participant
    note: str
    enter_url: str


def joined(rows) -> str:
    """Names of dictionary words, «; » between them."""
    return "; ".join(str(row) for row in rows)


def names(people) -> str:
    """«Иванова А. П., Петров И. С.»: the last initial ends a sentence by itself."""
    return ", ".join(person.short_name for person in people)


def terms_facts(*, mentor, mentees, forms, kinds, directions, start, end, reason) -> list[tuple[str, str]]:
    """Everything picked, as facts of the check page."""
    kind_of_union = "группа" if len(mentees) > 1 else "пара"
    return [
        ("Что это", kind_of_union),
        ("Наставник", with_position(mentor)),
        ("Наставляемые" if len(mentees) > 1 else "Наставляемый", "\n".join(map(with_position, mentees))),
        *_words(directions, forms, kinds),
        ("Срок", f"{ru_date(start)} – {ru_date(end)}"),
        ("Почему эти люди", reason),
    ]


def with_position(person) -> str:
    """«Иванова Анна Петровна, учитель математики»"""
    title = person.position_title
    return f"{person.full_name}, {title}" if title else person.full_name


def _words(directions, forms, kinds):
    return [
        ("Направления", joined(directions)),
        ("Форма", joined(forms)),
        ("Вид", joined(kinds)),
    ]


def card_facts(mentorship: Mentorship, user) -> list[tuple[str, str]]:
    """Facts of the card; why these people and what the council says only for those who keep the pairs."""
    facts = [
        *_words(mentorship.directions.all(), mentorship.forms.all(), mentorship.kinds.all()),
        ("Срок", f"{ru_date(mentorship.start)} – {ru_date(mentorship.end)}"),
    ]
    if mentorship.status == S.ENDED:
        facts.append(("Завершена", f"{ru_date(mentorship.ended_on)}, {mentorship.get_end_ground_display()}"))
    if user.may(Permission.VIEW_PAIRS):
        facts += [("Почему эти люди", mentorship.reason), ("Методический совет", _council(mentorship))]
        if mentorship.end_note:
            facts.append(("Пояснение к завершению", mentorship.end_note))
    return facts


def _council(mentorship) -> str:
    if not mentorship.council_opinion:
        return "мнения пока нет"
    protocol = f", протокол {mentorship.council_protocol}" if mentorship.council_protocol else ""
    first = f"{mentorship.get_council_opinion_display()} ({ru_date(mentorship.council_on)}{protocol})"
    return f"{first}\n{mentorship.council_note}".strip()


def sides(mentorship: Mentorship, user) -> list[Side]:
    """Both sides in order: the mentor, then the mentees; notes of answers only for those who keep the pairs."""
    keeps = user.may(Permission.VIEW_PAIRS)
    rows = sorted(mentorship.participants.all(), key=lambda row: row.role != ParticipantRole.MENTOR)
    return [
        Side(
            participant=row,
            note=row.answer_note if keeps or row.person.user_id == user.pk else "",
            enter_url=reverse("pairs:enter_answer", args=[row.pk])
            if _answer_may_be_entered(mentorship, row, user)
            else "",
        )
        for row in rows
    ]


def _answer_may_be_entered(mentorship, row, user) -> bool:
    if not user.may(Permission.EDIT_PAIRS):
        return False
    pending = mentorship.status == S.PROPOSED and row.answer == Answer.PENDING
    changes_mind = mentorship.status in (S.PROPOSED, S.AGREED) and row.answer == Answer.YES
    return pending or changes_mind


def attention(mentorship: Mentorship, user) -> Attention | None:
    """The one thing that this reader should do with the pair now, if there is one."""
    own = [row for row in mentorship.participants.all() if row.person.user_id == user.pk]
    if mentorship.status == S.PROPOSED and any(row.answer == Answer.PENDING for row in own):
        return Attention(
            "Вам предложено участвовать. Ответьте, согласны ли вы.", "Ответить", reverse("pairs:mine")
        )
    if user.may(Permission.EDIT_PAIRS) and mentorship.status in (S.DRAFT, S.PROPOSED):
        return _for_curator(mentorship)
    speaks = user.may(Permission.GIVE_COUNCIL_OPINION) and may_give_council_opinion(mentorship, user)
    if speaks and not mentorship.council_opinion:
        url = reverse("pairs:council", args=[mentorship.pk])
        return Attention("Методический совет ещё не высказался об этой паре.", "Внести мнение", url)
    if mentorship.status == S.AGREED and user.may(Permission.DRAFT_ORDERS):
        sentence = "Все стороны согласны. Чтобы пара начала действовать, нужен приказ."
        return Attention(sentence, "Подготовить приказ", reverse("orders:create"))
    return None


def _for_curator(mentorship) -> Attention:
    if mentorship.status == S.PROPOSED:
        waited = [row.person for row in mentorship.participants.all() if row.answer == Answer.PENDING]
        return Attention(
            f"Ещё не ответили: {names(waited)} Если ответ получен на бумаге или устно, внесите его ниже.",
            title="Ждём ответа",
        )
    return Attention(
        "Это черновик: участников ещё не спрашивали.",
        "Предложить сторонам",
        post_url=reverse("pairs:propose", args=[mentorship.pk]),
    )


def remarks(mentorship: Mentorship, user) -> list[str]:
    """What to look at before going on: problems of a draft, an unusual term, the council's objection."""
    if not user.may(Permission.VIEW_PAIRS):
        return []
    found = []
    if mentorship.status == S.DRAFT:
        found += pairing_problems(
            mentor=mentorship.mentor,
            mentees=mentorship.mentees,
            directions=list(mentorship.directions.all()),
            start=mentorship.start,
            end=mentorship.end,
            exclude=mentorship,
        )
    if mentorship.status in (S.DRAFT, S.PROPOSED, S.AGREED):
        found.append(term_warning(mentorship.start, mentorship.end, mentorship.kinds.all()))
        if mentorship.council_opinion == CouncilOpinion.OBJECTS:
            found.append(
                "Методический совет не рекомендует эту пару. Мнение совета не запрещает приказ, но учтите его."
            )
    return [remark for remark in found if remark]


def acts(mentorship: Mentorship, user) -> dict[str, bool]:
    """Names of the transitions that this reader may carry out now, for the menu of the card."""
    names_of_pages = ("withdraw", "end")
    rows = TABLE.by_name
    found = {
        name: mentorship.status in rows[name].sources and bool(rows[name].who(mentorship, user))
        for name in names_of_pages
    }
    by_order = mentorship.status == S.ACTIVE and user.may(Permission.DRAFT_ORDERS)
    council = bool(may_give_council_opinion(mentorship, user))
    return found | {"council": council, "by_order": by_order}


def people_told(mentorship: Mentorship) -> list[tuple[str, str]]:
    """For the last page of the steps: each side and how it learns of the proposal."""
    return [(row.person.short_name, _how_told(row.person)) for row in mentorship.participants.all()]


def _how_told(person) -> str:
    address = person.email or (person.user.email if person.user else "")
    if address and person.user:
        return "письмо отправлено, ответит на своей странице"
    if address:
        return "письмо отправлено, входа в программу нет – ответ внесёте вы"
    if person.user:
        return "адреса почты нет – скажите сами, ответить можно на своей странице"
    return "нет ни почты, ни входа в программу – спросите сами и внесите ответ"
