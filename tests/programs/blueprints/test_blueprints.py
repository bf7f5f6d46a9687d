"""Templates of programmes: kept by the curator, seen by nobody else."""

import pytest
from django.urls import reverse

from mentoring.workflow.verdicts import Refused, StaleState
from programs.blueprints.models import Blueprint
from programs.blueprints.queries import default_blueprint, offered_blueprints
from programs.blueprints.services import (
    create_blueprint,
    ensure_blueprint,
    make_default,
    switch_blueprint,
    update_blueprint,
)
from tests.conflicts import both_texts
from tests.factories.people import make_curator, make_director, make_teacher
from tests.factories.programmes import make_blueprint, make_programme

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"blueprints:{name}", args=args)


def typed(blueprint=None, **fields):
    data = {"name": "Для новичка", "goals": "Освоиться", "version": blueprint.version if blueprint else 0}
    data |= {"action": "save", "rows-0-event": "Встреча", "rows-0-date_text": "октябрь"}
    return data | fields


def test_the_sample_is_installed_once():
    sample = ensure_blueprint()
    assert ensure_blueprint() == sample
    assert (Blueprint.objects.count(), sample.is_default, sample.rows.count()) == (1, True, 8)
    assert "образец, проверьте" in sample.name


def test_a_template_is_made_with_its_rows():
    rows = [{"event": " Вторая ", "form": "беседа"}, {"event": "Первая", "date_text": "май"}]
    blueprint = create_blueprint(by=make_curator(), name="Новый", rows=rows, goals="Первое\r\nВторое")
    assert blueprint.goals == "Первое\nВторое"
    assert [(row.event, row.form, row.date_text) for row in blueprint.rows.all()] == [
        ("Вторая", "беседа", ""),
        ("Первая", "", "май"),
    ]


def test_two_templates_do_not_share_a_name():
    make_blueprint("Один")
    with pytest.raises(Refused):
        make_blueprint("Один")


def test_only_the_curator_keeps_templates():
    with pytest.raises(Refused):
        create_blueprint(by=make_director(), name="Новый", rows=[])


def test_a_template_saved_by_another_tab_is_stale():
    blueprint = make_blueprint()
    update_blueprint(blueprint, by=make_curator(), version=0, rows=[], name="Свежий")
    with pytest.raises(StaleState):
        update_blueprint(blueprint, by=make_curator(), version=0, rows=[], name="Старый")
    assert Blueprint.objects.get().name == "Свежий"


def test_the_first_template_gives_way_to_another():
    first, second = make_blueprint("Первый"), make_blueprint("Второй")
    make_default(first, by=make_curator())
    make_default(second, by=make_curator())
    assert default_blueprint() == second
    switch_blueprint(second, by=make_curator(), is_active=False)
    assert default_blueprint() is None
    assert list(offered_blueprints()) == [first]
    assert switch_blueprint(second, by=make_curator(), is_active=True).is_active


def test_pages_are_the_curators(client):
    blueprint = make_blueprint()
    for user, status in ((make_curator(), 200), (make_director(), 403), (make_teacher("teacher").user, 403)):
        client.force_login(user)
        answers = [
            client.get(url(name, *args)).status_code
            for name, args in (
                ("list", ()),
                ("create", ()),
                ("detail", [blueprint.pk]),
                ("edit", [blueprint.pk]),
            )
        ]
        assert answers == [status] * 4


def test_an_empty_school_installs_the_sample_by_a_button(client):
    client.force_login(make_curator())
    assert "Установить образец" in client.get(url("list")).text
    client.post(url("sample"))
    assert client.get(url("list")).context["blueprints"].get().row_count == 8


def test_create_and_edit_by_pages(client):
    client.force_login(make_curator())
    client.post(url("create"), typed())
    blueprint = Blueprint.objects.get()
    assert [(row.date_text, row.event) for row in blueprint.rows.all()] == [("октябрь", "Встреча")]
    client.post(url("edit", blueprint.pk), typed(blueprint, goals="Иное"))
    blueprint.refresh_from_db()
    assert (blueprint.goals, blueprint.rows.count()) == ("Иное", 1)


def test_buttons_of_rows_keep_the_texts_and_save_nothing(client):
    client.force_login(make_curator())
    page = client.post(url("create"), typed(name="", goals="Набрано", action="add"))
    assert page.context["form"].initial["goals"] == "Набрано"
    assert (page.status_code, len(page.context["editor"].forms)) == (200, 4)
    assert page.context["form"].errors == {}
    assert Blueprint.objects.count() == 0


def test_errors_stand_beside_the_fields_and_typed_text_stays(client):
    client.force_login(make_curator())
    page = client.post(url("create"), typed(name="", **{"rows-0-event": ""}))
    assert page.context["form"].errors == {"name": ["Обязательное поле."]}
    assert "Строка 1, Мероприятие: Напишите, что за мероприятие, или уберите строку." in page.text
    assert "Освоиться" in page.text
    assert Blueprint.objects.count() == 0


def test_a_taken_name_is_told(client):
    make_blueprint("Для новичка")
    client.force_login(make_curator())
    page = client.post(url("create"), typed())
    assert page.context["form"].errors["name"] == ["Шаблон с таким названием уже есть. Назовите этот иначе."]


def test_a_stale_tab_shows_both_texts_and_may_save_then(client):
    blueprint = make_blueprint("Для новичка", goals="Первое")
    update_blueprint(blueprint, by=make_curator(), version=0, rows=[], name="Для новичка", goals="Чужое")
    client.force_login(make_curator())
    page = client.post(url("edit", blueprint.pk), typed(blueprint, goals="Моё"))
    assert page.status_code == 409
    assert ("Цели и задачи", "Чужое", "Моё") in both_texts(page.context["conflicts"])
    assert "Моё" in page.text
    client.post(
        url("edit", blueprint.pk), typed(goals="Моё", version=page.context["form"]["version"].value())
    )
    assert Blueprint.objects.get().goals == "Моё"


def test_switch_and_default_by_buttons(client):
    blueprint = make_blueprint()
    client.force_login(make_curator())
    client.post(url("default", blueprint.pk))
    assert Blueprint.objects.get().is_default
    client.post(url("switch", blueprint.pk, "off"))
    assert not Blueprint.objects.get().is_active
    assert client.get(url("switch", blueprint.pk, "on")).status_code == 405


def test_changing_a_template_leaves_programmes_alone():
    blueprint = make_blueprint(goals="Из шаблона")
    programme = make_programme(goals="Своя цель")
    update_blueprint(blueprint, by=make_curator(), version=0, rows=[], name="Другой")
    programme.refresh_from_db()
    assert (programme.goals, programme.plan.count()) == ("Своя цель", 3)


@pytest.mark.parametrize("count", [1, 50])
def test_the_list_asks_the_database_equally_often(client, django_assert_num_queries, count):
    for number in range(count):
        make_blueprint(f"Шаблон {number}")
    client.force_login(make_curator())
    with django_assert_num_queries(5):
        client.get(url("list"))
