import django_tables2 as tables
from django.utils.html import format_html

from mentoring.templatetags.look import ru_date
from roadmap.orders.outcomes import Award, DutyRelease


class _OfOrder(tables.Table):
    """Rows that a registered order has left behind."""

    order = tables.Column("Приказ", order_by=("order__date", "pk"))

    def render_person(self, record):
        return record.person.full_name

    def render_order(self, record):
        return format_html('<a href="{}">{}</a>', record.order.get_absolute_url(), record.order)


class AwardTable(_OfOrder):
    count_forms = "поощрение,поощрения,поощрений"
    caption = "Поощрения"

    person = tables.Column("Кто", order_by=("person__sort_key", "pk"))
    kind = tables.Column("Поощрение", order_by=("kind", "pk"))
    awarded_on = tables.Column("Дата", order_by=("awarded_on", "pk"))

    class Meta:
        model = Award
        fields = ()
        sequence = ("person", "kind", "awarded_on", "order")
        empty_text = "Таких поощрений нет. Уберите условие отбора."

    def render_awarded_on(self, record):
        return ru_date(record.awarded_on)


class ReleaseTable(_OfOrder):
    count_forms = "освобождение,освобождения,освобождений"
    caption = "Освобождения от обязанностей"

    person = tables.Column("Кто", order_by=("person__sort_key", "pk"))
    day = tables.Column("Когда", order_by=("day", "starts_at", "pk"))
    lessons = tables.Column("Уроки", orderable=False)
    substitute = tables.Column("Кто замещает", order_by=("substitute__sort_key", "pk"))

    class Meta:
        model = DutyRelease
        fields = ()
        sequence = ("person", "day", "lessons", "substitute", "order")
        empty_text = "Таких освобождений нет. Уберите условие отбора."

    def render_day(self, record):
        return f"{ru_date(record.day)}, {record.starts_at:%H:%M}–{record.ends_at:%H:%M}"

    def render_substitute(self, record):
        return record.substitute.full_name
