"""Names that look alike, and passwords that a school thinks of first.

| row | test |
| --- | --- |
| B7 | test_passwords_that_are_guessed_first, test_passwords_that_are_taken |
| B21 | test_names_that_look_alike_are_refused, test_the_database_refuses_a_name_that_looks_alike, test_a_name_of_two_alphabets_is_refused |
"""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from mentoring.accounts.models import User
from mentoring.accounts.names import look_of, tidy_name
from mentoring.accounts.services import create_account
from tests.factories.people import make_administrator, make_user
from tests.factories.school import make_school
from tests.mentoring.accounts.doors import is_let_in, type_in, with_password

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("роза-12", "короткий"),
        ("одиннадцать", "короткий"),
        ("qwertyuiop123", "распространённый|школе"),
        ("наставник2026", "школе"),
        ("Наставничество", "школе"),
        ("НАСТАВНИКИ!!!!", "школе"),
        ("yfcnfdybr2026", "школе"),
        ("учитель-школы-7", "школе"),
        ("директоршколы", "школе"),
        ("Пароль123456", "школе"),
        ("Заречный-2026", "школе"),
        ("заречного1985", "школе"),
        ("pavlova-anna-1", "похож"),
    ],
)
def test_passwords_that_are_guessed_first(password, reason):
    make_school(
        town="Заречный", full_name="Муниципальное учреждение «Школа № 15»", short_name="МБОУ «СОШ № 15»"
    )
    user = make_user("pavlova-anna", display_name="Павлова Анна")
    with pytest.raises(ValidationError, match=reason):
        validate_password(password, user)


@pytest.mark.parametrize(
    "password",
    [
        "синие-лодки-на-озере",
        "наставник едет на лыжах",
        "correct horse battery",
        "двенадцать12",
        "я" * 64 + "!",
        "длинная фраза без цифр и больших букв " * 3,
    ],
)
def test_passwords_that_are_taken(password):
    make_school()
    validate_password(password, make_user("pavlova"))


@pytest.mark.parametrize(
    ("taken", "new"),
    [
        ("pavlova", "PAVLOVA"),
        ("pavlova", "ｐａｖｌｏｖａ"),
        ("capa", "сара"),
        ("семёнова", "семенова"),
        ("сидоров", "СИДОРОВ"),
        ("xopyc", "хорус"),
    ],
)
def test_names_that_look_alike_are_refused(taken, new):
    create_account(by=None, username=taken, display_name="Первая")
    with pytest.raises(ValidationError) as refusal:
        create_account(by=None, username=new, display_name="Вторая")
    assert list(refusal.value.message_dict) == ["username"]
    assert User.objects.count() == 1


def test_the_database_refuses_a_name_that_looks_alike():
    make_user("capa")
    with pytest.raises(IntegrityError, match="user_names_look_different"), transaction.atomic():
        User.objects.create(username="сара", display_name="Сара")


def test_a_name_of_two_alphabets_is_refused(client):
    with pytest.raises(ValidationError, match="смешаны русские и латинские"):
        create_account(by=None, username="ivanоva", display_name="Иванова")  # with a Russian «о»
    client.force_login(make_administrator())
    answer = client.post(reverse("users:create"), {"display_name": "Иванова", "username": "ivanоva"})
    assert "смешаны русские и латинские" in answer.context["form"].errors["username"][0]


def test_a_name_that_looks_alike_is_said_on_the_page(client):
    make_user("capa")
    client.force_login(make_administrator())
    answer = client.post(reverse("users:create"), {"display_name": "Сара", "username": "сара"})
    assert "на вид не отличить" in answer.content.decode()
    assert User.objects.filter(username="сара").exists() is False


def test_the_owner_is_known_by_every_spelling_of_the_name():
    with_password(make_user("семёнова"))
    assert all(is_let_in(type_in(name)) for name in ("семёнова", "Семенова", " СЕМЁНОВА "))


def test_names_are_kept_in_one_form():
    assert tidy_name("  ＩＶＡＮＯＶＡ ") == "ivanova"
    assert look_of("Семёнова") == look_of("СЕМЕНОВА")
    assert look_of("ivanova") != look_of("petrova")
