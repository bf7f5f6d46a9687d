"""The school's own wording of a kind: versions, the way back, and the conditional parts of a sample."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from mentoring.workflow.verdicts import Refused, StaleState
from roadmap.orders.drafting import draft_text
from roadmap.orders.enums import OrderKind as K
from roadmap.orders.kinds.catalog import CATALOG, KINDS
from roadmap.orders.kinds.shape import Need, SampleItem, SampleText
from roadmap.orders.marks import grouped_marks
from roadmap.orders.models import OrderItem
from roadmap.orders.placeholders import OrderFacts, names_in
from roadmap.orders.sample_models import SampleVersion
from roadmap.orders.samples import (
    known_marks,
    present_sample,
    read_items,
    restore_ours,
    sample_problems,
    save_sample,
    versions_of,
    write_items,
)
from tests.factories.kinds import TODAY, make_kind
from tests.factories.orders import make_order
from tests.factories.people import make_administrator, make_council_member, make_curator

TEXTS = {
    "title": "О мониторинге",
    "preamble": "На основании {положение}",
    "items": "Провести мониторинг с {начало мониторинга}.\n– Отвечает {ответственный.ФИО|им}.\nДоложить.",
    "control": "Контроль оставляю за собой.",
}


def saved(**changed):
    words = {"number": 0, "by": make_curator(), **TEXTS, **changed}
    return save_sample(K.MONITORING, **words)


@pytest.mark.django_db
def test_new_drafts_follow_the_schools_sample_and_former_ones_stay():
    before = make_kind(K.MONITORING)
    texts = list(OrderItem.objects.filter(order=before).values_list("text", flat=True))
    saved(note="Короче")

    after = make_kind(K.MONITORING)

    assert (after.title, after.preamble) == ("О мониторинге", "На основании {положение}")
    items = after.items.order_by("pk")
    assert [(item.text, item.parent_id is None) for item in items] == [
        ("Провести мониторинг с {начало мониторинга}.", True),
        ("Отвечает {ответственный.ФИО|им}.", False),
        ("Доложить.", True),
    ]
    assert list(OrderItem.objects.filter(order=before).values_list("text", flat=True)) == texts


@pytest.mark.django_db
def test_versions_are_kept_and_ours_comes_back():
    first = saved()
    saved(number=1, title="О другом", by=make_administrator())
    assert present_sample(K.MONITORING).title == "О другом"
    restore_ours(K.MONITORING, by=make_curator(), number=2)

    assert present_sample(K.MONITORING) == KINDS[K.MONITORING].sample
    assert [(row.number, row.title, row.is_ours) for row in versions_of(K.MONITORING)] == [
        (3, "", True), (2, "О другом", False), (1, "О мониторинге", False),
    ]  # fmt: skip
    for act in (first.delete, lambda: SampleVersion.objects.update(title="Иной")):
        with pytest.raises(Exception, match="Cannot"), transaction.atomic():
            act()


@pytest.mark.django_db
def test_two_people_do_not_overwrite_each_other():
    saved()
    with pytest.raises(StaleState):
        saved(title="Второй")
    with pytest.raises(Refused, match="Образцы приказов меняют"):
        saved(number=1, by=make_council_member())
    with pytest.raises(IntegrityError, match="sample_version_once"), transaction.atomic():
        SampleVersion.objects.create(kind=K.MONITORING, number=1, created_by=make_curator(), **TEXTS)
    with pytest.raises(IntegrityError, match="sample_version_is_whole"), transaction.atomic():
        SampleVersion.objects.create(kind=K.MONITORING, number=5, created_by=make_curator(), title="Один")


@pytest.mark.django_db
def test_unknown_placeholders_are_refused_with_their_place():
    with pytest.raises(Refused) as refusal:
        saved(
            title="О {ответственный.ФИО}",
            preamble="{школа}",
            items="Первый.\n– {ответственный.оклад}.\n{{ 7*191 }} {% debug %}",
            control="{новый наставник.ФИО}",
        )
    assert list(refusal.value.problems) == [
        "В заголовке подстановка {ответственный.фио} не действует: здесь можно {учебный год} "
        "и {организация.кратко}.",
        "В преамбуле: неизвестная подстановка {школа}. Выберите её из списка рядом.",
        "В пункте о контроле: неизвестная подстановка {новый наставник.ФИО}. Выберите её из списка рядом.",
        "В пункте 1.1: неизвестная подстановка {ответственный.оклад}. Выберите её из списка рядом.",
    ]


@pytest.mark.django_db
def test_a_sample_of_pairs_repeats_its_item_for_each_pair():
    save_sample(
        K.PAIRING, by=make_curator(), number=0, title="О парах на {учебный год}", preamble="Основание: {положение}",
        items="Назначить:\n– {пара.наставник.ФИО|вин} до {пара.конец} (программа до {срок программ}).",
        control="Контроль оставляю за собой.", annex_title="Пары",
    )  # fmt: skip
    order = make_order("submitted")
    texts = [item.text for item in order.items.order_by("pk")]
    assert texts[0] == "Назначить:"
    assert texts[1].startswith("{пара 1.наставник.ФИО|вин} до {пара 1.конец} (программа до ")
    assert "{" not in texts[1].partition("(")[2]


@pytest.mark.parametrize("kind", CATALOG, ids=lambda kind: kind.kind.value)
def test_items_are_written_as_lines_and_read_back(kind):
    assert read_items(write_items(kind.sample.items)) == kind.sample.items


def test_lines_that_begin_with_more_dashes_go_one_level_down_at_most():
    assert read_items("- - Первый\n\n– – второй\n- третий\n–") == (
        SampleItem("Первый", (SampleItem("второй"), SampleItem("третий"))),
    )


@pytest.mark.django_db
def test_a_part_in_brackets_stays_only_when_it_is_known():
    facts = OrderFacts(card=None, year="2026/2027", curator=None, mentorships=())
    sample = SampleText(
        title="О [порядке] на {учебный год}",
        preamble="Год {учебный год}[, куратор {куратор.ФИО|вин}[, {куратор.должность|вин}]]. Список [1].",
        items=(
            SampleItem("[Куратору {куратор.ФИО|дат}:]"),
            SampleItem("Парам:", (SampleItem("{пара.наставник.ФИО}."),)),
            SampleItem("Всем[ на {учебный год} год]."),
        ),
    )
    text = draft_text(sample, facts, TODAY)
    assert text.title == "О [порядке] на 2026/2027"
    assert text.preamble == "Год {учебный год}. Список [1]."
    assert text.items == (SampleItem("Всем на {учебный год} год."),)


@pytest.mark.parametrize("kind", CATALOG, ids=lambda kind: kind.kind.value)
def test_the_page_of_a_sample_offers_what_it_may_hold_and_nothing_else_is_known(kind):
    shown = {name for _, rows in grouped_marks(kind) for row in rows for name in names_in(row.mark)}
    assert sample_problems(kind, kind.sample) == []
    assert {"куратор|назначен", "директор.фио|дат", "утвержден|положение"} <= shown == set(known_marks(kind))
    of_others = {Need.ORDER: "{приказ.номер}", Need.PROGRAMME: "{программа.начало}"}
    for need, mark in of_others.items():
        problems = sample_problems(kind, replace(kind.sample, preamble=mark))
        assert (problems == []) == (kind.need == need)
