"""Quick addresses are Django's own ones."""

import pytest
from django.test import override_settings
from django.urls import NoReverseMatch, path, reverse, set_script_prefix

from mentoring.addresses import address, numbered_address

urlpatterns = [path("elsewhere/<int:pk>/", lambda request: None, name="home:today")]


@pytest.fixture
def in_a_folder():
    set_script_prefix("/school/")
    yield
    set_script_prefix("/")


def test_they_are_those_of_django():
    assert address("people:list") == reverse("people:list") == "/people/"
    assert numbered_address("people:detail", 7) == reverse("people:detail", args=[7]) == "/people/7/"


def test_a_site_in_a_folder_of_a_server(in_a_folder):
    assert (address("people:list"), numbered_address("people:detail", 7)) == (
        "/school/people/",
        "/school/people/7/",
    )


def test_another_table_of_addresses_is_not_mistaken_for_ours():
    address("people:list")
    with override_settings(ROOT_URLCONF=__name__), pytest.raises(NoReverseMatch):
        address("people:list")
