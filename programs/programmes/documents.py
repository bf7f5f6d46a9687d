"""The register of programmes (D-38): one set of columns for paper and Excel."""

from mentoring.documents.sheets import Kind
from programs.programmes.models import Programme
from programs.programmes.paper import as_of
from programs.programmes.queries import with_everything
from registry.pairs.documents import NUMBER, Register, RegisterColumn

COLUMNS = (
    NUMBER,
    RegisterColumn("Название программы", 12, is_wordy=True),
    RegisterColumn("Наставник", 11),
    RegisterColumn("Наставляемые", 12),
    RegisterColumn("Форма и вид наставничества", 12, is_wordy=True),
    RegisterColumn("Начало", 9, Kind.DATE),
    RegisterColumn("Окончание", 9, Kind.DATE),
    RegisterColumn("Согласована", 9, Kind.DATE),
    RegisterColumn("Ознакомлен куратор", 9, Kind.DATE),
    RegisterColumn("Ознакомлен совет", 9, Kind.DATE),
    RegisterColumn("Проведено мероприятий", 9, is_wordy=True),
    RegisterColumn("Состояние", 12, is_wordy=True),
    RegisterColumn("Завершена", 9, Kind.DATE),
)


def programme_register(programmes) -> Register:
    """These programmes in the order of their beginning (D-38)."""
    found = with_everything(programmes).order_by("start", "pk")
    rows = tuple(_row(number, programme) for number, programme in enumerate(found, start=1))
    return Register("Реестр персонализированных программ наставничества", as_of(), COLUMNS, rows)


def _row(number, programme: Programme):
    plan = list(programme.plan.all())
    seen = {
        row.body: row.acquainted_on
        for row in programme.acquaintances.all()
        if row.revision == programme.revision
    }
    mentor = programme.mentorship.mentor
    return (
        number,
        f"{programme.title} (редакция {programme.revision})" if programme.revision > 1 else programme.title,
        mentor.full_name if mentor else "",
        "\n".join(person.full_name for person in programme.mentorship.mentees),
        programme.form_and_kind,
        programme.start,
        programme.end,
        programme.agreed_on,
        seen.get("curator"),
        seen.get("council"),
        f"{sum(1 for row in plan if row.held_on)} из {len(plan)}",
        ": ".join(filter(None, (programme.get_status_display(), programme.get_end_ground_display()))),
        programme.ended_on,
    )
