"""The demo school in the middle of everything, so that every kind of page has something to show."""

from pathlib import Path

from django.utils import timezone

from mentoring.accounts.models import User
from programs.programmes.services import start_programme
from registry.consents.enums import ConsentKind
from registry.consents.services import prepare_blank
from registry.pairs.enums import Answer, AnswerChannel, MentorshipStatus
from registry.pairs.models import Mentorship
from registry.pairs.services import answer_participation, create_mentorship
from registry.people.imports.services import preview_import, start_import
from roadmap.orders import services as orders
from roadmap.orders.new_drafts import draft_pairing_order

STAFF_LIST = Path(__file__).parents[1] / "registry/people/imports/staff-list.xlsx"


def make_busy() -> None:
    """A list being loaded, a draft of a pair, a programme and an order being written, another that waits."""
    curator, director = (User.objects.get(username=name) for name in ("curator", "director"))
    group = Mentorship.objects.get(status=MentorshipStatus.AGREED)
    pair = Mentorship.objects.get(status=MentorshipStatus.PROPOSED)
    prepare_blank(pair.mentor, ConsentKind.DISTRIBUTION, by=curator)
    _load_list(curator)
    start_programme(_registered(group, curator, director), by=curator)
    _draft_like(pair, curator)
    for side in pair.participants.all():
        answer_participation(
            side, by=curator, answer=Answer.YES, on=timezone.localdate(), channel=AnswerChannel.PAPER
        )
    draft_pairing_order([pair], by=curator)


def _load_list(curator):
    staff_import = start_import(by=curator, data=STAFF_LIST.read_bytes(), filename="Список.xlsx")
    preview_import(staff_import, by=curator)


def _registered(mentorship, curator, director):
    order = draft_pairing_order([mentorship], by=curator)
    orders.submit_order(order, by=curator)
    orders.approve_order(order, by=director)
    orders.register_order(order, by=curator, on=timezone.localdate())
    mentorship.refresh_from_db()
    return mentorship


def _draft_like(pair, curator):
    """The same two once more, about something else: it stays a draft."""
    return create_mentorship(
        by=curator,
        mentor=pair.mentor,
        mentees=pair.mentees,
        forms=pair.forms.all(),
        kinds=pair.kinds.all(),
        directions=pair.directions.model.objects.exclude(pk__in=pair.directions.all())[:1],
        start=pair.start,
        end=pair.end,
    )
