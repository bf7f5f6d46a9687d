"""Issued papers: frozen with their data and hash, cancelled once, guarded by the database."""

import hashlib
from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.utils import ProgrammingError

from mentoring.documents import services
from mentoring.documents.enums import DocumentKind, DocumentStatus
from mentoring.documents.layout import ORDER
from mentoring.documents.models import IssuedDocument, IssuedFile
from mentoring.documents.papers import paper_data
from mentoring.documents.queries import DamagedFile, issued_for, issued_pdf, valid_issue
from mentoring.workflow.verdicts import Refused, StaleState
from tests.mentoring.documents import samples
from tests.mentoring.documents.reading import read, words

pytestmark = pytest.mark.django_db


def issue(by, *, subject=None, **changes):
    paper = samples.order()
    return services.issue_document(
        **{
            "kind": DocumentKind.ORDER,
            "number": paper.number,
            "title": paper.title,
            "issued_on": date(2026, 1, 12),
            "data": paper_data(paper),
            "template_name": paper.template_name,
            "context": {"paper": paper},
            "layout": ORDER,
            "subject": subject,
            "by": by,
            **changes,
        }
    )


def test_an_issued_paper_keeps_its_bytes_data_and_hash(curator):
    document = issue(curator, subject=curator)

    stored = IssuedDocument.objects.get(pk=document.pk)
    pdf = bytes(stored.file.pdf)
    assert stored.sha256 == hashlib.sha256(pdf).hexdigest()
    assert issued_pdf(stored) == pdf
    assert stored.page_count == len(read(pdf).pages) == 3
    assert stored.data["signer"] == {"position": "Директор", "name": "Г. А. Кедрова"}
    assert (stored.status, stored.issued_by, stored.subject) == (DocumentStatus.VALID, curator, curator)


def test_the_sheet_carries_the_code_of_its_own_check_page(curator):
    document = issue(curator)

    spaced = "-".join(document.code[start : start + 4] for start in range(0, 16, 4))
    assert f"код {spaced}" in words(issued_pdf(document), 0)
    assert document.get_check_url() == f"/check/{document.code}/"


@pytest.mark.usefixtures("marked_sheets")
def test_every_issue_has_a_code_of_its_own(curator):
    assert len({issue(curator).code for _ in range(3)}) == 3


def test_nothing_is_issued_when_the_registration_around_it_fails(curator):
    with pytest.raises(RuntimeError), transaction.atomic():
        issue(curator)
        raise RuntimeError
    assert (IssuedDocument.objects.count(), IssuedFile.objects.count()) == (0, 0)


@pytest.mark.usefixtures("marked_sheets")
def test_papers_of_an_object_come_newest_first_and_the_valid_one_is_found(curator):
    first, second = issue(curator, subject=curator), issue(curator, subject=curator)
    issue(curator)

    assert list(issued_for(curator)) == [second, first]
    assert valid_issue(curator, kind=DocumentKind.ORDER) == second
    services.cancel_document(second, by=curator, reason="Приказ от 20.01.2026", on=date(2026, 1, 20))
    assert valid_issue(curator, kind=DocumentKind.ORDER) == first
    assert valid_issue(curator, kind=DocumentKind.CONSENT) is None


def test_cancelling_keeps_the_bytes_and_says_since_when_and_why(curator):
    document = issue(curator)
    before = issued_pdf(document)

    services.cancel_document(document, by=curator, reason=" Ошибка в сроке ", on=date(2026, 1, 20))

    document = IssuedDocument.objects.get(pk=document.pk)
    assert (document.status, document.cancelled_on, document.cancel_reason) == (
        DocumentStatus.CANCELLED,
        date(2026, 1, 20),
        "Ошибка в сроке",
    )
    assert issued_pdf(document) == before


@pytest.mark.usefixtures("marked_sheets")
def test_a_paper_is_cancelled_once(curator):
    document = issue(curator)
    services.cancel_document(document, by=curator, reason="Ошибка", on=date(2026, 1, 20))

    with pytest.raises(StaleState, match="уже отменён 20.01.2026"):
        services.cancel_document(document, by=curator, reason="Ошибка", on=date(2026, 1, 21))


