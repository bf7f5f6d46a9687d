"""The words of an agreement: cases, gender, what is left for the pen."""

from datetime import date
from io import BytesIO

import openpyxl
import pikepdf
import pytest

from mentoring.school.models import Organisation
from registry.people.enums import PersonKind
from registry.people.models import Person
from roadmap.agreements.documents import agreement_pdf, payments_xlsx
from roadmap.agreements.models import Agreement
from roadmap.agreements.paper import agreement_paper, paper_of
from roadmap.agreements.queries import with_sides
from tests.factories.agreements import make_agreement
from tests.factories.bank import make_mentee, make_mentor
from tests.factories.pairs import make_mentorship
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
NBSP = "\xa0"
SEPTEMBER, MAY = date(2026, 9, 1), date(2027, 5, 31)


def a_pair(**mentor):
    person = make_person("Соколова", **mentor)
    mentee = make_mentee(make_person("Егорова")).person
    return make_mentorship("agreed", mentor=make_mentor(person).person, mentees=[mentee])


def test_an_employee_signs_an_amendment_to_the_employment_contract():
    agreement = make_agreement(
        pair=a_pair(), number="7", date=date(2026, 8, 28), start=SEPTEMBER, end=MAY, payment="10 % оклада"
    )

    paper = agreement_paper(with_sides(Agreement.objects.all()).get(pk=agreement.pk))

    assert paper.title == f"Дополнительное соглашение №{NBSP}7"
    assert paper.subtitle == f"к трудовому договору от 31.08.2020 №{NBSP}15/2020"
    assert "в лице директора Кедровой Галины Андреевны, действующей на основании Устава" in paper.preamble
    assert (
        "и Соколова Мария Сергеевна, учитель математики (далее – Работник)".replace(" –", f"{NBSP}–")
        in paper.preamble
    )
    first = paper.clauses[0].items[0]
    assert first.endswith(
        "работы по наставничеству в отношении: Егоровой Марии Сергеевны, учителя математики."
    )
    assert "на основании письменного согласия от 01.09." in first
    assert paper.clauses[0].items[3] == f"Срок работы: с{NBSP}01.09.2026 по{NBSP}31.05.2027."
    assert paper.clauses[1].items[0] == "10 % оклада."
    assert "статья 351.8" in paper.clauses[2].items[0]
    assert paper.received == "Экземпляр дополнительного соглашения получила:"
    assert [blank.label for blank in paper.sides[1].blanks] == ["Паспорт", "Адрес"]


def test_an_outsider_signs_a_contract_and_the_labour_code_is_not_named():
    pair = a_pair(kind=PersonKind.EXTERNAL, positions=["доцент"])
    agreement = make_agreement("printed", pair=pair)

    paper = paper_of(agreement)

    assert agreement.kind == "contract"
    assert paper.title == "Договор №\xa0____________"
    assert "трудов" not in str(paper).lower()
    assert "(далее\xa0– Исполнитель)" in paper.preamble


def test_printed_words_do_not_change_with_the_cards():
    agreement = make_agreement("printed", pair=a_pair())
    before = paper_of(agreement)

    Organisation.objects.update(full_name="Лицей", head_last_name="Новая")
    Person.objects.filter(pk=agreement.mentor_id).update(last_name="Другая", gender="")
    agreement = Agreement.objects.get(pk=agreement.pk)

    assert paper_of(agreement) == before
    assert agreement_paper(agreement) != before
    with pikepdf.open(BytesIO(agreement_pdf(agreement))) as pdf:
        assert len(pdf.pages) in (1, 2)


def test_the_accounting_office_gets_whom_to_pay_till_when():
    ended = make_agreement("ended", payment="10 % оклада")

    sheet = openpyxl.load_workbook(BytesIO(payments_xlsx(with_sides(Agreement.objects.all())))).active

    row = [cell.value for cell in sheet[2]]
    assert (row[1], row[7]) == (ended.mentor.full_name, "10 % оклада")
    assert row[9].date() == ended.ended_on
