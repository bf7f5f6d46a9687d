from datetime import timedelta

import pytest
from django.utils import timezone

from mentoring.workflow.history import history_of
from mentoring.workflow.models import StatusChange
from mentoring.workflow.verdicts import Refused, StaleState
from registry.pairs import services
from registry.pairs.enums import CouncilOpinion, EndGround
from registry.pairs.models import CoveredDirection, Mentorship
from tests.factories.bank import make_mentee, make_mentor
from tests.factories.pairs import BASIS, half_a_year, make_mentorship, the_direction, the_form, the_kind
from tests.factories.people import make_council_member, make_curator, make_director

pytestmark = pytest.mark.django_db
today = timezone.localdate


def terms(**changed):
    start, end = half_a_year()
    usual = {
        "mentor": make_mentor().person,
        "mentees": [make_mentee().person],
        "forms": [the_form()],
        "kinds": [the_kind()],
        "directions": [the_direction()],
        "start": start,
        "end": end,
    }
    return {**usual, **changed}


def sentences(mentorship):
    rows = StatusChange.objects.filter(object_id=mentorship.pk, content_type__model="mentorship")
    return [row.sentence for row in rows.order_by("at", "pk")]


def test_one_mentee_makes_a_pair_and_two_make_a_group():
    pair, group = make_mentorship(), make_mentorship(size=2)
    assert (pair.is_group, pair.title.split(":")[0]) == (False, "Пара")
    assert (group.is_group, group.title.split(":")[0]) == (True, "Группа")


def test_only_the_curator_puts_people_together():
    with pytest.raises(Refused, match="ведёт куратор"):
        services.create_mentorship(by=make_director(), **terms())
    assert Mentorship.objects.count() == 0


def test_a_draft_takes_nobodys_place():
    make_mentorship("draft")
    assert CoveredDirection.objects.count() == 0


def test_forms_and_kinds_must_be_chosen():
    with pytest.raises(Refused) as refusal:
        services.create_mentorship(by=make_curator(), **terms(forms=[], kinds=[]))
    assert refusal.value.problems == (
        "Выберите хотя бы одну форму наставничества.",
        "Выберите хотя бы один вид наставничества.",
    )


def test_a_draft_is_changed_and_its_version_grows():
    mentorship, other = make_mentorship(), make_mentee().person
    changed = services.update_mentorship(
        mentorship, by=make_curator(), version=0, **terms(mentees=[other], reason=" опыт ")
    )
    assert (changed.version, changed.mentees, changed.reason) == (1, [other], "опыт")


def test_an_old_page_does_not_overwrite_a_draft():
    mentorship = make_mentorship()
    services.update_mentorship(mentorship, by=make_curator(), version=0, **terms())
    with pytest.raises(StaleState, match="другой человек или другая вкладка"):
        services.update_mentorship(mentorship, by=make_curator(), version=0, **terms())


def test_what_was_proposed_is_no_longer_changed_or_deleted():
    mentorship = make_mentorship("proposed")
    with pytest.raises(StaleState, match="только черновик"):
        services.update_mentorship(mentorship, by=make_curator(), version=0, **terms())
    with pytest.raises(StaleState, match="только черновик"):
        services.delete_draft(mentorship, by=make_curator())


def test_a_draft_is_deleted_with_its_sides():
    mentorship = make_mentorship()
    services.delete_draft(mentorship, by=make_curator())
    assert Mentorship.objects.count() == 0


def test_making_and_proposing_at_once_is_all_or_nothing():
    mentee = make_mentee().person
    make_mentorship("proposed", mentees=[mentee])
    with pytest.raises(Refused):
        services.put_together(by=make_curator(), propose=True, **terms(mentees=[mentee]))
    assert Mentorship.objects.count() == 1


def test_a_proposal_takes_each_mentees_direction_for_the_term():
    mentorship = make_mentorship("proposed", size=2, directions=[the_direction(0), the_direction(1)])
    rows = CoveredDirection.objects.values_list("mentee_id", "direction_id", "period")
    start, end = mentorship.start, mentorship.end + timedelta(days=1)
    people = [person.pk for person in mentorship.mentees]
    assert {(m, d, p.lower, p.upper) for m, d, p in rows} == {
        (person, the_direction(place).pk, start, end) for person in people for place in (0, 1)
    }


def test_a_withdrawn_proposal_frees_the_direction():
    mentorship = make_mentorship("agreed")
    services.withdraw_proposal(mentorship, by=make_curator(), comment="Болезнь наставника")
    assert CoveredDirection.objects.count() == 0
    assert sentences(mentorship)[-1] == "предложение отозвано"


