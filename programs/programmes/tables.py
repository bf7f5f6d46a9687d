import django_tables2 as tables
from django.utils.html import format_html

from mentoring.templatetags.look import ru_date, status_badge
from programs.programmes.models import Programme


class ProgrammeTable(tables.Table):
    count_forms = "программа,программы,программ"
    caption = "Программы"

    title = tables.Column("Программа", order_by=("title", "pk"))
    mentor = tables.Column("Наставник", empty_values=(), orderable=False)
    mentees = tables.Column("Наставляемые", empty_values=(), orderable=False)
    start = tables.Column("Срок", order_by=("start", "pk"))
    held = tables.Column("Проведено", empty_values=(), orderable=False, attrs={"td": {"class": "nowrap"}})
    status = tables.Column("Состояние", order_by=("status", "-created_at"))

    class Meta:
        model = Programme
        fields = ()
        sequence = ("title", "mentor", "mentees", "start", "held", "status")
        empty_text = "Таких программ нет. Уберите одно из условий или измените слова поиска."

    def render_title(self, record):
        link = format_html('<a href="{}">{}</a>', record.get_absolute_url(), record.title)
        if record.revision == 1:
            return link
        return format_html('{}<br><span class="muted">редакция {}</span>', link, record.revision)

    def render_mentor(self, record):
        mentor = record.mentorship.mentor
        return mentor.short_name if mentor else "–"

    def render_mentees(self, record):
        return ", ".join(person.short_name for person in record.mentorship.mentees)

    def render_start(self, record):
        return format_html('<span class="nowrap">{} –</span> {}', ru_date(record.start), ru_date(record.end))

    def render_held(self, record):
        return f"{record.held_count} из {record.plan_count}"

    def render_status(self, record):
        return status_badge(record.status, record.get_status_display())
