"""The life of a roadmap: who may move it from which state (written by hand), by what it is approved, its editions."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from mentoring.workflow.history import history_of
from mentoring.workflow.verdicts import Refused, StaleState
from roadmap.orders.editing import add_item
from roadmap.plans.approval import (
    approve_roadmap,
    archive_roadmap,
    ground_of,
    recall_roadmap,
    restore_roadmap,
    return_roadmap,
    start_edition,
    submit_roadmap,
)
from roadmap.plans.documents import roadmap_pdf
from roadmap.plans.models import (
    Roadmap,
    RoadmapColumn,
    RoadmapFootnote,
    RoadmapMeasure,
    RoadmapStage,
    RoadmapStamp,
    RoadmapText,
)
from roadmap.plans.queries import plan_of
from roadmap.plans.reading import read_plan
from roadmap.plans.services import discard_roadmap, store_plan
from roadmap.plans.today import today
from tests.factories.kinds import make_kind
from tests.factories.orders import make_order, make_school, walk_to
from tests.factories.people import (
    make_administrator,
    make_council_member,
    make_curator,
    make_director,
    make_keeper,
    make_psychologist,
    make_user,
)
from tests.factories.roadmaps import APPROVED_ON, make_roadmap
from tests.roadmap.plans.samples import PLAIN, plan_in
from tests.roadmap.plans.test_services import merged_page

pytestmark = pytest.mark.django_db

ACTORS = {
    "director": make_director,
    "curator": make_curator,
    "council": make_council_member,
    "psychologist": make_psychologist,
    "administrator": make_administrator,
    "keeper": make_keeper,
    "teacher": lambda: make_user("teacher"),
}
VERBS = {
    "submit": lambda roadmap, by: submit_roadmap(roadmap, by=by),
    "recall": lambda roadmap, by: recall_roadmap(roadmap, by=by),
    "return": lambda roadmap, by: return_roadmap(roadmap, by=by, comment="Уточните срок"),
    "approve": lambda roadmap, by: approve_roadmap(roadmap, by=by, on=APPROVED_ON),
    "archive": lambda roadmap, by: archive_roadmap(roadmap, by=by),
    "restore": lambda roadmap, by: restore_roadmap(roadmap, by=by, reason="Ещё действует"),
    "discard": lambda roadmap, by: discard_roadmap(roadmap, by=by),
}
# The steps that an order takes with a roadmap are tried in test_by_order.
BY_ORDER = {"take_into_order", "leave_order", "approve_by_order"}
BOTH = {"director", "curator"}
# verb: (who may, {state: state after}); everybody else is refused, every other state is stale.
GRID = {
    "submit": (BOTH, {"draft": "submitted", "returned": "submitted"}),
    "recall": (BOTH, {"submitted": "draft"}),
    "return": ({"director"}, {"submitted": "returned"}),
    "approve": ({"director"}, {"submitted": "approved"}),
    "archive": (BOTH, {"approved": "archived"}),
    "restore": (BOTH, {"archived": "approved"}),
    "discard": (BOTH, {"draft": "gone", "returned": "gone"}),
}


def state_of(roadmap):
    return Roadmap.objects.filter(pk=roadmap.pk).values_list("status", flat=True).first() or "gone"


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def address(name, roadmap):
    return reverse(f"roadmaps:{name}", args=[roadmap.pk])


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "approved", "archived"])
def test_each_verb_in_each_state_by_each_role(state):
    roadmap = make_roadmap(state)
    people = {actor: make() for actor, make in ACTORS.items()}
    for verb, act in VERBS.items():
        who, steps = GRID[verb]
        for actor, by in people.items():
            # Each attempt is taken back, so that the next one finds the roadmap in the same state.
            attempt = transaction.savepoint()
            if actor in who and state in steps:
                act(roadmap, by)
                assert (verb, actor, state_of(roadmap)) == (verb, actor, steps[state])
            else:
                with pytest.raises(Refused) as refusal:
                    act(roadmap, by)
                is_stale = actor in who and verb != "discard"
                assert (verb, actor, isinstance(refusal.value, StaleState)) == (verb, actor, is_stale)
                assert state_of(roadmap) == state
            transaction.savepoint_rollback(attempt)


def test_a_roadmap_comes_back_only_with_a_comment_and_its_author_reads_it():
    roadmap = make_roadmap("submitted")
    with pytest.raises(Refused, match="напишите причину"):
        return_roadmap(roadmap, by=make_director(), comment="  ")
    return_roadmap(roadmap, by=make_director(), comment="Уточните сроки")
    [section] = today(make_curator())
    assert [(line.label, line.about) for line in section.lines] == [("Исправить", "Уточните сроки")]
    page = signed_in(make_curator()).get(roadmap.get_absolute_url()).content.decode()
    assert "Уточните сроки" in page
    assert "Отправить на утверждение" in page


def test_without_measures_there_is_nothing_to_approve():
    roadmap = Roadmap.objects.create(title="Дорожная карта", created_by=make_curator())
    with pytest.raises(Refused, match="ещё нет мероприятий"):
        submit_roadmap(roadmap, by=make_curator())


def test_a_sample_is_looked_through_before_the_director_reads_it():
    roadmap = make_roadmap("draft")
    Roadmap.objects.filter(pk=roadmap.pk).update(is_sample=True)
    with pytest.raises(Refused, match="составлена по образцу"):
        submit_roadmap(roadmap, by=make_curator())
    Roadmap.objects.filter(pk=roadmap.pk).update(is_sample=False)
    assert submit_roadmap(roadmap, by=make_curator()).status == "submitted"


@pytest.mark.parametrize(("state", "is_draft"), [("submitted", True), ("approved", False)])
def test_paper_says_that_it_is_a_draft_until_the_approval(state, is_draft):
    pdf = PdfReader(BytesIO(roadmap_pdf(make_roadmap(state))))
    assert ("ПРОЕКТ" in pdf.pages[0].extract_text()) == is_draft


def test_the_director_approves_only_the_table_that_stood_on_the_page():
    roadmap = make_roadmap("submitted")
    seen = roadmap.version
    recall_roadmap(roadmap, by=make_curator())
    submit_roadmap(roadmap, by=make_curator())
    with pytest.raises(StaleState):
        approve_roadmap(roadmap, by=make_director(), on=APPROVED_ON, version=seen)
    assert state_of(roadmap) == "submitted"
    assert not roadmap.stamps.exists()


def is_annex(roadmap, order, number):
    """The approval as an annex: on the row, in words, on the paper and in the history."""
    assert (roadmap.order, roadmap.annex_number, roadmap.approved_on) == (order, number, order.date)
    assert roadmap.effective_from == order.date
    assert ground_of(roadmap) == f"приложение № {number} к приказу № {order.number} от {order.date:%d.%m.%Y}"
    stamp = roadmap.stamps.get()
    assert (stamp.kind, stamp.text.splitlines()) == (
        "annex",
        [f"Приложение № {number}", "к приказу МБОУ СШ № 7", f"от {order.date:%d.%m.%Y} № {order.number}"],
    )
    assert f"утверждена: приложение № {number} к приказу" in history_of(roadmap)[0].what


def test_it_is_approved_by_the_stamp_of_the_head():
    make_school()
    roadmap = make_roadmap("approved", on=date(2026, 1, 12))
    stamp = roadmap.stamps.get()
    assert stamp.text.splitlines() == [
        "УТВЕРЖДАЮ",
        "Директор МБОУ СШ № 7",
        "_______________ Г.\xa0А.\xa0Кедрова",
        "12.01.2026",
    ]
    assert (roadmap.order, ground_of(roadmap)) == (None, "гриф «УТВЕРЖДАЮ» от 12.01.2026")


def test_a_stamp_that_names_the_day_stays_as_typed_and_another_one_is_written_anew():
    typed = "УТВЕРЖДАЮ:\nЗаведующий\n12 января 2026 г."
    for text, expected in ((typed, typed), ("УТВЕРЖДАЮ\n«__» ______ 20__ г.", None)):
        roadmap = make_roadmap("submitted")
        RoadmapStamp.objects.create(roadmap=roadmap, position=0, kind="approved", text=text)
        approve_roadmap(roadmap, by=make_director(), on=APPROVED_ON)
        stamp = roadmap.stamps.get()
        assert stamp.text == expected or (expected is None and "12.01.2026" in stamp.text)


@pytest.mark.usefixtures("marked_sheets")
def test_neither_a_draft_of_an_order_nor_tomorrow_is_a_ground():
    roadmap, draft = make_roadmap("submitted"), make_order("draft")
    tomorrow = timezone.localdate() + timedelta(days=1)
    for given, words in (
        ({"order": draft}, "ещё не зарегистрирован"),
        ({"order": make_order("registered")}, "дорожная карта не названа"),
        ({"on": tomorrow}, "ещё не наступила"),
        ({}, "Укажите приказ или дату"),
    ):
        with pytest.raises(Refused, match=words):
            approve_roadmap(roadmap, by=make_director(), **given)
    assert (state_of(roadmap), roadmap.stamps.count()) == ("submitted", 0)


def refused_by_database(act):
    with pytest.raises(DatabaseError) as error, transaction.atomic():
        act()
    return str(error.value)


def test_the_database_keeps_an_approved_roadmap_as_it_was_approved():
    plan = plan_in(PLAIN)
    roadmap = store_plan(plan, by=make_curator())
    column = roadmap.columns.get(position=1)
    stage = roadmap.stages.first()
    RoadmapColumn.objects.filter(pk=column.pk).update(kind="custom")
    RoadmapText.objects.create(column=column, stage=stage, text="итог")
    RoadmapStamp.objects.create(roadmap=roadmap, position=0, kind="agreed", text="СОГЛАСОВАНО")
    submit_roadmap(roadmap, by=make_curator())
    approve_roadmap(roadmap, by=make_director(), on=APPROVED_ON)
    mine = {
        RoadmapColumn: ({"roadmap": roadmap}, {"heading": "Другой"}),
        RoadmapStage: ({"roadmap": roadmap}, {"title": "Другой"}),
        RoadmapFootnote: ({"roadmap": roadmap}, {"text": "Другая"}),
        RoadmapStamp: ({"roadmap": roadmap}, {"text": "Другой"}),
        RoadmapMeasure: ({"stage__roadmap": roadmap}, {"text": "Другое"}),
        RoadmapText: ({"column__roadmap": roadmap}, {"text": "Другой"}),
    }
    for model, (which, change) in mine.items():
        rows = model.objects.filter(**which)
        assert "an approved roadmap is frozen" in refused_by_database(
            lambda rows=rows, change=change: rows.update(**change)
        )
        assert "an approved roadmap is frozen" in refused_by_database(rows.last().delete)
    assert "frozen" in refused_by_database(
        lambda: RoadmapMeasure.objects.create(stage=stage, position=90, text="Ещё одно")
    )
    whole = Roadmap.objects.filter(pk=roadmap.pk)
    assert "Cannot update" in refused_by_database(lambda: whole.update(title="Другая"))
    # Said by the trigger alone: the approval stays on the row.
    assert "Cannot update" in refused_by_database(lambda: whole.update(status="draft"))
    assert "Cannot delete" in refused_by_database(lambda: whole._raw_delete(whole.db))


def test_a_new_edition_is_a_copy_that_takes_the_place_of_the_former_one():
    curator = make_curator()
    roadmap = make_roadmap("submitted")
    RoadmapStamp.objects.create(roadmap=roadmap, position=0, kind="agreed", text="СОГЛАСОВАНО")
    approve_roadmap(roadmap, by=make_director(), on=APPROVED_ON)
    roadmap.refresh_from_db()
    copy = start_edition(roadmap, by=curator)
    assert (copy.status, copy.edition, copy.copied_from) == ("draft", 2, roadmap)
    former, now = plan_of(roadmap), plan_of(copy)
    assert (now.stages, now.columns, now.title) == (former.stages, former.columns, former.title)
    assert [stamp.text for stamp in now.stamps] == ["СОГЛАСОВАНО"]
    measures = RoadmapMeasure.objects.filter(stage__roadmap=copy).select_related("copied_from")
    assert all(row.copied_from.text == row.text for row in measures)
    with pytest.raises(Refused, match="уже готовится"):
        start_edition(roadmap, by=curator)
    assert state_of(roadmap) == "approved"
    submit_roadmap(copy, by=curator)
    approve_roadmap(copy, by=make_director(), on=APPROVED_ON + timedelta(days=1))
    assert (state_of(roadmap), state_of(copy)) == ("archived", "approved")
    with pytest.raises(Refused, match="сменила новая редакция"):
        restore_roadmap(roadmap, by=curator, reason="Нужна")


def test_a_copy_holds_everything_that_a_roadmap_can_hold():
    roadmap = store_plan(read_plan(merged_page()), by=make_curator())
    submit_roadmap(roadmap, by=make_curator())
    approve_roadmap(roadmap, by=make_director(), on=APPROVED_ON)
    roadmap.refresh_from_db()
    copy = plan_of(start_edition(roadmap, by=make_curator()))
    source = plan_of(roadmap)
    assert (copy.stages, copy.columns, copy.footnotes, copy.closing) == (
        source.stages,
        source.columns,
        source.footnotes,
        source.closing,
    )


def test_a_draft_has_no_editions():
    with pytest.raises(Refused, match="можно править саму"):
        start_edition(make_roadmap("draft"), by=make_curator())


def test_what_waits_for_the_director_and_for_the_curator(django_assert_max_num_queries):
    for state in ("draft", "submitted", "returned", "approved"):
        make_roadmap(state)
    said = {
        user.username: [(section.title, line.label) for section in today(user) for line in section.lines]
        for user in (make_director(), make_curator(), make_council_member())
    }
    assert said == {
        "director": [("Дорожные карты на утверждение", "Прочитать и решить")],
        "curator": [("Дорожные карты", "Открыть"), ("Дорожные карты", "Исправить")],
        "council": [],
    }
    curator = make_curator()
    curator.current_permissions  # noqa: B018 - read once before counting
    with django_assert_max_num_queries(6):
        today(curator)


@pytest.mark.usefixtures("marked_sheets")
def test_the_whole_way_by_pages_as_an_annex_to_a_registered_order():
    roadmap, curator, director = make_roadmap("draft"), make_curator(), make_director()
    order, words = make_order("draft"), "Утвердить дорожную карту (приложение № 1)."
    add_item(order, by=curator, version=order.version, text=words, parent=None)
    walk_to(order, "registered", by=curator, director=director, on=timezone.localdate())
    order.refresh_from_db()
    office, head = signed_in(curator), signed_in(director)
    sent = office.post(address("submit", roadmap), {"version": roadmap.version})
    assert sent.url == roadmap.get_absolute_url()
    assert "ждём его решения" in office.get(sent.url).content.decode()
    assert "ждёт вашего решения" in head.get(sent.url).content.decode()
    version = Roadmap.objects.get(pk=roadmap.pk).version
    page = head.get(address("approve", roadmap)).content.decode()
    assert "Издать приказ." in page
    assert order.title in page
    empty = head.post(address("approve", roadmap), {"ground": "order", "version": version})
    assert "Выберите приказ, к которому приложена" in empty.content.decode()
    bad = head.post(address("approve", roadmap), {"ground": "stamp", "version": version})
    assert "Укажите дату, которая будет стоять" in bad.content.decode()
    given = {"ground": "order", "order": order.pk, "annex_number": "1", "version": version}
    assert head.post(address("approve", roadmap), given).url == roadmap.get_absolute_url()
    is_annex(Roadmap.objects.get(pk=roadmap.pk), order, "1")
    card = office.get(roadmap.get_absolute_url()).content.decode()
    assert "приложение № 1 к приказу" in card
    assert "Начать новую редакцию" in card and "Приказ отменён" not in card
    assert head.post(address("approve", roadmap), given).status_code == 409
    assert office.post(address("archive", roadmap)).url == roadmap.get_absolute_url()
    assert "Напишите причину" in office.post(address("restore", roadmap), {"reason": ""}).content.decode()
    assert office.post(address("restore", roadmap), {"reason": "Ещё идёт"}).status_code == 302
    assert state_of(roadmap) == "approved"
    assert office.post(address("edition", roadmap)).status_code == 302
    gone = make_kind("cancellation", "registered", subject={"target": order})
    card = office.get(roadmap.get_absolute_url()).content.decode()
    assert "Приказ отменён" in card and gone.number in card


def test_the_council_reads_and_decides_nothing():
    roadmap = make_roadmap("submitted")
    council = signed_in(make_council_member())
    assert council.get(roadmap.get_absolute_url()).status_code == 200
    for name in ("submit", "recall", "approve", "return", "archive", "restore", "edition"):
        assert (name, council.post(address(name, roadmap)).status_code) == (name, 403)
    assert signed_in(make_curator()).post(address("approve", roadmap)).status_code == 403
    assert state_of(roadmap) == "submitted"


def test_returning_asks_what_to_mend():
    roadmap, head = make_roadmap("submitted"), signed_in(make_director())
    assert (
        "Напишите, что исправить" in head.post(address("return", roadmap), {"comment": ""}).content.decode()
    )
    head.post(address("return", roadmap), {"comment": "Добавьте сроки"})
    assert state_of(roadmap) == "returned"
    assert head.post(address("return", roadmap), {"comment": "Ещё раз"}).status_code == 409
    assert head.get(address("approve", roadmap)).url == roadmap.get_absolute_url()
