"""A small school for tests: accounts with roles, and people made by the services. All names are invented."""

from datetime import date
from itertools import count

from mentoring.accounts.enums import Role
from mentoring.accounts.models import RoleAssignment, User
from registry.people.enums import PersonKind
from registry.people.services import create_person, link_account, save_representative

# Surnames, names and patronymics whose case forms need no check.
WOMEN = ("Анна", "Мария", "Ольга", "Елена", "Татьяна", "Ирина", "Наталья", "Светлана")
MEN = ("Иван", "Сергей", "Андрей", "Николай", "Алексей", "Дмитрий", "Михаил", "Виктор")
SURNAMES = (
    "Смирнов", "Кузнецов", "Попов", "Васильев", "Соколов", "Михайлов", "Новиков", "Фёдоров", "Морозов",
    "Волков", "Алексеев", "Лебедев", "Семёнов", "Егоров", "Павлов", "Степанов", "Николаев", "Орлов",
    "Андреев", "Макаров", "Никитин", "Захаров", "Зайцев",
)  # fmt: skip
PATRONYMICS = ("Павлов", "Иванов", "Петров", "Олегов", "Викторов", "Борисов", "Романов")
_numbers = count()


def make_user(username, *roles, since=date(2020, 9, 1), **fields) -> User:
    """An account with these roles from `since` on; the same name gives the same account."""
    if len(roles) == 1:
        known = User.objects.filter(username=username, role_assignments__role=roles[0]).first()
        if known:
            return known
    user = User.objects.filter(username=username).first()
    if user is None:
        user = User.objects.create_user(username, display_name=fields.pop("display_name", username), **fields)
    for role in roles:
        RoleAssignment.objects.get_or_create(user=user, role=role, defaults={"valid_from": since})
    return user


def make_curator() -> User:
    return make_user("curator", Role.CURATOR, display_name="Куратор К. К.")


def make_director() -> User:
    return make_user("director", Role.DIRECTOR, display_name="Директор Д. Д.")


def make_council_member() -> User:
    return make_user("council", Role.COUNCIL, display_name="Советник С. С.")


def make_psychologist() -> User:
    return make_user("psychologist", Role.PSYCHOLOGIST, display_name="Психолог П. П.")


def make_administrator() -> User:
    return make_user("administrator", Role.ADMINISTRATOR, display_name="Администратор А. А.")


def make_keeper() -> User:
    return make_user("keeper", Role.KEEPER, display_name="Помощник П. К.")


def make_person(last_name=None, *, by=None, kind=PersonKind.TEACHER, positions=None, **fields):
    """A person made by the curator; without a name, the next of an endless list of ordinary names."""
    if last_name is None:
        names = _next_name()
    else:
        names = {"last_name": last_name, "first_name": "Мария", "patronymic": "Сергеевна"}
    if positions is None:
        positions = ("учитель математики",) if kind != PersonKind.PUPIL else ()
    if kind == PersonKind.EXTERNAL:
        fields.setdefault("organisation_name", "МБОУ «Школа № 2»")
    # The paper of a pupil's representative is entered by the tests that are about it.
    values = {**names, "is_signed_for": kind == PersonKind.PUPIL, **fields}
    return create_person(by=by or make_curator(), kind=kind, positions=positions, **values)


def make_pupil(last_name=None, *, by=None, **fields):
    """A pupil with a legal representative."""
    by = by or make_curator()
    pupil = make_person(last_name, by=by, kind=PersonKind.PUPIL, **fields)
    save_representative(
        pupil,
        by=by,
        last_name=pupil.last_name,
        first_name="Олег",
        patronymic="Петрович",
        relation="отец",
        phone="+7 900 000-00-00",
    )
    return pupil


def make_teacher(username, last_name=None, **fields):
    """A teacher of the school who has an account without roles: returns the person, `person.user` is set."""
    person = make_person(last_name, **fields)
    return link_account(person, make_user(username, display_name=person.short_name), by=make_administrator())


def _next_name():
    number = next(_numbers)
    surname = SURNAMES[number % len(SURNAMES)]
    patronymic = PATRONYMICS[number % len(PATRONYMICS)]
    # 23 and 7 have no common divisor with the eight names or with each other: full names repeat late.
    name = (number // 2) % 8
    if number % 2:
        return {"last_name": surname, "first_name": MEN[name], "patronymic": f"{patronymic}ич"}
    return {"last_name": f"{surname}а", "first_name": WOMEN[name], "patronymic": f"{patronymic}на"}
