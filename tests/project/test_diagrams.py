"""The handbook's diagrams show the transition tables as they are."""

from mentoring.management.commands.diagrams import PAGE, TABLES
from mentoring.workflow.diagram import diagram, page


def test_the_page_of_diagrams_is_current():
    assert PAGE.read_text() == page(TABLES), "run manage.py diagrams"


def test_every_state_of_a_table_is_drawn_and_can_be_reached():
    for table in TABLES:
        reached = {table.initial, *(row.target for row in table.transitions)}
        assert reached == set(table.states.values), table.name
        assert diagram(table).count("-->") == 1 + sum(len(row.sources) for row in table.transitions)
