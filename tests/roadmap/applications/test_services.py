"""Filing, the other side's consent, the order that answers; what the database itself refuses."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from mentoring.workflow.verdicts import Refused, StaleState
from roadmap.applications.models import Application, SideConsent
from roadmap.applications.services import (
    accept_application,
    agree,
    carry_out_application,
    file_application,
    refuse_application,
    withdraw_application,
)
from tests.factories.applications import make_application, words_of
from tests.factories.kinds import make_kind
from tests.factories.orders import walk_to
from tests.factories.pairs import make_mentorship
from tests.factories.people import make_curator, make_director, make_teacher

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("marked_sheets")]


def test_an_extension_waits_for_the_consent_of_all_sides():
    application, director = make_application("extension"), make_director()
    consent = application.consents.get()

    with pytest.raises(Refused, match="Нужно согласие всех сторон"):
        accept_application(application, by=director)
    with pytest.raises(Refused, match="только сама сторона"):
        agree(consent, by=make_teacher("stranger").user)
    with pytest.raises(Refused, match="не раньше заявления"):
        agree(consent, by=make_curator(), on=application.filed_on - timedelta(days=1))

    agree(consent, by=make_curator())
    again = agree(consent, by=make_curator(), on=timezone.localdate())
    assert again.agreed_on == timezone.localdate()
    assert accept_application(application, by=director).status == "accepted"


def test_nobody_agrees_to_what_is_decided():
    application = make_application("extension", "refused")

    with pytest.raises(StaleState):
        agree(application.consents.get(), by=make_curator())


def test_only_the_right_side_of_a_working_pair_files():
    pair, curator = make_mentorship("active"), make_curator()

    with pytest.raises(Refused, match="не подаёт такое заявление"):
        file_application(pair, "replacement", by=curator, person=pair.mentor, text="Не то")
    with pytest.raises(Refused, match="другая сторона"):
        file_application(
            pair, "replacement", by=make_teacher("other").user, person=pair.mentees[0], text="Не то"
        )
    with pytest.raises(Refused, match="другая сторона"):
        file_application(pair, "representation", by=curator, **words_of("representation", pair))
    waiting = make_mentorship("agreed")
    with pytest.raises(Refused, match="пока пара действует"):
        file_application(waiting, "release", by=curator, **words_of("release", waiting))


def test_a_term_grows_and_a_substitute_is_somebody_else():
    pair, curator = make_mentorship("active"), make_curator()

    with pytest.raises(Refused, match="позже нынешнего"):
        file_application(
            pair, "extension", by=curator, **{**words_of("extension", pair), "new_end": pair.end}
        )
    words = {**words_of("duty", pair), "substitute": pair.mentees[0]}
    with pytest.raises(Refused, match="другой человек"):
        file_application(pair, "duty", by=curator, **words)
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(Refused, match="ещё не наступила"):
        file_application(pair, "correction", by=curator, filed_on=tomorrow, **words_of("correction", pair))


def test_an_order_of_that_time_answers_and_a_refusal_has_its_reason():
    application = make_application("duty", "accepted")
    people = {"released": [application.person], "substitute": [application.substitute]}
    order = make_kind("duty_release", people=people)

    # A draft and an order that releases somebody else answer nothing.
    strangers = {"released": [application.substitute], "substitute": [application.person]}
    later = {"starts_at": "14:00", "ends_at": "15:00"}
    for wrong in (order, make_kind("duty_release", "registered", people=strangers, facts=later)):
        with pytest.raises(Refused, match="который отвечает на это заявление"):
            carry_out_application(application, by=make_curator(), order=wrong)
    walk_to(order, "registered", by=make_curator(), director=make_director(), on=timezone.localdate())
    assert carry_out_application(application, by=make_curator(), order=order).order == order
    with pytest.raises(StaleState):
        withdraw_application(application, by=make_curator())
    with pytest.raises(Refused, match="напишите причину"):
        refuse_application(make_application("duty"), by=make_director(), answer=" ")


def refused(application, match, **fields):
    with pytest.raises(DatabaseError, match=match), transaction.atomic():
        Application.objects.filter(pk=application.pk).update(**fields)


def test_the_database_keeps_its_rules():
    application = make_application("replacement")
    day, user, words = timezone.localdate(), make_director(), "application_words_are_kept"

    refused(application, words, text="Другое")
    refused(application, "application_decided_is_whole", status="lost")
    refused(application, "application_decided_is_whole", status="accepted")
    refused(application, "application_refusal_has_reason", status="refused", decided_on=day, decided_by=user)
    refused(application, "application_done_names_order", status="done", decided_on=day, decided_by=user)
    refused(application, "application_draft_answers_granted", draft=make_kind("duty_release"))
    with pytest.raises(DatabaseError, match="application_is_kept"), transaction.atomic():
        Application.objects.filter(pk=application.pk).delete()
    base = {
        "mentorship": application.mentorship, "person": application.person, "filed_on": day, "channel": "paper",
        "entered_by": user,
    }  # fmt: skip
    for name, fields in {
        "application_kind_known": {"kind": "wish"},
        "application_channel_known": {"kind": "proposal", "channel": "pigeon"},
        "application_early_stop_has_last_day": {"kind": "release"},
        "application_extension_has_term": {"kind": "extension"},
        "application_duty_is_whole": {"kind": "duty", "event": "урок"},
        "application_representation_is_whole": {"kind": "representation"},
        "application_one_open_of_a_kind": {"kind": "replacement"},
    }.items():
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Application.objects.create(**{**base, **fields})
    done = make_application("replacement", "withdrawn")
    refused(done, "application_answer_is_kept", status="filed")


def test_a_consent_is_asked_once_and_whole():
    consent = make_application("extension").consents.get()

    with pytest.raises(IntegrityError, match="side_consent_once"), transaction.atomic():
        SideConsent.objects.create(application=consent.application, person=consent.person)
    with pytest.raises(IntegrityError, match="side_consent_is_whole"), transaction.atomic():
        SideConsent.objects.filter(pk=consent.pk).update(agreed_on=timezone.localdate())
