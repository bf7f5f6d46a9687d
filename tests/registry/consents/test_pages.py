from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from mentoring.accounts.enums import AccessKind
from mentoring.accounts.models import AccessRecord
from mentoring.jobs.models import Job
from registry.consents.enums import ConsentKind, ConsentStatus
from registry.consents.models import Consent
from registry.consents.services import prepare_blank
from tests.factories.bank import first_of_september, give_paper, make_mentee, make_mentor
from tests.factories.people import (
    make_council_member,
    make_curator,
    make_director,
    make_person,
    make_teacher,
)

pytestmark = pytest.mark.django_db
K = ConsentKind


def as_user(client, user):
    client.force_login(user)
    return client


def scan_file(name="scan.png"):
    from io import BytesIO

    from django.core.files.uploadedfile import SimpleUploadedFile
    from PIL import Image

    buffer = BytesIO()
    Image.new("L", (20, 20), 255).save(buffer, "PNG")
    return SimpleUploadedFile(name, buffer.getvalue(), "image/png")


@pytest.mark.parametrize(("name", "expected"), [("consents:list", 9), ("consents:terms", 10)])
def test_lists_cost_the_same_with_one_person_and_with_fifty(client, name, expected):
    as_user(client, make_curator())
    counts = []
    for size in (1, 49):
        for _ in range(size):
            give_paper(make_person(), K.PROCESSING, valid_until=timezone.localdate())
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(reverse(name)).status_code == 200
        counts.append(len(queries))
    assert counts == [expected, expected]


def test_the_list_pages_by_twenty_five_and_filters_have_chips(client):
    for _ in range(26):
        make_person()
    lacking = make_mentor(consents=()).person
    page = as_user(client, make_curator()).get(reverse("consents:list")).context
    found = client.get(reverse("consents:list"), {"group": "mentors", "lack": "needed", "bad": "1"}).context
    assert (len(page["rows"]), page["page"].paginator.count) == (25, 27)
    assert [row.person for row in found["rows"]] == [lacking]
    assert found["chips"] == [
        {"label": "в банке наставников", "remove_url": "/consents/?lack=needed"},
        {"label": "не хватает нужных", "remove_url": "/consents/?group=mentors"},
    ]


def test_an_unreadable_filter_is_left_out(client):
    person = make_person()
    response = as_user(client, make_curator()).get(reverse("consents:list"), {"group": "x", "page": "zzz"})
    assert [row.person for row in response.context["rows"]] == [person]


def test_an_empty_school_is_told_where_to_begin(client):
    response = as_user(client, make_curator()).get(reverse("consents:list"))
    assert "Согласий пока нет, потому что в системе нет людей." in response.text


def test_another_teachers_consent_does_not_exist_for_me(client):
    owner = make_person("Канарейкина")
    consent = give_paper(owner, K.PROCESSING, scan=None)
    as_user(client, make_teacher("own").user)
    for name in ("detail", "pdf", "scan", "withdraw"):
        response = client.get(reverse(f"consents:{name}", args=[consent.pk]))
        assert (name, response.status_code, "Канарейкина" in response.text) == (name, 404, False)
    response = client.post(reverse("consents:print", args=[owner.pk, K.PROCESSING]))
    assert response.status_code == 404


def test_a_director_sees_but_does_not_keep(client):
    consent = give_paper(make_person(), K.PROCESSING)
    as_user(client, make_director())
    detail = reverse("consents:detail", args=[consent.pk])
    assert client.get(detail).status_code == 200
    assert client.post(reverse("consents:withdraw", args=[consent.pk])).status_code == 403
    assert client.get(reverse("consents:attach", args=[consent.pk])).status_code == 403
    as_user(client, make_council_member())
    assert [client.get(url).status_code for url in (reverse("consents:list"), detail)] == [403, 404]


def test_the_curator_enters_a_paper_with_its_scan(client):
    person, curator = make_person(), make_curator()
    as_user(client, curator)
    url = reverse("consents:record", args=[person.pk, K.PROCESSING])
    response = client.post(url, {"given_on": f"{first_of_september():%d.%m.%Y}", "scan": scan_file()})
    consent = Consent.objects.get()
    assert response.url == reverse("consents:person", args=[person.pk])
    assert (consent.person, consent.scan.original_name) == (person, "scan.png")
    assert client.get(reverse("consents:scan", args=[consent.pk]))["Content-Type"] == "image/png"
    records = AccessRecord.objects.filter(people=[person.pk]).order_by("pk").values_list("kind", flat=True)
    assert list(records) == [AccessKind.CHANGE, AccessKind.FILE]


