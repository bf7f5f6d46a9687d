"""Putting a pair together by the pages, without JavaScript."""

from datetime import date

import pytest
from django.urls import reverse

from registry.consents.enums import ConsentKind as K
from registry.pairs.models import Mentorship
from registry.pairs.services import propose_mentorship
from tests.factories.bank import make_mentee, make_mentor
from tests.factories.pairs import make_mentorship, the_direction, the_form, the_kind
from tests.factories.people import make_curator, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator(client):
    the_form()
    client.force_login(make_curator())
    return client


def answers(**changed):
    usual = {
        "directions": [the_direction().pk],
        "forms": [the_form().pk],
        "kinds": [the_kind().pk],
        "start": "21.11.2026",
        "end": "31.05.2027",
        "reason": "Одна параллель",
    }
    return {**usual, **changed}


def walk(client, mentees, mentor, **changed):
    """Answer the three questions; returns the address of the check page."""
    page = client.post(reverse("pairs:create"), {"mentees": [person.pk for person in mentees], "act": "next"})
    page = client.post(page.url, {"mentor": mentor.pk, "act": "next"})
    return client.post(page.url, answers(**changed)).url


def test_a_pair_is_proposed_in_four_steps(curator):
    mentor, mentee = make_mentor().person, make_mentee().person
    address = walk(curator, [mentee], mentor)
    assert Mentorship.objects.count() == 0
    shown = dict(curator.get(address).context["facts"])
    assert (shown["Что это"], shown["Срок"]) == ("пара", "21.11.2026 – 31.05.2027")
    page = curator.post(address, {"act": "propose"})
    mentorship = Mentorship.objects.get()
    assert page.url == reverse("pairs:next_steps", args=[mentorship.pk])
    assert (mentorship.status, mentorship.mentor, mentorship.mentees) == ("proposed", mentor, [mentee])
    assert (mentorship.start, mentorship.end) == (date(2026, 11, 21), date(2027, 5, 31))
    assert curator.get(page.url).context["told"] == [
        (mentor.short_name, "нет ни почты, ни входа в программу – спросите сами и внесите ответ"),
        (mentee.short_name, "нет ни почты, ни входа в программу – спросите сами и внесите ответ"),
    ]


def test_a_group_may_be_kept_as_a_draft(curator):
    mentees = [make_mentee().person, make_mentee().person]
    address = walk(curator, mentees, make_mentor().person)
    curator.post(address, {"act": "draft"})
    mentorship = Mentorship.objects.get()
    assert (mentorship.status, mentorship.is_group) == ("draft", True)


def test_sending_the_last_page_twice_saves_once(curator):
    address = walk(curator, [make_mentee().person], make_mentor().person)
    first = curator.post(address, {"act": "draft"})
    second = curator.post(address, {"act": "draft"})
    assert (first.url, Mentorship.objects.count()) == (second.url, 1)


def test_unpaired_mentees_come_first_and_the_impossible_are_off_with_the_reason(curator):
    silent = make_mentee(make_person("Абрамова"), consents=(K.PROCESSING,)).person
    paired = make_mentorship("proposed", mentees=[make_mentee(make_person("Быкова")).person]).mentees[0]
    free = make_mentee(make_person("Яшина")).person
    page = curator.get(reverse("pairs:create"))
    shown = [(choice.person, choice.obstacle) for choice in page.context["page"]]
    assert shown == [
        (free, ""),
        (paired, ""),
        (silent, "нет действующего согласия на участие в программе наставничества"),
    ]
    box = f'value="{silent.pk}" id="id_mentee_{silent.pk}" disabled'
    assert page.content.decode().count(box) == 1


def test_a_forged_tick_is_refused_with_the_reason(curator):
    silent = make_mentee(consents=(K.PROCESSING,)).person
    page = curator.post(reverse("pairs:create"), {"mentees": [silent.pk], "act": "next"})
    assert page.context["form"].errors["mentees"] == [
        f"{silent.short_name}: нет действующего согласия на участие в программе наставничества."
    ]


@pytest.mark.parametrize("value", ["0", "-1", "abc", str(2**63)])
def test_a_strange_number_is_an_error_of_the_field(curator, value):
    page = curator.post(reverse("pairs:create"), {"mentees": [value], "act": "next"})
    assert (page.status_code, list(page.context["form"].errors)) == (200, ["mentees"])


def test_nobody_ticked_is_asked_again(curator):
    page = curator.post(reverse("pairs:create"), {"act": "next"})
    assert page.context["form"].errors == {"mentees": ["Отметьте хотя бы одного человека."]}


def test_searching_keeps_the_ticks(curator):
    first, second = make_mentee(make_person("Абрамова")).person, make_mentee(make_person("Яшина")).person
    page = curator.post(reverse("pairs:create"), {"mentees": [first.pk], "q": "яшин", "act": "search"})
    page = curator.get(page.url)
    assert [choice.person for choice in page.context["chosen"]] == [first]
    assert [choice.person for choice in page.context["page"]] == [second]


def test_mentors_are_ranked_by_shared_directions_then_free_places(curator):
    mentee = make_mentee(directions=[the_direction(0), the_direction(1)]).person
    none = make_mentor(max_mentees=5, directions=[the_direction(2)]).person
    one = make_mentor(max_mentees=1, directions=[the_direction(0)]).person
    both = make_mentor(max_mentees=1, directions=[the_direction(0), the_direction(1)]).person
    full = make_mentor(max_mentees=1, directions=[the_direction(0), the_direction(1)]).person
    make_mentorship("active", mentor=full)
    page = curator.post(reverse("pairs:create"), {"mentees": [mentee.pk], "act": "next"})
    choices = list(curator.get(page.url).context["page"])
    assert [
        (choice.person, choice.fit if not choice.obstacle else choice.obstacle) for choice in choices
    ] == [
        (both, "направления: предметное содержание, методика обучения и преподавания; свободно 1 из 1"),
        (one, "направления: предметное содержание; свободно 1 из 1"),
        (none, "общих направлений нет; свободно 5 из 5"),
        (full, "на этот срок уже ведёт одного наставляемого из одного"),
    ]


