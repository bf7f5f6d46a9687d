"""Base pages, components, tags and error pages."""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

import django_tables2 as tables
import pytest
from crispy_forms.helper import FormHelper
from django import forms
from django.core.management import call_command
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory, override_settings

from mentoring.templatetags.look import (
    STATE_TONES,
    TONE_ICONS,
    held_on,
    plural,
    ru_date,
    ru_date_long,
    ru_moment,
    whole_words,
)

ROOT = Path(__file__).resolve().parents[2]
PAGE_TEMPLATES = sorted(
    path for path in (ROOT / "templates").rglob("*.html") if "documents" not in path.relative_to(ROOT).parts
)
INLINE = re.compile(
    r"<style|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|<script(?![^>]*\ssrc=)|javascript:", re.IGNORECASE
)


def render(source, **context):
    return engines["django"].from_string("{% load look crispy_forms_tags %}" + source).render(context)


def squeezed(html):
    return re.sub(r"\s+", " ", re.sub(r"<svg.*?</svg>", "", html, flags=re.DOTALL)).strip()


def words(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", squeezed(html))).strip()


@pytest.mark.parametrize("path", PAGE_TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_no_page_template_has_inline_script_or_style(path):
    assert INLINE.findall(path.read_text()) == []


def test_a_list_of_many_pages_names_the_address_of_the_others():
    """Without it the link to the next page leads to an address that there is not."""
    nameless = [
        str(path.relative_to(ROOT))
        for path in PAGE_TEMPLATES
        for include in re.findall(r'include "components/pagination.html"[^%]*', path.read_text())
        if " only" in include and "page_url=" not in include
    ]
    assert nameless == []


def test_no_page_says_its_errors_twice():
    """A crispy form draws the list of its errors by itself; the component is for forms drawn by hand."""
    doubled = [
        str(path.relative_to(ROOT))
        for path in PAGE_TEMPLATES
        if "error_summary.html" in path.read_text()
        and re.search(r"{{ *form *\| *crispy *}}", path.read_text())
    ]
    assert doubled == []


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("400", "Запрос не понят"),
        ("403", "Это действие вам недоступно"),
        ("403_csrf", "Страница устарела"),
        ("404", "Такой страницы нет"),
        ("500", "Что-то сломалось у нас"),
        ("503", "Система ненадолго недоступна"),
    ],
)
def test_error_page_renders_without_request_and_database(name, heading):
    html = render_to_string(f"{name}.html")
    assert re.findall(r"<h1>(.*?)</h1>", html) == [heading]
    assert re.findall(r"<title>(.*?) –", html) == [heading]


def test_forbidden_page_shows_the_sentence_of_the_rule():
    html = render_to_string("403.html", {"exception": "Утвердить приказ может только директор."})
    assert "<p>Утвердить приказ может только директор.</p>" in html


def base_page(**context):
    page = '{% extends "base.html" %}{% block content %}<p>Список</p>{% endblock %}'
    return engines["django"].from_string(page).render(context)


def test_base_page_starts_with_a_skip_link_to_its_main_part():
    html = base_page(heading="Люди")
    body = html[html.index("<body") :]
    assert re.findall(r"<a [^>]*>", body)[0] == '<a class="skip-link" href="#main">'
    assert len(re.findall(r'<main [^>]*id="main"', html)) == 1


def test_base_page_has_one_heading_and_no_inline_code():
    html = base_page(heading="Люди")
    assert re.findall(r"<h1>(.*?)</h1>", html) == ["Люди"]
    assert INLINE.findall(html) == []


def test_sign_out_is_a_form_sent_by_post():
    html = base_page(heading="Люди")
    assert '<form action="/accounts/logout/" method="post">' in html


def test_navigation_marks_the_current_room():
    items = [
        SimpleNamespace(label="Сегодня", url="/", icon="sun", is_current=True),
        SimpleNamespace(label="Люди", url="/people/", icon="users", is_current=False),
    ]
    html = render_to_string("layout/navigation.html", {"navigation": items})
    assert re.findall(r'href="([^"]+)" aria-current="page"', html) == ["/"]
    assert words(html) == "Сегодня Люди"


def test_breadcrumbs_link_all_but_the_last():
    html = render('{% crumbs "Люди" "/people/" name %}', name="Ёлкин С. Д.")
    assert re.findall(r'href="([^"]+)"', html) == ["/people/"]
    assert re.findall(r'<span aria-current="page">(.*?)</span>', html) == ["Ёлкин С. Д."]


def test_more_menu_is_absent_when_it_has_no_items():
    assert render("{% more %}  {% if no %}x{% endif %} {% endmore %}") == ""
    assert words(render('{% more %}<a href="/">Копия</a>{% endmore %}')) == "Ещё Копия"


@pytest.mark.parametrize(
    ("number", "phrase"),
    [
        (0, "0 пар"),
        (1, "1 пара"),
        (2, "2 пары"),
        (5, "5 пар"),
        (11, "11 пар"),
        (14, "14 пар"),
        (21, "21 пара"),
        (112, "112 пар"),
    ],
)
def test_numbers_agree_with_their_noun(number, phrase):
    assert plural(number, "пара,пары,пар") == phrase.replace(" ", "\xa0")


def test_dates_are_written_the_russian_way():
    assert ru_date(date(2026, 1, 12)) == "12.01.2026"
    assert ru_date_long(date(2026, 1, 12)) == "12\xa0января\xa02026\xa0г."
    assert ru_moment(datetime(2026, 1, 12, 11, 5, tzinfo=UTC)) == "12.01.2026 в\xa014:05"
    assert [ru_date(None), ru_date_long(None), ru_moment(None)] == ["–", "–", "–"]


