"""Accounts, dated roles and the pages that keep them."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from mentoring.accounts.enums import Role
from mentoring.accounts.links import first_link
from mentoring.accounts.models import RoleAssignment, User
from mentoring.accounts.permissions import PERMISSION_LABELS, ROLE_PERMISSIONS, Permission
from mentoring.accounts.queries import users_with_role
from mentoring.accounts.services import create_account, end_role, give_role, set_active
from mentoring.workflow.models import StatusChange
from mentoring.workflow.verdicts import Refused, StaleState
from tests.factories.people import make_administrator, make_curator, make_user
from tests.mentoring.accounts.doors import signed_in_browser, with_password

pytestmark = pytest.mark.django_db
PASSWORD = "долгий-пароль-для-входа"


def yesterday():
    return timezone.localdate() - datetime.timedelta(days=1)


def test_every_permission_has_a_label_and_every_role_a_set():
    assert set(PERMISSION_LABELS) == set(Permission)
    assert set(ROLE_PERMISSIONS) == set(Role)


def test_a_role_counts_only_between_its_days():
    user = make_user("anna")
    today = timezone.localdate()
    RoleAssignment.objects.create(user=user, role=Role.COUNCIL, valid_from=today + datetime.timedelta(days=1))
    RoleAssignment.objects.create(
        user=user,
        role=Role.PSYCHOLOGIST,
        valid_from=yesterday() - datetime.timedelta(days=9),
        valid_to=yesterday(),
    )
    RoleAssignment.objects.create(user=user, role=Role.DIRECTOR, valid_from=today, valid_to=today)
    assert User.objects.get(pk=user.pk).current_roles == {Role.DIRECTOR}


def test_a_closed_account_may_do_nothing():
    curator = make_curator()
    curator.is_active = False
    assert curator.may(Permission.EDIT_PEOPLE) is False


def test_an_account_without_a_password_opens_by_a_one_time_link(client):
    user = create_account(by=make_administrator(), username="Pavlova", display_name=" Павлова  А. П. ")
    assert (user.username, user.display_name, user.has_usable_password()) == (
        "pavlova",
        "Павлова А. П.",
        False,
    )
    path = first_link(user).removeprefix("http://127.0.0.1:8000")
    page = client.get(path, follow=True)
    answer = client.post(page.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})
    assert answer.status_code == 302
    assert client.login(username="pavlova", password=PASSWORD) is True
    client.logout()
    assert "Ссылка" in client.get(path, follow=True).content.decode()
    assert client.get(path).status_code == 410


def test_names_for_signing_in_are_unique_whatever_the_case():
    create_account(by=None, username="pavlova", display_name="Павлова")
    with pytest.raises(ValidationError, match="уже занято"):
        create_account(by=None, username="PAVLOVA", display_name="Павлова")


def test_a_role_is_given_once_and_its_end_is_at_once():
    admin, user = make_administrator(), make_user("anna")
    row = give_role(user, Role.CURATOR, by=admin, valid_from=datetime.date(2026, 9, 1), basis="приказ № 1")
    with pytest.raises(Refused, match="уже есть"):
        give_role(user, Role.CURATOR, by=admin)
    end_role(row, by=admin)
    assert User.objects.get(pk=user.pk).current_roles == frozenset()
    with pytest.raises(StaleState):
        end_role(row, by=admin)
    sentences = StatusChange.objects.filter(object_id=user.pk).values_list("sentence", "comment")
    assert list(sentences) == [("снята роль «куратор»", ""), ("дана роль «куратор»", "приказ № 1")]


def test_a_role_given_today_by_mistake_leaves_no_row_behind():
    admin, user = make_administrator(), make_user("anna")
    end_role(give_role(user, Role.DIRECTOR, by=admin), by=admin)
    assert user.role_assignments.count() == 0
    assert list(users_with_role(Role.DIRECTOR)) == []


def test_the_last_administrator_stays():
    admin = make_administrator()
    with pytest.raises(Refused, match="единственный администратор"):
        end_role(admin.role_assignments.get(), by=admin)


def test_closing_an_account_ends_its_sessions():
    admin, user = make_administrator(), with_password(make_curator())
    browser = signed_in_browser("curator")
    assert browser.get(reverse("home:account")).status_code == 200
    set_active(user, False, by=admin)
    assert browser.get(reverse("home:account")).status_code == 302
    # Who is let in again signs in again: what was open before is gone for good.
    set_active(user, True, by=admin)
    assert browser.get(reverse("home:account")).status_code == 302
    with pytest.raises(Refused, match="Свою"):
        set_active(admin, False, by=admin)


def test_a_role_taken_away_closes_the_page_in_the_next_request(client):
    admin, user = make_administrator(), make_user("anna", Role.ADMINISTRATOR)
    client.force_login(user)
    assert client.get(reverse("users:list")).status_code == 200
    end_role(user.role_assignments.get(), by=admin)
    assert client.get(reverse("users:list")).status_code == 403


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"role": "owner"}, "role_assignment_role_known"),
        ({"valid_to": datetime.date(2020, 1, 1)}, "role_assignment_dates_in_order"),
        ({"role": Role.CURATOR}, "role_assignment_one_open_per_role"),
    ],
)
def test_the_database_refuses_a_wrong_role_row(fields, constraint):
    user = make_curator()
    values = {"user": user, "role": Role.COUNCIL, "valid_from": datetime.date(2026, 9, 1), **fields}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        RoleAssignment.objects.create(**values)


def test_the_database_refuses_a_name_in_capitals():
    with pytest.raises(IntegrityError, match="user_username_is_lower"), transaction.atomic():
        User.objects.create(username="Anna", display_name="Анна")


def test_a_new_account_is_made_and_given_a_role_on_pages(client):
    client.force_login(make_administrator())
    answer = client.post(
        reverse("users:create"), {"display_name": "Павлова А. П.", "username": "Pavlova", "email": ""}
    )
    user = User.objects.get(username="pavlova")
    assert answer["Location"] == reverse("users:detail", args=[user.pk])
    client.post(reverse("users:give-role", args=[user.pk]), {"role": "council", "valid_from": "01.09.2026"})
    assert user.role_assignments.get().valid_from == datetime.date(2026, 9, 1)
    again = client.post(reverse("users:give-role", args=[user.pk]), {"role": "council"})
    assert again.status_code == 422
    assert "уже есть" in again.content.decode()
    link = client.post(reverse("users:first-link", args=[user.pk]))
    assert "/users/first/" in link.content.decode()


def test_a_taken_name_is_said_beside_the_field_and_what_was_typed_stays(client):
    client.force_login(make_administrator())
    make_user("pavlova")
    answer = client.post(
        reverse("users:create"), {"display_name": "Павлова Инна", "username": "PAVLOVA", "email": ""}
    )
    assert answer.context["form"].errors["username"] == ["Такое имя для входа уже занято. Придумайте другое."]
    assert "Павлова Инна" in answer.content.decode()


@pytest.mark.parametrize("count", [1, 50])
def test_the_list_of_accounts_takes_the_same_queries_for_one_and_for_fifty(
    client, django_assert_num_queries, count
):
    client.force_login(make_administrator())
    for number in range(count):
        make_user(f"user{number}", Role.COUNCIL)
    with django_assert_num_queries(8):
        client.get(reverse("users:list"))


def test_who_may_do_what_is_shown_to_everybody(client):
    client.force_login(make_user("teacher"))
    page = client.get(reverse("users:permissions"))
    assert len(page.context["rows"]) == len(Permission)
    label, cells = page.context["rows"][list(Permission).index(Permission.APPROVE_ORDERS)]
    assert (label, cells) == ("Утверждать и возвращать приказы", [True, False, False, False, False, False])


def test_a_long_list_of_accounts_is_turned_and_keeps_the_words(client):
    client.force_login(make_administrator())
    User.objects.bulk_create(User(username=f"anna{number}", display_name="Анна") for number in range(30))
    page = client.get(reverse("users:list"), {"q": "Анна"}).text
    assert 'href="?q=%D0%90%D0%BD%D0%BD%D0%B0&amp;page=2"' in page
    assert len(client.get(reverse("users:list"), {"q": "Анна", "page": "2"}).context["page"]) == 5
