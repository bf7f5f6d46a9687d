"""Rows drawn quickly are the rows that django-tables2 itself would draw."""

import django_tables2 as tables
from django.template import engines
from django.test import RequestFactory
from django.utils.html import format_html

OWN_LOOP = """
{% for row in table.paginated_rows %}
<tr {{ row.attrs.as_html }}>
{% for column, cell in row.items %}<td {{ column.attrs.td.as_html }} data-label="{{ column.header }}">{% if column.localize is None %}{{ cell }}{% elif column.localize %}{{ cell|localize }}{% else %}{{ cell|unlocalize }}{% endif %}</td>{% endfor %}
</tr>
{% endfor %}
"""


class SampleTable(tables.Table):
    name = tables.Column("Имя", attrs={"td": {"class": "nowrap"}})
    hours = tables.Column("Часы", localize=True)
    share = tables.Column("Доля", localize=False)
    size = tables.Column("Размер", attrs={"td": {"data-size": lambda value: f"<{value}>"}})
    link = tables.Column("Ссылка", accessor="name", linkify=lambda record: f"/people/{record['hours']}/")
    absent = tables.Column("Чего нет", default="нет & не было")
    made = tables.Column("Сделано", empty_values=())
    anything = tables.Column("Всё", accessor="name")

    class Meta:
        row_attrs = {"data-name": lambda record: record["name"]}

    def render_made(self, record, table):
        return format_html("<b>{}</b> из {}", record["size"], len(table.rows))

    def render_anything(self, **given):
        return f"{given['value']} {sorted(given)}"


ROWS = [
    {"name": "<Лён> & Ко", "hours": 1234.5, "share": 0.5, "size": 3},
    {"name": "Ёлкина", "hours": 7, "share": 1234.25, "size": None},
]


def drawn(source):
    table = SampleTable(ROWS)
    table.before_render(None)
    template = engines["django"].from_string("{% load l10n table_rows %}" + source)
    return template.render({"table": table}, RequestFactory().get("/"))


def squeezed(html):
    return "".join(html.split())


def test_quick_rows_are_the_package_s_own_rows():
    quick = drawn("{% table_rows table %}")
    assert squeezed(quick) == squeezed(drawn(OWN_LOOP))
    assert "&lt;Лён&gt; &amp; Ко" in quick
    assert 'data-size="&lt;3&gt;"' in quick
    assert '<a href="/people/1234.5/">' in quick
