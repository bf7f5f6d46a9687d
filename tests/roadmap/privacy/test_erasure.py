"""Destroying a person's data: nothing of the person stays anywhere but in the orders that the law keeps."""

import json

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from mentoring.accounts.access_log import record_access
from mentoring.accounts.erasure import erase_rows
from mentoring.accounts.models import AccessRecord
from mentoring.documents.queries import issued_pdf
from mentoring.workflow.verdicts import Refused
from programs.programmes.issuing import issue_programme
from registry.pairs.enums import EndGround
from registry.pairs.services import end_mentorship
from registry.people.models import Person
from roadmap.orders.models import Order
from roadmap.orders.queries import orders_visible_to
from roadmap.orders.searching import find_orders
from roadmap.privacy.destruction import erase_list_path, erase_people, reapply_erasures
from roadmap.privacy.documents import papers_of
from roadmap.privacy.enums import ErasureReason
from roadmap.privacy.models import BlockedOrder, Erasure
from roadmap.privacy.services import open_blocked
from tests.factories.bank import make_mentee
from tests.factories.orders import make_order
from tests.factories.pairs import make_mentorship
from tests.factories.people import (
    make_administrator,
    make_council_member,
    make_curator,
    make_director,
    make_person,
    make_teacher,
)
from tests.factories.programmes import make_programme
from tests.mentoring.documents.reading import words
from tests.roadmap.privacy.canary import MARK, files_with, make_canary, tables_with

KEPT_BY_LAW = {
    "roadmap_order", "roadmap_orderevent", "roadmap_orderitem", "roadmap_orderitemevent", "mentoring_issueddocument",
    "mentoring_statuschange",
}  # fmt: skip


def erase(person, **fields):
    values = {"reason": ErasureReason.WITHDRAWAL, "basis": "отзыв согласия от 01.02.2027", **fields}
    return erase_people([person], by=values.pop("by", make_curator()), **values)


def test_nothing_of_the_person_stays_in_the_database_or_on_the_disk(
    school, django_capture_on_commit_callbacks
):
    person = make_canary()
    before = tables_with(MARK)
    assert {
        "registry_person", "registry_personevent", "registry_positionevent", "registry_menteeentry", "mentoring_user",
        "mentoring_userevent", "registry_consent", "registry_formerscan", "mentoring_storedfile", "mentoring_job",
        "procrastinate_jobs", "registry_staffimportrow", "roadmap_personrequest",
    } - before <= {"registry_positionevent", "registry_formerscan"}  # fmt: skip

    with django_capture_on_commit_callbacks(execute=True):
        erasure = erase(person)

    assert tables_with(MARK) == set()
    assert files_with(MARK) == []
    gone = Person.objects.get(pk=person.pk)
    assert (gone.full_name, gone.short_name, gone.phone, gone.birth_date, gone.user) == (
        f"Человек № {person.pk}", f"Человек № {person.pk}", "", None, None,
    )  # fmt: skip
    assert erasure.people == [person.pk]
    record = AccessRecord.objects.get(kind="erase")
    assert (record.people, record.user) == ([person.pk], make_curator())


def test_pages_lists_and_exports_do_not_know_the_person(school, client):
    person = make_canary()
    other = make_canary(mark="Соседкин", username="other")
    erase(person)
    client.force_login(make_curator())
    addresses = [
        reverse("people:list"), reverse("people:export"), reverse("consents:list"), reverse("bank:mentees"),
        reverse("home:today"), f"{reverse('home:search')}?q={MARK}", reverse("consents:journal"),
    ]  # fmt: skip
    pages = {url: client.get(url) for url in addresses}
    assert {url: page.status_code for url, page in pages.items()} == dict.fromkeys(addresses, 200)
    for url, page in pages.items():
        body = page.content.decode(errors="replace").replace(f"?q={MARK}", "").replace(f'value="{MARK}"', "")
        assert f"{MARK}ая" not in body, url
    assert "Соседкин" in pages[reverse("people:list")].text
    assert client.get(reverse("people:detail", args=[person.pk])).status_code == 404
    assert other.last_name == "Соседкиная"


