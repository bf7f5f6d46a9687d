"""The rooms that have something to say on «Сегодня»."""

from mentoring.home.tally import tally_of_rooms
from mentoring.upkeep.today import today as upkeep_today
from programs.programmes.today import today as programmes_today
from registry.bank.today import today as bank_today
from registry.consents.today import today as consents_today
from registry.pairs.today import today as pairs_today
from registry.people.today import today as people_today
from roadmap.acts.today import today as acts_today
from roadmap.agendas.today import today as agendas_today
from roadmap.agreements.today import today as agreements_today
from roadmap.applications.today import today as applications_today
from roadmap.controls.today import today as controls_today
from roadmap.orders.today import today as orders_today
from roadmap.partners.today import today as partners_today
from roadmap.plans.today import today as roadmaps_today
from roadmap.privacy.today import today as privacy_today
from roadmap.protocols.today import today as protocols_today
from roadmap.years.today import today as years_today

ROOMS = (
    orders_today,
    acts_today,
    agreements_today,
    applications_today,
    controls_today,
    partners_today,
    protocols_today,
    agendas_today,
    pairs_today,
    programmes_today,
    roadmaps_today,
    consents_today,
    bank_today,
    people_today,
    privacy_today,
    years_today,
    upkeep_today,
)
ASKING = tuple(room for room in ROOMS if hasattr(room, "questions"))


def sections_for(user):
    """What waits for this person, the most personal and urgent first; rooms that ask are asked together."""
    answers = tally_of_rooms(user, ASKING)
    found = [
        section
        for room in ROOMS
        for section in (room(user, answers) if room in ASKING else room(user))
        if section.lines
    ]
    return sorted(found, key=lambda section: section.order)