def test_without_directions_the_same_subject_then_the_same_position_come_first(curator):
    mentee = make_mentee(make_person(subjects="Информатика, физика")).person
    other = make_mentor(
        make_person(positions=["логопед"]), max_mentees=9, directions=[the_direction()]
    ).person
    subject = make_mentor(make_person(subjects="химия; физика", positions=["педагог"])).person
    position = make_mentor(max_mentees=1).person
    page = curator.post(reverse("pairs:create"), {"mentees": [mentee.pk], "act": "next"})
    choices = list(curator.get(page.url).context["page"])
    assert [(choice.person, choice.fit) for choice in choices] == [
        (subject, "тот же предмет: физика; свободно 2 из 2"),
        (position, "та же должность: учитель математики; свободно 1 из 1"),
        (other, "свободно 9 из 9"),
    ]


def test_a_full_mentor_forged_into_the_form_is_refused(curator):
    full = make_mentor(max_mentees=1).person
    make_mentorship("active", mentor=full)
    page = curator.post(reverse("pairs:create"), {"mentees": [make_mentee().person.pk], "act": "next"})
    page = curator.post(page.url, {"mentor": full.pk, "act": "next"})
    assert page.context["form"].non_field_errors() == [
        f"{full.short_name}: на этот срок уже ведёт одного наставляемого из одного."
    ]


def test_a_covered_direction_is_told_beside_the_typed_text(curator):
    mentee = make_mentee().person
    make_mentorship("proposed", mentees=[mentee])
    page = curator.post(reverse("pairs:create"), {"mentees": [mentee.pk], "act": "next"})
    page = curator.post(page.url, {"mentor": make_mentor().person.pk, "act": "next"})
    page = curator.post(page.url, answers(reason="Набранный текст"))
    assert "уже есть наставник" in page.context["form"].non_field_errors()[0]
    assert page.context["form"]["reason"].value() == "Набранный текст"


def test_wrong_dates_are_told_beside_the_field(curator):
    page = curator.post(reverse("pairs:create"), {"mentees": [make_mentee().person.pk], "act": "next"})
    page = curator.post(page.url, {"mentor": make_mentor().person.pk, "act": "next"})
    errors = curator.post(page.url, answers(end="20.11.2026")).context["form"].errors
    assert errors == {"end": ["Окончание должно быть позже начала."]}
    errors = curator.post(page.url, answers(end="31.05.20270")).context["form"].errors
    assert errors == {"end": ["Такой даты нет. Напишите её так: 12.01.2026."]}
    errors = curator.post(page.url, answers(start="01.09.0026")).context["form"].errors
    assert errors == {"start": ["Проверьте год: такой даты быть не может."]}


def test_a_short_term_is_a_remark_and_no_obstacle(curator):
    address = walk(curator, [make_mentee().person], make_mentor().person, end="31.12.2026")
    page = curator.get(address)
    assert page.context["warning"].startswith("Срок короче 3 месяцев")
    assert curator.post(address, {"act": "draft"}).status_code == 302


def test_a_later_question_leads_back_to_the_unanswered_one(curator):
    page = curator.post(reverse("pairs:create"), {"mentees": [make_mentee().person.pk], "act": "next"})
    key = page.url.split("/")[-3]
    assert curator.get(reverse("pairs:check", args=[key])).url == reverse("pairs:describe", args=[key])
    assert curator.get(reverse("pairs:describe", args=[key])).url == reverse("pairs:pick_mentor", args=[key])


def test_a_forgotten_beginning_is_not_found(curator):
    assert curator.get(reverse("pairs:check", args=["nothing"])).status_code == 404


def test_a_draft_is_changed_by_the_same_steps(curator):
    draft, other = make_mentorship(), make_mentee().person
    page = curator.post(reverse("pairs:edit", args=[draft.pk]))
    key = page.url.split("/")[-3]
    curator.post(reverse("pairs:pick_mentees", args=[key]), {"mentees": [other.pk], "act": "next"})
    curator.post(page.url, {"act": "draft"})
    draft.refresh_from_db()
    assert (draft.mentees, draft.version, Mentorship.objects.count()) == ([other], 1, 1)


def test_a_draft_proposed_meanwhile_is_not_overwritten(curator):
    draft = make_mentorship()
    page = curator.post(reverse("pairs:edit", args=[draft.pk]))
    propose_mentorship(draft, by=make_curator())
    page = curator.post(page.url, {"act": "draft"})
    assert page.status_code == 409
    assert "только черновик" in page.context["refusal"].reason


def test_what_was_proposed_is_not_taken_into_the_steps(curator):
    page = curator.post(reverse("pairs:edit", args=[make_mentorship("proposed").pk]))
    assert page.status_code == 403
    assert "Это уже не черновик" in page.content.decode()


def test_a_mentee_is_ticked_by_the_address(curator):
    mentee = make_mentee().person
    page = curator.get(reverse("pairs:create"), {"mentee": mentee.pk})
    assert [choice.person for choice in page.context["chosen"]] == [mentee]
