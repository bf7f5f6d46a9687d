import django_tables2 as tables
from django.utils.html import format_html

from mentoring.templatetags.look import ru_date, status_badge
from roadmap.applications.models import Application


class ApplicationTable(tables.Table):
    count_forms = "заявление,заявления,заявлений"
    caption = "Заявления и ходатайства"

    kind = tables.Column("Что", orderable=False)
    person = tables.Column("Чьё", order_by=("person__sort_key", "-pk"))
    filed_on = tables.Column("Подано", order_by=("filed_on", "pk"))
    status = tables.Column("Состояние", order_by=("status", "-pk"))

    class Meta:
        model = Application
        fields = ()
        sequence = ("kind", "person", "filed_on", "status")
        empty_text = "Таких заявлений нет. Уберите условие отбора."

    def render_kind(self, record, value):
        return format_html('<a href="{}">{}</a>', record.get_absolute_url(), value[:1].upper() + value[1:])

    def render_person(self, record):
        return record.person.full_name

    def render_filed_on(self, value):
        return ru_date(value)

    def render_status(self, record):
        return status_badge(record.status, record.get_status_display())
