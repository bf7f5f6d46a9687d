import django_tables2 as tables
from django.utils.html import format_html

from mentoring.templatetags.look import badge
from registry.people.card import FORMS_TONES, worst_forms_state
from registry.people.enums import FormsState, PersonKind
from registry.people.models import Person

FORMS_WORDS = {
    FormsState.AUTO: "предложено",
    FormsState.REVIEW: "проверьте",
    FormsState.CHECKED: "проверено",
}


class PersonTable(tables.Table):
    """People of `with_position_rows`."""

    count_forms = "человек,человека,человек"
    caption = "Люди"

    name = tables.Column(
        "ФИО", accessor="full_name", order_by=("sort_key", "pk"), attrs={"td": {"class": "nowrap"}}
    )
    position = tables.Column("Должность", accessor="pk", empty_values=(), orderable=False)
    category = tables.Column("Категория", default="")
    teaching_years = tables.Column(
        "Пед. стаж", default="", attrs={"td": {"class": "number"}, "th": {"class": "number"}}
    )
    forms = tables.Column("Склонение", accessor="pk", empty_values=(), orderable=False)

    class Meta:
        model = Person
        fields = ()
        sequence = ("name", "position", "category", "teaching_years", "forms")
        order_by = "name"
        empty_text = "Никого не нашлось. Уберите одно из условий или измените слова поиска."

    def render_name(self, record):
        link = format_html('<a href="{}">{}</a>', record.get_absolute_url(), record.full_name)
        if record.left_on:
            return format_html("{} {}", link, badge(f"не работает с {record.left_on:%d.%m.%Y}", "neutral"))
        return link

    def render_position(self, record):
        if record.kind == PersonKind.PUPIL:
            return record.get_kind_display()
        titles = ", ".join(position.title for position in record.position_rows)
        if record.kind == PersonKind.EXTERNAL:
            return format_html('{}<br><span class="muted">{}</span>', titles, record.organisation_name)
        return titles

    def render_forms(self, record):
        state = worst_forms_state(record, record.position_rows)
        return badge(FORMS_WORDS[state], FORMS_TONES[state])
