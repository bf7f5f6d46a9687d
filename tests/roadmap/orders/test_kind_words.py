"""Every kind in the right cases: for a man, a woman, somebody of unknown gender and a group."""

from datetime import date

import pytest
from django.db.models import prefetch_related_objects

from mentoring.school.models import Organisation
from programs.programmes.models import Programme
from registry.pairs.models import Mentorship, Participant
from registry.people.services import confirm_person_forms
from roadmap.orders.drafting import draft_text
from roadmap.orders.enums import OrderKind as K
from roadmap.orders.enums import OrderRole as R
from roadmap.orders.kinds.catalog import CATALOG, KINDS
from roadmap.orders.kinds.shape import FactKind
from roadmap.orders.models import Order
from roadmap.orders.particulars import stored_facts
from roadmap.orders.placeholders import OrderFacts, fill, problems_in, values_of
from tests.factories.kinds import WORDS, lines_for
from tests.factories.orders import CARD
from tests.factories.people import make_curator, make_person

pytestmark = pytest.mark.django_db
DAY = date(2026, 10, 12)
NAMES = {
    "man": {"last_name": "Орлов", "first_name": "Иван", "patronymic": "Павлович"},
    "woman": {"last_name": "Орлова", "first_name": "Анна", "patronymic": "Павловна"},
    "unknown": {"last_name": "Ким", "first_name": "Саша", "patronymic": ""},
}
HARD = {"last_name": "Степанова", "first_name": "Елена", "patronymic": "Олеговна"}
SECOND = {"last_name": "Лебедева", "first_name": "Ольга", "patronymic": "Олеговна"}


# What a person typed where the program asked: it declines no name whose gender it does not know.
TYPED = {"genitive": "Ким Саши", "dative": "Ким Саше", "accusative": "Ким Сашу", "instrumental": "Ким Сашей"}


def person(**names):
    made = make_person(**names)
    if not made.gender:
        made = confirm_person_forms(made, by=make_curator(), **TYPED)
    prefetch_related_objects([made], "positions")
    return made


def pair_of(people):
    """A pair of the first person with all of them, never saved."""
    pair = Mentorship(pk=1, start=DAY, end=DAY)
    sides = [("mentor", people[0]), *(("mentee", mentee) for mentee in people)]
    rows = [Participant(mentorship=pair, person=person, role=role) for role, person in sides]
    pair._prefetched_objects_cache = {"participants": rows, "directions": []}
    return pair


def facts_of(kind, people):
    """The facts of an order of the kind that names these people everywhere; one is enough where one is asked."""
    typed = {
        fact.name: DAY if fact.kind == FactKind.DAY else WORDS.get(fact.name) or fact.initial or "слова"
        for fact in kind.facts
    }
    typed |= {fact.name: fact.choices[0][0] for fact in kind.facts if fact.kind == FactKind.CHOICE}
    if kind.has_release_lines:
        typed["lines"] = lines_for(people, typed)
    pair = Mentorship(start=DAY, end=DAY)
    return OrderFacts(
        card=Organisation(**CARD, head_position="директор"),
        year="2026/2027",
        curator=people[0],
        mentorships=(pair_of(people),) if kind.speaks_of_rows else (),
        kind=kind,
        people={role.role: people if role.many else people[:1] for role in kind.roles},
        typed=stored_facts(kind, typed),
        subject=None if kind.speaks_of_rows else pair,
        programme=Programme(title="Первые шаги", start=DAY, end=DAY),
        target=Order(number="5", date=DAY, title="О наставничестве"),
    )


def written(kind, people):
    """The text of a draft as it is printed: preamble, items, sub-items."""
    facts = facts_of(kind, people)
    sample, values = draft_text(kind.sample, facts, DAY), values_of(facts)
    texts = [sample.preamble]
    for item in sample.items:
        texts += [item.text, *(inner.text for inner in item.items)]
    assert [problem for text in texts for problem in problems_in(text, values, "Здесь")] == []
    return [fill(text, values).replace("\xa0", " ") for text in texts]


def test_every_kind_is_written_for_everybody_without_gaps():
    alone = [[person(**names)] for names in NAMES.values()]
    group = [person(**NAMES["man"]), person(**SECOND)]
    for kind in CATALOG:
        for people in (*alone, group):
            texts = written(kind, people)
            wrong = [
                text
                for text in texts
                if {"{", "["} & set(text) or "  " in text or " ," in text or ",." in text or ".." in text
            ]
            assert (kind.kind, wrong) == (kind.kind, [])


@pytest.mark.parametrize(
    ("who", "accusative", "genitive", "dative"),
    [
        ("man", "Орлова Ивана Павловича, учителя математики,", "Орлова Ивана Павловича", "Орлову И. П."),
        ("woman", "Орлову Анну Павловну, учителя математики,", "Орловой Анны Павловны", "Орловой А. П."),
        ("unknown", "Ким Сашу, учителя математики,", "Ким Саши", "Ким С."),
    ],
)
def test_a_replacement_declines_both_mentors(who, accusative, genitive, dative):
    texts = written(KINDS[K.REPLACEMENT], [person(**NAMES[who])])
    assert texts[1] == (
        f"Освободить {accusative} от исполнения обязанностей наставника учителя математики {genitive} "
        "с 12.10.2026."
    )
    assert texts[2].startswith(
        f"Назначить {accusative} наставником учителя математики {genitive} с 12.10.2026 по"
    )
    assert texts[3].startswith(f"{dative} передать {dative} персонализированную программу")


