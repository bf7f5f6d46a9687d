"""«Документы» of a person: every kind of paper in one place, each only for whom its own room opens it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from mentoring.accounts.models import AccessRecord, RoleAssignment
from registry.pairs.models import Mentorship
from registry.people.models import Person
from roadmap.acts.models import ActAcquaintance
from roadmap.controls.services import put_on_control
from roadmap.mentions.card import KINDS
from roadmap.orders.enums import OrderKind as K
from roadmap.orders.enums import OrderRole as R
from roadmap.orders.models import Acquaintance, Order
from roadmap.plans.models import RoadmapMeasure
from roadmap.plans.responsible import RoadmapResponsible
from roadmap.protocols.models import AgendaItem
from tests.factories.acts import make_act
from tests.factories.agreements import make_agreement
from tests.factories.applications import make_application
from tests.factories.bank import make_mentor
from tests.factories.kinds import make_kind
from tests.factories.pairs import make_mentorship
from tests.factories.people import (
    make_administrator,
    make_council_member,
    make_curator,
    make_director,
    make_keeper,
    make_person,
    make_psychologist,
    make_teacher,
)
from tests.factories.protocols import make_protocol
from tests.factories.roadmaps import make_roadmap

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("marked_sheets")]
TODAY = timezone.localdate()
NOTHING = dict.fromkeys(KINDS, 0)
COST = 15


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def page_of(person, user, **asked):
    return signed_in(user).get(reverse("mentions:person", args=[person.pk]), asked)


def counts(person, user):
    return {section.key: section.count for section in page_of(person, user).context["sections"]}


def lines(person, user, key):
    [section] = [row for row in page_of(person, user).context["sections"] if row.key == key]
    return section.lines


def everything_about(person):
    """A paper of each kind that names the person: as a mentor, on duty, at a meeting."""
    others = [make_person() for _ in range(3)]
    pair = make_mentorship("active", mentor=make_mentor(person).person)
    make_agreement("signed", pair=pair)
    make_application("proposal", pair=pair, person=person)
    make_application("representation", pair=pair, person=person, about=pair.mentees[0])
    order = make_kind(K.MONITORING, "registered", people={R.RESPONSIBLE: [person]})
    make_kind(K.DUTY_RELEASE, "registered", people={R.RELEASED: [person], R.SUBSTITUTE: others[:1]})
    make_kind(K.AWARD, "registered", people={R.THANKED: [person]})
    make_protocol("signed", people=[others[0], person, others[1]])
    protocol = make_protocol(body="pedagogical", people=others, items=0)
    votes = {"votes_for": 2, "votes_against": 0, "votes_abstained": 1}
    AgendaItem.objects.create(protocol=protocol, title="О паре", mentorship=pair, outcome="supports", **votes)
    put_on_control(order, by=make_curator(), what="Составить справку", responsible=person, due_on=TODAY)
    roadmap = make_roadmap("approved")
    measure = RoadmapMeasure.objects.filter(stage__roadmap=roadmap, children=None).order_by("pk").first()
    RoadmapResponsible.objects.create(measure=measure, person=person)
    ActAcquaintance.objects.create(act=make_act("approved"), person=person)
    return order, pair, measure


def test_everything_about_a_person_stands_on_one_page_for_whom_it_is_open():
    person = make_teacher("named", "Соколова")
    order, pair, measure = everything_about(person)
    curator, director, council = make_curator(), make_director(), make_council_member()

    all_but_own = {
        "unread": 4, "orders": 3, "agreements": 1, "applications": 1, "protocols": 2, "releases": 1, "awards": 1,
        "tasks": 1, "measures": 1,
    }  # fmt: skip
    # A representation is read by the director and its author alone; a protocol by who sees that meeting's.
    assert counts(person, curator) == all_but_own
    assert counts(person, director) == {**all_but_own, "applications": 2}
    assert counts(person, council) == {**all_but_own, "agreements": 0, "applications": 0, "protocols": 1}
    assert counts(person, make_keeper()) == NOTHING
    assert counts(person, person.user) == {**all_but_own, "applications": 2, "protocols": 0}
    assert AccessRecord.objects.filter(user=council, people__contains=[person.pk]).get().kind == "view"
    for user in (make_psychologist(), make_administrator(), make_teacher("stranger").user):
        assert (user.username, page_of(person, user).status_code) == (user.username, 404)
    # The mentee is named in the mentor's agreement and in the representation, and reads neither.
    mentee = pair.mentees[0]
    assert counts(mentee, curator) == {**NOTHING, "agreements": 1, "protocols": 1}
    assert counts(mentee, director) == {**NOTHING, "agreements": 1, "protocols": 1, "applications": 1}

    browser = signed_in(curator)
    with CaptureQueriesContext(connection) as captured:
        browser.get(reverse("mentions:person", args=[person.pk]))
    assert len(captured) == COST
    told = {line.title: line.about for line in lines(person, curator, "orders")}
    assert (
        "ответственный · подпись об ознакомлении не получена" in told[f"№ {order.number} от {TODAY:%d.%m.%Y}"]
    )
    assert {line.about for line in lines(person, curator, "protocols")} == {
        "секретарь",
        "вопрос о паре «О паре»: рекомендует (за 2, против 0, воздержались 1)",
    }
    [task] = lines(person, person.user, "tasks")
    assert (task.url, task.badge) == (order.get_absolute_url(), "на контроле")
    [line] = lines(person, council, "measures")
    assert line.url == reverse("roadmaps:progress", args=[measure.stage.roadmap_id])
    assert lines(person, person.user, "measures")[0].url == reverse("roadmaps:mine")
    assert (
        reverse("mentions:person", args=[person.pk])
        in signed_in(curator).get(person.get_absolute_url()).content.decode()
    )


def test_a_task_of_a_closed_paper_is_named_without_a_link_and_drafts_stay_with_the_office():
    person, keeper = make_teacher("named", "Соколова"), make_keeper()
    order = make_kind(K.MONITORING, "registered", people={R.RESPONSIBLE: [make_person()]})
    put_on_control(order, by=make_curator(), what="Составить справку", responsible=person, due_on=TODAY)
    make_kind(K.MONITORING, people={R.RESPONSIBLE: [person]})

    [task] = lines(person, person.user, "tasks")
    assert (task.url, str(order) in task.about) == ("", True)
    assert counts(person, person.user) == {**NOTHING, "tasks": 1}
    assert counts(person, make_curator()) == {**NOTHING, "tasks": 1, "orders": 1}
    [draft] = lines(person, make_curator(), "orders")
    assert (draft.title, draft.badge) == ("Проект приказа", "проект")
    # Whoever reads the order because of the own line of its sheet sees whom else it names, and no other order.
    Acquaintance.objects.create(order=order, person=make_person(), position=9)
    keeper_person = make_person()
    Person.objects.filter(pk=keeper_person.pk).update(user=keeper)
    Acquaintance.objects.create(order=order, person=keeper_person, position=10)
    responsible = order.people.get().person
    assert counts(responsible, keeper) == {**NOTHING, "unread": 1, "orders": 1}


def test_a_role_of_today_answers_for_measures_and_yesterdays_does_not():
    person = make_teacher("named", "Соколова")
    measure = RoadmapMeasure.objects.filter(stage__roadmap=make_roadmap("approved"), children=None).first()
    RoadmapResponsible.objects.create(measure=measure, role="curator")
    RoleAssignment.objects.create(
        user=person.user,
        role="curator",
        valid_from=TODAY - timedelta(days=9),
        valid_to=TODAY - timedelta(days=1),
    )
    assert counts(person, make_director())["measures"] == 0
    RoleAssignment.objects.create(user=person.user, role="curator", valid_from=TODAY)
    assert counts(person, make_director())["measures"] == 1


def test_the_page_costs_the_same_with_one_paper_and_with_hundreds():
    person, curator = make_person("Соколова"), make_curator()
    client, url = signed_in(curator), reverse("mentions:person", args=[person.pk])
    assert "Приказов нет." in client.get(url).content.decode()
    first = make_kind(K.MONITORING, people={R.RESPONSIBLE: [person]})

    def cost(**asked):
        with CaptureQueriesContext(connection) as captured:
            page = client.get(url, asked)
        return len(captured), page

    client.get(url)
    assert cost()[0] == COST
    rows = Order.objects.bulk_create(
        Order(
            kind=K.PAIRING, journal=first.journal, title=f"О закреплении {number}", preamble="Слова", control="-",
            signer_position="Директор", signer_name="Г. А. Кедрова", created_by=curator, curator=person,
        )
        for number in range(60)
    )  # fmt: skip
    Person.objects.bulk_create(
        Person(last_name=f"Человеков{number}", first_name="Иван") for number in range(500)
    )
    spent, page = cost()
    assert spent == COST
    text = page.content.decode()
    assert "Показать все: 61" in text and text.count("О закреплении") == 20
    assert rows[-1].title in text and rows[0].title not in text

    spent, page = cost(show="orders", page="2")
    assert (spent <= COST, page.content.decode().count("О закреплении")) == (True, 10)
    assert "Страница 2 из 2" in page.content.decode()
    assert "sections" in page_of(person, curator, show="nothing").context
    assert "Поощрений нет." in page_of(person, curator, show="awards").content.decode()
    assert Mentorship.objects.count() == 0


def test_the_way_back_leads_only_where_the_reader_may_go():
    person = make_teacher("named", "Соколова")
    to_list = f'href="{reverse("people:list")}">Люди</a>'
    ways = [to_list in page_of(person, user).content.decode() for user in (make_curator(), person.user)]
    assert ways == [True, False]