@pytest.mark.usefixtures("marked_sheets")
def test_a_registered_order_is_kept_blocked_and_opened_by_the_director_alone(school, client):
    person = make_canary()
    order = make_order("signed", pairs=[make_mentorship("agreed", mentees=[person])])
    pair = order.mentorship_rows.get().mentorship
    pdf = issued_pdf(order.document)
    end_mentorship(
        pair,
        by=make_curator(),
        on=timezone.localdate(),
        ground=EndGround.CURATOR,
        note=f"{person.full_name} ушла",
    )
    erase(person)

    assert tables_with(MARK) <= KEPT_BY_LAW
    assert issued_pdf(Order.objects.get(pk=order.pk).document) == pdf
    for user in (make_curator(), make_director(), make_council_member()):
        assert list(orders_visible_to(user)) == []
        assert list(find_orders(orders_visible_to(user), order.number)) == []
    block = BlockedOrder.objects.get()
    address = reverse("privacy:open-blocked", args=[block.pk])
    client.force_login(make_curator())
    assert client.get(reverse("orders:document", args=[order.pk])).status_code == 404
    assert (client.get(reverse("privacy:blocked")).status_code, client.get(address).status_code) == (403, 403)
    client.force_login(make_director())
    assert f"№ {order.number}" in client.get(reverse("privacy:blocked")).text
    assert client.post(address, {"reason": ""})["Content-Type"].startswith("text/html")
    answer = client.post(address, {"reason": "Запрос трудовой инспекции"})
    assert (answer["Content-Type"], answer.content) == ("application/pdf", pdf)
    assert AccessRecord.objects.filter(subject="Заблокированный приказ", kind="file").count() == 1
    with pytest.raises(Refused, match="только директор"):
        open_blocked(block, by=make_curator(), reason="так")


def test_both_papers_have_every_field_and_no_value(school):
    person = make_canary()
    erasure = erase(person)
    act, extract = [words(issued_pdf(paper)) for paper in papers_of(erasure)]
    for field in (
        "Оператор", "Приречный", "Лицо, обрабатывавшее данные по поручению", "Субъекты персональных данных",
        f"карточка № {person.pk}", "Кто уничтожил", "Категории уничтоженных данных", "Информационная система",
        "Бумажные носители", "Способ уничтожения", "Причина уничтожения", "отзыв согласия", "Дата уничтожения",
        "Хранится не менее трёх лет",
    ):  # fmt: skip
        assert field in act, field
    for field in (
        "Выгрузка из журнала событий",
        f"карточка № {person.pk}",
        "UTC+03:00",
        "отзыв согласия",
        "запись журнала №",
    ):
        assert field in extract, field
    assert MARK not in act + extract
    with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
        Erasure.objects.update(basis="другое")


def test_a_person_who_still_takes_part_is_not_erased(school):
    pair = make_mentorship("active", mentees=[make_canary()])
    with pytest.raises(Refused) as refusal:
        erase(pair.mentees[0])
    assert refusal.value.problems == (
        f"Пара или группа № {pair.pk} (действует): завершите её или снимите предложение.",
    )
    curator = make_teacher("boss")
    make_curator().role_assignments.update(user=curator.user)
    with pytest.raises(Refused) as refusal:
        erase(curator, by=make_director())
    assert refusal.value.problems == ("У учётной записи есть роли: куратор. Снимите их.",)


@pytest.mark.usefixtures("marked_sheets")
def test_only_curator_and_director_erase_and_only_once(school):
    person = make_person()
    for user in (make_administrator(), make_council_member()):
        with pytest.raises(Refused, match="отвечает куратор или директор"):
            erase(person, by=user)
    erase(person)
    with pytest.raises(Refused, match="Данные уже уничтожены"):
        erase(person)


