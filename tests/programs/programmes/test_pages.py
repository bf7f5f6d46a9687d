"""Who sees which page and what is on it."""

import pytest
from django.urls import reverse

from programs.programmes.enums import AcquaintedBody, ProgrammeStatus
from programs.programmes.models import Programme
from registry.pairs.enums import MentorshipStatus
from registry.pairs.models import Mentorship
from tests.factories.people import (
    make_administrator,
    make_council_member,
    make_curator,
    make_director,
    make_psychologist,
    make_teacher,
    make_user,
)
from tests.factories.programmes import hold, make_blueprint, make_pair, make_programme, make_school, note

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ready")]
S = ProgrammeStatus
CANARY = "Секретная цель программы"


def url(name, *args):
    return reverse(f"programmes:{name}", args=args)


def get(client, user, name, *args):
    client.force_login(user)
    return client.get(url(name, *args))


@pytest.fixture(params=list(S))
def programme(request):
    make_school()
    return make_programme(request.param, goals=CANARY)


def test_the_card_opens_in_every_state_for_all_who_see_it(client, programme):
    for user in (
        make_curator(),
        make_director(),
        make_council_member(),
        make_user("mentor"),
        make_user("mentee"),
    ):
        page = get(client, user, "detail", programme.pk)
        assert (page.status_code, CANARY in page.text) == (200, True), user


def test_another_persons_programme_does_not_exist_for_a_teacher(client):
    programme = make_programme(S.RUNNING, goals=CANARY)
    stranger = make_teacher("stranger").user
    for user in (stranger, make_psychologist(), make_administrator()):
        for name in ("detail", "history", "pdf", "edit", "plan", "return", "revise", "complete"):
            page = get(client, user, name, programme.pk)
            assert (page.status_code, CANARY in page.text) == (404, False), (user, name)


def test_posts_to_another_persons_programme_change_nothing(client):
    programme = make_programme()
    client.force_login(make_teacher("stranger").user)
    for name in ("send", "agree", "begin", "delete"):
        assert client.post(url(name, programme.pk)).status_code == 404
    assert Programme.objects.get().status == S.DRAFT


def test_an_event_of_another_programme_is_not_found(client):
    event = make_programme(S.RUNNING).plan.first()
    other = make_programme(S.RUNNING, mentorship=make_pair(usernames=False))
    assert get(client, make_curator(), "event", other.pk, event.pk).status_code == 404


def test_a_teacher_lists_own_programmes_only(client):
    own = make_programme(title="Своя программа")
    make_programme(title="Чужая программа", mentorship=make_pair(usernames=False))
    page = get(client, make_user("mentee"), "list")
    assert [row.record for row in page.context["table"].rows] == [own]
    assert "Чужая" not in page.text


def test_conditions_of_the_list(client):
    make_programme(title="Первые шаги")
    make_programme(S.RUNNING, title="Вторая", mentorship=make_pair(usernames=False))
    client.force_login(make_curator())
    expected = {
        "q=первые": ["Первые шаги"],
        "state=running": ["Вторая"],
        "waits=curator": ["Вторая"],
        "waits=overdue": ["Вторая"],
        "waits=ended": [],
        "q=такого нет": [],
    }
    for query, titles in expected.items():
        page = client.get(f"{url('list')}?{query}")
        assert [row.record.title for row in page.context["table"].rows] == titles, query
        assert len(page.context["chips"]) == 1


def test_a_name_of_the_pair_finds_the_programme(client):
    programme = make_programme()
    client.force_login(make_curator())
    page = client.get(url("list"), {"q": programme.mentorship.mentees[0].last_name})
    assert len(page.context["table"].rows) == 1


