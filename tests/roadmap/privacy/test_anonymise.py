"""A copy for support holds nobody's name and nobody's words, and the command never touches another database."""

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from mentoring.accounts.models import User
from registry.people.models import Person
from tests.factories.orders import make_order
from tests.factories.pairs import make_mentorship
from tests.roadmap.privacy.canary import MARK, make_canary, tables_with


def test_a_copy_has_no_names_and_no_words_of_people(school, monkeypatch):
    person = make_canary()
    make_order("signed", pairs=[make_mentorship("agreed", mentees=[person], reason=f"{MARK} причина")])
    monkeypatch.setitem(connection.settings_dict, "NAME", "school_support")
    call_command("anonymise", this_copy="school_support")
    assert tables_with(MARK) == set()
    assert not settings.MEDIA_ROOT.exists()
    assert Person.objects.filter(pk=person.pk).exists()
    assert set(User.objects.values_list("email", flat=True)) == {""}


@pytest.mark.parametrize(("name", "typed"), [("school", "school"), ("school_support", "school")])
def test_another_database_is_refused(school, monkeypatch, name, typed):
    person = make_canary()
    monkeypatch.setitem(connection.settings_dict, "NAME", name)
    with pytest.raises(CommandError):
        call_command("anonymise", this_copy=typed)
    assert Person.objects.get(pk=person.pk).last_name == f"{MARK}ая"
