from threading import Barrier, Thread

import pytest
from django.db import connection

from mentoring.workflow.verdicts import StaleState
from registry.consents.enums import ConsentKind
from registry.consents.models import Consent
from registry.consents.services import ensure_texts
from tests.factories.bank import give_paper
from tests.factories.people import make_curator, make_person


@pytest.mark.django_db(transaction=True)
def test_two_curators_entering_the_same_paper_leave_one_consent():
    ensure_texts()
    person, curator, outcomes, start = make_person(), make_curator(), [], Barrier(2)

    def enter():
        start.wait()
        try:
            give_paper(person, ConsentKind.PROCESSING, by=curator)
            outcomes.append("given")
        except StaleState:
            outcomes.append("stale")
        finally:
            connection.close()

    threads = [Thread(target=enter) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["given", "stale"]
    assert Consent.objects.count() == 1
