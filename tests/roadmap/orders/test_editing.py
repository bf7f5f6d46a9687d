"""The draft item by item: numbering, moves, old tabs, pairs coming and going."""

import pytest

from mentoring.workflow.verdicts import Refused, StaleState
from roadmap.orders.editing import (
    add_item,
    change_item,
    delete_item,
    edit_order,
    move_item,
    put_pair_in,
    take_pair_out,
    text_mark,
)
from roadmap.orders.models import Order, OrderItem
from roadmap.orders.outline import outline
from roadmap.orders.paper import order_paper
from tests.factories.orders import make_order
from tests.factories.pairs import make_mentorship
from tests.factories.people import make_curator, make_director

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("marked_sheets")]


@pytest.fixture(scope="module")
def draft(lasting_database):
    """An order with three short items; the second has two sub-items."""
    order = make_order("draft")
    order.items.all().delete()
    rows = {}
    for name, parent, position in (
        ("А", None, 1),
        ("Б", None, 2),
        ("Б1", "Б", 1),
        ("Б2", "Б", 2),
        ("В", None, 3),
    ):
        rows[name] = OrderItem.objects.create(
            order=order, parent=rows.get(parent), position=position, text=name
        )
    return order.pk


@pytest.fixture
def order(draft):
    """The draft as nobody has touched it."""
    return Order.objects.get(pk=draft)


def shape(order):
    return " ".join(f"{row.number}{row.item.text}" for row in outline(order.items.all()))


def act(order, service, *args, **fields):
    return service(*args, by=make_curator(), version=Order.objects.get(pk=order.pk).version, **fields)


def item(order, text):
    return order.items.get(text=text)


@pytest.mark.parametrize(
    ("text", "move", "result"),
    [
        ("В", "up", "1.А 2.В 3.Б 3.1.Б1 3.2.Б2"),
        ("А", "down", "1.Б 1.1.Б1 1.2.Б2 2.А 3.В"),
        ("В", "indent", "1.А 2.Б 2.1.Б1 2.2.Б2 2.3.В"),
        ("Б", "indent", "1.А 1.1.Б 1.1.1.Б1 1.1.2.Б2 2.В"),
        ("Б1", "outdent", "1.А 2.Б 2.1.Б2 3.Б1 4.В"),
        ("Б2", "up", "1.А 2.Б 2.1.Б2 2.2.Б1 3.В"),
        ("Б2", "indent", "1.А 2.Б 2.1.Б1 2.1.1.Б2 3.В"),
    ],
)
def test_items_move(order, text, move, result):
    act(order, move_item, item(order, text), move=move)

    assert shape(order) == result


@pytest.mark.parametrize(
    ("text", "move"), [("А", "up"), ("В", "down"), ("А", "indent"), ("А", "outdent"), ("А", "x")]
)
def test_impossible_moves_are_refused(order, text, move):
    with pytest.raises(Refused):
        act(order, move_item, item(order, text), move=move)

    assert shape(order) == "1.А 2.Б 2.1.Б1 2.2.Б2 3.В"


def test_nothing_goes_below_the_third_level(order):
    act(order, move_item, item(order, "Б2"), move="indent")

    with pytest.raises(Refused):
        act(order, move_item, item(order, "Б"), move="indent")
    with pytest.raises(Refused) as refusal:
        act(order, add_item, order, text="Г", parent=item(order, "Б2"))

    assert refusal.value.reason == "Подпункты бывают не глубже 3 уровней."


def test_items_are_added_and_deleted_with_their_sub_items(order):
    act(order, add_item, order, text=" Г ")
    act(order, add_item, order, text="Б3", parent=item(order, "Б"))
    assert shape(order) == "1.А 2.Б 2.1.Б1 2.2.Б2 2.3.Б3 3.В 4.Г"

    act(order, delete_item, item(order, "Б"))
    assert shape(order) == "1.А 2.В 3.Г"


def test_a_second_click_on_add_adds_nothing(order):
    version = Order.objects.get(pk=order.pk).version
    add_item(order, by=make_curator(), version=version, text="Г")

    with pytest.raises(StaleState):
        add_item(order, by=make_curator(), version=version, text="Г")

    assert order.items.filter(text="Г").count() == 1


def test_two_tabs_on_one_item_end_with_a_question(order):
    row = item(order, "А")
    mark = text_mark("А")
    change_item(row, by=make_curator(), text="Первая вкладка", mark=mark)

    with pytest.raises(StaleState):
        change_item(row, by=make_director(), text="Вторая вкладка", mark=mark)

    row.refresh_from_db()
    assert row.text == "Первая вкладка"


