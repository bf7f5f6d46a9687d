import django_tables2 as tables
from django.utils.html import format_html

from mentoring.language.typography import typeset
from mentoring.templatetags.look import ru_date, status_badge, whole_words
from roadmap.acts.models import LocalAct


class ActTable(tables.Table):
    count_forms = "акт,акта,актов"
    caption = "Локальные акты"

    title = tables.Column("Название", order_by=("kind", "title", "-edition"))
    status = tables.Column("Состояние", order_by=("status", "pk"))
    ground = tables.Column("Чем утверждён", empty_values=(), orderable=False)
    force = tables.Column("Действует", empty_values=(), order_by=("in_force_from", "pk"))

    class Meta:
        model = LocalAct
        fields = ()
        sequence = ("title", "status", "ground", "force")
        empty_text = "Таких актов нет. Уберите одно из условий или измените слова поиска."

    def render_title(self, record):
        edition = f"редакция {record.edition}" if record.edition > 1 or record.has_newer else ""
        return format_html(
            '<a href="{}">{}</a> <span class="muted">{}</span>',
            record.get_absolute_url(),
            whole_words(record.name),
            edition,
        )

    def render_status(self, record):
        return status_badge(*record.shown_state)

    def render_ground(self, record):
        if not record.is_approved:
            return ""
        if record.order:
            return f"приказ №\xa0{record.order.number} от {ru_date(record.order.date)}"
        return f"гриф от {ru_date(record.approved_on)}"

    def render_force(self, record):
        if not record.is_approved:
            return ""
        until = f" по {ru_date(record.in_force_to)}" if record.in_force_to else ""
        return typeset(f"с {ru_date(record.in_force_from)}{until}")
