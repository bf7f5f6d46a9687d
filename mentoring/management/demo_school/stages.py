"""The demo school, stage by stage, made by the same services that people use."""

import datetime
from dataclasses import dataclass, field

from django.utils import timezone

from mentoring.accounts.enums import Role
from mentoring.accounts.models import User
from mentoring.accounts.services import create_account, give_role
from mentoring.management.demo_school.staff import staff
from mentoring.school.models import Direction, MentoringForm, MentoringKind
from mentoring.school.queries import school_year_start, year_end
from mentoring.school.services import ensure_dictionaries, ensure_school_year, save_organisation
from registry.bank.enums import MenteeCategory, RequestSource, WorkMode
from registry.bank.services import enter_mentee, enter_mentor, leave_bank
from registry.consents.enums import ConsentChannel, ConsentKind
from registry.consents.queries import has_valid_consent
from registry.consents.services import ensure_texts, give_consent, prepare_blank, withdraw_consent
from registry.people.enums import FormsState, PersonKind
from registry.people.models import Person
from registry.people.services import confirm_person_forms, create_person, link_account

SINCE = datetime.date(2025, 9, 1)
CARD = {
    "full_name": "Муниципальное бюджетное общеобразовательное учреждение "
    "«Средняя общеобразовательная школа № 15» города Приречного",
    "full_name_genitive": "муниципального бюджетного общеобразовательного учреждения "
    "«Средняя общеобразовательная школа № 15» города Приречного",
    "full_name_dative": "муниципальному бюджетному общеобразовательному учреждению "
    "«Средняя общеобразовательная школа № 15» города Приречного",
    "full_name_prepositional": "муниципальном бюджетном общеобразовательном учреждении "
    "«Средняя общеобразовательная школа № 15» города Приречного",
    "short_name": "МБОУ «СОШ № 15»",
    "founder": "Управление образования администрации города Приречного",
    "town": "г. Приречный",
    "address": "000000, г. Приречный, ул. Школьная, д. 15",
    "phone": "8 (000) 000-00-15",
    "email": "school15@school.example",
    "website": "https://school15.example",
    "inn": "0000000015",
    "ogrn": "0000000000015",
    "charter": "Уставом МБОУ «СОШ № 15»",
    "head_position": "директор",
    "head_last_name": "Берестова",
    "head_first_name": "Галина",
    "head_patronymic": "Аркадьевна",
    "head_gender": "f",
    "head_name_genitive": "Берестовой Галины Аркадьевны",
    "head_name_dative": "Берестовой Галине Аркадьевне",
    "head_name_accusative": "Берестову Галину Аркадьевну",
}
# login, index in the staff list (None: not of the staff), roles
LOGINS = (
    ("director", 0, (Role.DIRECTOR,)),
    ("curator", 1, (Role.CURATOR,)),
    ("council", 2, (Role.COUNCIL,)),
    ("psychologist", 3, (Role.PSYCHOLOGIST,)),
    ("admin", 4, (Role.ADMINISTRATOR,)),
    ("mentor", 5, ()),
    ("mentee", 6, ()),
)


@dataclass
class DemoSchool:
    """What the stages hand on to each other."""

    password: str
    today: datetime.date = field(default_factory=timezone.localdate)
    users: dict[str, User] = field(default_factory=dict)
    people: list[Person] = field(default_factory=list)
    mentorships: list = field(default_factory=list)

    @property
    def curator(self) -> User:
        return self.users["curator"]

    def days_ago(self, days: int) -> datetime.date:
        return self.today - datetime.timedelta(days=days)

    def person(self, last_name: str) -> Person:
        return next(person for person in self.people if person.last_name == last_name)


def open_school(school: DemoSchool) -> None:
    """The card, the dictionaries, two school years and the accounts with their roles."""
    save_organisation(by=None, version=0, **CARD)
    ensure_dictionaries()
    for day in (school.days_ago(365), school.today):
        ensure_school_year(school_year_start(day))
    ensure_texts()
    members = staff()
    for login, index, roles in LOGINS:
        member = members[index]
        user = create_account(
            by=None,
            username=login,
            display_name=f"{member.last_name} {member.first_name} {member.patronymic}",
            email=f"{login}@school15.example",
        )
        user.set_password(school.password)
        user.save(update_fields=["password"])
        for role in roles:
            give_role(user, role, by=None, valid_from=SINCE, basis="демонстрационная школа")
        school.users[login] = user


def hire_staff(school: DemoSchool) -> None:
    """Sixty cards; a few doubtful case forms are left for the curator to check."""
    for number, member in enumerate(staff()):
        person = create_person(
            by=school.curator,
            kind=PersonKind.TEACHER,
            last_name=member.last_name,
            first_name=member.first_name,
            patronymic=member.patronymic,
            positions=[member.position],
            category=member.category,
            teaching_years=member.teaching_years,
            birth_date=member.birth_date,
            hired_on=member.hired_on,
            email=f"teacher{number + 1}@school15.example",
        )
        school.people.append(person)
    for login, index, _ in LOGINS:
        link_account(school.people[index], school.users[login], by=school.users["admin"])
    create_person(
        by=school.curator,
        kind=PersonKind.EXTERNAL,
        last_name="Рощина",
        first_name="Эмилия",
        patronymic="Карловна",
        organisation_name="Приречный педагогический колледж",
        positions=["преподаватель методики начального обучения"],
    )
    _confirm_forms(school)


