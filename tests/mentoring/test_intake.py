"""What no browser sends by itself is answered before any view sees it; what people paste comes through."""

import resource

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mentoring.intake import LARGEST_BODY, LARGEST_FILE, CappedUploadHandler
from tests.factories.people import make_curator

pytestmark = pytest.mark.django_db
CHECK = "/check/"


def words(response):
    return response.content.decode()


@pytest.mark.parametrize("sign", ["%00", "%0B", "%1F", "%7F"])
@pytest.mark.parametrize("address", ["/check/?code=a{}b", "/check/?a{}=1", "/check/a{}b/"])
def test_a_control_character_in_an_address_is_refused(client, address, sign):
    response = client.get(address.format(sign))

    assert response.status_code == 400
    assert "невидимые служебные знаки" in words(response)


def test_a_lone_surrogate_comes_in_as_a_sign_of_replacement(client):
    response = client.get("/check/?code=%ED%A0%80")

    assert response.status_code == 200
    assert "\ufffd" in words(response)


def post(body, content_type="application/x-www-form-urlencoded", **options):
    return Client(**options).generic("POST", "/accounts/login/", body, content_type=content_type)


@pytest.mark.parametrize("sign", ["%00", "%08", "%1B"])
def test_a_control_character_in_a_form_is_refused(sign):
    response = post(f"login=a{sign}b&password=x")

    assert response.status_code == 400
    assert "невидимые служебные знаки" in words(response)


def test_a_soft_line_break_pasted_from_an_editor_becomes_a_blank():
    response = post("login=Белова%0BНина&password=x")

    assert response.status_code == 200
    assert response.context["form"]["login"].value() == "Белова Нина"


def test_a_text_longer_than_any_field_is_refused():
    assert post(f"login={'a' * 50_000}&password=x").status_code == 200
    response = post(f"login={'a' * 50_001}&password=x")

    assert response.status_code == 413
    assert "больше 50 000 знаков" in words(response)


def test_an_endless_address_is_refused(client):
    response = client.get(CHECK, {"code": "a" * 20_000})

    assert response.status_code == 414
    assert "Адрес страницы слишком длинный" in words(response)


def test_five_thousand_fields_are_refused():
    assert post("&".join(f"f{number}=1" for number in range(5000))).status_code == 400


def test_a_form_of_three_megabytes_is_refused():
    assert post("a=" + "b" * 3_000_000).status_code == 400


def test_a_body_larger_than_all_scans_together_is_not_read():
    class Unread:
        def read(self, *args):
            raise AssertionError("read")

        readline = read

    response = Client().generic(
        "POST",
        "/accounts/login/",
        content_type="multipart/form-data; boundary=x",
        **{"wsgi.input": Unread(), "CONTENT_LENGTH": str(LARGEST_BODY + 1)},
    )

    assert response.status_code == 413
    assert "Файл слишком велик и не принят" in words(response)


def test_of_a_huge_file_only_the_beginning_is_kept():
    handler = CappedUploadHandler()
    handler.new_file("file", "список.xlsx", "application/octet-stream", None)
    chunk = b"x" * (LARGEST_FILE // 2)
    for start in range(0, 4 * len(chunk), len(chunk)):
        handler.receive_data_chunk(chunk, start)
    received = handler.file_complete(4 * len(chunk))

    assert received.size == 2 * LARGEST_FILE
    assert received.seek(0, 2) == LARGEST_FILE


def test_the_form_says_why_a_huge_file_is_refused(client):
    client.force_login(make_curator())
    book = SimpleUploadedFile("список.xlsx", b"PK" + b"\x00" * (2 * LARGEST_FILE))

    response = client.post("/people/import/", {"file": book})

    assert response.context["form"].errors["file"][0].startswith("Файл больше 5 МБ")


def test_a_full_disk_under_a_large_file_is_said_in_words(client):
    client.force_login(make_curator())
    book = SimpleUploadedFile("список.xlsx", b"PK" + b"\x00" * 4_000_000)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, hard))
    try:
        response = client.post("/people/import/", {"file": book})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert response.status_code == 507
    assert "на сервере нет места" in words(response)