def test_history_is_not_removed_without_a_fresh_record_in_the_log(db):
    person = make_person()
    other = record_access(by=make_curator(), kind="view", subject="Карточка человека")
    for record in (other, AccessRecord(pk=10**9)):
        with pytest.raises(DatabaseError, match="without a fresh record"), transaction.atomic():
            erase_rows(record, Person.pgh_event_model, "pgh_obj_id", [person.pk])
    fresh = record_access(by=make_curator(), kind="erase", subject="Уничтожение")
    with pytest.raises(DatabaseError, match="are not erased here"), transaction.atomic():
        erase_rows(fresh, AccessRecord, "id", [other.pk])
    assert erase_rows(fresh, Person.pgh_event_model, "pgh_obj_id", [person.pk]) > 0
    # What follows in the same transaction is protected again.
    with (
        pytest.raises(DatabaseError, match="Cannot"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM registry_positionevent")


def test_a_restored_copy_obeys_the_erase_list(school, django_capture_on_commit_callbacks):
    person = make_canary()
    namesake_in_number = make_person()
    with transaction.atomic():
        copy = transaction.savepoint()
        with django_capture_on_commit_callbacks(execute=True):
            erase(person)
        listed = [json.loads(line) for line in erase_list_path().read_text().splitlines()]
        assert [line["person"] for line in listed] == [person.pk]
        assert MARK not in erase_list_path().read_text()
        transaction.savepoint_rollback(copy)
    assert Person.objects.get(pk=person.pk).last_name == f"{MARK}ая"
    other = json.dumps({"person": namesake_in_number.pk, "mark": "0" * 64})
    erase_list_path().write_text(erase_list_path().read_text() + other + "\n")

    with django_capture_on_commit_callbacks(execute=True):
        assert reapply_erasures(by=make_curator()) == [person.pk]

    assert tables_with(MARK) == set()
    assert Person.objects.get(pk=namesake_in_number.pk).erased_on is None
    assert reapply_erasures() == []
    assert Erasure.objects.get().marks[0] in erase_list_path().read_text()


@pytest.mark.usefixtures("marked_sheets")
def test_a_namesake_loses_nothing(school):
    """Only the surname is the same: programmes, papers and letters of the other stay as they were."""
    gone, other = make_person("Одинцова"), make_person("Одинцова", first_name="Зоя", patronymic="Львовна")
    pair = make_mentorship(
        "active", mentees=[make_mentee(other).person], reason="Одинцова просила математика"
    )
    programme = make_programme("running", mentorship=pair, problem="Одинцовой трудно с дисциплиной")
    paper = issue_programme(programme, by=make_curator())
    before = issued_pdf(paper)
    erase(gone)
    pair.refresh_from_db()
    programme.refresh_from_db()
    paper.refresh_from_db()
    assert (pair.reason, programme.problem) == (
        "Одинцова просила математика",
        "Одинцовой трудно с дисциплиной",
    )
    assert (paper.is_valid, issued_pdf(paper)) == (True, before)
    assert Person.objects.get(pk=other.pk).last_name == "Одинцова"


def test_the_papers_of_the_programme_go_and_the_other_side_keeps_the_terms(school, client):
    mentee = make_canary()
    pair = make_mentorship("active", mentees=[mentee], reason=f"{MARK}ая просила")
    programme = make_programme(
        "completed", mentorship=pair, title=f"Для {MARK}ой", problem=f"{MARK} затруднение"
    )
    paper = issue_programme(programme, by=make_curator())
    end_mentorship(pair, by=make_curator(), on=timezone.localdate(), ground=EndGround.FULL, note="")
    erase(mentee)
    programme.refresh_from_db()
    paper.refresh_from_db()
    assert tables_with(MARK) == set()
    assert (programme.title, programme.problem) == ("Для [данные уничтожены]", "")
    assert (paper.is_valid, paper.data) == (False, {})
    client.force_login(make_curator())
    page = client.get(reverse("programmes:document", args=[programme.pk, paper.pk]))
    assert (page.status_code, "уничтожены по акту" in page.text) == (410, True)
