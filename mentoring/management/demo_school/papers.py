"""What else the demo school keeps on paper: its Положение, a council's protocol, a roadmap it follows, a partner."""

import datetime

from mentoring.management.demo_school.decisions import office_day
from mentoring.management.demo_school.stages import DemoSchool
from mentoring.school.queries import school_year_start, year_end
from roadmap.acts.editing import confirm_sample
from roadmap.acts.services import approve_act, begin_sample, submit_act
from roadmap.partners.services import enter_contract
from roadmap.plans.approval import approve_roadmap, submit_roadmap
from roadmap.plans.enums import ExecutionState
from roadmap.plans.execution import mark_measure
from roadmap.plans.models import Roadmap
from roadmap.plans.progress import all_rows, stages_of, with_execution
from roadmap.plans.starting import mark_checked, start_roadmap
from roadmap.protocols.editing import save_item
from roadmap.protocols.enums import ProtocolBody
from roadmap.protocols.services import begin_protocol, set_attendance, sign_protocol

# As the school's card says in the preamble of orders.
REGULATION_DATE = datetime.date(2025, 8, 29)
MEETING = datetime.timedelta(days=38)


def adopt_regulation(school: DemoSchool) -> None:
    """The Положение, made from the sample and approved before the work began."""
    act = begin_sample(by=school.curator)
    act = confirm_sample(act, by=school.curator, version=act.version)
    submit_act(act, by=school.curator)
    approve_act(act, by=school.users["director"], on=REGULATION_DATE)


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
    """An approved roadmap of the year: what should be done by now is done, but for the last of it."""
    roadmap = start_roadmap(
        by=school.curator, preset="bands", first_year=school_year_start(school.today).year
    )
    roadmap = mark_checked(roadmap, by=school.curator, version=roadmap.version)
    roadmap = submit_roadmap(roadmap, by=school.curator)
    approve_roadmap(roadmap, by=school.users["director"], on=office_day(school.days_ago(60)))
    rows = all_rows(stages_of(with_execution(Roadmap.objects.filter(pk=roadmap.pk)).get(), school.today))
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