def test_the_council_advises_and_blocks_nothing():
    mentorship = make_mentorship("agreed")
    council = make_council_member()
    services.give_council_opinion(
        mentorship, by=council, opinion="objects", note="Разные предметы", protocol="№ 2", on=today()
    )
    mentorship.refresh_from_db()
    assert (mentorship.council_opinion, mentorship.council_by) == (CouncilOpinion.OBJECTS, council)
    assert (
        sentences(mentorship)[-1] == f"методический совет: не рекомендует ({today():%d.%m.%Y}, протокол № 2)"
    )
    assert services.place_in_order(mentorship, by=make_curator()).status == "in_order"


@pytest.mark.parametrize("state", ["draft", "in_order", "active", "ended", "declined"])
def test_the_council_speaks_between_proposal_and_order_only(state):
    with pytest.raises(Refused, match="до приказа"):
        services.give_council_opinion(
            make_mentorship(state),
            by=make_council_member(),
            opinion="supports",
            note="",
            protocol="",
            on=today(),
        )


def test_the_director_does_not_speak_for_the_council():
    with pytest.raises(Refused, match="методический совет"):
        services.give_council_opinion(
            make_mentorship("agreed"),
            by=make_director(),
            opinion="supports",
            note="",
            protocol="",
            on=today(),
        )


def test_the_order_gives_the_sides_their_period_and_stands_in_history():
    mentorship = make_mentorship("active")
    periods = {(row.valid_from, row.valid_to) for row in mentorship.participants.all()}
    assert periods == {(mentorship.start, None)}
    assert sentences(mentorship)[-1] == f"утверждена: {BASIS}; действует с {today():%d.%m.%Y}"


def test_an_ended_pair_keeps_its_past_days_and_frees_the_rest():
    mentorship = make_mentorship("active")
    services.end_mentorship(mentorship, by=make_curator(), on=today(), ground=EndGround.SIDES, note="Переезд")
    mentorship.refresh_from_db()
    assert (mentorship.status, mentorship.ended_on, mentorship.end_note) == ("ended", today(), "Переезд")
    row = CoveredDirection.objects.get()
    assert (row.period.lower, row.period.upper) == (mentorship.start, today() + timedelta(days=1))


def test_a_pair_that_ends_before_its_first_day_frees_everything():
    start = today() + timedelta(days=10)
    mentorship = make_mentorship("active", start=start, end=start + timedelta(days=120))
    services.end_mentorship(
        mentorship, by=make_curator(), on=today(), ground=EndGround.CURATOR, note="Увольнение"
    )
    assert CoveredDirection.objects.count() == 0


def test_an_early_end_needs_a_note_and_no_end_lies_in_the_future():
    mentorship = make_mentorship("active")
    with pytest.raises(Refused, match="завершается раньше"):
        services.end_mentorship(mentorship, by=make_curator(), on=today(), ground=EndGround.SIDES)
    with pytest.raises(Refused, match="ещё не наступила"):
        services.end_mentorship(
            mentorship, by=make_curator(), on=today() + timedelta(days=1), ground=EndGround.FULL
        )
    mentorship.refresh_from_db()
    assert (mentorship.status, mentorship.ended_on) == ("active", None)


def test_the_days_after_the_end_are_free_for_the_next_mentor():
    mentee = make_mentee().person
    ended = make_mentorship("active", mentees=[mentee])
    services.end_mentorship(ended, by=make_curator(), on=today(), ground=EndGround.FULL)
    following = make_mentorship(
        "proposed", mentees=[mentee], start=today() + timedelta(days=1), end=today() + timedelta(days=200)
    )
    period = following.covered_directions.get().period
    assert (period.lower, period.upper) == (following.start, following.end + timedelta(days=1))


def test_history_tells_the_councils_opinion_and_the_end_once():
    mentorship, curator = make_mentorship("agreed"), make_curator()
    services.give_council_opinion(
        mentorship, by=curator, opinion="supports", note="Хорошая пара", protocol="№ 2", on=today()
    )
    services.place_in_order(mentorship, by=curator)
    services.activate_mentorship(mentorship, by=curator, on=today(), basis="приказ № 1")
    services.end_mentorship(mentorship, by=curator, on=today(), ground=EndGround.FULL)
    told = [line.what for line in history_of(mentorship)]
    assert [line for line in told if line.startswith("изменено")] == []
    assert (
        told[0].startswith("завершена") and len([line for line in told if "методический совет" in line]) == 1
    )
