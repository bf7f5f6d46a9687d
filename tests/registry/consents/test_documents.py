import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from pypdf import PdfReader

from mentoring.documents.papers import ConsentPaper, Paragraph
from mentoring.documents.pdf import render_pdf
from mentoring.jobs.enums import JobState
from mentoring.jobs.models import Job
from mentoring.school.models import Organisation
from mentoring.school.queries import paper_layout
from registry.consents import tasks
from registry.consents.documents import consent_pdf, journal_xlsx, shown_paper
from registry.consents.enums import ConsentKind
from registry.consents.models import Consent
from registry.consents.paper import consent_paper, paper_as_data, paper_of_data
from registry.consents.rules import NO_REPRESENTATIVE
from registry.consents.services import add_edition, prepare_blank, text_in_use, withdraw_consent
from registry.people.services import save_representative, update_person
from tests.factories.bank import give_paper
from tests.factories.people import make_curator, make_person, make_pupil
from tests.mentoring.documents import zoo

pytestmark = pytest.mark.django_db
K = ConsentKind
CARD = Organisation(
    full_name="Муниципальное бюджетное общеобразовательное учреждение «Школа № 7»",
    full_name_dative="Муниципальному бюджетному общеобразовательному учреждению «Школа № 7»",
    short_name="МБОУ «Школа № 7»",
    town="г. Приречный",
    address="г. Приречный, ул. Садовая, д. 1",
    inn="7700000000",
    ogrn="1027700000000",
    website="https://school7.example/",
    head_position_dative="директору",
    head_name_dative="Кедровой Галине Андреевне",
)


def blank(person, kind):
    consent = prepare_blank(person, kind, by=make_curator())
    return Consent.objects.prefetch_related("person__positions").get(pk=consent.pk)


def text_of(pdf):
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return re.sub(r"\s+", " ", text.replace("\u00ad", ""))


def words_of(paper):
    texts = [getattr(block, "text", "") or getattr(block, "intro", "") for block in paper.blocks]
    return "\n".join(texts).replace("\xa0", " ")


def test_a_blank_holds_what_the_system_knows_and_lines_for_the_rest():
    person = make_person("Петрова")
    paper = consent_paper(blank(person, K.PROCESSING), card=CARD)
    pens = [block.label for block in paper.blocks if block.kind == "blank"]
    assert [line.replace("\xa0", " ") for line in paper.addressee] == [
        "Директору МБОУ «Школа № 7»",
        "Кедровой Галине Андреевне",
    ]
    assert paper.signatures == (person.signature_name,)
    assert pens == ["Документ, удостоверяющий личность", "Адрес регистрации"]
    assert words_of(paper).split("\n")[0] == (
        "Я, Петрова Мария Сергеевна, даю согласие Муниципальному бюджетному общеобразовательному учреждению "
        "«Школа № 7» (адрес: г. Приречный, ул. Садовая, д. 1, ИНН 7700000000, ОГРН 1027700000000) "
        "(далее – оператор) на обработку моих персональных данных на условиях, указанных ниже."
    )


def test_without_the_school_card_its_places_stay_for_a_pen():
    paper = consent_paper(blank(make_person("Петрова"), K.PROCESSING), card=None)
    assert paper.addressee == ("_" * 30, "_" * 30)
    assert words_of(paper).split("\n")[0].startswith("Я, Петрова Мария Сергеевна, даю согласие ______")


def test_for_a_pupil_the_representative_speaks_and_both_sign():
    pupil = make_pupil("Петров", first_name="Иван", patronymic="Олегович", birth_date=date(2010, 5, 5))
    paper = consent_paper(blank(pupil, K.PROCESSING), card=CARD)
    first = words_of(paper).split("\n")[0]
    assert paper.title == "Согласие законного представителя на обработку персональных данных"
    assert first.startswith(
        "Я, Петров Олег Петрович, законный представитель обучающегося (отец), даю согласие "
    )
    assert first.endswith(
        "на обработку моих персональных данных и персональных данных обучающегося Петрова Ивана Олеговича "
        "на условиях, указанных ниже."
    )
    assert paper.signatures == ("Петров Олег Петрович", "Петров Иван Олегович")


def test_under_fourteen_only_the_representative_signs():
    pupil = make_pupil("Петров", first_name="Иван", patronymic="Олегович", birth_date=date(2020, 5, 5))
    assert consent_paper(blank(pupil, K.PROCESSING), card=CARD).signatures == ("Петров Олег Петрович",)


def test_ticks_are_empty_on_a_blank_and_filled_on_what_was_given():
    person = make_person()
    (empty,) = [
        block
        for block in consent_paper(blank(person, K.DISTRIBUTION), card=CARD).blocks
        if block.kind == "choices"
    ]
    given = give_paper(person, K.DISTRIBUTION, fields_allowed=["position"])
    (filled,) = [block for block in consent_paper(given, card=CARD).blocks if block.kind == "choices"]
    assert [choice.answer for choice in empty.choices] == [None] * 5
    assert [choice.answer for choice in filled.choices] == [False, True, False, False, False]


@pytest.mark.parametrize("kind", K)
def test_every_consent_prints_on_two_sheets_at_most(kind):
    pdf = consent_pdf(blank(make_person("Петрова"), kind))
    assert len(PdfReader(io.BytesIO(pdf)).pages) <= 2
    assert "Петрова" in text_of(pdf)
    assert "{" not in text_of(pdf)


