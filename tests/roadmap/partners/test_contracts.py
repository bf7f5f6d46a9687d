"""The register of contracts with partners: states by dates, who sees it, papers, «Сегодня», what the database refuses."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from mentoring.workflow.verdicts import Refused, StaleState
from roadmap.partners.card import facts
from roadmap.partners.documents import register_paper
from roadmap.partners.enums import ContractState
from roadmap.partners.models import PartnerContract
from roadmap.partners.queries import expiring_contracts, in_state
from roadmap.partners.services import attach_scan, change_contract, delete_contract, enter_contract
from roadmap.privacy.collecting import sections_about
from tests.factories.acts import make_contract
from tests.factories.people import make_council_member, make_curator, make_director, make_teacher
from tests.mentoring.documents.zoo import pdf

pytestmark = pytest.mark.django_db
CANARY = "Канареечный колледж"


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def url(name, *args):
    return reverse(f"partners:{name}", args=args)


def text_of(response):
    return response.content.decode()


def day(number=0):
    return timezone.localdate() + timezone.timedelta(days=number)


def scan():
    return SimpleUploadedFile("scan.pdf", pdf(), "application/pdf")


def words_of(contract, **changed):
    names = ("partner", "subject", "number", "date", "start", "end", "responsible", "note")
    return {**{name: getattr(contract, name) for name in names}, **changed}


@pytest.mark.parametrize(
    ("start", "end", "state"),
    [
        (1, None, "coming"),
        (1, 5, "coming"),
        (0, None, "running"),
        (0, 31, "running"),
        (0, 30, "expiring"),
        (-5, 0, "expiring"),
        (-5, -1, "over"),
    ],
)
def test_the_state_is_what_the_dates_say_in_the_row_and_in_the_filter(start, end, state):
    contract = make_contract(start=day(start), end=None if end is None else day(end))

    assert contract.state == state
    found = {row: in_state(PartnerContract.objects.all(), row, day()).count() for row in ContractState}
    assert found == {row: int(row == state) for row in ContractState}
    assert expiring_contracts(day()).exists() == (state == "expiring")


def test_the_database_and_the_service_keep_the_register_in_order():
    contract = make_contract()
    row = PartnerContract.objects.filter(pk=contract.pk)

    def refused(match, act):
        with pytest.raises(DatabaseError, match=match), transaction.atomic():
            act()

    refused("contract_dates_in_order", lambda: row.update(end=day(-1)))
    refused("contract_names_partner", lambda: row.update(partner=""))
    refused(
        "contract_number_once",
        lambda: PartnerContract.objects.create(created_by=contract.created_by, **words_of(contract)),
    )
    with pytest.raises(Refused, match="уже внесён"):
        enter_contract(by=make_curator(), **words_of(contract))
    with pytest.raises(Refused, match="раньше первого"):
        make_contract(number="6", end=day(-1))
    attach_scan(contract, by=make_curator(), scan=scan())
    refused("contract_scan_is_kept", lambda: row.update(scan=None))
    refused("contract_with_scan_is_kept", row.delete)
    with pytest.raises(Refused, match="удалить его нельзя"):
        delete_contract(contract, by=make_curator())
    with pytest.raises(Refused, match="уже приложен"):
        attach_scan(contract, by=make_curator(), scan=scan())


def test_the_curator_and_the_director_keep_it_and_the_second_of_two_savings_is_told():
    contract = make_contract()

    with pytest.raises(Refused, match="ведёт куратор"):
        change_contract(contract, by=make_council_member(), version=0, **words_of(contract))
    change_contract(contract, by=make_director(), version=0, **words_of(contract, note="продлён"))
    with pytest.raises(StaleState):
        change_contract(contract, by=make_curator(), version=0, **words_of(contract))
    delete_contract(contract, by=make_curator())
    with pytest.raises(StaleState, match="уже удалена"):
        delete_contract(contract, by=make_curator())


def test_a_teacher_sees_nothing_of_it_and_the_council_only_reads():
    contract = make_contract(partner=CANARY)
    attach_scan(contract, by=make_curator(), scan=scan())
    pages = [url("list"), *(url(name, contract.pk) for name in ("detail", "scan"))]
    papers, keeping = [url("pdf"), url("xlsx")], [url("create"), url("edit", contract.pk)]

    teacher, council = (signed_in(user) for user in (make_teacher("t", "Лунина").user, make_council_member()))
    assert {teacher.get(page).status_code for page in [*pages, *papers, *keeping]} == {403}
    assert {council.get(page).status_code for page in pages} == {200}
    assert {council.get(page).status_code for page in [*papers, *keeping]} == {403}
    assert {signed_in(make_director()).get(page).status_code for page in [*pages, *papers, *keeping]} == {200}


def test_the_list_costs_the_same_with_one_and_with_fifty_contracts(django_assert_num_queries):
    person = make_teacher("r", "Орлова")
    first = make_contract(responsible=person)
    client = signed_in(make_curator())
    with django_assert_num_queries(7):
        client.get(url("list"))
    PartnerContract.objects.bulk_create(
        PartnerContract(created_by=first.created_by, **words_of(first, number=f"{number}/1"))
        for number in range(49)
    )
    with django_assert_num_queries(7):
        response = client.get(url("list"))

    assert "Найдено: 50\xa0договоров" in text_of(response)


def test_from_an_empty_register_to_a_contract_with_its_scan():
    client = signed_in(make_curator())
    assert "Договоров с партнёрами ещё нет" in text_of(client.get(url("list")))
    words = {"partner": "Вуз", "subject": "Практика", "number": "7", "note": ""}
    words |= {"date": f"{day():%d.%m.%Y}", "start": f"{day():%d.%m.%Y}", "end": f"{day(-1):%d.%m.%Y}"}
    wrong = client.post(url("create"), words)
    assert "Последний день действия раньше первого." in text_of(wrong) and "Практика" in text_of(wrong)
    bad = client.post(
        url("create"), {**words, "end": "", "scan": SimpleUploadedFile("scan.pdf", b"MZ" * 100)}
    )
    assert "внутри не того вида" in text_of(bad) and not PartnerContract.objects.exists()
    saved = client.post(url("create"), {**words, "end": "", "scan": scan()})
    contract = PartnerContract.objects.get()
    assert saved["Location"] == contract.get_absolute_url() and contract.scan

    changed = {**words, "end": "", "version": 0, "note": "продлён"}
    assert client.post(url("edit", contract.pk), changed).status_code == 302
    stale = client.post(url("edit", contract.pk), {**changed, "note": "расторгнут"})
    assert stale.status_code == 409 and "расторгнут" in text_of(stale) and "продлён" in text_of(stale)


def test_a_contract_without_a_number_is_said_to_have_none():
    facts_of = [dict(facts(make_contract(number=number))) for number in ("5/2026", "")]
    assert [rows["Номер и дата"] for rows in facts_of] == [
        f"№\xa05/2026 от {day():%d.%m.%Y}", f"без номера, от {day():%d.%m.%Y}",
    ]  # fmt: skip


def test_the_register_on_paper_and_in_excel_takes_over_the_conditions():
    make_contract(partner=CANARY, end=day(5))
    make_contract(partner="Вуз", number="")
    client = signed_in(make_curator())

    paper = register_paper(PartnerContract.objects.order_by("pk"), day())
    rows = [(row[1], row[3], row[6]) for row in paper.table.groups[0].rows]
    assert rows == [
        (CANARY, f"№ 5/2026 от {day():%d.%m.%Y}", "заканчивается"),
        ("Вуз", f"от {day():%d.%m.%Y}", "действует"),
    ]
    book = load_workbook(BytesIO(client.get(url("xlsx"), {"state": "expiring"}).content))
    values = [[cell.value for cell in row] for row in book.active.iter_rows(min_row=2)]
    assert [(row[1], row[6].date(), row[9]) for row in values] == [(CANARY, day(5), "нет")]
    assert client.get(url("pdf"))["Content-Type"] == "application/pdf"


def test_the_curators_today_tells_what_ends_within_a_month():
    make_contract(end=day(31))
    client = signed_in(make_curator())
    assert "заканчива" not in text_of(client.get(reverse("home:today"))).lower()
    make_contract(number="6", end=day(30))

    page = text_of(client.get(reverse("home:today")))
    assert "За месяц заканчивается 1\xa0договор с партнёром." in page and f"{day(30):%d.%m.%Y}" in page
    assert "договор с партнёром" not in text_of(signed_in(make_director()).get(reverse("home:today")))


def test_who_is_responsible_finds_the_contract_among_the_own_data():
    person = make_teacher("r", "Орлова")
    make_contract(responsible=person)
    make_contract(partner="Вуз", number="9")

    found = {section.title: section.rows for section in sections_about(person)}
    rows = found["Договоры с партнёрами, за которые вы отвечаете"]
    assert [row[0] for row in rows] == ["Приреченский педагогический колледж"]