def test_bad_dates_and_files_are_named_and_what_was_typed_stays(client):
    from django.core.files.uploadedfile import SimpleUploadedFile

    person = make_person()
    as_user(client, make_curator())
    url = reverse("consents:record", args=[person.pk, K.PROCESSING])
    response = client.post(
        url,
        {
            "given_on": "31.02.2026",
            "valid_until": "когда-нибудь",
            "scan": SimpleUploadedFile("virus.exe", b"MZ"),
        },
    )
    errors = response.context["form"].errors
    assert errors["given_on"] == errors["valid_until"] == ["Напишите дату так: 12.01.2026."]
    assert errors["scan"][0].startswith("Файл «virus.exe» – не скан.")
    assert 'value="31.02.2026"' in response.text
    later = client.post(url, {"given_on": "01.09.2099"}).context["form"].errors
    assert later["given_on"] == ["Дата ещё не наступила. Укажите дату, которая стоит под подписью."]
    assert Consent.objects.count() == 0


def test_the_same_paper_sent_twice_is_answered_beside_the_form(client):
    person = make_person()
    as_user(client, make_curator())
    url = reverse("consents:record", args=[person.pk, K.PROCESSING])
    data = {"given_on": f"{first_of_september():%d.%m.%Y}"}
    client.post(url, data)
    (error,) = client.post(url, data).context["form"].non_field_errors()
    assert error.startswith("Такое согласие уже есть: от ")
    assert Consent.objects.count() == 1


def test_papers_of_many_people_are_entered_at_once(client):
    people = [make_person() for _ in range(3)]
    holder = make_person()
    give_paper(holder, K.PROCESSING)
    as_user(client, make_curator())
    url = reverse("consents:record-many", args=[K.PROCESSING])
    offered = client.get(url).context["form"].fields["people"].queryset
    date = f"{first_of_september():%d.%m.%Y}"
    empty = client.post(url, {"given_on": date}).context["form"].errors
    stale = client.post(url, {"given_on": date, "people": [holder.pk]}).context["form"].errors
    response = client.post(
        url, {"given_on": date, "people": [person.pk for person in people[:2]]}, follow=True
    )
    assert (set(offered), empty["people"]) == (set(people), ["Отметьте хотя бы одного человека."])
    assert stale["people"] == [
        "Кого-то из отмеченных в списке уже нет: согласие внесено или человек уволен. Откройте страницу заново."
    ]
    assert [str(message) for message in response.context["messages"]] == [
        "Внесено: 2\xa0согласия (согласие на обработку персональных данных)."
    ]


def sheets_of(job):
    """What the queued task is asked to print, as {(person id, kind)}."""
    arguments = ProcrastinateJob.objects.get(args__job_id=job.pk).args
    return {(pk, kind) for pk, kind in arguments["sheets"]}


def test_everybody_of_a_filter_gets_the_blanks_they_need_as_one_job(client):
    mentor, mentee, both = make_mentor(consents=()), make_mentee(consents=()), make_mentor(consents=())
    make_mentee(both.person, consents=())
    settled = make_mentor()
    soon = make_mentor(consents=())
    give_paper(soon.person, K.PROCESSING, valid_until=timezone.localdate() + timedelta(days=20))
    give_paper(soon.person, K.MENTORING)
    outsider = make_person()
    as_user(client, make_curator())
    page = client.get(reverse("consents:blanks"), {"group": "bank"})
    assert page.context["form"]["scope"].value() == "needed"
    response = client.post(f"{reverse('consents:blanks')}?group=bank", {"scope": "needed", "everybody": "1"})
    job = Job.objects.get()
    assert sheets_of(job) == {
        (mentor.person_id, "processing"), (mentor.person_id, "mentoring"),
        (mentee.person_id, "processing"), (mentee.person_id, "participation"),
        (both.person_id, "processing"), (both.person_id, "mentoring"), (both.person_id, "participation"),
        (soon.person_id, "processing"),
    }  # fmt: skip
    assert (response.url, job.total) == (job.get_absolute_url(), 8)
    assert job.title == "Бланки согласий: 4\xa0человека, 8\xa0листов"
    nothing = client.post(reverse("consents:blanks"), {"scope": "needed", "people": [settled.person_id]})
    assert nothing.context["form"].non_field_errors() == [
        "Печатать нечего: у выбранных людей все нужные согласия есть."
    ]
    client.post(reverse("consents:blanks"), {"scope": "needed", "people": [outsider.pk]})
    assert sheets_of(Job.objects.first()) == {(outsider.pk, "processing")}


