import django_tables2 as tables
from django.utils.html import format_html

from mentoring.templatetags.look import plural, ru_date, status_badge
from roadmap.protocols.models import Protocol


class ProtocolTable(tables.Table):
    count_forms = "протокол,протокола,протоколов"
    caption = "Протоколы"

    number = tables.Column("Номер и дата", empty_values=(), order_by=("held_on", "pk"))
    title = tables.Column("Заседание", orderable=False)
    item_count = tables.Column("В повестке", orderable=False)
    status = tables.Column("Состояние", order_by=("status", "-held_on", "-pk"))

    class Meta:
        model = Protocol
        fields = ()
        sequence = ("number", "title", "item_count", "status")
        empty_text = "Таких протоколов нет. Уберите одно из условий или измените слова поиска."

    def render_number(self, record):
        number = f"№\xa0{record.number}" if record.number else "номера ещё нет"
        return format_html(
            '<a class="nowrap" href="{}">{}</a><br><span class="muted">{}</span>',
            record.get_absolute_url(),
            number,
            ru_date(record.held_on),
        )

    def render_title(self, record):
        return f"Протокол {record.title}"

    def render_item_count(self, value):
        return plural(value, "вопрос,вопроса,вопросов")

    def render_status(self, record):
        return status_badge(record.status, record.get_status_display())