@pytest.mark.parametrize("kind", K)
def test_a_sheet_is_kept_and_read_back_word_for_word(kind):
    paper = consent_paper(blank(make_pupil() if kind == K.PROCESSING else make_person(), kind), card=CARD)
    kept = json.loads(json.dumps(paper_as_data(paper)))
    assert paper_of_data(kept) == paper


def test_the_proof_stays_as_it_was_signed(settings, tmp_path):
    """Later names, texts and school cards do not reach a consent that was given (152-ФЗ, ст. 9, ч. 3)."""
    settings.MEDIA_ROOT = tmp_path
    curator, pupil = make_curator(), make_pupil("Петров", first_name="Иван", patronymic="Олегович")
    text = text_in_use(K.PROCESSING)
    consent = give_paper(
        pupil, K.PROCESSING, on=date(2026, 9, 1), scan=SimpleUploadedFile("лист.pdf", zoo.pdf())
    )
    before = text_of(consent_pdf(consent))
    save_representative(pupil, by=curator, last_name="Канарейкина", first_name="Яна", relation="мать")
    update_person(pupil, by=curator, version=pupil.version, last_name="Канарейкин")
    add_edition(K.PROCESSING, by=curator, title="Новый текст", body=f"{text.body} Канарейка.", after=1)
    consent = Consent.objects.get(pk=consent.pk)
    assert text_of(consent_pdf(consent)) == before
    assert "Петров Олег Петрович" in before and "анарейк" not in before
    proof = (
        "Согласие получено на бумаге 1 сентября 2026 г., внёс: Куратор К. К. "
        f"Редакция текста 1, SHA-256 {text.sha256}. "
        f"Скан подписанного листа: SHA-256 {consent.scan.sha256}."
    )
    assert proof in " ".join(block.text for block in shown_paper(consent).blocks[-2:]).replace("\xa0", " ")
    withdraw_consent(consent, by=curator, on=timezone.localdate(), note="заявление № 4")
    last = shown_paper(Consent.objects.get(pk=consent.pk)).blocks[-1].text.replace("\xa0", " ")
    assert last.startswith("Согласие отозвано ") and last.endswith("Как отозвано: заявление № 4.")


def test_the_register_keeps_real_dates():
    give_paper(make_person("Петрова"), K.PROCESSING, on=date(2026, 9, 1), valid_until=date(2027, 8, 31))
    sheet = openpyxl.load_workbook(io.BytesIO(journal_xlsx(Consent.objects.all()))).active
    row = [cell.value for cell in sheet[2]]
    assert [cell.value for cell in sheet[1]][:4] == ["№ п/п", "ФИО", "Должность", "Вид согласия"]
    assert row[:6] == [
        1, "Петрова Мария Сергеевна", "учитель математики", "согласие на обработку персональных данных", 1,
        "получено",
    ]  # fmt: skip
    assert [value.date() for value in row[7:9]] == [date(2026, 9, 1), date(2027, 8, 31)]


def test_blanks_of_a_selection_come_as_one_archive():
    curator, orphan = (
        make_curator(),
        make_person("Яковлев", kind="pupil", first_name="Иван", patronymic="Олегович"),
    )
    people = [make_person("Петрова"), make_person("Петрова"), orphan]
    job = Job.objects.create(owner=curator, title="Бланки", total=3)
    tasks.print_blanks.func(job.pk, [[person.pk, "processing"] for person in people])
    job.refresh_from_db()
    archive = zipfile.ZipFile(job.result)
    assert (job.state, job.done, job.total) == (JobState.DONE, 3, 3)
    assert job.message.splitlines() == [
        "Подготовлено: 2\xa0бланка. Раздайте их на подпись.",
        "Не подготовлены:",
        f"Яковлев Иван Олегович: согласие на обработку персональных данных – {NO_REPRESENTATIVE}",
    ]
    assert archive.namelist() == [
        "Обработка данных/Согласие на обработку персональных данных – Петрова М. С.pdf",
        "Обработка данных/Согласие на обработку персональных данных – Петрова М. С (2).pdf",
        "Все бланки одним файлом.pdf",
        "Не подготовлены.txt",
    ]
    whole = PdfReader(io.BytesIO(archive.read("Все бланки одним файлом.pdf")))
    single = PdfReader(io.BytesIO(archive.read(archive.namelist()[0])))
    assert len(whole.pages) == 2 * len(single.pages)
    assert Consent.objects.filter(status="printed").count() == 2


def test_an_archive_of_nobody_is_a_failure_with_the_reason():
    orphan = make_person(kind="pupil")
    job = Job.objects.create(owner=make_curator(), title="Бланки", total=1)
    tasks.print_blanks.func(job.pk, [[orphan.pk, "processing"]])
    job.refresh_from_db()
    assert (job.state, job.message.splitlines()[0]) == (
        JobState.FAILED,
        "Ни одного бланка подготовить нельзя.",
    )


def test_signatures_never_stand_alone_on_a_sheet():
    pupil = make_pupil("Петров", first_name="Иван", patronymic="Олегович", birth_date=date(2010, 5, 5))
    paper = consent_paper(blank(pupil, K.PROCESSING), card=CARD)
    sheets = []
    for lines in (0, 3, 6, 8):
        longer = replace(paper, blocks=(*paper.blocks, Paragraph("\n\n".join(["Дополнение."] * lines))))
        pdf = render_pdf(ConsentPaper.template_name, {"paper": longer}, layout=paper_layout("working"))
        sheets.append([page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages])
    assert {len(pages) for pages in sheets} == {1, 2}
    assert ["Дополнение" in pages[-1] or len(pages) == 1 for pages in sheets] == [True] * len(sheets)
