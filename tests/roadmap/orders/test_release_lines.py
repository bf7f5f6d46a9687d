"""A release from duties with several lessons, each with its hours and its substitute (D-12)."""

import json
from datetime import time

import pytest
from django.test import Client
from django.urls import reverse

from mentoring.workflow.verdicts import Refused
from roadmap.orders.checks import registration_problems
from roadmap.orders.enums import OrderKind as K
from roadmap.orders.enums import OrderRole as R
from roadmap.orders.models import Order, OrderItem
from roadmap.orders.outcomes import DutyRelease
from roadmap.orders.paper import order_paper
from roadmap.orders.samples import save_sample
from tests.factories.kinds import TODAY, make_kind
from tests.factories.orders import check_forms, make_school, walk_to
from tests.factories.people import make_curator, make_director, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("marked_sheets")]
DAY = f"{TODAY:%d.%m.%Y}"


def line(start, end, lessons, substitute):
    return {"starts_at": start, "ends_at": end, "lessons": lessons, "substitute": substitute}


def make_release(released, *lines, state="draft", **facts):
    return make_kind(
        K.DUTY_RELEASE, state, people={R.RELEASED: [released]}, facts={**facts, "lines": list(lines)}
    )


def said(order):
    return [text.replace("\xa0", " ") for _, _, text in order_paper(order).numbered_items]


def rows_of(page):
    return [[row[name].value() for name in row.fields] for row in page.context["form"].lessons]


def test_rows_are_added_typed_and_changed_without_javascript():
    make_school()
    released, one, two = (make_person() for _ in range(3))
    client = Client()
    client.force_login(make_curator())
    url = reverse("orders:create_kind", args=["duty_release"])
    opened = client.get(url)
    assert rows_of(opened) == [[None] * 4] * 3 and "Добавить строки" in opened.content.decode()
    typed = {
        "key": "a", "role_released": released.pk, "fact_event": "Открытый урок", "fact_on": DAY,
        "fact_starts_at": "10:00", "fact_ends_at": "12:30", "lessons-TOTAL_FORMS": "3", "lessons-INITIAL_FORMS": "0",
        "lessons-0-starts_at": "10:00", "lessons-0-ends_at": "10:45", "lessons-0-lessons": "2-й урок, 5 «А»",
        "lessons-0-substitute": one.pk,
        "lessons-2-starts_at": "11:00", "lessons-2-ends_at": "11", "lessons-2-lessons": "3-й урок, 6 «Б»",
        "lessons-2-substitute": two.pk,
    }  # fmt: skip

    page = client.post(url, {**typed, "more_rows": "1"})
    first, second = (
        ["10:00", "10:45", "2-й урок, 5 «А»", str(one.pk)],
        ["11:00", "11", "3-й урок, 6 «Б»", str(two.pk)],
    )
    assert rows_of(page) == [first, second, *[[None] * 4] * 3]
    assert "Открытый урок" in page.content.decode() and "is-invalid" not in page.content.decode()
    wrong = client.post(url, typed).content.decode()
    assert "Напишите время, например 14:30." in wrong and "Проверьте строки замещения" in wrong
    blank = {
        key: "" if key.startswith("lessons-") and "FORMS" not in key else value
        for key, value in typed.items()
    }
    assert "Впишите хотя бы один урок" in client.post(url, blank).content.decode()
    assert (
        "Заполните или очистите всю строку."
        in client.post(url, {**typed, "lessons-2-ends_at": "11:45", "lessons-2-lessons": ""}).content.decode()
    )
    assert Order.objects.count() == 0

    client.post(url, {**typed, "lessons-2-ends_at": "11:45"})
    order = Order.objects.get()
    change = reverse("orders:facts", args=[order.pk])
    second[1] = "11:45"
    as_kept = [[*first[:3], one.pk], [*second[:3], two.pk]]
    assert rows_of(client.get(change))[:2] == as_kept
    again = {**typed, "version": order.version, "lessons-0-lessons": "", "lessons-0-starts_at": ""}
    again |= {"lessons-0-ends_at": "", "lessons-0-substitute": "", "lessons-2-ends_at": "11:45"}
    assert client.post(change, again).status_code == 302
    assert rows_of(client.get(change))[:2] == [as_kept[1], [None] * 4]
    assert [row.person for row in order.people.filter(role=R.SUBSTITUTE)] == [two]


