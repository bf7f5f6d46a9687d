import django_tables2 as tables
from django.utils import timezone
from django.utils.html import format_html

from mentoring.templatetags.look import plural, ru_date, status_badge, whole_words
from roadmap.orders.models import Order


def cancelled_words(order: Order) -> str:
    """«отменён приказом № 5» of an order read with `with_cancellation`; empty for one in force."""
    if not order.cancelled_by_number:
        return ""
    word = "отменён" if order.cancelled_from <= timezone.localdate().isoformat() else "будет отменён"
    return f"{word} приказом №\xa0{order.cancelled_by_number}"


class OrderTable(tables.Table):
    count_forms = "приказ,приказа,приказов"
    caption = "Приказы"

    number = tables.Column("Номер и дата", empty_values=(), order_by=("year", "sequence", "pk"))
    title = tables.Column("Заголовок", orderable=False)
    pair_count = tables.Column("Пар и групп", orderable=False)
    status = tables.Column("Состояние", order_by=("status", "-pk"))
    missing_count = tables.Column("Ознакомление", orderable=False)

    class Meta:
        model = Order
        fields = ()
        sequence = ("number", "title", "pair_count", "status", "missing_count")
        empty_text = "Таких приказов нет. Уберите одно из условий или измените слова поиска."

    def render_number(self, record):
        if not record.number:
            return format_html('<span class="muted">{}</span>', "номера ещё нет")
        return format_html(
            '<a class="nowrap" href="{}">№\xa0{}</a><br><span class="muted">{}</span>',
            record.get_absolute_url(),
            record.number,
            ru_date(record.date),
        )

    def render_title(self, record):
        return format_html('<a href="{}">{}</a>', record.get_absolute_url(), whole_words(record.title))

    def render_pair_count(self, value):
        return value or ""

    def render_status(self, record):
        badge = status_badge(record.status, record.get_status_display())
        words = cancelled_words(record)
        if not words:
            return badge
        return format_html('{}<br><span class="muted">{}</span>', badge, words)

    def render_missing_count(self, record, value):
        if not record.is_numbered:
            return ""
        if value:
            return f"осталось {plural(value, 'человек,человека,человек')}"
        return "все ознакомлены" if record.read_count else "знакомить некого"
