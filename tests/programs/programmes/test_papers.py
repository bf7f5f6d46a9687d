"""The programme on paper, the archive, the register."""

import zipfile
from io import BytesIO

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from mentoring.accounts.models import AccessRecord
from mentoring.documents.papers import NOTE_FIELDS, TITLE_FIELDS
from mentoring.documents.queries import issued_pdf
from mentoring.jobs.models import Job
from programs.programmes.documents import programme_register
from programs.programmes.enums import ProgrammeStatus
from programs.programmes.issuing import issue_programme
from programs.programmes.models import Programme
from programs.programmes.paper import programme_paper, programme_pdf
from programs.programmes.queries import with_everything
from programs.programmes.tasks import make_archive
from tests.factories.people import (
    make_administrator,
    make_council_member,
    make_curator,
    make_director,
    make_user,
)
from tests.factories.programmes import hold, make_pair, make_programme, make_school, note
from tests.mentoring.documents.reading import picture, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ready")]
S = ProgrammeStatus
TITLE_CAPTIONS = [
    "ФИО наставника",
    "ФИО наставляемого/группы наставляемых",
    "Название программы",
    "Срок реализации программы",
    "Дата ознакомления с программой куратора/методического совета",
    "Дата согласования программы наставником с наставляемым/группой наставляемых",
]
NOTE_CAPTIONS = [
    "Описание проблемы, профессиональных затруднений, на решение/преодоление которых направлена программа, "
    "а так же сильные стороны, которые необходимо поддержать и развить",
    "Цели и задачи программы",
    "Форма и вид наставничества",
    "Описание возможного содержания деятельности",
    "Промежуточные и планируемые результаты",
    "Расписание встреч, режим работы (онлайн, очный, смешанный), условия обучения",
]


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def whole(programme):
    return with_everything(Programme.objects.all()).get(pk=programme.pk)


def test_the_captions_are_those_of_the_template_word_for_word():
    make_school()
    text = words(programme_pdf(whole(make_programme(S.RUNNING))))
    places = [text.find(caption) for caption in [*TITLE_CAPTIONS, *NOTE_CAPTIONS]]
    assert -1 not in places
    assert places == sorted(places)
    assert text.find("Дата Мероприятие Форма Содержание Рефлексия") > places[-1]
    assert [*TITLE_FIELDS.values(), *NOTE_FIELDS.values()] == [*TITLE_CAPTIONS, *NOTE_CAPTIONS]


def test_the_paper_says_what_the_programme_says():
    make_school()
    programme = make_programme(S.AGREED, size=2, title='Программа "Старт"', rows=1)
    note(programme, by=make_curator())
    hold(programme.plan.get(), by=make_user("mentee"), reflection="Получилось")
    paper = programme_paper(whole(programme))
    day = f"{timezone.localdate():%d.%m.%Y}"
    mentor, mentees = programme.mentorship.mentor, programme.mentorship.mentees
    assert paper.mentees == tuple(person.full_name for person in mentees)
    assert (paper.mentor, paper.title) == (mentor.full_name, "Программа «Старт»")
    assert paper.term == f"{programme.start:%d.%m.%Y}\xa0– {programme.end:%d.%m.%Y}"
    assert (paper.seen_on, paper.agreed_on) == (f"куратор\xa0– {day}", day)
    assert paper.plan == (("1-я неделя", "Посещение урока 1", "беседа", "Разбор урока", "Получилось"),)
    assert [(row.position, row.name) for row in paper.signatures] == [
        ("Наставник", mentor.signature_name),
        *(("Наставляемый", person.signature_name) for person in mentees),
        ("С программой ознакомлен куратор", ""),
    ]


@pytest.mark.parametrize(
    ("state", "is_project"), [(S.DRAFT, True), (S.ON_AGREEMENT, True), (S.AGREED, False)]
)
def test_only_what_is_not_agreed_bears_the_watermark(state, is_project):
    text = words(programme_pdf(whole(make_programme(state))))
    assert ("ПРОЕКТ" in text) == is_project


def test_only_an_issued_paper_has_a_check_code():
    make_school()
    programme = make_programme(S.RUNNING)
    document = issue_programme(programme, by=make_curator())
    assert "Проверка документа" in words(issued_pdf(document), 0)
    assert "Проверка документа" not in words(programme_pdf(whole(programme)))
    corner = (165, 262, 200, 295)
    assert picture(issued_pdf(document)).crop_mm(*corner).dark > 300
    assert picture(programme_pdf(whole(programme))).crop_mm(*corner).dark == 0