def test_the_same_kinds_may_still_be_printed_for_everybody(client):
    mentors = [make_mentor().person for _ in range(2)]
    as_user(client, make_curator())
    url = f"{reverse('consents:blanks')}?group=mentors"
    errors = [client.post(url, data).context["form"].errors for data in ({"any": "1"}, {"scope": "ticked"})]
    client.post(url, {"scope": "ticked", "kinds": [K.PROCESSING, K.DISTRIBUTION], "everybody": "1"})
    assert errors == [
        {
            "scope": ["Выберите, кому какие бланки печатать."],
            "people": ["Отметьте хотя бы одного человека."],
        },
        {"kinds": ["Отметьте хотя бы один вид бланка."], "people": ["Отметьте хотя бы одного человека."]},
    ]
    assert sheets_of(Job.objects.get()) == {
        (person.pk, kind) for person in mentors for kind in ("processing", "distribution")
    }


def test_papers_are_entered_for_the_people_of_the_lists_filter(client):
    waiting, printed = make_mentor(make_person("Абрамова"), consents=()).person, make_person("Яшина")
    make_mentor(printed, consents=())
    make_mentee(make_person("Быкова"), consents=())
    prepare_blank(printed, K.MENTORING, by=make_curator())
    as_user(client, make_curator())
    page = client.get(reverse("consents:list"), {"group": "mentors", "lack": "mentoring"})
    url = f"{reverse('consents:record-many', args=[K.MENTORING])}?group=mentors&lack=mentoring"
    assert url.replace("&", "&amp;") in page.text
    form = client.get(url).context["form"]
    labels = [str(label) for _, label in form.fields["people"].choices]
    assert labels == [
        f"{printed.full_name}, учитель математики, бланк напечатан",
        f"{waiting.full_name}, учитель математики",
    ]
    done = client.post(url, {"given_on": f"{first_of_september():%d.%m.%Y}", "people": [printed.pk]})
    assert done.url == f"{reverse('consents:list')}?group=mentors&lack=mentoring"


def test_only_those_who_need_the_kind_are_offered_when_needed_ones_are_missing(client):
    mentee = make_mentee(consents=()).person
    make_mentor(consents=(K.MENTORING,))
    as_user(client, make_curator())
    url = reverse("consents:record-many", args=[K.PARTICIPATION])
    assert list(client.get(url, {"lack": "needed"}).context["form"].fields["people"].queryset) == [mentee]


def test_a_blank_is_printed_seen_as_pdf_and_discarded(client):
    person = make_person()
    as_user(client, make_curator())
    response = client.post(reverse("consents:print", args=[person.pk, K.MENTORING]))
    blank = Consent.objects.get()
    assert (response.url, blank.status) == (blank.get_absolute_url(), ConsentStatus.PRINTED)
    pdf = client.get(reverse("consents:pdf", args=[blank.pk]))
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    assert AccessRecord.objects.filter(kind=AccessKind.PRINT, people=[person.pk]).count() == 1
    discard = reverse("consents:discard", args=[blank.pk])
    assert client.get(discard).status_code == 200
    assert client.post(discard).url == reverse("consents:person", args=[person.pk])
    assert Consent.objects.count() == 0


def test_the_register_is_written_down_as_taken(client):
    give_paper(make_person(), K.PROCESSING)
    prepare_blank(make_person(), K.PROCESSING, by=make_curator())
    response = as_user(client, make_curator()).get(reverse("consents:journal"))
    record = AccessRecord.objects.get(kind=AccessKind.EXPORT)
    assert (response.status_code, record.subject, record.rows) == (200, "Журнал согласий", 2)


def test_terms_show_what_to_renew(client):
    today = timezone.localdate()
    expiring = give_paper(make_person(), K.PROCESSING, valid_until=today)
    blank = prepare_blank(make_mentee(consents=()).person, K.PROCESSING, by=make_curator())
    as_user(client, make_curator())
    shown = {
        tab: [consent for consent, _ in client.get(reverse("consents:terms"), {"tab": tab}).context["rows"]]
        for tab in ("expiring", "expired", "blanks", "нет такой")
    }
    assert shown == {"expiring": [expiring], "expired": [], "blanks": [blank], "нет такой": [expiring]}
