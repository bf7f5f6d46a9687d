"""Steps by pages: what a person presses, types and reads."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from mentoring.documents.queries import issued_for
from mentoring.letters.tasks import send_letter
from programs.programmes.enums import AgreementChannel, ProgrammeStatus
from programs.programmes.models import PlanEvent, Programme
from programs.programmes.services import record_event, send_programme
from registry.pairs.enums import EndGround
from registry.pairs.services import end_mentorship
from registry.people.models import Person
from tests.factories.people import make_council_member, make_curator, make_director, make_user
from tests.factories.programmes import hold_all, make_programme, make_school

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ready", "marked_sheets")]
S = ProgrammeStatus


def url(name, *args):
    return reverse(f"programmes:{name}", args=args)


def today():
    return f"{timezone.localdate():%d.%m.%Y}"


def state():
    return Programme.objects.get().status


@pytest.fixture
def press(client):
    """Sign in and post: press("mentor", "send", programme.pk, comment="…")."""

    def act(username, name, *args, **data):
        client.force_login(make_curator() if username == "curator" else make_user(username))
        return client.post(url(name, *args), data)

    return act


def test_from_a_draft_to_the_end_by_buttons(press):
    programme = make_programme(rows=1)
    event = programme.plan.get()
    press("mentor", "send", programme.pk)
    press("mentee", "agree", programme.pk)
    press("curator", "acquaintance", programme.pk, "curator", on=today())
    assert state() == S.RUNNING
    seen = event.fingerprint
    press("mentee", "event", programme.pk, event.pk, held_on=today(), reflection="Получилось", seen=seen)
    press("mentor", "complete", programme.pk, on=today())
    assert state() == S.COMPLETED
    event.refresh_from_db()
    assert (event.held_on, event.reflection) == (timezone.localdate(), "Получилось")


def test_the_second_press_of_send_meets_409(press):
    programme = make_programme()
    assert press("mentor", "send", programme.pk).status_code == 302
    page = press("mentor", "send", programme.pk)
    assert page.status_code == 409
    assert "состояние уже другое – «на согласовании»" in page.text


def test_the_second_press_of_agree_meets_409(press):
    programme = make_programme(S.ON_AGREEMENT)
    assert press("mentee", "agree", programme.pk).status_code == 302
    assert press("mentee", "agree", programme.pk).status_code == 409


def test_the_director_reads_and_does_not_act(client):
    programme = make_programme(S.ON_AGREEMENT)
    client.force_login(make_director())
    answers = [
        client.post(url(name, programme.pk)).status_code for name in ("send", "agree", "begin", "issue")
    ]
    assert answers == [403] * 4
    assert state() == S.ON_AGREEMENT


def test_the_curator_enters_an_agreement_from_paper(press):
    programme = make_programme(S.ON_AGREEMENT)
    mentee = programme.mentorship.mentees[0]
    day = timezone.localdate() - timedelta(days=3)
    press("curator", "agreement", programme.pk, mentee.pk, on=f"{day:%d.%m.%Y}")
    row = programme.agreements.get(person=mentee)
    assert (row.agreed_on, row.channel) == (day, AgreementChannel.PAPER)
    assert state() == S.AGREED


def test_a_stranger_has_no_agreement_to_enter(press):
    programme = make_programme(S.ON_AGREEMENT)
    stranger = Person.objects.exclude(
        pk__in=[row.person_id for row in programme.mentorship.participants.all()]
    )
    assert stranger.first() is None
    assert press("curator", "agreement", programme.pk, 999_999, on=today()).status_code == 404


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("", "Обязательное поле."),
        ("вчера", "Такой даты нет. Напишите её так: 12.01.2026."),
        ("01.01.2099", "Эта дата ещё не наступила. Укажите сегодняшнюю или прошедшую."),
    ],
)
def test_a_wrong_day_is_told_beside_the_field(press, typed, error):
    programme = make_programme(S.ON_AGREEMENT)
    mentee = programme.mentorship.mentees[0]
    page = press("curator", "agreement", programme.pk, mentee.pk, on=typed)
    assert page.context["form"].errors == {"on": [error]}
    assert state() == S.ON_AGREEMENT


def test_a_return_without_words_is_asked_again(press):
    programme = make_programme(S.ON_AGREEMENT)
    page = press("mentee", "return", programme.pk, comment=" ")
    assert page.context["form"].errors == {"comment": ["Обязательное поле."]}
    assert press("mentee", "return", programme.pk, comment="Поменяйте дни").status_code == 302
    assert state() == S.DRAFT


def test_a_revision_by_pages_keeps_the_old_paper(press, client):
    make_school()
    programme = make_programme(S.RUNNING)
    page = press("mentor", "revise", programme.pk, comment="Сдвинулись сроки")
    assert page.status_code == 302
    past = programme.past_revisions.get()
    card = client.get(url("detail", programme.pk))
    assert "Сдвинулись сроки" in card.text
    assert client.get(url("document", programme.pk, past.document_id)).content.startswith(b"%PDF")


def test_a_revision_without_the_schools_card_keeps_the_typed_reason(press):
    programme = make_programme(S.RUNNING)
    page = press("mentor", "revise", programme.pk, comment="Сдвинулись сроки")
    assert page.context["form"].non_field_errors() == [
        "Сначала заполните карточку организации: без неё документ не выпустить."
    ]
    assert "Сдвинулись сроки" in page.text
    assert state() == S.RUNNING


def test_an_unfinished_plan_is_not_completed(press):
    programme = make_programme(S.RUNNING)
    page = press("mentor", "complete", programme.pk, on=today())
    assert (page.status_code, state()) == (403, S.RUNNING)
    assert "Проведены не все мероприятия: 0 из 3." in page.text


def test_an_early_end_takes_ground_and_reason_of_the_ended_pair(client):
    programme = make_programme(S.RUNNING)
    end_mentorship(
        programme.mentorship,
        by=make_curator(),
        on=timezone.localdate(),
        ground=EndGround.SIDES,
        note="Наставник переехал",
    )
    client.force_login(make_curator())
    assert client.get(url("detail", programme.pk)).context["attention"].label == "Завершить программу"
    form = client.get(url("end", programme.pk)).context["form"]
    assert (form.initial["ground"], form.initial["note"]) == ("sides", "Наставник переехал")
    client.post(url("end", programme.pk), {"on": today(), "ground": "sides", "note": "Наставник переехал"})
    assert state() == S.ENDED_EARLY
    assert "Наставник переехал" in client.get(url("detail", programme.pk)).text


def test_an_end_before_the_beginning_is_refused_beside_the_form(press):
    programme = make_programme(S.RUNNING)
    page = press("curator", "end", programme.pk, on="01.01.2020", ground="curator", note="Не работают")
    assert page.context["form"].non_field_errors() == [
        f"Программа началась {programme.start:%d.%m.%Y}: завершить её раньше нельзя."
    ]


def test_the_council_notes_itself_only(client):
    programme = make_programme(S.AGREED)
    client.force_login(make_council_member())
    assert client.get(url("acquaintance", programme.pk, "curator")).status_code == 403
    assert client.get(url("acquaintance", programme.pk, "parents")).status_code == 404
    assert client.post(url("acquaintance", programme.pk, "council"), {"on": today()}).status_code == 302
    assert client.post(url("acquaintance", programme.pk, "council"), {"on": today()}).status_code == 409


def test_how_it_went_needs_a_day(press):
    event = make_programme(S.RUNNING).plan.first()
    page = press("mentor", "event", event.programme_id, event.pk, reflection="Хорошо", seen=event.fingerprint)
    assert page.context["form"].errors == {"held_on": ["Обязательное поле."]}
    assert "Хорошо" in page.text


def test_two_people_writing_at_once_see_both_texts(press):
    event = make_programme(S.RUNNING).plan.first()
    seen = event.fingerprint
    record_event(
        event,
        by=make_user("mentee"),
        held_on=timezone.localdate(),
        reflection="Слово наставляемого",
        seen=seen,
    )
    args = ("mentor", "event", event.programme_id, event.pk)
    page = press(*args, held_on=today(), reflection="Слово наставника", seen=seen)
    assert page.status_code == 409
    texts = strip_tags(page.text)
    assert "Слово наставляемого" in texts
    assert "Слово наставника" in texts
    seen = page.context["form"]["seen"].value()
    press(*args, held_on=today(), reflection="Слово наставника и наставляемого", seen=seen)
    assert PlanEvent.objects.get(pk=event.pk).reflection == "Слово наставника и наставляемого"


def test_a_mark_made_by_mistake_is_taken_back(press):
    event = make_programme(S.RUNNING, rows=1).plan.get()
    hold_all(event.programme, by=make_curator())
    event.refresh_from_db()
    press("mentor", "event", event.programme_id, event.pk, held_on="", reflection="", seen=event.fingerprint)
    event.refresh_from_db()
    assert (event.held_on, event.reflection) == (None, "")


def test_issuing_keeps_the_paper_on_the_card(press, client):
    make_school()
    programme = make_programme(S.RUNNING)
    press("curator", "issue", programme.pk)
    paper = issued_for(programme).get()
    assert paper.get_check_url() in client.get(url("detail", programme.pk)).text
    client.force_login(make_user("mentee"))
    assert client.get(url("document", programme.pk, paper.pk)).status_code == 200


def test_a_paper_of_another_programme_is_not_found(client):
    programme = make_programme(S.RUNNING)
    client.force_login(make_curator())
    assert client.get(url("document", programme.pk, 999_999)).status_code == 404


def test_mentees_get_a_letter_when_the_programme_is_sent(monkeypatch):
    sent = []
    monkeypatch.setattr(send_letter, "defer", lambda **letter: sent.append(letter))
    programme = make_programme()
    Person.objects.filter(user__username="mentee").update(email="mentee@school.example")
    send_programme(programme, by=make_user("mentor"))
    assert [(letter["to"], letter["subject"]) for letter in sent] == [
        ("mentee@school.example", "Согласуйте программу наставничества")
    ]
