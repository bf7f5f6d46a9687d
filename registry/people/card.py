"""What the card of a person shows: facts, case forms inside phrases, ways to the other rooms."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from mentoring.accounts.permissions import Permission
from mentoring.templatetags.look import plural
from registry.people.enums import FormsState, PersonKind
from registry.people.models import Representative

FORMS_TONES = {FormsState.AUTO: "info", FormsState.REVIEW: "warning", FormsState.CHECKED: "success"}
# Read aloud with its question, a wrong form is heard at once.
QUESTIONS = {
    "genitive": "Нет кого?",
    "dative": "Поручить кому?",
    "accusative": "Назначить кого?",
    "instrumental": "Закрепить за кем?",
}
# Label, address, permission, and by what the list there finds the person; consents have a page of their own.
ROOMS = (
    ("Банк наставников", "bank:mentors", Permission.VIEW_BANK, "full_name"),
    ("Банк наставляемых", "bank:mentees", Permission.VIEW_BANK, "full_name"),
    ("Пары и группы", "pairs:list", Permission.VIEW_PAIRS, "full_name"),
    ("Программы", "programmes:list", Permission.VIEW_PROGRAMMES, "full_name"),
    ("Приказы", "orders:list", Permission.VIEW_ORDERS, "last_name"),
)


@dataclass(frozen=True)
class Wording:
    """One name or position with its case forms, their state and why they should be looked at."""

    title: str
    nominative: str
    state: str
    tone: str
    reasons: tuple[str, ...]
    forms: dict[str, str]


def may_see_contacts(person, user) -> bool:
    """Telephone, birthday and notes are for those who keep the card or lead, and for the person."""
    return user.may(Permission.VIEW_CONTACTS) or person.user_id == user.pk


def facts_and_forms(person, user) -> dict:
    """What the card page shows about the person to this reader."""
    is_pupil = person.kind == PersonKind.PUPIL
    representative = Representative.objects.filter(pupil=person).first() if is_pupil else None
    state = worst_forms_state(person, person.positions.all())
    shown = wordings(person)
    return {
        "work_title": "Об обучающемся" if is_pupil else "Работа",
        "work_facts": work_facts(person),
        "personal_facts": personal_facts(person) if may_see_contacts(person, user) else [],
        "representative": representative_facts(representative) if representative else None,
        "lacks_representative": is_pupil and representative is None,
        "wordings": shown,
        "phrases": phrases(shown),
        "needs_review": state == FormsState.REVIEW and person.left_on is None,
        "all_checked": state == FormsState.CHECKED,
    }


def worst_forms_state(person, positions) -> str:
    """The state that needs most attention among the name and the positions."""
    states = {person.forms_state, *(position.forms_state for position in positions)}
    order = (FormsState.REVIEW, FormsState.AUTO, FormsState.CHECKED)
    return next(state for state in order if state in states)


def wordings(person) -> list[Wording]:
    """The name and every position with their forms, the name first."""
    positions = [_wording("Должность", position, position.title) for position in person.positions.all()]
    return [_wording("Имя", person, person.full_name), *positions]


def phrases(shown: list[Wording]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Rows of the table of forms: the question, then pairs of whose form it is and the form."""
    return [
        (question, [(wording.title, wording.forms[name]) for wording in shown])
        for name, question in QUESTIONS.items()
    ]


def wording_of(owner, title, nominative) -> Wording:
    """One name or position for the page of case forms."""
    return _wording(title, owner, nominative)


def _wording(title, owner, nominative):
    state = FormsState(owner.forms_state)
    return Wording(
        title=title,
        nominative=nominative,
        state=state.label,
        tone=FORMS_TONES[state],
        reasons=tuple(owner.forms_review.splitlines()),
        forms={name: getattr(owner, name) for name in QUESTIONS},
    )


def work_facts(person) -> list[tuple[str, str]]:
    """Facts about the work, as pairs of name and value; those of another kind of person are left out."""
    if person.kind == PersonKind.PUPIL:
        return [("Кто это", person.get_kind_display()), ("Дата рождения", _date(person.birth_date))]
    positions = ";\n".join(position.title for position in person.positions.all())
    category = " ".join(filter(None, (person.get_category_display(), _in_brackets(person.category_note))))
    common = [
        ("Должности" if "\n" in positions else "Должность", positions),
        ("Квалификационная категория", category),
        ("Педагогический стаж", _years(person.teaching_years)),
    ]
    subjects = [("Предметы, направления", person.subjects), ("Образование", person.education)]
    if person.kind == PersonKind.EXTERNAL:
        organisation = [("Организация", person.organisation_name)]
        return [("Кто это", person.get_kind_display()), *organisation, *common, *subjects]
    return [
        *common,
        ("Общий стаж", _years(person.total_years)),
        *subjects,
        ("Дата приёма", _date(person.hired_on)),
    ]


def personal_facts(person) -> list[tuple[str, str]]:
    """Contacts, the number in the staff lists and what else only the office needs."""
    born = [] if person.kind == PersonKind.PUPIL else [("Дата рождения", _date(person.birth_date))]
    return [
        ("Телефон", person.phone),
        ("Электронная почта", person.email),
        *(born if person.kind == PersonKind.TEACHER else []),
        *([("Табельный номер", person.personnel_number)] if person.kind == PersonKind.TEACHER else []),
        ("Пол", person.get_gender_display()),
        ("Примечание", person.note),
    ]


def representative_facts(representative) -> list[tuple[str, str]]:
    """Who signs for a pupil."""
    return [
        ("Фамилия, имя, отчество", str(representative)),
        ("Кем приходится", representative.relation),
        ("Документ о полномочиях", representative.authority),
        ("Телефон", representative.phone),
    ]


def ways_to_rooms(person, user) -> list[tuple[str, str]]:
    """Labels and addresses of what else is kept about this person, for those who may see it."""
    ways = []
    if user.may(Permission.VIEW_CONSENTS):
        ways.append(("Согласия", reverse("consents:person", args=[person.pk])))
    for label, name, permission, key in ROOMS:
        if user.may(permission):
            ways.append((label, f"{reverse(name)}?{urlencode({'q': getattr(person, key)})}"))
    if user.may(Permission.KEEP_PERSONAL_DATA):
        ways.append(("Персональные данные", reverse("privacy:person", args=[person.pk])))
    elif user.may(Permission.VIEW_ACCESS_LOG):
        ways.append(("Кто обращался к данным", reverse("privacy:looks", args=[person.pk])))
    if person.user_id == user.pk and not user.may(Permission.VIEW_BANK):
        ways.append(("Я в банке", reverse("bank:mine")))
    return ways


def tabs(person, user, current: str) -> list[dict]:
    """The card itself, the papers that name the person, and for who keeps cards the history."""
    names = [("detail", "people:detail", "Карточка"), ("papers", "mentions:person", "Документы")]
    if user.may(Permission.VIEW_CONTACTS):
        names.append(("history", "people:history", "История"))
    return [
        {"label": label, "url": reverse(name, args=[person.pk]), "is_current": key == current}
        for key, name, label in names
    ]


def _date(day):
    return f"{day:%d.%m.%Y}" if day else ""


def _in_brackets(text):
    return f"({text})" if text else ""


def _years(number):
    return "" if number is None else plural(number, "год,года,лет")
