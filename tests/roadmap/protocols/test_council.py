"""The agenda of what waits for the council, and what its signed decisions do to pairs and programmes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from mentoring.workflow.verdicts import Refused, StaleState
from programs.programmes.models import Programme
from registry.pairs.models import Mentorship
from registry.pairs.services import withdraw_proposal
from roadmap.agendas.queries import waiting
from roadmap.agendas.services import gather_agenda
from roadmap.agendas.today import today
from roadmap.protocols.editing import save_item
from roadmap.protocols.models import Protocol
from roadmap.protocols.queries import attendees_of, items_of
from roadmap.protocols.services import discard_protocol, set_attendance, sign_protocol
from roadmap.protocols.voting import remarks
from tests.factories.pairs import make_mentorship
from tests.factories.people import make_council_member, make_curator, make_director, make_person
from tests.factories.programmes import make_programme
from tests.factories.protocols import make_protocol
from tests.factories.roadmaps import make_roadmap

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("marked_sheets")]


def gathered(*, by=None, key="1", protocol=None):
    return gather_agenda(
        by=by or make_council_member(), key=key, held_on=timezone.localdate(), protocol=protocol
    )


def decided(protocol, outcomes, *, by):
    """The protocol with people, and each item with its outcome."""
    set_attendance(protocol, by=by, version=protocol.version, chair=make_person(), secretary=make_person())
    for item, outcome in zip(protocol.items.all(), outcomes, strict=True):
        points = [{"text": point.text} for point in item.points.all()]
        save_item(protocol, item, by=by, title=item.title, outcome=outcome, points=points)
    return Protocol.objects.get(pk=protocol.pk)


def test_one_question_is_spoken_of_as_one():
    make_mentorship("agreed")
    [section] = today(make_council_member())
    assert (
        section.lines[0].sentence
        == "1\xa0вопрос ждёт методического совета: внесите его в повестку заседания."
    )


def test_one_button_puts_everything_that_waits_on_the_agenda():
    pair, programme, roadmap = make_mentorship("agreed"), make_programme("agreed"), make_roadmap("submitted")
    council = make_council_member()
    assert [line.sentence for section in today(council) for line in section.lines] == [
        "3\xa0вопроса ждут методического совета: внесите их в повестку заседания."
    ]

    protocol = gathered(by=council)

    assert [(row.mentorship, row.programme, row.roadmap) for row in protocol.items.all()] == [
        (pair, None, None),
        (None, programme, None),
        (None, None, roadmap),
    ]
    assert all(row.points.count() == 1 for row in protocol.items.all())
    assert not waiting() and today(council) == []
    with pytest.raises(Refused, match="ничего не ждёт"):
        gathered(key="2")


def test_the_agenda_may_go_on_in_a_draft_and_is_gathered_once():
    draft = make_protocol(by=make_curator())
    make_mentorship("agreed")
    assert gathered(protocol=draft) == draft and draft.items.count() == 2
    with pytest.raises(StaleState, match="уже отправлена"):
        gathered(protocol=draft)
    with pytest.raises(Refused, match="ведёт куратор"):
        gathered(by=make_director(), key="2")


def test_a_signed_decision_is_the_councils_opinion_and_acquaintance():
    make_mentorship("agreed")
    make_mentorship("agreed")
    make_programme("agreed")
    council = make_council_member()
    protocol = decided(gathered(by=council), ["supports", "objects", "acquainted"], by=council)

    signed = sign_protocol(protocol, by=council)

    first, second = (item.mentorship for item in signed.items.all()[:2])
    source = f"№ 1 от {signed.held_on:%d.%m.%Y}"
    assert [
        (row.council_opinion, row.council_on, row.council_by, row.council_protocol) for row in (first, second)
    ] == [
        ("supports", signed.held_on, council, source),
        ("objects", signed.held_on, council, source),
    ]
    assert "Рекомендовать директору закрепить" in first.council_note
    [mark] = Programme.objects.get().acquaintances.all()
    assert (mark.body, mark.acquainted_on, mark.note) == ("council", signed.held_on, f"протокол {source}")


def test_what_was_postponed_waits_for_the_next_meeting():
    pair = make_mentorship("agreed")
    council = make_council_member()
    sign_protocol(decided(gathered(by=council), ["postponed"], by=council), by=council)

    pair.refresh_from_db()
    assert pair.council_opinion == "" and waiting().pairs == [pair]


def test_a_rule_of_a_pair_stops_the_whole_signing():
    first, second = make_mentorship("agreed"), make_mentorship("agreed")
    council = make_council_member()
    protocol = decided(gathered(by=council), ["supports", "supports"], by=council)
    withdraw_proposal(Mentorship.objects.get(pk=second.pk), by=make_curator(), comment="Уехали")

    with pytest.raises(Refused) as refusal:
        sign_protocol(protocol, by=council)

    assert refusal.value.problems[0].startswith("Вопрос 2 («О наставнической паре: ")
    assert "Мнение совета нужно до приказа" in refusal.value.problems[0]
    first.refresh_from_db()
    protocol.refresh_from_db()
    assert (first.council_opinion, protocol.status, protocol.number) == ("", "draft", "")
    numbered = make_protocol("signed", on=timezone.localdate() - timedelta(days=1))
    assert numbered.number == "1"


def test_no_decision_about_a_pair_no_number():
    make_mentorship("agreed")
    council = make_council_member()
    protocol = decided(gathered(by=council), [""], by=council)
    with pytest.raises(Refused) as refusal:
        sign_protocol(protocol, by=council)
    assert refusal.value.problems == ("Вопрос 1: выберите, что совет решил о паре.",)
    item = protocol.items.get()
    with pytest.raises(Refused, match="не подходит решение"):
        save_item(protocol, item, by=council, title="О паре", outcome="acquainted")


def test_a_draft_with_votes_is_discarded_whole():
    make_mentorship("agreed")
    council = make_council_member()
    protocol = decided(gathered(by=council), ["supports"], by=council)
    item = protocol.items.get()
    save_item(
        protocol, item, by=council, title=item.title, votes=(2, 0, 0), points=[{"text": "Рекомендовать."}]
    )

    discard_protocol(protocol, by=council)

    assert not Protocol.objects.exists()


def test_a_pair_is_not_recommended_against_the_votes_or_without_a_quorum():
    make_mentorship("agreed")
    council = make_council_member()
    protocol = decided(gathered(by=council), ["supports"], by=council)
    item = protocol.items.get()
    words = {"title": item.title, "outcome": "supports", "points": [{"text": "Рекомендовать."}]}

    for votes in ((0, 2, 0), (0, 0, 2)):
        save_item(protocol, item, by=council, votes=votes, **words)
        with pytest.raises(Refused) as refusal:
            sign_protocol(protocol, by=council)
        assert [row[:17] for row in refusal.value.problems] == [f"Вопрос 1: за – {votes[0]},"]

    save_item(protocol, item, by=council, votes=(1, 0, 0), **words)
    people, items = attendees_of(protocol), items_of(protocol)
    assert remarks(protocol, people, items) == ["Вопрос 1: записано 1\xa0голос, а голосуют 2."]
    save_item(protocol, item, by=council, votes=(1, 1, 0), **words)
    assert "поровну" in remarks(protocol, people, items_of(protocol))[0]

    protocol.refresh_from_db()
    chair, secretary = (row.person for row in people)
    set_attendance(
        protocol, by=council, version=protocol.version, chair=chair, secretary=secretary, members_total=7
    )
    with pytest.raises(Refused) as refusal:
        sign_protocol(protocol, by=council)
    assert [row[:22] for row in refusal.value.problems] == ["Вопрос 1: кворума нет,"]
    save_item(protocol, item, by=council, **{**words, "outcome": "postponed"})
    assert sign_protocol(protocol, by=council).number == "1"
