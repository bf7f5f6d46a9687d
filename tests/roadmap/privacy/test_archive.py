"""«Мои данные»: everything about the person, not a word about anybody else."""

import json
import zipfile
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from mentoring.accounts.models import AccessRecord
from programs.programmes.models import Programme
from registry.people.models import Person
from roadmap.privacy.collecting import archive_about
from tests.factories.pairs import make_mentorship
from tests.factories.people import make_council_member, make_curator, make_person
from tests.factories.programmes import make_programme
from tests.roadmap.privacy.canary import MARK, make_canary

pytestmark = pytest.mark.django_db
OTHER = "Соседкин"


def unpacked(content) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def all_text(files) -> str:
    """Everything readable of the archive, names of files and cells of the workbook included."""
    book = load_workbook(BytesIO(files["Мои данные.xlsx"]))
    cells = [str(value) for sheet in book for row in sheet.values for value in row if value]
    pages = [files[name].decode() for name in ("Мои данные.html", "Мои данные.json")]
    return "\n".join([*files, *cells, *pages])


def test_the_archive_has_every_mark_of_the_person_and_none_of_the_other(school, client):
    person, other = make_canary(), make_canary(role="mentor", mark=OTHER, username="other")
    pair = make_mentorship("active", mentor=other, mentees=[person], reason=f"{OTHER} причина")
    make_programme("running", mentorship=pair, problem=f"{MARK} затруднение")
    client.force_login(make_curator())
    client.get(reverse("people:detail", args=[person.pk]))
    client.force_login(person.user)

    answer = client.get(reverse("privacy:my-archive"))

    files = unpacked(answer.content)
    text = all_text(files)
    for word in (
        f"{MARK}ая Мария Сергеевна", f"{MARK} предметы", f"{MARK} образование", f"{MARK} 123", f"{MARK} ещё примечание",
        "canary@school.example", "17.05.1990", f"{MARK} запрос", f"{MARK} сильное", f"{MARK} пожелания",
        f"{MARK} просьба", f"{MARK} затруднение", "Канареечной Марии Сергеевны", "Куратор К. К.", "Карточка человека",
        f"{MARK}2ый скан.png", f"{MARK}ый скан.png",
    ):  # fmt: skip
        assert word in text, word
    assert OTHER not in text
    sections = [row["title"] for row in json.loads(files["Мои данные.json"])["sections"]]
    assert {
        "Карточка",
        "Согласия",
        "Банк: наставляемый",
        "Пары и группы",
        "Кто обращался к вашим данным",
    } <= set(sections)
    assert sum(name.endswith(".pdf") for name in files) == person.consents.exclude(status="printed").count()
    record = AccessRecord.objects.filter(kind="export").get()
    assert (record.user, record.subject, record.result) == (person.user, "Архив своих данных", "done")


def test_a_mentor_gets_no_words_about_the_mentee(school):
    mentor = make_canary(role="mentor")
    pair = make_mentorship("active", mentor=mentor, mentees=[make_canary(mark=OTHER, username="other")])
    make_programme("running", mentorship=pair, problem=f"{OTHER} затруднение")
    assert Programme.objects.get().problem == f"{OTHER} затруднение"
    assert OTHER not in all_text(unpacked(archive_about(Person.objects.get(pk=mentor.pk))))


def test_the_curator_makes_it_for_a_person_without_an_account(school, client):
    person = make_person("Петрова")
    client.force_login(make_curator())
    files = unpacked(client.get(reverse("privacy:archive", args=[person.pk])).content)
    assert "Петрова Мария Сергеевна" in all_text(files)
    assert AccessRecord.objects.get(kind="export").people == [person.pk]
    client.force_login(make_council_member())
    assert client.get(reverse("privacy:archive", args=[person.pk])).status_code == 403
