"""ТК РФ, ст. 351.8 in an order on another mentor: the consent, the notice, the new mentor's own agreement."""

from datetime import timedelta

import pytest
from django.urls import reverse

from mentoring.school.models import Organisation
from mentoring.school.queries import nth_working_day_after
from mentoring.workflow.verdicts import Refused
from roadmap.agreements.models import Agreement
from roadmap.agreements.services import begin_agreement
from roadmap.applications.services import agree
from roadmap.orders.checks import registration_checks
from roadmap.orders.enums import OrderKind as K
from roadmap.orders.enums import OrderRole as R
from roadmap.orders.models import Order
from roadmap.orders.services import submit_order
from tests.factories.agreements import CONTRACT, make_agreement
from tests.factories.applications import make_application
from tests.factories.bank import first_of_september
from tests.factories.kinds import TODAY, make_kind
from tests.factories.people import make_curator, make_director, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("marked_sheets")]


def said_of(order, **facts):
    """(what hinders the order with these facts, what is only remarked upon)."""
    kept = {name: value for name, value in (order.facts | facts).items() if value}
    Order.objects.filter(pk=order.pk).update(facts=kept)
    checks = registration_checks(Order.objects.get(pk=order.pk), TODAY)
    return tuple(
        [row.sentence for check in checks for row in rows(check)]
        for rows in (lambda check: check.problems, lambda check: check.remarks)
    )


def test_the_order_names_the_consent_that_was_given():
    order = make_kind(K.REPLACEMENT, facts={"by_agreement": True})
    new = order.people.get(role=R.SUCCESSOR).person
    assert said_of(order) == ([], [])
    for typed in (TODAY, first_of_september() - timedelta(days=300)):
        if typed != first_of_september():
            assert said_of(order, consented_on=typed.isoformat())[0] == [
                f"{new.short_name}: письменное согласие быть наставником дано {first_of_september():%d.%m.%Y}, "
                f"а в приказе названо от {typed:%d.%m.%Y}. Исправьте дату."
            ]


def test_a_mentor_is_told_three_working_days_before_or_agrees():
    order = make_kind(K.REPLACEMENT, facts={"warned_on": None})
    told, soonest = TODAY.isoformat(), nth_working_day_after(TODAY, 3)
    late = (
        f"Последний день прежнего наставника – {TODAY - timedelta(days=1):%d.%m.%Y}, а должен быть не раньше "
        f"{soonest:%d.%m.%Y}: предупреждают не позже чем за три рабочих дня (ТК РФ, ст. 351.8). Раньше можно только "
        "с его согласия – отметьте его."
    )
    problems, [remark] = said_of(order)
    assert problems == [] and remark.startswith("Прежний наставник не подавал заявления.")
    assert said_of(order, warned_on=told) == ([], [late])
    assert said_of(order, request="application") == ([], [late])
    assert said_of(order, warned_on=told, on=(soonest + timedelta(days=1)).isoformat()) == ([], [])
    assert said_of(order, by_agreement="yes") == ([], [])
    Organisation.objects.update(strict_agreements=True)
    assert late in said_of(order, warned_on=told)[0]


def test_what_cannot_be_changed_now_is_not_linked(client):
    order = make_kind(K.REPLACEMENT, facts={"on": TODAY, "warned_on": None})
    director, facts = make_director(), reverse("orders:facts", args=[order.pk])
    pages = [order.get_absolute_url(), reverse("orders:approve", args=[order.pk])]
    client.force_login(director)
    assert facts in client.get(pages[0]).content.decode()
    submit_order(order, by=make_curator())
    for page in pages:
        text = client.get(page).content.decode()
        assert "Обратите внимание. Прежний наставник не подавал заявления." in text
        assert facts not in text


def test_a_strict_school_waits_for_the_new_mentors_agreement(client):
    order = make_kind(K.REPLACEMENT, facts={"by_agreement": True, "on": TODAY + timedelta(days=1)})
    pair, new = order.mentorship, order.people.get(role=R.SUCCESSOR).person
    Organisation.objects.update(strict_agreements=True)
    make_agreement("signed", pair=pair)
    assert said_of(order)[0] == [
        f"{new.short_name}: нет подписанного соглашения о наставничестве (ТК РФ, ст. 351.8)."
    ]
    client.force_login(make_curator())
    address = reverse("agreements:create", args=[pair.pk])
    assert client.get(address, {"mentor": make_person().pk}).status_code == 404
    form = client.get(address, {"mentor": new.pk}).context["form"]
    terms = {name: form.initial[name] for name in ("date", "content", "form", "start", "end", "payment")}
    assert terms["start"] == TODAY + timedelta(days=1)
    with pytest.raises(Refused, match="не назначает ни один приказ"):
        begin_agreement(pair, by=make_curator(), mentor=make_person(), **terms, **CONTRACT)
    typed = {
        name: f"{value:%d.%m.%Y}" if hasattr(value, "year") else value
        for name, value in (terms | CONTRACT).items()
    }
    assert client.post(f"{address}?mentor={new.pk}", typed).status_code == 302
    agreement = Agreement.objects.get(mentor=new)
    assert (agreement.mentorship, agreement.start) == (pair, terms["start"])
    Agreement.objects.filter(pk=agreement.pk).update(status="signed", signed_on=TODAY, paper={})
    assert said_of(order) == ([], [])


@pytest.mark.parametrize(("kind", "asked"), [(K.EXTENSION, "extension"), (K.CHANGE, "correction")])
def test_a_change_by_mutual_consent_rests_on_the_consents(kind, asked):
    order = make_kind(kind)
    problems, [remark] = said_of(order)
    assert problems == [] and remark.startswith("Обоюдное согласие сторон (Положение, п. 7.2)")
    pair = order.programme.mentorship
    make_application("extension" if asked == "correction" else "correction", "accepted", pair=pair)
    application = make_application(asked, pair=pair)
    Organisation.objects.update(strict_agreements=True)
    assert said_of(order) == ([remark], [])
    for consent in application.consents.all():
        agree(consent, by=make_curator())
    assert said_of(order) == ([], [])
