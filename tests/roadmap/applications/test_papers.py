"""The words of each sheet: addressee in the right cases, gender, what the law is called."""

from datetime import date
from io import BytesIO

import pikepdf
import pytest
from django.utils import timezone

from registry.people.models import Person
from roadmap.applications.documents import application_pdf
from roadmap.applications.models import Application
from roadmap.applications.paper import application_paper
from roadmap.applications.queries import with_sides
from tests.factories.applications import make_application
from tests.factories.bank import make_mentee, make_mentor
from tests.factories.orders import check_forms
from tests.factories.pairs import make_mentorship
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
FRIDAY, WEDNESDAY = date(2025, 10, 10), date(2025, 10, 15)


@pytest.fixture
def pair():
    mentor = make_mentor(make_person("Соколова")).person
    return make_mentorship("active", mentor=mentor, mentees=[make_mentee(make_person("Егорова")).person])


def paper(kind, pair, **words):
    if kind in ("release", "notice"):
        words |= {"filed_on": FRIDAY, "last_day": WEDNESDAY}
    application = make_application(kind, pair=pair, **words)
    check_forms(*Person.objects.all())
    return application_paper(with_sides(Application.objects.all()).get(pk=application.pk))


def plain(lines):
    return [line.replace("\xa0", " ") for line in lines]


def test_the_mentor_gives_up_under_the_labour_code(pair):
    sheet = paper("release", pair, text="")

    assert plain(sheet.addressee) == [
        "Директору МБОУ СШ № 7", "Кедровой Галине Андреевне", "от учителя математики", "Соколовой Марии Сергеевны",
    ]  # fmt: skip
    assert (sheet.title, sheet.signatures) == ("Заявление", ("М.\xa0С.\xa0Соколова",))
    assert plain(sheet.paragraphs) == [
        "В соответствии со статьёй 351.8 Трудового кодекса Российской Федерации досрочно отказываюсь от выполнения "
        "работы по наставничеству в отношении: Егоровой Марии Сергеевны, учителя математики.",
        "Последний день работы: 15.10.2025.",
    ]


def test_the_school_gives_notice_to_the_mentor(pair):
    sheet = paper("notice", pair, text="сокращение часов")

    assert plain(sheet.addressee) == ["Учителю математики", "Соколовой Марии Сергеевне"]
    assert sheet.paragraphs[0] == "Уважаемая Мария Сергеевна!"
    assert plain(sheet.paragraphs)[1].endswith(
        "поручение о выполнении работы по наставничеству в отношении: Егоровой Марии Сергеевны, учителя математики "
        "– отменяется досрочно."
    )
    assert plain(sheet.paragraphs)[2:] == ["Последний день работы: 15.10.2025.", "Причина: сокращение часов."]
    assert (sheet.signer.position, sheet.signer.name) == ("Директор", "Г.\xa0А.\xa0Кедрова")
    assert sheet.received == "Уведомление получила:"


def test_the_other_sheets_say_what_is_asked(pair):
    first = {
        kind: plain(paper(kind, pair).paragraphs)[0]
        for kind in ("replacement", "extension", "correction", "duty", "proposal", "representation")
    }

    assert (
        first["replacement"]
        == "Прошу заменить моего наставника: Соколовой Марии Сергеевны, учителя математики."
    )
    assert "до " in first["extension"] and "по обоюдному согласию" in first["extension"]
    assert "внести изменения" in first["correction"]
    assert f"{timezone.localdate():%d.%m.%Y} с 09:00 до 11:00 для участия" in first["duty"]
    assert "предлагаю:" in first["proposal"]
    assert first["representation"] == "Представляю к поощрению: Егорову Марию Сергеевну, учителя математики."


def test_who_asks_for_a_reprimand_says_about_whom_and_the_pdf_is_one_sheet(pair):
    application = make_application("representation", pair=pair, measure="discipline")

    words = application_paper(application).paragraphs[0].replace("\xa0", " ")

    assert "в отношении: Егоровой Марии Сергеевны" in words
    with pikepdf.open(BytesIO(application_pdf(application))) as pdf:
        assert len(pdf.pages) == 1
