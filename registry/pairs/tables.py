from collections.abc import Mapping

import django_tables2 as tables
from django.utils.html import format_html, format_html_join

from mentoring.templatetags.look import plural, ru_date, status_badge
from registry.bank.models import MenteeEntry
from registry.pairs.models import Mentorship


class MentorshipTable(tables.Table):
    count_forms = "пара или группа,пары и группы,пар и групп"
    caption = "Пары и группы"
    # Words by the id of the pair: the rooms that know of last days ahead put them here.
    last_days: Mapping[int, str] = {}

    mentor = tables.Column("Наставник", empty_values=(), orderable=False)
    mentees = tables.Column("Наставляемые", empty_values=(), orderable=False)
    directions = tables.Column("Направления", empty_values=(), orderable=False)
    start = tables.Column("Срок", order_by=("start", "pk"))
    status = tables.Column("Состояние", order_by=("status", "-created_at"))

    class Meta:
        model = Mentorship
        fields = ()
        sequence = ("mentor", "mentees", "directions", "start", "status")
        empty_text = "Таких пар и групп нет. Уберите одно из условий или измените слова поиска."

    def render_mentor(self, record):
        word = "Группа" if record.is_group else "Пара"
        name = record.mentor.short_name if record.mentor else "не выбран"
        return format_html(
            '<a href="{}">{}<span class="visually-hidden"> – открыть карточку</span></a>'
            '<br><span class="muted">{}</span>',
            record.get_absolute_url(),
            name,
            word,
        )

    def render_mentees(self, record):
        return format_html_join(", ", "{}", ((person.short_name,) for person in record.mentees))

    def render_directions(self, record):
        return format_html_join("; ", "{}", ((direction.name,) for direction in record.directions.all()))

    def render_start(self, record):
        term = format_html('<span class="nowrap">{} –</span> {}', ru_date(record.start), ru_date(record.end))
        ahead = filter(None, (self.last_days.get(record.pk), record.coming_mentor))
        lines = format_html_join("", '<br><span class="muted">{}</span>', ((words,) for words in ahead))
        return term + lines

    def render_status(self, record):
        return status_badge(record.status, record.get_status_display())


class UnpairedTable(tables.Table):
    count_forms = "наставляемый,наставляемых,наставляемых"
    caption = "Наставляемые без пары"

    person = tables.Column("Наставляемый", order_by="person__sort_key")
    category = tables.Column("Категория")
    directions = tables.Column("Направления", empty_values=(), orderable=False)
    searching_since = tables.Column("Поиск идёт", order_by=("searching_since", "pk"))

    class Meta:
        model = MenteeEntry
        fields = ()
        sequence = ("person", "category", "directions", "searching_since")
        empty_text = "У каждого наставляемого из банка есть наставник или предложение."

    def __init__(self, *args, today, may_open=False, **kwargs):
        self.today, self.may_open = today, may_open
        super().__init__(*args, **kwargs)

    def render_person(self, record):
        person = record.person
        position = format_html('<br><span class="muted">{}</span>', person.position_title)
        if self.may_open:
            name = format_html('<a href="{}">{}</a>', record.get_absolute_url(), person.full_name)
        else:
            name = person.full_name
        return format_html("{}{}", name, position if person.position_title else "")

    def render_directions(self, record):
        return format_html_join("; ", "{}", ((direction.name,) for direction in record.directions.all()))

    def render_searching_since(self, record):
        days = (self.today - record.searching_since).days
        return format_html(
            '{}<br><span class="muted nowrap">с {}</span>',
            plural(days, "день,дня,дней") if days else "с сегодняшнего дня",
            ru_date(record.searching_since),
        )
