"""Who answers: proposed from the words, confirmed for each wording, printed never."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mentoring.workflow.verdicts import Refused, StaleState
from roadmap.plans.approval import approve_roadmap, submit_roadmap
from roadmap.plans.editing import write_links
from roadmap.plans.linking import groups_of, link_groups, mark_of_links
from roadmap.plans.models import RoadmapStage
from roadmap.plans.proposing import Proposer
from roadmap.plans.queries import plan_of
from roadmap.plans.services import store_plan
from tests.conflicts import both_texts
from tests.factories.people import make_council_member, make_curator, make_director, make_person
from tests.project.test_two_tabs import typed_in
from tests.roadmap.plans.samples import BANDS, plan_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher():
    person = make_person("Ясенева", first_name="Наталья", patronymic="Михайловна")
    person.positions.create(title="Заместитель директора по НМР", is_main=False)
    return person


@pytest.mark.parametrize(
    ("text", "roles", "is_named"),
    [
        ("Директор\nКуратор программы наставничества", {"director", "curator"}, False),
        ("Куратор программы наставничества Педагоги дополнительного образования", {"curator"}, False),
        ("Методический совет", {"council"}, False),
        ("Методическая служба", set(), False),
        ("Куратор программы наставничества\nПедагог-психолог", {"curator", "psychologist"}, False),
        ("Ясеневу Н.М., и. о. заместителя директора", set(), True),
        ("Н. М. Ясенева", set(), True),
        ("Поручить Ясеневой", set(), True),
        ("зам. директора по НМР", set(), True),
        ("зам. директора по АХЧ", set(), False),
        ("Ясеневский филиал", set(), False),
    ],
)
def test_words_propose_roles_and_people(teacher, text, roles, is_named):
    proposal = Proposer([teacher]).propose(text)
    assert (proposal.roles, proposal.people) == (roles, {teacher.pk} if is_named else set())


def test_a_name_of_two_people_is_nobodys(teacher):
    other = make_person("Ясенева", first_name="Нина", patronymic="Марковна")
    proposer = Proposer([teacher, other])
    assert proposer.propose("Ясеневу Н.М.").people == set()
    assert proposer.propose("Ясеневой Нине Марковне").people == {other.pk}


@pytest.fixture
def roadmap():
    return store_plan(plan_in(BANDS), by=make_curator())


def wanted(roadmap, **roles):
    """The groups with the roles given by the first word of their text."""
    return {
        group.key: {"people": [], "roles": roles.get(group.text.split()[0], [])}
        for group in groups_of(roadmap)
    }


def test_each_wording_is_one_group_and_the_rest_is_left_alone(roadmap):
    curator = make_curator()
    assert [(group.text, len(group.rows)) for group in groups_of(roadmap)] == [
        ("Директор, Куратор", 1), ("Куратор", 1), ("Методическая служба", 1),
    ]  # fmt: skip
    before = plan_of(roadmap)
    mark = mark_of_links(groups_of(roadmap))
    assert link_groups(roadmap, by=curator, mark=mark, wanted=wanted(roadmap, Куратор=["curator"])) == 1
    assert [group.roles for group in groups_of(roadmap)] == [set(), {"curator"}, set()]
    assert plan_of(roadmap) == before
    with pytest.raises(StaleState, match="другой человек"):
        link_groups(roadmap, by=curator, mark=mark, wanted={})
    with pytest.raises(Refused, match="готовит куратор"):
        link_groups(roadmap, by=make_council_member(), mark=mark, wanted={})


def test_who_answers_changes_in_force_and_not_in_the_archive(roadmap):
    curator = make_curator()
    submit_roadmap(roadmap, by=curator)
    roadmap = approve_roadmap(roadmap, by=make_director(), on=timezone.localdate())
    mark = mark_of_links(groups_of(roadmap))
    assert link_groups(roadmap, by=curator, mark=mark, wanted=wanted(roadmap, Куратор=["curator"])) == 1
    roadmap.status = "archived"
    roadmap.save(update_fields=["status"])
    with pytest.raises(Refused, match="в архиве"):
        link_groups(roadmap, by=curator, mark=mark, wanted={})


def test_the_page_ticks_what_the_words_say_and_shows_both_when_two_save(roadmap, teacher):
    RoadmapStage.objects.filter(pk=roadmap.stages.first().pk).update(responsible_text="Ясеневу Н.М.")
    client, url = Client(), reverse("roadmaps:responsibles", args=[roadmap.pk])
    client.force_login(make_curator())
    page = client.get(url)
    form = page.context["form"]
    named, *_ = groups_of(roadmap)
    assert form[f"people_{named.key}"].value() == [teacher.pk]
    assert [is_proposed for _, is_proposed, _ in form.rows] == [True, True, True, False]
    mine = typed_in(form)
    other = make_person("Новая", first_name="Ольга")
    write_links(named.rows[0], people=[other.pk], roles=["council"])
    stale = client.post(url, mine)
    assert stale.status_code == 409
    assert ("член методического совета", "пусто") in [
        (theirs, own) for _, theirs, own in both_texts(stale.context["form"].conflicts)
    ]
    more = typed_in(stale.context["form"]) | {f"more_{named.key}": other.pk}
    assert client.post(url, more).url == url
    links = {str(link) for link in RoadmapStage.objects.get(pk=named.rows[0].pk).responsibles.all()}
    assert links == {str(teacher), str(other)}


def test_only_those_who_prepare_roadmaps_name_who_answers(roadmap):
    client, url = Client(), reverse("roadmaps:responsibles", args=[roadmap.pk])
    client.force_login(make_council_member())
    assert (client.get(url).status_code, client.post(url).status_code) == (403, 403)
