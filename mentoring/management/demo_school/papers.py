"""What else the demo school keeps on paper: its Положение, a council's protocol, a roadmap it follows, a partner."""

import datetime

from mentoring.management.demo_school.decisions import office_day
from mentoring.management.demo_school.stages import DemoSchool
from mentoring.school.queries import organisation, school_year_start, year_end
from mentoring.school.services import save_organisation
from roadmap.acts.editing import confirm_sample
from roadmap.acts.services import begin_sample
from roadmap.orders import services as orders
from roadmap.orders.enums import OrderKind
from roadmap.orders.new_drafts import draft_order
from roadmap.partners.services import enter_contract
from roadmap.plans.enums import ExecutionState
from roadmap.plans.execution import mark_measure
from roadmap.plans.models import Roadmap
from roadmap.plans.progress import all_rows, stages_of, with_execution
from roadmap.plans.starting import mark_checked, start_roadmap
from roadmap.protocols.editing import save_item
from roadmap.protocols.enums import ProtocolBody
from roadmap.protocols.services import begin_protocol, set_attendance, sign_protocol

MEETING = datetime.timedelta(days=38)
REGULATION = "Положения о системе (целевой модели) наставничества педагогических работников"


def adopt_regulation(school: DemoSchool) -> None:
    """The Положение and the roadmap of the year, made from samples: the first order approves both as its annexes.

    From then on the school's card names the order, and so do the preambles of the orders after it.
    """
    director, curator = school.users["director"], school.curator
    act = begin_sample(by=curator)
    act = confirm_sample(act, by=curator, version=act.version)
    first_day = school_year_start(school.today)
    roadmap = start_roadmap(by=curator, preset="bands", first_year=first_day.year)
    roadmap = mark_checked(roadmap, by=curator, version=roadmap.version)
    # Before the lessons, and before the consents that rest on it.
    day = office_day(min(first_day - datetime.timedelta(days=3), school.days_ago(75)))
    order = draft_order(
        OrderKind.REGULATION,
        by=curator,
        facts={"on": day},
        curator=school.curator.person,
        act=act.pk,
        roadmap=roadmap.pk,
    )
    orders.submit_order(order, by=curator)
    orders.approve_order(order, by=director)
    order = orders.register_order(order, by=curator, on=day)
    orders.sign_order(order, by=curator, on=day)
    orders.mark_acquainted(order, by=curator, people_dates={order.curator: day})
    named = f"{REGULATION}, утверждённого приказом от {day:%d.%m.%Y} № {order.number}"
    save_organisation(by=curator, version=organisation().version, regulation=named)


def hold_council(school: DemoSchool) -> None:
    """A signed protocol of the methodical council: who may be a mentor, what the programmes should hold."""
    council, day = school.users["council"], office_day(school.today - MEETING)
    chair, secretary = school.person("Ручьёва"), school.person("Ключевская")
    protocol = begin_protocol(by=council, body=ProtocolBody.METHODICAL, held_on=day)
    members = [school.person(name) for name in ("Лугинина", "Озерова", "Рябинин")]
    protocol = set_attendance(
        protocol,
        by=council,
        version=protocol.version,
        chair=chair,
        secretary=secretary,
        present=members,
        members_total=6,
    )
    for words in _agenda(chair, members, day):
        save_item(protocol, None, by=council, votes=(5, 0, 0), **words)
    sign_protocol(protocol, by=council)


def _agenda(chair, members, day) -> list[dict]:
    banks = {
        "kind": "heard",
        "person": members[0],
        "text": "представила банк наставников и предложенные пары.",
    }
    ready = {"kind": "spoke", "person": members[1], "text": "готова вести молодого учителя математики."}
    plan = {"kind": "heard", "person": chair, "text": "предложила общий порядок встреч и отчётов."}
    advice = {
        "text": "Рекомендовать директору утвердить предложенные пары.",
        "responsible": None,
        "due_on": None,
    }
    task = {
        "text": "Составить программы вместе с наставляемыми и представить совету.",
        "responsible": members[1],
        "due_on": day + datetime.timedelta(days=14),
    }
    return [
        {
            "title": "О кандидатурах наставников на учебный год",
            "speeches": [banks, ready],
            "points": [advice],
        },
        {
            "title": "О персонализированных программах наставничества",
            "speeches": [plan],
            "points": [task],
        },
    ]


def follow_roadmap(school: DemoSchool) -> None:
    """In the roadmap of the year what should be done by now is done, but for the last of it."""
    rows = all_rows(stages_of(with_execution(Roadmap.objects.all()).get(), school.today))
    past = sorted((row for row in rows if row.due and row.due < school.today), key=lambda row: row.due)
    for row in past[:-1]:
        done = {"state": ExecutionState.DONE, "fact_date": office_day(row.due)}
        mark_measure(row.measure, by=school.curator, year=row.year, **done)


def find_partner(school: DemoSchool) -> None:
    """A contract with a college whose teachers help."""
    day = office_day(school.days_ago(70))
    enter_contract(
        by=school.curator,
        partner="ГБПОУ «Приреченский педагогический колледж»",
        subject="Практика студентов колледжа и помощь его преподавателей молодым учителям школы",
        number="14",
        date=day,
        start=day,
        end=year_end(school.today),
        responsible=school.person("Ручьёва"),
        note="",
    )
