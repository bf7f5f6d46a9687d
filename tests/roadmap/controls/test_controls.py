"""Tasks on control: who puts and closes them, what «Сегодня» says, what the database refuses."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mentoring.accounts.erasure import open_erasure
from mentoring.workflow.verdicts import Refused, StaleState
from registry.people.erasure import names_of
from roadmap.controls.erasure import erase_in_controls
from roadmap.controls.models import ControlTask
from roadmap.controls.services import close_task, put_on_control
from roadmap.controls.today import today
from tests.factories.orders import make_order
from tests.factories.people import make_council_member, make_curator, make_person, make_teacher

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("marked_sheets")]


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def text_of(response):
    return response.content.decode()


def make_task(order=None, responsible=None, *, days=0, what="Разработать программы"):
    order = order or make_order("registered")
    due_on = timezone.localdate() + timedelta(days=days)
    return put_on_control(
        order, by=make_curator(), what=what, responsible=responsible or make_person(), due_on=due_on
    )


def test_a_task_follows_from_a_registered_order_only():
    order, person = make_order("registered"), make_person()
    words = {"what": "Сделать", "responsible": person, "due_on": timezone.localdate()}

    with pytest.raises(Refused, match="тот, кто ведёт приказы"):
        put_on_control(order, by=make_council_member(), **words)
    with pytest.raises(Refused, match="зарегистрированного приказа"):
        put_on_control(make_order("draft"), by=make_curator(), **words)
    with pytest.raises(Refused, match="раньше даты приказа"):
        put_on_control(order, by=make_curator(), **{**words, "due_on": order.date - timedelta(days=1)})


def test_the_responsible_person_reports_once_and_says_why_not():
    teacher, other = make_teacher("teacher"), make_teacher("other")
    task = make_task(responsible=teacher)

    with pytest.raises(Refused, match="кому поручено"):
        close_task(task, by=other.user, is_done=True)
    with pytest.raises(Refused, match="почему не выполнено"):
        close_task(task, by=teacher.user, is_done=False, note=" ")
    assert close_task(task, by=teacher.user, is_done=True).closed_on == timezone.localdate()
    with pytest.raises(StaleState):
        close_task(task, by=make_curator(), is_done=True)


def test_today_says_what_comes_within_a_week_or_is_late():
    teacher = make_teacher("teacher")
    order = make_order("registered")
    make_task(order, teacher, days=8, what="Далёкое")
    make_task(order, teacher, days=7, what="Близкое")
    ControlTask.objects.filter(what="Близкое").update(due_on=timezone.localdate() - timedelta(days=1))
    make_task(order, what="Чужое")

    [section] = today(teacher.user)
    assert [(line.sentence, line.tone) for line in section.lines] == [("Близкое", "warning")]
    assert [line.sentence for line in today(make_curator())[0].lines] == ["Близкое", "Чужое"]


def test_the_way_from_the_order_to_the_report_and_strangers_see_nothing():
    order, teacher = make_order("registered"), make_teacher("teacher", "Соколова")
    curator = signed_in(make_curator())
    create = reverse("controls:create", args=[order.pk])
    assert create in text_of(curator.get(order.get_absolute_url()))
    data = {"what": "Представить отчёт", "responsible": teacher.pk, "due_on": f"{order.date:%d.%m.%Y}"}
    wrong = curator.post(create, {**data, "due_on": "01.01.2020"})
    assert wrong.status_code == 403 and "Представить отчёт" in text_of(wrong)
    assert curator.post(create, data)["Location"] == order.get_absolute_url()
    task = ControlTask.objects.get()
    assert "Представить отчёт" in text_of(curator.get(order.get_absolute_url()))
    assert "Представить отчёт" in text_of(curator.get(reverse("controls:list")))

    close = reverse("controls:close", args=[task.pk])
    stranger = signed_in(make_teacher("stranger", "Лунина").user)
    assert (stranger.get(close).status_code, stranger.get(reverse("controls:list")).status_code) == (404, 403)
    council = signed_in(make_council_member())
    assert (council.get(close).status_code, council.post(close, {"is_done": "yes"}).status_code) == (403, 403)
    own = signed_in(teacher.user)
    assert "почему не выполнено" in text_of(own.post(close, {"is_done": "no"}))
    assert own.post(close, {"is_done": "yes", "note": "отчёт сдан"}).status_code == 302
    assert "отчёт сдан" in text_of(curator.get(order.get_absolute_url()))


def test_the_list_costs_the_same_with_one_and_with_fifty(django_assert_num_queries):
    task = make_task()
    client = signed_in(make_curator())
    with django_assert_num_queries(7):
        client.get(reverse("controls:list"))
    ControlTask.objects.bulk_create(
        ControlTask(
            order=task.order,
            what="-",
            responsible=task.responsible,
            due_on=task.due_on,
            created_by=task.created_by,
        )
        for _ in range(49)
    )
    with django_assert_num_queries(7):
        client.get(reverse("controls:list"))


def refused(task, match, **fields):
    with pytest.raises(IntegrityError, match=match), transaction.atomic():
        ControlTask.objects.filter(pk=task.pk).update(**fields)


def test_the_database_keeps_its_rules_and_names_go():
    task = make_task(what="Сделать")
    by, day = make_curator(), timezone.localdate()

    refused(task, "control_task_says_what", what="")
    refused(task, "control_task_of_one_paper", order=None)
    refused(task, "control_task_closed_is_whole", is_done=True)
    refused(task, "control_task_failure_has_reason", is_done=False, closed_on=day, closed_by=by)
    person = task.responsible
    ControlTask.objects.filter(pk=task.pk).update(what=f"Отчёт: {person.full_name}")
    erase_in_controls(person, record=open_erasure(by=by, people=[person.pk]), words=names_of(person).any)
    task.refresh_from_db()
    assert task.what == "Отчёт: [данные уничтожены]"