def test_each_lesson_is_told_in_the_text_in_the_table_and_in_what_was_carried_out():
    released, one, two = (make_person() for _ in range(3))
    lessons = [
        line(time(10), time(10, 45), "2-й урок, 5 «А»", one),
        line(time(11), time(11, 45), "3-й урок, 6 «Б»", two),
        line(time(11, 55), time(12, 30), "4-й урок, 7 «В»", one),
    ]
    order = make_release(released, *lessons, state="registered")

    text = " ".join(said(order))
    assert f"Замещение уроков (2-й урок, 5 «А»; 4-й урок, 7 «В») возложить на {one.accusative}" in text
    assert f"Замещение уроков (3-й урок, 6 «Б») возложить на {two.accusative}" in text
    assert "Утвердить расписание замещения уроков (Приложение № 1)." in text
    [annex] = order.document.data["annexes"]
    [group] = annex["table"]["groups"]
    assert (annex["title"], len(group["rows"])) == ("Замещение уроков", 3)
    assert (
        group["rows"][1][1:3] == ["11:00–11:45", "3-й урок, 6 «Б»"] and two.full_name in group["rows"][1][3]
    )
    kept = DutyRelease.objects.filter(order=order).order_by("position")
    assert [(row.person, row.substitute, row.starts_at, row.ends_at) for row in kept] == [
        (released, row["substitute"], row["starts_at"], row["ends_at"]) for row in lessons
    ]

    # Each substitute is busy in the hours of the own lessons alone, the released person in all of them.
    other = make_person()

    def problems(who, substitute, start, end):
        draft = make_release(who, line(start, end, "урок", substitute), starts_at="10:00", ends_at="12:30")
        found = registration_problems(draft, TODAY)
        draft.delete()
        return found

    assert problems(other, one, "11:00", "11:45") == problems(other, two, "10:00", "10:45") == []
    assert problems(other, two, "11:40", "12:00") == [
        f"{two.short_name}: в эти часы уже замещает другого ({order})."
    ]
    assert problems(other, released, "10:45", "11:00") == [
        f"{released.short_name}: сам(а) освобождён(а) в эти часы и замещать не может ({order})."
    ]
    assert problems(one, other, "11:00", "11:45") == [
        f"{one.short_name}: в эти часы замещает другого ({order})."
    ]


def test_lines_that_contradict_each_other_are_refused():
    released, one = make_person(), make_person()
    with pytest.raises(Refused) as refusal:
        make_release(
            released,
            line("10:00", "10:45", "2-й урок", one),
            line("10:40", "11:20", "3-й урок", one),
            line("09:00", "09:45", "1-й урок", one),
            line("11:20", "11:20", "4-й урок", one),
            line("11:30", "12:00", "5-й урок", released),
        )
    assert list(refusal.value.problems) == [
        "Замещать должен другой человек, а не тот, кого освобождают.",
        "«1-й урок» (09:00–09:45): вне времени освобождения 10:00–12:30.",
        "«4-й урок»: время «до» должно быть позже времени «с».",
        f"{one.short_name}: два урока в одно время (10:00–10:45 и 10:40–11:20).",
    ]
    for rows in ([], [line("10:00", "11:00", " ", one)]):
        with pytest.raises(Refused) as refusal:
            make_release(released, *rows)
        assert list(refusal.value.problems) == [
            "Впишите хотя бы один урок: время, урок и класс, кто замещает."
        ]


def test_a_draft_of_the_time_of_one_lesson_is_registered_as_it_was_written():
    order = make_kind(K.DUTY_RELEASE)
    released, substitute = (order.people.get(role=role).person for role in (R.RELEASED, R.SUBSTITUTE))
    facts = {key: value for key, value in order.facts.items() if key != "lines"} | {
        "lessons": "2-й урок в 5 «А»"
    }
    Order.objects.filter(pk=order.pk).update(facts=facts)
    OrderItem.objects.filter(order=order).delete()
    for text in (
        "Освободить {освобождаемый.ФИО|вин} с {время с} до {время до}.",
        "Замещение уроков ({уроки}) возложить на {замещающий.ФИО|вин}, {замещающий.должность|вин}.",
        "Оплату {замещающий.инициалы|дат} произвести.",
    ):
        OrderItem.objects.create(order=order, text=text)
    order = Order.objects.get(pk=order.pk)
    assert said(order)[1].startswith(
        f"Замещение уроков (2-й урок в 5 «А») возложить на {substitute.accusative}, учителя"
    )
    assert order_paper(order).annexes == ()

    check_forms(released, substitute)
    walk_to(order, "registered", by=make_curator(), director=make_director(), on=TODAY)
    row = DutyRelease.objects.get(order=order)
    assert (row.person, row.substitute, row.lessons) == (released, substitute, "2-й урок в 5 «А»")
    assert (row.starts_at, row.ends_at) == (time(10), time(12, 30))


def test_a_sample_of_the_school_from_that_time_says_whose_lessons_are_whose():
    save_sample(
        K.DUTY_RELEASE, by=make_director(), number=0, title="Об освобождении", preamble="Слова",
        items="Освободить {освобождаемый.ФИО|вин}.\nУроки ({уроки}) ведёт {замещающий.ФИО}.", control="Контроль.",
    )  # fmt: skip
    released, one, two = (make_person() for _ in range(3))
    order = make_release(
        released, line("10:00", "10:45", "2-й урок", one), line("11:00", "11:45", "3-й урок", two)
    )
    assert said(order)[1:3] == [
        f"Уроки (2-й урок) ведёт {one.full_name}.",
        f"Уроки (3-й урок) ведёт {two.full_name}.",
    ]
    assert json.loads(order.facts["lines"])[0]["substitute"] == one.pk
