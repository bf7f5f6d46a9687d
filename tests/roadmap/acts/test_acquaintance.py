"""Who must read an approved act: the curator's list, marks from paper, one's own answer, erasure."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from pypdf import PdfReader

from mentoring.accounts.erasure import open_erasure
from mentoring.accounts.models import User
from mentoring.workflow.models import StatusChange
from mentoring.workflow.verdicts import Refused, StaleState
from registry.people.enums import PersonKind
from registry.people.erasure import names_of
from registry.people.services import dismiss_person
from roadmap.acts.acquainting import acknowledge_act, clear_acquaintance, list_readers, mark_acquainted
from roadmap.acts.documents import sheet_pdf
from roadmap.acts.erasure import erase_in_acts
from roadmap.acts.models import ActAcquaintance
from roadmap.acts.queries import own_unread, unread_acts
from roadmap.acts.services import end_act
from roadmap.orders.queries import acquaintance_sheet
from roadmap.privacy.collecting import sections_about
from tests.factories.acts import make_act
from tests.factories.people import (
    make_council_member,
    make_curator,
    make_director,
    make_person,
    make_teacher,
    make_user,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
WAITS = (
    "У 1 утверждённого акта нет листа ознакомления: скажите, кто должен прочитать",
    "1 локальный акт прочитали не все, кто есть в листе",
)
# Queries of the curator's pages, with one line of the sheet and with fifty.
COST = {"acts:detail": 11, "acts:acquaint": 8, "acts:readers": 10}


def listed(act, *people):
    act.refresh_from_db()
    return list_readers(act, by=make_curator(), people=people, version=act.version)


def steps_of(act):
    return StatusChange.objects.filter(content_type__model="localact", object_id=act.pk)


def page(client, user, name, *args):
    client.force_login(user)
    return client.get(reverse(name, args=args)).content.decode()


@pytest.mark.usefixtures("marked_sheets")
def test_the_curator_lists_people_and_those_who_have_read_stay():
    act, first, second = make_act("approved"), make_person("Аистова"), make_person("Белкин")
    listed(act, second, first)
    mark_acquainted(act, by=make_curator(), people_dates={first: TODAY})

    listed(act)

    assert [row.person for row in act.acquaintances.all()] == [first]
    sentences = [entry.sentence for entry in steps_of(act)]
    assert f"лист ознакомления, убраны: {second.short_name}" in sentences


def letters():
    """Addresses and words of the letters that are queued."""
    rows = ProcrastinateJob.objects.filter(task_name="letters.send").order_by("id")
    return [(row.args["to"], row.args["body"]) for row in rows]


@pytest.mark.usefixtures("marked_sheets")
def test_who_is_put_on_the_sheet_gets_one_letter_without_the_words_of_the_act():
    act, reader = make_act("approved"), make_teacher("r", email="r@school.example")
    sharing, barred = make_teacher("s", email="r@school.example"), make_teacher("b", email="b@school.example")
    User.objects.filter(pk=barred.user_id).update(is_active=False)
    silent, without_account = make_teacher("q"), make_person(email="p@school.example")
    everybody = [reader, sharing, barred, silent, without_account]

    listed(act, *everybody)
    listed(act, *everybody)

    [(address, body)] = letters()
    assert address == "r@school.example"
    assert act.name in body and f"{settings.PUBLIC_BASE_URL}{act.get_absolute_url()}" in body
    assert "для всех" not in body and reader.last_name not in body
    new = make_teacher("n", email="n@school.example")
    listed(act, *everybody, new)
    assert [address for address, _ in letters()] == ["r@school.example", "n@school.example"]


@pytest.mark.usefixtures("marked_sheets")
def test_the_list_names_at_least_one_person(client):
    act, person, curator = make_act("approved"), make_person(), make_curator()
    client.force_login(curator)
    address, version = reverse("acts:readers", args=[act.pk]), act.version

    answer = client.post(address, {"version": version})

    [sentence] = answer.context["form"].errors["people"]
    assert sentence.startswith("Никто не отмечен") and sentence in answer.content.decode()
    assert "необязательно" not in answer.content.decode() and not act.acquaintances.exists()
    assert client.post(address, {"version": version, "people": [person.pk]}).status_code == 302
    # Who has read it is on the sheet in any case: now nobody else need be named.
    mark_acquainted(act, by=curator, people_dates={person: TODAY})
    act.refresh_from_db()
    assert client.post(address, {"version": act.version}).status_code == 302


def test_who_has_left_without_reading_stays_on_the_sheet_and_is_not_waited_for(client):
    act, gone, other, curator = make_act("approved"), make_person(), make_person(), make_curator()
    listed(act, gone, other)
    dismiss_person(gone, by=curator, on=TODAY)
    card = page(client, curator, "acts:detail", act.pk)
    assert "Осталось ознакомить: 1\xa0человек из 1" in card and gone.full_name in card
    assert "Не работают и не ознакомлены: 1\xa0человек" in card
    assert list(unread_acts()) == [act]

    mark_acquainted(act, by=curator, people_dates={other: TODAY})

    card = page(client, curator, "acts:detail", act.pk)
    assert "Все ознакомлены: 1\xa0человек" in card and "Отметить ознакомление" in card
    assert not unread_acts().exists()
    assert "больше не работает" in page(client, curator, "acts:readers", act.pk)
    words = PdfReader(BytesIO(sheet_pdf(act, list(acquaintance_sheet(act)), []))).pages[0].extract_text()
    assert gone.last_name in words and words.count("не работает") == 1
    # A signature that was given on paper before that day is entered all the same.
    mark_acquainted(act, by=curator, people_dates={gone: TODAY})
    card = page(client, curator, "acts:detail", act.pk)
    assert "Все ознакомлены: 2\xa0человека" in card and "не ознакомлен" not in card


@pytest.mark.usefixtures("marked_sheets")
def test_only_who_works_here_is_listed_only_in_an_act_in_force_and_not_from_an_old_page():
    act, person = make_act("approved"), make_person()
    pupil = make_person(kind=PersonKind.PUPIL)
    for by, thing, people in (
        (make_council_member(), act, [person]),
        (make_curator(), act, [pupil]),
        (make_curator(), make_act("ended", title="о другом"), [person]),
    ):
        with pytest.raises(Refused):
            list_readers(thing, by=by, people=people, version=thing.version)
    listed(act, person)
    with pytest.raises(StaleState):
        list_readers(act, by=make_curator(), people=[], version=act.version)
    assert act.acquaintances.count() == 1


@pytest.mark.usefixtures("marked_sheets")
@pytest.mark.parametrize("on", [TODAY - timedelta(days=11), TODAY + timedelta(days=1)])
def test_a_date_before_the_approval_or_in_the_future_marks_nobody(on):
    act, first, second = make_act("approved"), make_person(), make_person()
    listed(act, first, second)
    with pytest.raises(Refused):
        mark_acquainted(act, by=make_curator(), people_dates={first: TODAY, second: on})
    assert not act.acquaintances.filter(acquainted_on__isnull=False).exists()


@pytest.mark.usefixtures("marked_sheets")
def test_a_teacher_answers_for_oneself_once_and_sees_nobody_else(client):
    teacher, other, read = make_teacher("t", "Лунина"), make_person("Канарейкина"), make_person()
    act = make_act("approved")
    listed(act, teacher, other, read)
    mark_acquainted(act, by=make_curator(), people_dates={read: TODAY})
    assert "Ознакомьтесь с локальным актом" in page(client, teacher.user, "home:today")
    card = page(client, teacher.user, "acts:detail", act.pk)
    assert "Канарейкина" not in card and "Вы ознакомились" not in card

    for _ in range(2):
        client.post(reverse("acts:acknowledge", args=[act.pk]))

    row = act.acquaintances.get(person=teacher)
    assert (row.acquainted_on, row.entered_by, row.is_own_press) == (TODAY, teacher.user, True)
    assert [entry.action for entry in steps_of(act)].count("acquaint") == 2
    assert not own_unread(teacher.user).exists()
    assert list(unread_acts()) == [act]
    with pytest.raises(Refused):
        acknowledge_act(act, by=make_user("stranger"))


@pytest.mark.usefixtures("marked_sheets")
def test_what_is_over_need_not_be_read():
    act, teacher = make_act("approved"), make_teacher("t")
    listed(act, teacher)
    end_act(act, by=make_director(), on=TODAY, reason="приказ № 15")
    assert not own_unread(teacher.user).exists() and not unread_acts().exists()
    with pytest.raises(Refused):
        acknowledge_act(act, by=teacher.user)
    mark_acquainted(act, by=make_curator(), people_dates={teacher: TODAY})
    assert act.acquaintances.get().acquainted_on == TODAY


@pytest.mark.usefixtures("marked_sheets")
def test_marks_are_entered_and_taken_back_only_by_who_prepares_acts_and_only_on_the_sheet():
    act, person, stranger = make_act("approved"), make_person(), make_person()
    listed(act, person)
    with pytest.raises(Refused):
        mark_acquainted(act, by=make_council_member(), people_dates={person: TODAY})
    with pytest.raises(Refused):
        mark_acquainted(act, by=make_curator(), people_dates={stranger: TODAY})
    mark_acquainted(act, by=make_curator(), people_dates={person: TODAY})
    with pytest.raises(Refused):
        clear_acquaintance(act.acquaintances.get(), by=make_council_member(), reason="не тот")
    assert act.acquaintances.get().acquainted_on == TODAY


@pytest.mark.usefixtures("marked_sheets")
def test_a_mark_is_taken_back_with_a_reason():
    act, person = make_act("approved"), make_person()
    listed(act, person)
    mark_acquainted(act, by=make_curator(), people_dates={person: TODAY})
    row = act.acquaintances.get()
    for reason, wrong in ((" ", Refused), ("не тот", None), ("ещё раз", StaleState)):
        if wrong is None:
            clear_acquaintance(row, by=make_curator(), reason=reason)
            continue
        with pytest.raises(wrong):
            clear_acquaintance(row, by=make_curator(), reason=reason)
    assert act.acquaintances.get().acquainted_on is None


@pytest.mark.usefixtures("marked_sheets")
def test_the_database_keeps_a_line_whole_and_once():
    act, person = make_act("approved"), make_person()
    listed(act, person)
    for name, change in (
        ("actacquaintance_is_whole", lambda: act.acquaintances.update(acquainted_on=TODAY)),
        (
            "act_acquaintance_once_per_act",
            lambda: ActAcquaintance.objects.create(act=act, person=person),
        ),
    ):
        with pytest.raises(DatabaseError, match=name), transaction.atomic():
            change()


@pytest.mark.usefixtures("marked_sheets")
def test_the_lines_and_steps_of_a_destroyed_person_go():
    act, person, other = make_act("approved"), make_person("Канарейкина"), make_person("Соседкина")
    listed(act, person, other)
    mark_acquainted(act, by=make_curator(), people_dates={person: TODAY, other: TODAY})
    record = open_erasure(by=make_curator(), people=[person.pk])

    erase_in_acts(person, record=record, words=names_of(person).any)

    assert [row.person for row in act.acquaintances.all()] == [other]
    words = " ".join(entry.sentence for entry in steps_of(act))
    assert "Канарейкина" not in words and f"ознакомление: {other.short_name}" in words


@pytest.mark.usefixtures("marked_sheets")
def test_the_curator_is_reminded_of_an_act_without_a_sheet_then_of_those_who_have_not_read(client):
    act, person, other, curator = make_act("approved"), make_person(), make_person(), make_curator()
    make_act("approved", title="о давнем", on=TODAY - timedelta(days=40))
    client.force_login(curator)

    def lines():
        text = client.get(reverse("home:today")).content.decode().replace("\N{NO-BREAK SPACE}", " ")
        return [words for words in WAITS if words in text]

    assert lines() == [WAITS[0]]
    listed(act, person, other)
    assert lines() == [WAITS[1]]
    mark_acquainted(act, by=curator, people_dates={person: TODAY, other: TODAY})
    assert lines() == []


@pytest.mark.usefixtures("marked_sheets")
def test_two_acts_on_one_sheet_wait_for_each_other():
    act, teacher = make_act("approved"), make_teacher("t")
    listed(act, teacher)
    act.refresh_from_db()
    row, by = act.acquaintances.get(), make_curator()
    for verb in (
        lambda: list_readers(act, by=by, people=[teacher], version=act.version),
        lambda: acknowledge_act(act, by=teacher.user),
        lambda: clear_acquaintance(row, by=by, reason="не тот"),
        lambda: mark_acquainted(act, by=by, people_dates={teacher: TODAY}),
    ):
        with CaptureQueriesContext(connection) as asked:
            verb()
        first = next(query["sql"] for query in asked if query["sql"].startswith("SELECT"))
        assert 'FROM "roadmap_localact"' in first and "FOR UPDATE" in first


def test_the_own_archive_names_the_acts_to_be_read():
    act, person = make_act("approved"), make_person()
    listed(act, person)
    rows = {section.title: section.rows for section in sections_about(person)}
    assert rows["Локальные акты, с которыми вас знакомят"] == ((str(act), "не отмечено"),)


@pytest.mark.usefixtures("marked_sheets")
def test_the_pages_of_the_sheet_and_their_cost(client, django_assert_num_queries):
    act, curator = make_act("approved"), make_curator()
    people = [make_person() for _ in range(50)]
    assert page(client, curator, "acts:readers", act.pk).count("checked") >= 50
    for some in (people[:1], people):
        listed(act, *some)
        for name, cost in COST.items():
            with django_assert_num_queries(cost):
                client.get(reverse(name, args=[act.pk]))
    post = client.post(reverse("acts:acquaint", args=[act.pk]), {f"date_{people[0].pk}": f"{TODAY:%d.%m.%Y}"})
    assert post.status_code == 302
    assert act.acquaintances.filter(acquainted_on=TODAY).count() == 1
    assert client.get(reverse("acts:sheet", args=[act.pk]))["Content-Type"] == "application/pdf"
    # A long sheet is folded: the text of the act stands in sight.
    assert (
        "<summary>Весь лист: 50\xa0человек</summary>" in client.get(act.get_absolute_url()).content.decode()
    )