def _confirm_forms(school):
    """The curator has already looked at everybody but the last doubtful ones."""
    for person in school.people[:20]:
        if person.forms_state == FormsState.AUTO:
            confirm_person_forms(
                person,
                by=school.curator,
                genitive=person.genitive,
                dative=person.dative,
                accusative=person.accusative,
                instrumental=person.instrumental,
            )


# surname, directions (indexes), most mentees, competencies
MENTORS = (
    ("Озерова", (0, 1), 3, "Подготовка к ОГЭ и ЕГЭ по математике, разбор урока, работа с одарёнными детьми"),
    ("Ключевская", (0, 1, 3), 2, "Методика преподавания литературы, проверка сочинений, открытые уроки"),
    ("Рябинин", (0, 3), 2, "Школьный физический эксперимент, кружок, проекты"),
    ("Камышова", (1, 2), 3, "Первый класс: адаптация, работа с родителями, обучение чтению"),
    ("Пионова", (1, 4), 2, "Классное руководство, детские конфликты, начальная школа"),
    ("Кленова", (0, 1), 2, "Коммуникативная методика, дистанционные уроки"),
    ("Ракитин", (1, 3), 2, "Цифровые средства обучения, электронный журнал"),
    ("Ромашкина", (0,), 1, "Геометрия, внеурочная работа"),
)
# surname, category, directions, request
MENTEES = (
    (
        "Дубравина",
        MenteeCategory.YOUNG,
        (0, 1),
        "Не успеваю провести весь план урока, трудно с дисциплиной в 7 «Б»",
    ),
    ("Снегирёва", MenteeCategory.YOUNG, (1,), "Как проверять сочинения и не сидеть ночами"),
    ("Вересков", MenteeCategory.YOUNG, (0, 3), "Безопасный фронтальный эксперимент, вовлечение класса"),
    ("Журавлёва", MenteeCategory.YOUNG, (1,), "Разговор с родителями, планирование недели"),
    ("Малинина", MenteeCategory.YOUNG, (1, 2), "Первый класс, первое родительское собрание"),
    ("Полынина", MenteeCategory.YOUNG, (1,), "Работа с текстом на уроке истории"),
    ("Синицына", MenteeCategory.YOUNG, (0,), "Урок в разноуровневой группе"),
    ("Стрижова", MenteeCategory.YOUNG, (3,), "Кружок робототехники: с чего начать"),
    ("Перепёлкин", MenteeCategory.NEW_POSITION, (3,), "Перешёл из цеха, нужна программа кружка"),
    ("Тополев", MenteeCategory.DIFFICULTY, (1,), "Низкие результаты ВПР в двух классах"),
)


def fill_bank(school: DemoSchool) -> None:
    """Entries in every state: active, waiting for a consent, running out, withdrawn, left."""
    _collect_consents(school)
    directions = list(Direction.objects.all())
    forms, kinds = list(MentoringForm.objects.all()), list(MentoringKind.objects.all())
    entered = school.days_ago(60)
    for surname, chosen, most, competencies in MENTORS:
        details = {
            "directions": [directions[index] for index in chosen],
            "forms": forms[:1],
            "kinds": kinds[:2],
            "competencies": competencies,
            "mode": WorkMode.MIXED,
        }
        _enter(school, enter_mentor, surname, details, max_mentees=most, entered_on=entered)
    for surname, category, chosen, request in MENTEES:
        details = {
            "request": request,
            "request_source": RequestSource.TALK,
            "directions": [directions[index] for index in chosen],
        }
        _enter(school, enter_mentee, surname, details, category=category, entered_on=entered)
    enter_mentor(
        school.person("Дубравина"), by=school.curator, directions=directions[3:4], entered_on=entered
    )
    leave_bank(
        school.person("Ромашкина").mentor_entry,
        by=school.curator,
        on=school.days_ago(3),
        reason="Попросила перерыв до следующего учебного года",
    )
    tired = school.person("Тополев").consents.get(kind=ConsentKind.PROCESSING)
    withdraw_consent(tired, by=school.curator, on=school.days_ago(5), note="Заявление на бумаге")


def _enter(school, enter, surname, details, **facts):
    """Without a consent only the name may be kept, so nothing else is entered."""
    person = school.person(surname)
    has_consent = has_valid_consent(person, ConsentKind.PROCESSING, school.today)
    enter(person, by=school.curator, **facts, **(details if has_consent else {}))


def _collect_consents(school):
    kinds = ConsentKind
    given_on = school.days_ago(65)
    for surname, *_ in MENTORS[:6]:
        _give(school, surname, (kinds.PROCESSING, kinds.MENTORING), given_on)
    for surname, *_ in MENTEES[:6]:
        _give(school, surname, (kinds.PROCESSING, kinds.PARTICIPATION), given_on)
    # Runs out in three weeks: the curator is reminded.
    _give(school, "Ромашкина", (kinds.PROCESSING,), given_on, school.today + datetime.timedelta(days=20))
    _give(school, "Тополев", (kinds.PROCESSING,), given_on)
    prepare_blank(school.person("Ракитин"), kinds.PROCESSING, by=school.curator)
    prepare_blank(school.person("Синицына"), kinds.PROCESSING, by=school.curator)


def _give(school, surname, kinds, on, valid_until=None):
    return [
        give_consent(
            school.person(surname),
            kind,
            by=school.curator,
            given_on=on,
            channel=ConsentChannel.PAPER,
            valid_until=valid_until or year_end(school.today),
        )
        for kind in kinds
    ]
