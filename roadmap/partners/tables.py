import django_tables2 as tables
from django.utils.html import format_html

from mentoring.language.initials import NBSP
from mentoring.language.typography import typeset
from mentoring.templatetags.look import badge, ru_date, whole_words
from roadmap.partners.enums import ContractState
from roadmap.partners.models import PartnerContract

TONES = {
    ContractState.COMING: "info",
    ContractState.RUNNING: "success",
    ContractState.EXPIRING: "warning",
    ContractState.OVER: "neutral",
}


def state_badge(contract: PartnerContract):
    """The state of today with its colour."""
    return badge(contract.state.label, TONES[contract.state])


class ContractTable(tables.Table):
    count_forms = "договор,договора,договоров"
    caption = "Договоры с партнёрами"

    partner = tables.Column("Партнёр и предмет", order_by=("partner", "pk"))
    number = tables.Column("Номер и дата", empty_values=(), order_by=("date", "pk"))
    term = tables.Column("Срок", empty_values=(), order_by=("end", "pk"))
    responsible = tables.Column("Отвечает", orderable=False)
    state = tables.Column("Состояние", empty_values=(), orderable=False)

    class Meta:
        model = PartnerContract
        fields = ()
        sequence = ("partner", "number", "term", "responsible", "state")
        empty_text = "Таких договоров нет. Уберите условие отбора."

    def render_partner(self, record):
        return format_html(
            '<a href="{}">{}</a><br><span class="muted">{}</span>',
            record.get_absolute_url(),
            whole_words(record.partner),
            record.subject,
        )

    def render_number(self, record):
        return f"{f'№{NBSP}{record.number} ' if record.number else ''}от{NBSP}{ru_date(record.date)}"

    def render_term(self, record):
        until = f"по {ru_date(record.end)}" if record.end else "бессрочно"
        return typeset(f"с {ru_date(record.start)} {until}")

    def render_responsible(self, record):
        return record.responsible.short_name

    def render_state(self, record):
        return state_badge(record)
