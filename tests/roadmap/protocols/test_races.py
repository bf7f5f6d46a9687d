"""Two secretaries at once: numbers follow without a gap, one protocol gets one number."""

import pytest

from mentoring.workflow.verdicts import StaleState
from roadmap.protocols.models import Protocol, ProtocolCounter
from roadmap.protocols.services import sign_protocol
from tests.factories.people import make_curator
from tests.factories.protocols import make_protocol
from tests.roadmap.orders.test_races import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("marked_sheets")]


def test_numbers_of_a_body_follow_without_a_gap():
    rows, by = [make_protocol() for _ in range(4)], make_curator()

    results = at_once(*[lambda row=row: sign_protocol(row, by=by) for row in (*rows, rows[0], rows[0])])

    assert sum(isinstance(result, Protocol) for result in results) == 4
    assert [type(result) for result in results if not isinstance(result, Protocol)] == [StaleState] * 2
    assert sorted(Protocol.objects.values_list("sequence", flat=True)) == [1, 2, 3, 4]
    assert ProtocolCounter.objects.get().last == 4
