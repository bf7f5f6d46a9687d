"""Pages of protocols: who sees which, the way from an empty draft to the signed paper, what it costs."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from roadmap.controls.models import ControlTask
from roadmap.controls.today import today as controls_today
from roadmap.protocols.models import Protocol
from roadmap.protocols.services import attach_scan, begin_protocol
from roadmap.protocols.today import today
from tests.factories.orders import make_school
from tests.factories.pairs import make_mentorship
from tests.factories.people import (
    make_administrator,
    make_council_member,
    make_curator,
    make_director,
    make_person,
    make_teacher,
)
from tests.factories.protocols import add_question, make_protocol
from tests.mentoring.documents.zoo import pdf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("marked_sheets")]
CANARY = "канареечный вопрос"
READ = ("detail", "pdf", "docx", "scan")


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def url(name, *args):
    return reverse(f"protocols:{name}", args=args)


def text_of(response):
    return response.content.decode()


def rows_of(prefix, *rows):
    """A formset as the page sends it."""
    data = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": 0}
    for place, row in enumerate(rows):
        data |= {f"{prefix}-{place}-{name}": value for name, value in row.items()}
    return data


def test_a_teacher_on_the_protocol_does_not_read_it_and_the_council_reads_its_own():
    named = make_teacher("named", "Соколова")
    people = [named, make_person(), make_person()]
    own = make_protocol(people=people, items=0)
    other = make_protocol(people=people, items=0, body="pedagogical")
    for protocol in (own, other):
        add_question(protocol, title=CANARY)
        client = signed_in(make_curator())
        assert client.post(
            url("sign", protocol.pk), {"version": Protocol.objects.get(pk=protocol.pk).version}
        )
        scan = SimpleUploadedFile("s.pdf", pdf(), "application/pdf")
        attach_scan(protocol, by=make_curator(), scan=scan)

    seen = {
        user.username: [
            [signed_in(user).get(url(page, row.pk)).status_code for page in READ] for row in (own, other)
        ]
        for user in (make_curator(), make_director(), make_council_member(), named.user, make_administrator())
    }

    assert seen == {
        "curator": [[200] * 4, [200] * 4],
        "director": [[200] * 4, [200] * 4],
        "council": [[200] * 4, [404] * 4],
        "named": [[403] * 4, [403] * 4],
        "administrator": [[403] * 4, [403] * 4],
    }
    council = signed_in(make_council_member())
    page = text_of(council.get(url("list")))
    assert own.get_absolute_url() in page and other.get_absolute_url() not in page
    other_item = other.items.get()
    for name, pk in (("edit_item", other_item.pk), ("remove_item", other_item.pk), ("sign", other.pk)):
        assert council.post(url(name, pk)).status_code == 404
    assert CANARY not in text_of(signed_in(named.user).get(reverse("home:today")))


def test_the_list_costs_the_same_with_one_and_with_fifty(django_assert_num_queries):
    make_protocol(items=0)
    client = signed_in(make_curator())
    client.get(url("list"))
    with django_assert_num_queries(7):
        client.get(url("list"))
    for _ in range(49):
        begin_protocol(by=make_curator(), body="parents", held_on=timezone.localdate())
    with django_assert_num_queries(7):
        response = client.get(url("list"))
    assert "Найдено: 50\xa0протоколов" in text_of(response)


def test_the_card_costs_the_same_with_one_and_with_ten_questions(django_assert_max_num_queries):
    protocol = make_protocol(items=1)
    client = signed_in(make_curator())
    client.get(protocol.get_absolute_url())
    with django_assert_max_num_queries(60) as few:
        client.get(protocol.get_absolute_url())
    for number in range(9):
        add_question(
            protocol, title=f"Вопрос {number}", speeches=[{"kind": "heard", "person": make_person()}]
        )
    with django_assert_max_num_queries(60) as many:
        client.get(protocol.get_absolute_url())
    # Positions of the speakers are asked for once they are there.
    assert len(many) - len(few) <= 4


def test_the_way_from_an_empty_draft_to_the_number():
    make_school()
    chair, secretary = make_person("Иванова"), make_person("Петров")
    client = signed_in(make_council_member())
    day = f"{timezone.localdate():%d.%m.%Y}"
    response = client.post(url("create"), {"body": "methodical", "held_on": day})
    protocol = Protocol.objects.get()
    assert (
        response["Location"] == protocol.get_absolute_url()
        and protocol.title == "заседания методического совета"
    )
    assert "Отметьте, кто был на заседании" in text_of(client.get(protocol.get_absolute_url()))

    people = {"version": 0, "chair": chair.pk, "secretary": secretary.pk, "members_total": 5}
    twice = client.post(url("attendance", protocol.pk), {**people, "secretary": chair.pk})
    assert "Стоит в списке дважды" in text_of(twice)
    assert client.post(url("attendance", protocol.pk), {**people, "guests": "Гостев Пётр Ильич, методист"})
    stale = client.post(url("attendance", protocol.pk), {**people, "members_total": 7})
    assert stale.status_code == 409 and "Сравните оба варианта" in text_of(stale)

    item = {"title": "О парах", **rows_of("speech", {"kind": "heard", "person": chair.pk, "text": "о парах"})}
    item |= rows_of("point", {"text": "Принять.", "responsible": secretary.pk, "due_on": day})
    votes = {"votes_for": 3, "votes_against": 0, "votes_abstained": 0}
    many = client.post(url("add_item", protocol.pk), {**item, **votes})
    assert "голосуют 2, а отметок 3" in text_of(many) and "О парах" in text_of(many)
    both = client.post(url("add_item", protocol.pk), {**item, "speech-0-name": "Гостев Пётр Ильич"})
    assert "одно из двух" in text_of(both)
    assert client.post(url("add_item", protocol.pk), {**item, **votes, "votes_for": 2}).status_code == 302
    assert text_of(client.get(url("edit_item", protocol.items.get().pk))).count("Принять.") == 1

    page = text_of(client.get(url("sign", protocol.pk)))
    assert "кворума нет" in page and "Последний номер протокола" in page
    version = Protocol.objects.get().version
    assert client.post(url("sign", protocol.pk), {"version": version, "last_on_paper": 6}).status_code == 302
    assert Protocol.objects.get().number == "7"
    assert "приложите скан" in text_of(client.get(protocol.get_absolute_url()))
    assert client.get(url("edit", protocol.pk)).status_code == 403
    refused = client.get(url("sign", protocol.pk))
    assert refused.status_code == 409


def test_who_was_there_stands_first_in_the_long_list():
    first, chair, secretary, member = (
        make_person(name) for name in ("Аистов", "Белкин", "Вишняк", "Яблоков")
    )
    protocol = make_protocol(people=[chair, secretary, member], items=0)

    page = signed_in(make_curator()).get(url("attendance", protocol.pk))

    labels = [str(box.data["label"]).split()[0] for box in page.context["form"]["present"].subwidgets]
    assert labels == ["Яблоков", "Аистов", "Белкин", "Вишняк"]


def test_after_the_first_who_is_heard_the_others_speak():
    protocol = make_protocol()
    item = protocol.items.get()
    client = signed_in(make_curator())
    new = client.get(url("add_item", protocol.pk)).context["page"].speeches
    old = client.get(url("edit_item", item.pk)).context["page"].speeches
    assert [row["kind"].value() for row in new] == [None, "spoke"]
    assert [row["kind"].value() for row in old][-1] == "spoke"


def test_a_forged_number_of_rows_is_refused_and_no_more_rows_than_allowed_are_made():
    protocol = make_protocol()
    item = {"title": "О парах", **rows_of("speech"), **rows_of("point"), "speech-TOTAL_FORMS": 2**63}
    page = text_of(signed_in(make_council_member()).post(url("add_item", protocol.pk), item))
    assert page.count("field-error") == 1
    assert 'name="speech-40-text"' in page and 'name="speech-41-text"' not in page
    assert not protocol.items.filter(title="О парах").exists()


def test_a_refused_signing_says_why_and_nothing_is_lost():
    make_school()
    make_mentorship("agreed")
    client = signed_in(make_council_member())
    form = client.get(reverse("agendas:council")).context["form"]
    day = f"{timezone.localdate():%d.%m.%Y}"
    data = {"key": form["key"].value(), "held_on": day}
    assert client.post(reverse("agendas:council"), data).status_code == 302
    protocol = Protocol.objects.get()
    answer = client.post(url("sign", protocol.pk), {"version": protocol.version})
    assert (answer.status_code, Protocol.objects.get().status) == (403, "draft")
    assert "выберите, что совет решил о паре" in text_of(answer)
    twice = client.post(reverse("agendas:council"), data)
    assert twice.status_code == 409


def test_an_item_moves_and_goes():
    protocol = make_protocol(items=2)
    client = signed_in(make_curator())
    first, second = protocol.items.all()
    client.post(url("move_item", second.pk), {"to": "up"})
    assert [row.pk for row in protocol.items.all()] == [second.pk, first.pk]
    client.post(url("move_item", second.pk), {"to": "up"})
    client.post(url("remove_item", second.pk))
    assert [row.pk for row in protocol.items.all()] == [first.pk]
    assert client.post(url("discard", protocol.pk)).status_code == 302 and not Protocol.objects.exists()


def test_a_decision_goes_on_control_and_its_responsible_sees_it():
    named, stranger = make_teacher("named", "Соколова"), make_teacher("stranger", "Лунина")
    day = timezone.localdate()
    protocol = make_protocol(items=0, people=[named, make_person(), make_person()])
    point = {"text": "Подготовить программу", "responsible": named, "due_on": day}
    add_question(protocol, title=CANARY, points=[point])
    council = signed_in(make_council_member())
    assert today(make_council_member())[0].lines[0].url == protocol.get_absolute_url()
    decision = protocol.items.get().points.get()
    put = reverse("controls:from_protocol", args=[decision.pk])
    assert council.get(put).status_code == 403
    council.post(url("sign", protocol.pk), {"version": Protocol.objects.get().version})
    assert put in text_of(council.get(protocol.get_absolute_url()))

    data = {"what": "Подготовить программу", "responsible": named.pk, "due_on": f"{day:%d.%m.%Y}"}
    early = council.post(put, {**data, "due_on": "01.09.2020"})
    assert "раньше даты протокола" in text_of(early)
    assert council.post(put, data).status_code == 302
    assert council.post(put, data).status_code == 403

    [line] = controls_today(named.user)[0].lines
    assert line.sentence == "Подготовить программу" and "№ 1" in line.about
    close = reverse("controls:close", args=[ControlTask.objects.get().pk])
    page = text_of(signed_in(named.user).get(close))
    assert CANARY not in page and protocol.get_absolute_url() not in page
    assert signed_in(stranger.user).get(close).status_code == 404 and controls_today(stranger.user) == []
    assert signed_in(named.user).post(close, {"is_done": "yes"}).status_code == 302
    assert "выполнено" in text_of(council.get(protocol.get_absolute_url()))


def test_a_later_decision_changes_an_earlier_one():
    former = make_protocol("signed")
    later = make_protocol(items=0)
    add_question(later, title="Об изменении решения", amends=former)
    client = signed_in(make_curator())
    assert "Решение изменено" not in text_of(client.get(former.get_absolute_url()))
    client.post(url("sign", later.pk), {"version": Protocol.objects.get(pk=later.pk).version})
    page = text_of(client.get(former.get_absolute_url()))
    assert "Решение изменено" in page and "№ 2" in page


def test_the_second_of_two_people_sees_both_texts_and_may_save():
    protocol = make_protocol(items=1)
    item = protocol.items.get()
    client = signed_in(make_curator())
    data = {"version": item.version, **rows_of("speech"), **rows_of("point", {"text": "Принять."})}
    assert client.post(url("edit_item", item.pk), {**data, "title": "Первый"}).status_code == 302
    late = client.post(url("edit_item", item.pk), {**data, "title": "Второй"})
    assert late.status_code == 409 and "Первый" in text_of(late) and "Второй" in text_of(late)
    again = {**data, "title": "Второй", "version": late.context["page"].form["version"].value()}
    assert client.post(url("edit_item", item.pk), again).status_code == 302
    assert protocol.items.get().title == "Второй"
