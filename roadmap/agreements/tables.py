import django_tables2 as tables
from django.utils.html import format_html

from mentoring.templatetags.look import ru_date, status_badge
from roadmap.agreements.models import Agreement


class AgreementTable(tables.Table):
    count_forms = "документ,документа,документов"
    caption = "Соглашения с наставниками"

    mentor = tables.Column("Наставник", order_by=("mentor__sort_key", "pk"))
    mentees = tables.Column("Кого сопровождает", empty_values=(), orderable=False)
    term = tables.Column("Срок работы", empty_values=(), order_by=("start", "pk"))
    kind = tables.Column("Документ", orderable=False)
    status = tables.Column("Состояние", order_by=("status", "-pk"))

    class Meta:
        model = Agreement
        fields = ()
        sequence = ("mentor", "mentees", "term", "kind", "status")
        empty_text = "Таких документов нет. Уберите условие отбора."

    def render_mentor(self, record):
        return format_html('<a href="{}">{}</a>', record.get_absolute_url(), record.mentor.full_name)

    def render_mentees(self, record):
        return ", ".join(person.short_name for person in record.mentorship.mentees)

    def render_term(self, record):
        return f"{ru_date(record.start)} – {ru_date(record.ended_on or record.end)}"

    def render_kind(self, record):
        return record.short_title

    def render_status(self, record):
        return status_badge(record.status, record.get_status_display())