def test_a_group_is_enumerated_in_the_case_of_the_sentence():
    group = [person(**NAMES["man"]), person(**SECOND)]
    texts = written(KINDS[K.COMPLETION], group)
    assert "(Орлов И. П. – Орлов И. П. и Лебедева О. О.;" in texts[1]
    assert written(KINDS[K.EXTENSION], group)[0].endswith(
        "по соглашению Орлова Ивана Павловича и Орлова Ивана Павловича и Лебедевой Ольги Олеговны от 12.10.2026, "
        "в связи с болезнью наставляемого"
    )
    assert written(KINDS[K.AWARD], group)[1:] == [
        "Объявить благодарность:",
        "Орлову Ивану Павловичу, учителю математики.",
        "Лебедевой Ольге Олеговне, учителю математики.",
        "Наградить благодарственным письмом:",
        "Орлова Ивана Павловича, учителя математики.",
        "Лебедеву Ольгу Олеговну, учителя математики.",
        "Премировать в размере 5000 рублей каждого:",
        "Орлова Ивана Павловича, учителя математики.",
        "Лебедеву Ольгу Олеговну, учителя математики.",
    ]


@pytest.mark.parametrize(
    ("who", "accusative", "genitive", "dative", "instrumental"),
    [
        ("man", "Орлова Ивана Павловича", "Орлова Ивана Павловича", "Орлову И. П.", "с Орловым И. П."),
        ("woman", "Орлову Анну Павловну", "Орловой Анны Павловны", "Орловой А. П.", "с Орловой А. П."),
        ("unknown", "Ким Сашу", "Ким Саши", "Ким С.", "с Ким С."),
        ("hard", "Степанову Елену Олеговну", "Степановой Елены Олеговны", "Степановой Е. О.", "со Степановой Е. О."),
    ],
)  # fmt: skip
def test_an_appointment_declines_mentor_and_mentees(who, accusative, genitive, dative, instrumental):
    one = person(**NAMES.get(who) or HARD)
    appointed = f"{accusative}, учителя математики,"
    of_mentee, term = f"наставником учителя математики {genitive}", "с 12.10.2026 по 12.10.2026."
    texts = written(KINDS[K.APPOINTMENT], [one])
    assert texts[1] == f"Назначить с письменного согласия {appointed} {of_mentee} {term}"
    assert texts[2].startswith(f"{dative} до ")
    assert f"разработать совместно {instrumental} персонализированную программу" in texts[2]
    assert f"{appointed} – {of_mentee} {term}" in written(KINDS[K.PAIRING], [one])


def test_a_group_is_named_whole():
    group = [person(**NAMES["man"]), person(**SECOND)]
    assert (
        "наставником учителя математики Орлова Ивана Павловича и учителя математики Лебедевой Ольги Олеговны с"
        in written(KINDS[K.APPOINTMENT], group)[1]
    )


@pytest.mark.parametrize(
    ("who", "word"), [("man", "ознакомлен"), ("woman", "ознакомлена"), ("unknown", "ознакомлен(а)")]
)
def test_words_agree_with_the_person(who, word):
    values = values_of(facts_of(KINDS[K.REPLACEMENT], [person(**NAMES[who])]))
    for name in ("куратор", "наставник", "новый наставник"):
        assert fill(f"{{{name}|ознакомлен}}", values) == word
    assert fill("{наставляемые|ознакомлен}", values) == word


def test_words_agree_with_several_people_and_with_papers():
    group = [person(**NAMES["man"]), person(**SECOND)]
    values = values_of(facts_of(KINDS[K.REPLACEMENT], group))
    assert fill("{наставляемые|ознакомлен}, {наставляемые|согласен}", values) == "ознакомлены, согласны"
    marks = ("положение", "карта", "план", "правила")
    assert [fill(f"{{УТВЕРЖДЕН|{mark}}}", values) for mark in marks] == [
        "УТВЕРЖДЕНО", "УТВЕРЖДЕНА", "УТВЕРЖДЕН", "УТВЕРЖДЕНЫ",
    ]  # fmt: skip


def test_an_empty_placeholder_of_the_kind_says_which_field_to_fill():
    kind = KINDS[K.REPLACEMENT]
    facts = OrderFacts(None, "2026/2027", None, (), kind, people={R.MENTOR: []}, typed={})
    assert problems_in(
        "{дата замены} {новый наставник.ФИО|вин} {новый наставник.рост}", values_of(facts), "В пункте 2"
    ) == [
        "В пункте 2: подстановку {дата замены} нечем заполнить – не заполнено поле «Заменить с».",
        "В пункте 2: подстановку {новый наставник.ФИО|вин} нечем заполнить – не выбран человек: новый наставник.",
        "В пункте 2: неизвестная подстановка {новый наставник.рост}. Выберите её из списка рядом.",
    ]