def test_every_state_has_a_tone_that_has_an_icon():
    assert set(STATE_TONES.values()) == set(TONE_ICONS)


def test_status_badge_says_its_state_in_words_and_escapes_them():
    html = render('{% status_badge "withdrawn" word %}', word="Отозвано <b>")
    assert squeezed(html) == '<span class="status status-danger"><span>Отозвано &lt;b&gt;</span></span>'
    assert html.count('aria-hidden="true"') == 1


def test_denied_act_is_a_disabled_button_with_its_reason():
    html = render_to_string(
        "components/post_button.html", {"url": "/", "label": "Утвердить", "reason": "Нет подписи."}
    )
    assert "disabled" in html
    assert "<form" not in html
    assert words(html) == "Утвердить Нет подписи."


class PersonForm(forms.Form):
    roles = forms.MultipleChoiceField(
        label="Роли",
        choices=[("mentor", "Наставник"), ("mentee", "Наставляемый")],
        widget=forms.CheckboxSelectMultiple,
    )
    surname = forms.CharField(label="Фамилия", help_text="Как в паспорте.")
    request = forms.CharField(label="Запрос", required=False)


def test_invalid_form_begins_with_links_to_its_fields():
    html = render("{{ form|crispy }}", form=PersonForm({"surname": ""}))
    summary, controls = html.split("</ul>", 1)
    assert re.findall(r'<a href="#([^"]+)">(.*?)</a>', summary) == [
        ("id_roles_0", "Роли: Обязательное поле."),
        ("id_surname", "Фамилия: Обязательное поле."),
    ]
    assert [controls.count(f'id="{name}"') for name in ("id_roles_0", "id_surname")] == [1, 1]


def test_field_is_described_by_its_hint_and_error():
    html = render("{{ form|crispy }}", form=PersonForm({"surname": ""}))
    (described,) = re.findall(r'name="surname"[^>]*aria-describedby="([^"]+)"', html)
    assert described.split() == ["id_surname_helptext", "id_surname_error"]
    assert [html.count(f'id="{name}"') for name in described.split()] == [1, 1]


def test_only_optional_fields_are_marked_and_only_where_something_is_saved():
    form = PersonForm()
    form.helper = FormHelper()
    assert words(render("{% crispy form %}", form=form)).count("необязательно") == 1
    form.helper.form_method = "get"
    assert words(render("{% crispy form %}", form=form)).count("необязательно") == 0


class PairTable(tables.Table):
    name = tables.Column(verbose_name="Пара")
    until = tables.Column(verbose_name="До", orderable=False)
    count_forms = "пара,пары,пар"

    class Meta:
        template_name = "django_tables2/app.html"
        empty_text = "Пар пока нет."


def shown_table(rows, address="/"):
    table = PairTable(rows)
    request = RequestFactory().get(address)
    tables.RequestConfig(request, paginate={"per_page": 2}).configure(table)
    return table.as_html(request)


def test_table_counts_its_rows_and_labels_every_cell():
    html = shown_table([{"name": f"Пара {i}", "until": "31.05"} for i in range(5)])
    assert re.findall(r'role="status">(.*?)<', html) == ["Найдено: 5\xa0пар"]
    assert re.findall(r'data-label="([^"]+)"', html) == ["Пара", "До"] * 2


def test_sorted_column_says_its_direction():
    rows = [{"name": "А", "until": ""}, {"name": "Б", "until": ""}]
    assert re.findall(r'aria-sort="(\w+)"', shown_table(rows)) == []
    assert re.findall(r'aria-sort="(\w+)"', shown_table(rows, "/?sort=name")) == ["ascending"]
    assert re.findall(r'aria-sort="(\w+)"', shown_table(rows, "/?sort=-name")) == ["descending"]


def test_empty_table_shows_one_sentence_instead_of_a_heading():
    html = shown_table([])
    assert words(html) == "Пар пока нет."
    assert "<table" not in html


def test_every_static_file_refers_only_to_files_that_exist(tmp_path):
    storage = {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    with override_settings(
        STORAGES={
            "staticfiles": storage,
            "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        },
        STATIC_ROOT=tmp_path,
    ):
        call_command("collectstatic", interactive=False, verbosity=0)
    assert len(list(tmp_path.glob("css/app.*.css"))) == 1


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("наставнических пар/групп", 'наставнических <span class="nowrap">пар/групп</span>'),
        (
            "О парах/группах в 2026/2027 году",
            'О <span class="nowrap">парах/группах</span> в <span class="nowrap">2026/2027</span> году',
        ),
        ("<b>", "&lt;b&gt;"),
        ("без черты", "без черты"),
    ],
)
def test_words_with_a_slash_stay_on_one_line(text, html):
    assert whole_words(text) == html


@pytest.mark.parametrize(
    ("label", "shown"), [("Дата", "Дата: нужна"), ("С какого дня?", "С какого дня? нужна")]
)
def test_the_error_summary_puts_no_colon_after_a_question(label, shown):
    class Question(forms.Form):
        on = forms.DateField(label=label, error_messages={"required": "нужна"})

    page = render_to_string("components/error_summary.html", {"form": Question({})})
    assert shown in page


@pytest.mark.parametrize(("path", "kind"), [("/favicon.ico", "image/"), ("/robots.txt", "text/plain")])
def test_browsers_and_robots_find_their_files_at_the_root(client, path, kind):
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith(kind)


def test_a_heading_holds_on_to_its_prepositions():
    assert held_on("Об утверждении Положения о системе по выбору в МБОУ СШ № 7") == (
        "Об\xa0утверждении Положения о\xa0системе по\xa0выбору в\xa0МБОУ\xa0СШ\xa0№ 7"
    )
    assert held_on("Поощрение и итоги") == "Поощрение и\xa0итоги"