# What the card offers each of its readers; None: no panel at all.
EXPECTED_PANEL = {
    S.DRAFT: {
        "mentor": "Отправить на согласование",
        "mentee": "",
        "curator": "Отправить на согласование",
        "council": None,
    },
    S.ON_AGREEMENT: {"mentor": "", "mentee": "Согласовать программу", "curator": "", "council": None},
    S.AGREED: {
        "mentor": "Начать работу",
        "mentee": None,
        "curator": "Отметить ознакомление",
        "council": "Отметить ознакомление",
    },
    S.RUNNING: {
        "mentor": "Написать, как прошло",
        "mentee": "Написать, как прошло",
        "curator": "Отметить ознакомление",
        "council": "Отметить ознакомление",
    },
    S.COMPLETED: {"mentor": None, "curator": None},
}


@pytest.mark.parametrize("state", EXPECTED_PANEL)
def test_the_panel_says_what_is_wanted_from_the_reader(client, state):
    makers = {"curator": make_curator, "council": make_council_member}
    programme = make_programme(state)
    offered = {}
    for username in EXPECTED_PANEL[state]:
        user = makers[username]() if username in makers else make_user(username)
        panel = get(client, user, "detail", programme.pk).context["attention"]
        offered[username] = panel and panel.label
    assert offered == EXPECTED_PANEL[state]


def test_a_returned_draft_shows_the_comment_to_the_mentor(client):
    programme = make_programme(S.ON_AGREEMENT)
    client.force_login(make_user("mentee"))
    client.post(url("return", programme.pk), {"comment": "Перенесите на среду"})
    page = get(client, make_user("mentor"), "detail", programme.pk)
    assert page.context["attention"].sentence == (
        "Вернули на доработку: «Перенесите на среду». Исправьте и отправьте снова."
    )


def test_an_unready_draft_says_what_is_missing_and_has_no_live_button(client):
    programme = make_programme(goals="", rows=0)
    panel = get(client, make_user("mentor"), "detail", programme.pk).context["attention"]
    assert panel.reason == ("Заполните «Цели и задачи программы». Добавьте в план хотя бы одно мероприятие.")


def test_when_everything_is_held_the_mentor_is_offered_to_complete(client):
    programme = make_programme(S.RUNNING)
    for event in programme.plan.all():
        hold(event, by=make_user("mentor"))
    assert get(client, make_user("mentor"), "detail", programme.pk).context["attention"].label == (
        "Завершить программу"
    )


def test_the_curator_may_note_the_council_from_the_protocol(client):
    programme = make_programme(S.AGREED)
    note(programme, by=make_curator())
    page = get(client, make_curator(), "detail", programme.pk)
    assert page.context["marks"] == [AcquaintedBody.COUNCIL]
    client.post(url("acquaintance", programme.pk, "council"), {"on": "01.09.2026", "note": "протокол № 1"})
    assert programme.acquaintances.get(body=AcquaintedBody.COUNCIL).note == "протокол № 1"


def test_the_history_tells_each_step(client):
    programme = make_programme(S.AGREED)
    page = get(client, make_user("mentee"), "history", programme.pk)
    told = [line.what for line in page.context["entries"] if line.what.startswith(("начата", "отпр", "согл"))]
    assert told[0] == "согласована всеми участниками"
    assert told[-2:] == ["отправлена на согласование", "начата"]


def test_a_list_for_a_school_without_pairs_says_what_comes_first(client):
    Mentorship.objects.all().delete()
    assert "Их составляют, когда пара утверждена приказом" in get(client, make_curator(), "list").text
    teacher = make_teacher("alone").user
    assert "У вас пока нет программ" in get(client, teacher, "list").text


def test_pairs_without_a_programme_wait_on_their_page(client):
    pair = make_pair()
    make_pair(usernames=False, state=MentorshipStatus.AGREED)
    page = get(client, make_curator(), "create")
    assert list(page.context["page"].object_list) == [pair]
    assert list(get(client, make_user("mentee"), "create").context["page"].object_list) == []


def test_a_mentee_does_not_begin_a_programme(client):
    pair = make_pair()
    make_blueprint()
    assert get(client, make_user("mentee"), "start", pair.pk).status_code == 403