@pytest.mark.usefixtures("marked_sheets")
@pytest.mark.parametrize(
    ("reason", "on", "said"),
    [("  ", date(2026, 1, 20), "почему"), ("Ошибка", date(2026, 1, 11), "раньше даты документа")],
)
def test_cancelling_needs_a_reason_and_a_date_not_before_the_paper(curator, reason, on, said):
    with pytest.raises(Refused, match=said):
        services.cancel_document(issue(curator), by=curator, reason=reason, on=on)


REWRITTEN = (
    {"code": "0000000000000000"},
    {"kind": DocumentKind.OTHER},
    {"number": "1"},
    {"title": "Другой"},
    {"issued_on": date(2026, 2, 1)},
    {"data": {}},
    {"sha256": "0" * 64},
    {"page_count": 9},
    {"issued_by": None},
    {"content_type": None, "object_id": None},
)


def test_the_database_lets_nobody_rewrite_an_issued_paper(curator):
    document = issue(curator, subject=curator)

    for change in REWRITTEN:
        with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
            IssuedDocument.objects.filter(pk=document.pk).update(**change)


@pytest.mark.usefixtures("marked_sheets")
def test_the_database_lets_nobody_revive_a_cancelled_paper(curator):
    document = issue(curator)
    services.cancel_document(document, by=curator, reason="Ошибка", on=date(2026, 1, 20))

    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        IssuedDocument.objects.filter(pk=document.pk).update(
            status=DocumentStatus.VALID, cancelled_on=None, cancel_reason=""
        )


def test_the_database_lets_nobody_replace_or_delete_the_bytes(curator):
    document = issue(curator)

    for statement in (
        "UPDATE mentoring_issuedfile SET pdf = 'x' WHERE document_id = %s",
        "DELETE FROM mentoring_issuedfile WHERE document_id = %s",
        "DELETE FROM mentoring_issueddocument WHERE id = %s",
    ):
        refused = pytest.raises(ProgrammingError, match="Cannot")
        with refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [document.pk])


GOOD = {
    "code": "0123456789ABCDEF",
    "kind": DocumentKind.ORDER,
    "title": "О назначении куратора",
    "issued_on": date(2026, 1, 12),
    "data": {},
    "sha256": "a" * 64,
    "page_count": 1,
}


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"kind": "letter"}, "issued_document_kind_known"),
        ({"status": "lost"}, "issued_document_status_known"),
        ({"sha256": "a" * 63}, "issued_document_sha256"),
        ({"sha256": "A" * 64}, "issued_document_sha256"),
        ({"status": DocumentStatus.CANCELLED}, "issued_document_cancelled_has_date"),
        ({"cancelled_on": date(2026, 1, 20)}, "issued_document_cancelled_has_date"),
        (
            {"status": DocumentStatus.CANCELLED, "cancelled_on": date(2026, 1, 20)},
            "issued_document_cancelled_has_date",
        ),
        ({"object_id": 1}, "issued_document_subject_whole"),
    ],
)
def test_a_row_that_makes_no_sense_is_refused_by_the_database(wrong, constraint):
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        IssuedDocument.objects.create(**{**GOOD, **wrong})
    assert constraint in str(caught.value)


def test_a_code_is_given_once():
    IssuedDocument.objects.create(**GOOD)

    with pytest.raises(IntegrityError, match="code"), transaction.atomic():
        IssuedDocument.objects.create(**GOOD)


def test_bytes_that_do_not_match_the_hash_are_not_served(curator):
    document = IssuedDocument.objects.create(**GOOD)
    IssuedFile.objects.create(document=document, pdf=b"%PDF-other")

    with pytest.raises(DamagedFile):
        issued_pdf(document)


@pytest.mark.usefixtures("marked_sheets")
def test_a_list_of_papers_does_not_load_their_bytes(curator, django_assert_num_queries):
    for _ in range(3):
        issue(curator, subject=curator)

    with django_assert_num_queries(1) as captured:
        assert len(issued_for(curator)) == 3
    assert "pdf" not in captured.captured_queries[0]["sql"]


@pytest.mark.usefixtures("marked_sheets")
def test_a_title_too_long_for_the_register_is_not_cut_silently(curator):
    with pytest.raises(DatabaseError), transaction.atomic():
        issue(curator, title="О" * 401)
