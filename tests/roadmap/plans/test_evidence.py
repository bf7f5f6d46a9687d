"""What shows that measures are carried out: every kind of it, for whom it opens, what editions take over."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from mentoring.documents.models import StoredFile
from mentoring.workflow.verdicts import StaleState
from roadmap.plans.approval import approve_roadmap, start_edition, submit_roadmap
from roadmap.plans.execution import add_evidence, remove_evidence
from roadmap.plans.execution_models import Evidence, Execution
from tests.factories.orders import make_order
from tests.factories.people import make_council_member, make_curator, make_director, make_teacher
from tests.factories.programmes import hold, make_programme
from tests.factories.protocols import make_protocol
from tests.factories.roadmaps import APPROVED_ON
from tests.mentoring.documents.zoo import image, pdf, upload
from tests.roadmap.plans.test_execution import duty, followed, mark, mark_url, measure_of, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("marked_sheets")]
__all__ = ["duty"]


def test_evidence_of_every_kind_is_shown_and_taken_away(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    curator, order = make_curator(), make_order("registered")
    measure = measure_of(followed(("Приказ", "май 2026 г.")), "Приказ")
    url = reverse("roadmaps:add-evidence", args=[measure.pk, 0])
    client = signed_in(curator)
    given = {"order": order.pk, "note": "Протокол № 3", "file": upload("Скан.pdf", pdf())}
    assert client.post(url, given).status_code == 302
    assert client.post(url, {"order": order.pk}).status_code == 302
    assert [str(row) for row in Evidence.objects.all()] == [str(order), "Протокол № 3", "Скан.pdf"]
    page = client.get(mark_url(measure)).content.decode()
    for words in (order.get_absolute_url(), "Протокол № 3", "Скан.pdf"):
        assert words in page
    row = Evidence.objects.get(file__isnull=False)
    sent = client.get(reverse("roadmaps:evidence-file", args=[row.pk]))
    assert (sent["Content-Type"], "attachment" in sent["Content-Disposition"]) == ("application/pdf", True)
    empty = client.post(url, {"note": ""})
    assert "приложите файл или назовите документ" in empty.content.decode()
    bad = client.post(url, {"file": upload("вирус.pdf", b"MZ")})
    assert "внутри не того вида" in bad.content.decode()
    kept = list(tmp_path.rglob("*.pdf"))
    assert client.post(reverse("roadmaps:remove-evidence", args=[row.pk])).status_code == 302
    assert (len(kept), StoredFile.objects.filter(original_name="Скан.pdf").exists()) == (1, False)
    with pytest.raises(StaleState, match="уже убрано"):
        remove_evidence(row, by=curator)


def test_evidence_opens_only_for_whom_it_is_open(duty, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    user, roadmap = duty
    curator, order = make_curator(), make_order("draft")
    own, other = measure_of(roadmap, "Опрос"), measure_of(roadmap, "Приказ")
    for measure in (own, other):
        add_evidence(measure, by=curator, year=None, order=order, file=upload("Фото.jpg", image()))
    files = {row.execution.measure_id: row for row in Evidence.objects.filter(file__isnull=False)}
    client = signed_in(user)
    page = client.get(mark_url(own)).content.decode()
    assert "Приказ: документ, который вам не открыт" in page
    assert order.title not in page
    statuses = [
        client.get(reverse("roadmaps:evidence-file", args=[files[measure.pk].pk])).status_code
        for measure in (own, other)
    ]
    assert statuses == [200, 404]
    assert client.post(reverse("roadmaps:remove-evidence", args=[files[other.pk].pk])).status_code == 404
    stranger = signed_in(make_teacher("petrova").user)
    assert stranger.get(reverse("roadmaps:evidence-file", args=[files[own.pk].pk])).status_code == 404
    council = signed_in(make_council_member())
    assert council.get(reverse("roadmaps:evidence-file", args=[files[own.pk].pk])).status_code == 200
    assert council.post(reverse("roadmaps:remove-evidence", args=[files[own.pk].pk])).status_code == 403
    # An order that is not open to the teacher cannot be put to a measure either.
    assert (
        client.post(reverse("roadmaps:add-evidence", args=[own.pk, 0]), {"order": order.pk}).status_code
        == 200
    )
    assert Evidence.objects.filter(order=order).count() == 2


def test_a_new_edition_takes_over_what_was_noted(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    curator = make_curator()
    roadmap = followed(("Приказ", "май 2026 г."), ("Опрос", "ежегодно"))
    mark(measure_of(roadmap, "Приказ"), comment="Подписан")
    mark(measure_of(roadmap, "Опрос"), "in_progress", year=2025)
    [row] = add_evidence(
        measure_of(roadmap, "Приказ"), by=curator, year=None, file=upload("Фото.jpg", image())
    )
    copy = start_edition(roadmap, by=curator)
    measure_of(copy, "Опрос").delete()
    submit_roadmap(copy, by=curator)
    approve_roadmap(copy, by=make_director(), on=APPROVED_ON + timedelta(days=1))
    [taken] = Execution.objects.filter(measure__stage__roadmap=copy)
    assert (taken.state, taken.fact_date, taken.comment) == ("done", date(2026, 2, 1), "Подписан")
    again = taken.evidence.get()
    assert again.file == row.file
    remove_evidence(again, by=curator)
    assert StoredFile.objects.filter(pk=row.file_id).exists()


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"state": "lost"}, "execution_state_known"),
        ({"state": "done"}, "execution_done_has_date"),
        ({"fact_date": date(2026, 2, 1)}, "execution_done_has_date"),
        ({"state": "moved"}, "execution_moved_has_date"),
        ({"moved_to": date(2026, 2, 1)}, "execution_moved_has_date"),
    ],
)
def test_the_database_refuses_half_a_mark(fields, name):
    measure = measure_of(followed(("Приказ", "май 2026 г.")), "Приказ")
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Execution.objects.create(measure=measure, marked_by=make_curator(), **fields)


def test_the_database_refuses_double_marks_and_empty_or_double_evidence():
    curator, order = make_curator(), make_order("draft")
    measure = measure_of(followed(("Приказ", "май 2026 г.")), "Приказ")
    execution = Execution.objects.create(measure=measure, marked_by=curator)
    Evidence.objects.create(execution=execution, order=order, added_by=curator)
    for act, name in (
        (lambda: Execution.objects.create(measure=measure, marked_by=curator), "execution_once_a_year"),
        (lambda: Evidence.objects.create(execution=execution, added_by=curator), "evidence_is_one_thing"),
        (
            lambda: Evidence.objects.create(execution=execution, order=order, note="и это", added_by=curator),
            "evidence_is_one_thing",
        ),
        (
            lambda: Evidence.objects.create(execution=execution, order=order, added_by=curator),
            "evidence_order_once",
        ),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            act()


def test_a_protocol_an_event_and_what_is_outside_show_a_measure_too(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    curator, protocol = make_curator(), make_protocol("signed", body="pedagogical")
    event = make_programme("running").plan.first()
    hold(event, by=curator)
    measure = measure_of(followed(("Приказ", "май 2026 г.")), "Приказ")
    url = reverse("roadmaps:add-evidence", args=[measure.pk, 0])
    client = signed_in(curator)
    outside = {
        "note": "Удовлетворённость наставляемых",
        "outside": "questionnaire",
        "outside_on": "12.01.2026",
    }
    given = {"protocol": protocol.pk, "event": event.pk, **outside, "file": upload("Итоги.pdf", pdf())}
    assert client.post(url, given).status_code == 302
    assert client.post(url, {"protocol": protocol.pk, "event": event.pk}).status_code == 302

    assert [str(row) for row in Evidence.objects.all()] == [
        str(protocol),
        str(event),
        "Анкета, опрос: Удовлетворённость наставляемых, 12.01.2026",
    ]
    page = client.get(mark_url(measure)).content.decode()
    for words in (protocol.get_absolute_url(), event.programme.get_absolute_url(), "Анкета, опрос", "file"):
        assert words in page
    # The council's member sees the roadmap, but not what the pedagogical council wrote.
    seen = signed_in(make_council_member()).get(mark_url(measure)).content.decode()
    assert protocol.get_absolute_url() not in seen and "Протокол: документ, который вам не открыт" in seen
    for wrong, words in (
        ({"outside": "event"}, "Назовите документ, анкету, мероприятие или публикацию"),
        ({"note": "Слёт", "outside_on": "12.01.2026"}, "Выберите, что это"),
        ({"protocol": 2**62}, "Выберите"),
    ):
        assert words in client.post(url, wrong).content.decode()
    assert Evidence.objects.count() == 3


def test_the_database_refuses_half_named_evidence():
    measure = measure_of(followed(("Приказ", "май 2026 г.")), "Приказ")
    [row] = add_evidence(measure, by=make_curator(), year=None, note="Слёт")
    protocol = make_protocol("signed")
    for change, name in (
        ({"note": "", "outside": "event"}, "evidence_is_one_thing"),
        ({"outside": "party"}, "evidence_outside_is_named"),
        ({"outside_on": APPROVED_ON}, "evidence_outside_is_named"),
        ({"protocol": protocol}, "evidence_is_one_thing"),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Evidence.objects.filter(pk=row.pk).update(**change)
    add_evidence(measure, by=make_curator(), year=None, protocol=protocol)
    again = {"execution": row.execution, "protocol": protocol, "added_by": make_curator()}
    with pytest.raises(IntegrityError, match="evidence_protocol_once"), transaction.atomic():
        Evidence.objects.create(**again)
    event = make_programme("running").plan.first()
    again = {"execution": row.execution, "event": event, "added_by": make_curator()}
    Evidence.objects.create(**again)
    with pytest.raises(IntegrityError, match="evidence_event_once"), transaction.atomic():
        Evidence.objects.create(**again)