def test_every_line_of_the_note_begins_with_the_same_indent():
    programme = make_programme(goals="Цель: урок.\nЗадачи: темп и итог.")
    text = render_to_string("documents/programme.html", {"paper": programme_paper(whole(programme))})
    assert "<p>Цель: урок.</p><p>Задачи: темп и\u00a0итог.</p>".replace("\u00a0", " ") in text.replace(
        "\u00a0", " "
    )


def test_an_empty_programme_prints_with_lines_to_write_on():
    programme = make_programme(goals="", rows=0)
    Programme.objects.update(problem="", form_and_kind="", content="")
    text = words(programme_pdf(whole(programme)))
    assert "Пояснительная записка" in text
    assert "None" not in text


def test_the_pdf_opens_for_both_sides_and_is_written_down(client):
    programme = make_programme(S.RUNNING)
    for username in ("mentor", "mentee"):
        client.force_login(make_user(username))
        answer = client.get(reverse("programmes:pdf", args=[programme.pk]))
        assert answer["Content-Type"] == "application/pdf"
    assert AccessRecord.objects.filter(kind="print").count() == 2


def test_all_programmes_come_as_one_archive(client):
    programmes = [make_programme(S.RUNNING), make_programme(mentorship=make_pair(usernames=False))]
    curator = make_curator()
    job = Job.objects.create(owner=curator, title="Архив", total=2)
    make_archive(job_id=job.pk, programme_ids=[row.pk for row in programmes])
    job.refresh_from_db()
    assert (job.state, job.done, job.message) == ("done", 2, "Готово: 2\xa0программы.")
    archive = zipfile.ZipFile(BytesIO(job.result.read()))
    assert sorted(name.split()[1] for name in archive.namelist()) == sorted(str(row.pk) for row in programmes)
    assert all(archive.read(name).startswith(b"%PDF") for name in archive.namelist())


def test_the_archive_holds_only_what_its_owner_sees():
    make_programme(S.RUNNING)
    foreign = make_programme(mentorship=make_pair(usernames=False))
    job = Job.objects.create(owner=make_user("mentor"), title="Архив")
    make_archive(job_id=job.pk, programme_ids=[foreign.pk])
    job.refresh_from_db()
    assert (job.state, bool(job.result)) == ("failed", False)


def test_the_archive_is_ordered_from_the_list(client):
    programme = make_programme(S.RUNNING, title="Нужная")
    make_programme(title="Лишняя", mentorship=make_pair(usernames=False))
    client.force_login(make_curator())
    answer = client.post(reverse("programmes:archive") + "?state=running")
    job = Job.objects.get()
    assert (answer.url, job.total, job.title) == (
        reverse("jobs:detail", args=[job.pk]),
        1,
        "Программы наставничества одним архивом",
    )
    assert programme.status == S.RUNNING
    assert client.post(reverse("programmes:archive") + "?q=нет такой").url == reverse("programmes:list")


def test_the_register_has_the_same_columns_on_paper_and_in_excel(client):
    make_school()
    programme = make_programme(S.RUNNING, title="Первые шаги")
    note(programme, by=make_curator())
    client.force_login(make_director())
    pdf = client.get(reverse("programmes:register_pdf"))
    assert "Реестр персонализированных программ наставничества" in words(pdf.content)
    book = load_workbook(BytesIO(client.get(reverse("programmes:register_xlsx")).content))
    heading, row = list(book.active.values)
    assert heading == tuple(column.heading for column in programme_register(Programme.objects.all()).columns)
    assert (row[1], row[5].date(), row[10]) == ("Первые шаги", programme.start, "0 из 3")
    assert book.active.freeze_panes == "A2"
    assert AccessRecord.objects.filter(kind="export").count() == 2


@pytest.mark.parametrize("make", [make_administrator, make_council_member])
def test_register_and_archive_are_for_curator_and_director(client, make):
    make_programme()
    client.force_login(make())
    answers = [
        client.get(reverse("programmes:register_pdf")).status_code,
        client.get(reverse("programmes:register_xlsx")).status_code,
        client.post(reverse("programmes:archive")).status_code,
    ]
    assert answers == [403, 403, 403]
