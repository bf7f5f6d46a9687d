"""A form inside a component that is included with `only` is accepted by the server."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import RequestContext, engines
from django.test import Client
from django.urls import reverse

from tests.factories.people import make_administrator, make_user

INCLUDE = '{% include "components/post_button.html" with url="/here/" label="Сделать" only %}'


def rendered(rf, source):
    template = engines["django"].engine.from_string(source)
    return template.render(RequestContext(rf.get("/")))


def test_an_isolated_component_has_the_token(rf):
    assert rendered(rf, INCLUDE).count("csrfmiddlewaretoken") == 1


def test_a_component_inside_an_isolated_component_has_the_token(rf):
    page = rendered(
        rf, '{% include "components/attention.html" with sentence="Ждёт" post_url="/here/" label="Да" only %}'
    )
    assert page.count("csrfmiddlewaretoken") == 1


def test_an_isolated_component_knows_nothing_else_of_the_page(rf):
    page = rendered(rf, '{% with reason="нельзя" %}' + INCLUDE + "{% endwith %}")
    assert "нельзя" not in page


@pytest.mark.django_db
def test_the_server_takes_what_a_component_sends():
    client, other = Client(enforce_csrf_checks=True), make_user("other")
    client.force_login(make_administrator())
    page = client.get(reverse("users:detail", args=[other.pk])).content.decode()
    url = reverse("users:first-link", args=[other.pk])
    form = re.search(rf'<form[^>]*action="{url}".*?</form>', page, re.S).group()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form).group(1)
    assert client.post(url, {"csrfmiddlewaretoken": token}).status_code == 200


def test_every_form_of_the_templates_that_posts_writes_the_token():
    forms = [
        (path.name, form)
        for path in Path(settings.BASE_DIR / "templates").rglob("*.html")
        for form in re.findall(r"<form\b.*?</form>", path.read_text(), re.S)
        if 'method="post"' in form.partition(">")[0]
    ]
    assert len(forms) > 20
    assert [name for name, form in forms if "csrf_token" not in form] == []