def test_two_people_may_change_different_items_at_once(order):
    first, second = item(order, "А"), item(order, "В")

    change_item(first, by=make_curator(), text="А2", mark=text_mark("А"))
    change_item(second, by=make_director(), text="В2", mark=text_mark("В"))

    assert shape(order) == "1.А2 2.Б 2.1.Б1 2.2.Б2 3.В2"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "В пункте 2.1 нет текста. Напишите его или удалите пункт."),
        (
            "{директор|зват}",
            "В пункте 2.1: неизвестная подстановка {директор|зват}. Выберите её из списка рядом.",
        ),
    ],
)
def test_a_wrong_text_is_refused_with_its_place(order, text, sentence):
    row = item(order, "Б1")

    with pytest.raises(Refused) as refusal:
        change_item(row, by=make_curator(), text=text, mark=text_mark("Б1"))

    assert refusal.value.reason == sentence


def test_the_header_is_saved_once_per_version(order):
    fields = {"title": "О наставничестве", "signer_name": "И. И. Иванов"}
    version = Order.objects.get(pk=order.pk).version
    edit_order(order, by=make_curator(), version=version, **fields)

    with pytest.raises(StaleState):
        edit_order(order, by=make_curator(), version=version, title="Другой")
    with pytest.raises(Refused) as refusal:
        edit_order(order, by=make_curator(), version=version + 1, title="О паре {пара 1.наставник.ФИО}")

    order.refresh_from_db()
    assert (order.title, order.signer_name) == ("О наставничестве", "И. И. Иванов")
    assert refusal.value.problems == (
        "В заголовке подстановки не действуют: напишите слова без фигурных скобок.",
    )


def test_number_and_status_are_not_fields_of_the_header(order):
    with pytest.raises(TypeError):
        edit_order(order, by=make_curator(), version=order.version, number="777777", status="approved")

    order.refresh_from_db()
    assert (order.number, order.status) == ("", "draft")


@pytest.mark.parametrize("state", ["submitted", "approved", "registered", "signed"])
def test_past_drafting_nothing_changes(state):
    order = make_order(state)
    row = order.items.first()
    before = shape(order)

    for attempt in (
        lambda: change_item(row, by=make_curator(), text="Другой", mark=text_mark(row.text)),
        lambda: add_item(order, by=make_curator(), version=order.version, text="Ещё"),
        lambda: delete_item(row, by=make_curator(), version=order.version),
        lambda: edit_order(order, by=make_curator(), version=order.version, title="Другой"),
    ):
        with pytest.raises(Refused):
            attempt()

    assert shape(order) == before


def test_a_pair_taken_out_takes_its_item_along_and_the_others_move_up():
    pairs = [make_mentorship("agreed") for _ in range(3)]
    order = make_order("draft", pairs=pairs)
    gone = order.mentorship_rows.order_by("position")[1].mentorship
    names = [row.mentorship.mentor.accusative for row in order.mentorship_rows.order_by("position")]

    act(order, take_pair_out, order, gone)

    texts = [
        text
        for number, _, text in order_paper(order).numbered_items
        if number.startswith("2.") and number != "2."
    ]
    assert [text.split(",")[0] for text in texts] == [names[0], names[2]]
    gone.refresh_from_db()
    assert gone.status == "agreed"


def test_a_pair_named_together_with_another_stays_until_the_text_is_changed():
    order = make_order("draft", pairs=[make_mentorship("agreed") for _ in range(2)])
    act(order, add_item, order, text="{пара 1.наставник.ФИО|дат} и {пара 2.наставник.ФИО|дат} встретиться.")
    pair = order.mentorship_rows.first().mentorship

    with pytest.raises(Refused) as refusal:
        act(order, take_pair_out, order, pair)

    assert refusal.value.reason == (
        "Пара 1 названа вместе с другими в пункте 6. Сначала уберите её из этого текста."
    )
    assert order.mentorship_rows.count() == 2


def test_a_pair_put_in_gets_its_own_item():
    order = make_order("draft")
    pair = make_mentorship("agreed")

    act(order, put_pair_in, order, pair)

    pair.refresh_from_db()
    assert pair.status == "in_order"
    items = {number: text for number, _, text in order_paper(order).numbered_items}
    assert items["2.2."].startswith(f"{pair.mentor.accusative}, учителя математики,\xa0– наставником ")
    with pytest.raises(StaleState):
        act(order, put_pair_in, order, pair)
