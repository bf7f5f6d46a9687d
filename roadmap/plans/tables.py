import django_tables2 as tables
from django.utils.html import format_html

from mentoring.templatetags.look import ru_date, status_badge, whole_words
from roadmap.plans.models import Roadmap


class RoadmapTable(tables.Table):
    count_forms = "дорожная карта,дорожные карты,дорожных карт"
    caption = "Дорожные карты"

    title = tables.Column("Дорожная карта", orderable=False)
    stage_count = tables.Column("Этапов", orderable=False)
    measure_count = tables.Column("Мероприятий", orderable=False)
    status = tables.Column("Состояние", order_by=("status", "-pk"))
    created_at = tables.Column("Внесена", order_by=("created_at", "pk"))

    class Meta:
        model = Roadmap
        fields = ()
        sequence = ("title", "stage_count", "measure_count", "status", "created_at")
        empty_text = "Таких дорожных карт нет. Уберите одно из условий или измените слова поиска."

    def render_title(self, record):
        return format_html('<a href="{}">{}</a>', record.get_absolute_url(), whole_words(str(record)))

    def render_status(self, record):
        return status_badge(record.status, record.get_status_display())

    def render_created_at(self, record):
        return ru_date(record.created_at)
