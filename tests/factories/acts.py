"""Local acts and contracts with partners for tests, reached only through the services."""

from django.utils import timezone

from roadmap.acts.editing import add_item, confirm_sample
from roadmap.acts.enums import ActKind, ActStatus
from roadmap.acts.models import LocalAct
from roadmap.acts.services import (
    approve_act,
    begin_act,
    begin_sample,
    end_act,
    return_act,
    start_edition,
    submit_act,
)
from roadmap.partners.models import PartnerContract
from roadmap.partners.services import enter_contract
from tests.factories.orders import make_school
from tests.factories.people import make_curator, make_director

S = ActStatus


def make_act(state=S.DRAFT, *, kind=ActKind.RULES, title="приёма наставляемых", **approval) -> LocalAct:
    """An act of one section with one clause and one line, walked through the services to `state`."""
    make_school()
    by = make_curator()
    act = begin_act(by=by, kind=kind, title=title)
    section = add_item(act, by=by, version=act.version, text="Общие положения")
    clause = add_item(
        act, by=by, version=section.act.version, text="Действуют в {организация|предл}:", parent=section
    )
    add_item(act, by=by, version=clause.act.version, text="для всех.", parent=clause)
    return walk_act(act, state, **approval)


def make_regulation(state=S.DRAFT, **approval) -> LocalAct:
    """The Положение from the sample, looked through when it goes further than a draft."""
    make_school()
    act = begin_sample(by=make_curator())
    if state != S.DRAFT:
        confirm_sample(act, by=make_curator(), version=act.version)
    return walk_act(act, state, **approval)


def walk_act(act, state, **approval) -> LocalAct:
    """Take a draft to the state by the services."""
    by, director, today = make_curator(), make_director(), timezone.localdate()
    approval = approval or {"on": today - timezone.timedelta(days=10)}
    if state != S.DRAFT:
        submit_act(act, by=by)
    if state == S.RETURNED:
        return_act(act, by=director, comment="Уточните пункт 1.1")
    if state in (S.APPROVED, S.SUPERSEDED, S.ENDED):
        approve_act(act, by=director, **approval)
    if state == S.SUPERSEDED:
        walk_act(start_edition(act, by=by), S.APPROVED, on=today)
    if state == S.ENDED:
        end_act(act, by=director, on=today, reason="приказ № 15")
    return LocalAct.objects.get(pk=act.pk)


def make_contract(**words) -> PartnerContract:
    """A contract of the register that began today and has no end."""
    today = timezone.localdate()
    given = {"partner": "Приреченский педагогический колледж", "subject": "Сопровождение молодых педагогов"}
    given |= {"number": "5/2026", "date": today, "start": today, "end": None, "responsible": None, "note": ""}
    return enter_contract(by=make_curator(), **{**given, **words})
