from datetime import date

import pytest

from mentoring.accounts.enums import Role
from mentoring.workflow.models import StatusChange
from mentoring.workflow.verdicts import Refused, StaleState
from registry.people import services
from registry.people.enums import FormsState, PersonKind
from registry.people.models import Person
from tests.factories.people import (
    make_administrator,
    make_curator,
    make_person,
    make_pupil,
    make_teacher,
    make_user,
)

pytestmark = pytest.mark.django_db


def titles(person):
    return list(person.positions.values_list("title", "is_main"))


def test_a_new_person_gets_case_forms_of_the_name_and_of_the_position():
    person = make_person("Петрова", positions=["учитель математики"])
    position = person.main_position

    assert person.forms_state == FormsState.AUTO
    assert person.genitive == "Петровой Марии Сергеевны"
    assert person.dative == "Петровой Марии Сергеевне"
    assert person.accusative == "Петрову Марию Сергеевну"
    assert person.instrumental == "Петровой Марией Сергеевной"
    assert (position.forms_state, position.dative) == (FormsState.AUTO, "учителю математики")


def test_spelling_of_names_and_positions_is_repaired_on_saving():
    person = make_person("ПЕТРОВА", first_name=" мария ", positions=["УЧИТЕЛЬ  МАТЕМАТИКИ", " "])

    assert person.full_name == "Петрова Мария Сергеевна"
    assert titles(person) == [("учитель математики", True)]


def test_gender_left_empty_is_taken_from_the_patronymic():
    assert make_person("Петрова").gender == "f"
    assert make_person("Мельник", first_name="Олег", patronymic="Ильич").gender == "m"
    assert make_person("Петрова", patronymic="").gender == ""


def test_unknown_gender_asks_for_review_with_the_reason():
    person = make_person("Петрова", patronymic="")

    assert person.forms_state == FormsState.REVIEW
    assert person.forms_review.splitlines()[0] == "пол не указан: без него имя не просклонять"


def test_gender_is_proposed_when_the_patronymic_comes_later():
    person = make_person("Петрова", patronymic="")

    person = services.update_person(person, by=make_curator(), version=person.version, patronymic="Сергеевна")

    assert (person.gender, person.forms_state) == ("f", FormsState.AUTO)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"first_name": " "}, "Впишите фамилию и имя."),
        (
            {"kind": PersonKind.EXTERNAL, "organisation_name": ""},
            "Укажите, из какой организации этот человек.",
        ),
        (
            {"birth_date": date(2000, 1, 1), "hired_on": date(1999, 1, 1)},
            "Дата приёма раньше даты рождения.",
        ),
        ({"personnel_number": "12"}, "Табельный номер 12 уже у другого человека: Орлова Мария Сергеевна."),
    ],
)
def test_contradictions_are_refused_with_a_sentence(fields, sentence):
    make_person("Орлова", personnel_number="12")

    with pytest.raises(Refused) as refusal:
        make_person("Петрова", **fields)

    assert refusal.value.reason == sentence
    assert Person.objects.count() == 1


def test_fields_that_only_services_set_cannot_be_passed():
    with pytest.raises(TypeError):
        make_person("Петрова", left_on=date(2026, 1, 1))
    with pytest.raises(TypeError):
        make_person("Петрова", version=7)


def test_a_change_of_name_proposes_forms_anew_even_when_they_were_checked():
    person = make_person("Петрова")
    curator = make_curator()
    forms = dict.fromkeys(("genitive", "dative", "accusative", "instrumental"), "Петрова Мария Сергеевна")
    person = services.confirm_person_forms(person, by=curator, **forms)

    person = services.update_person(person, by=curator, version=person.version, last_name="Орлова")

    assert (person.forms_state, person.dative) == (FormsState.AUTO, "Орловой Марии Сергеевне")
    assert person.sort_key == "орлова мария сергеевна"


def test_checked_forms_survive_other_changes_and_a_new_proposal():
    person = make_person("Петрова")
    curator = make_curator()
    forms = dict.fromkeys(("genitive", "dative", "accusative", "instrumental"), "Петрова Мария Сергеевна")
    person = services.confirm_person_forms(person, by=curator, **forms)

    person = services.update_person(person, by=curator, version=person.version, phone="8 900 000-00-00")
    person = services.propose_forms(person)

    assert (person.forms_state, person.dative) == (FormsState.CHECKED, "Петрова Мария Сергеевна")


def test_a_stale_version_changes_nothing():
    person = make_person("Петрова")
    services.update_person(person, by=make_curator(), version=0, phone="111")

    with pytest.raises(StaleState):
        services.update_person(person, by=make_curator(), version=0, phone="222")

    assert Person.objects.get().phone == "111"


def test_saving_the_same_values_writes_nothing():
    person = make_person("Петрова", positions=["учитель"])

    again = services.update_person(
        person, by=make_curator(), version=0, last_name="Петрова", positions=["учитель"]
    )

    assert again.version == 0


def test_positions_keep_their_checked_forms_when_the_main_one_changes():
    person = make_person("Петрова", positions=["учитель", "методист"])
    position = person.positions.get(title="методист")
    forms = {"genitive": "а", "dative": "б", "accusative": "в", "instrumental": "г"}
    services.confirm_position_forms(position, by=make_curator(), **forms)

    services.set_positions(person, ["методист", "учитель", "педагог-психолог"], by=make_curator())

    assert titles(person) == [("методист", True), ("учитель", False), ("педагог-психолог", False)]
    assert person.positions.get(title="методист").dative == "б"


def test_positions_can_all_be_taken_away():
    person = make_person("Петрова", positions=["учитель", "методист"])

    services.set_positions(person, [], by=make_curator())

    assert titles(person) == []


def test_confirmed_forms_must_have_as_many_words_as_the_name():
    person = make_person("Петрова")

    with pytest.raises(Refused) as refusal:
        services.confirm_person_forms(
            person, by=make_curator(), genitive="Петровой", dative="а б в", accusative="а б в",
            instrumental="а б в",
        )  # fmt: skip

    assert refusal.value.reason == (
        "В каждой форме должно быть столько же слов, сколько в имени «Петрова Мария Сергеевна»."
    )


def test_confirmed_forms_of_a_position_must_not_be_empty():
    person = make_person("Петрова")

    with pytest.raises(Refused):
        services.confirm_position_forms(
            person.main_position,
            by=make_curator(),
            genitive="а",
            dative="б",
            accusative=" ",
            instrumental="г",
        )


def test_forms_seen_on_an_old_page_cannot_be_confirmed():
    person = make_person("Петрова")
    services.update_person(person, by=make_curator(), version=0, last_name="Орлова")

    with pytest.raises(StaleState):
        services.confirm_person_forms(
            person, by=make_curator(), version=0, genitive="а б в", dative="а б в", accusative="а б в",
            instrumental="а б в",
        )  # fmt: skip


def test_dismissal_is_noted_once_and_can_be_taken_back():
    person = make_person("Петрова", hired_on=date(2020, 9, 1))
    curator = make_curator()

    services.dismiss_person(person, by=curator, on=date(2026, 6, 30))
    with pytest.raises(StaleState):
        services.dismiss_person(person, by=curator, on=date(2026, 6, 30))
    services.reinstate_person(person, by=curator)
    with pytest.raises(StaleState):
        services.reinstate_person(person, by=curator)

    assert Person.objects.get().left_on is None
    assert list(StatusChange.objects.order_by("pk").values_list("sentence", flat=True)) == [
        "отмечено увольнение: 30.06.2026",
        "отметка об увольнении снята",
    ]


def test_dismissal_before_hiring_is_refused():
    person = make_person("Петрова", hired_on=date(2020, 9, 1))

    with pytest.raises(Refused) as refusal:
        services.dismiss_person(person, by=make_curator(), on=date(2020, 8, 31))

    assert refusal.value.reason == "Дата увольнения раньше даты приёма."


def test_only_a_pupil_has_a_representative_and_only_one():
    pupil = make_pupil("Петрова")
    services.save_representative(
        pupil, by=make_curator(), last_name="Петрова", first_name="Ольга", patronymic="", relation="мать"
    )

    pupil.refresh_from_db()
    assert (str(pupil.representative), pupil.representative.relation) == ("Петрова Ольга", "мать")
    with pytest.raises(Refused):
        services.save_representative(
            make_person("Орлова"), by=make_curator(), last_name="Орлов", first_name="Олег", relation="отец"
        )


def test_an_account_belongs_to_one_person_and_a_person_has_one_account():
    administrator = make_administrator()
    teacher = make_teacher("petrova", "Петрова")

    with pytest.raises(Refused) as taken:
        services.link_account(make_person("Орлова"), teacher.user, by=administrator)
    with pytest.raises(Refused) as second:
        services.link_account(teacher, make_user("other"), by=administrator)
    services.link_account(teacher, None, by=administrator)

    assert taken.value.reason == (
        "Учётная запись «petrova» уже связана с карточкой: Петрова Мария Сергеевна."
    )
    assert second.value.reason == "У этого человека уже есть учётная запись. Сначала снимите прежнюю связь."
    assert Person.objects.get(pk=teacher.pk).user is None


def test_people_mend_their_own_contacts_and_nothing_else():
    teacher = make_teacher("petrova", "Петрова")
    own = {"by": teacher.user, "version": teacher.version}

    services.update_own_card(teacher, **own, phone="1", email="p@school.example", subjects="алгебра")
    with pytest.raises(TypeError):
        services.update_own_card(teacher, by=teacher.user, version=teacher.version + 1, last_name="Орлова")
    with pytest.raises(Refused):
        services.update_own_card(make_person("Орлова"), by=teacher.user, version=0, phone="2")

    saved = Person.objects.get(pk=teacher.pk)
    assert (saved.phone, saved.email, saved.subjects) == ("1", "p@school.example", "алгебра")


EDITORS = {Role.CURATOR, Role.KEEPER}


@pytest.mark.parametrize("role", [*Role, None])
def test_who_may_write(role):
    person = make_person("Петрова")
    pupil = make_pupil("Орлова")
    user = make_user("somebody", *([role] if role else []))
    forms = {"genitive": "а б в", "dative": "а б в", "accusative": "а б в", "instrumental": "а б в"}
    acts = [
        lambda: services.update_person(person, by=user, version=0, phone="1"),
        lambda: services.set_positions(person, ["методист"], by=user),
        lambda: services.confirm_person_forms(person, by=user, **forms),
        lambda: services.confirm_position_forms(person.main_position, by=user, **forms),
        lambda: services.dismiss_person(person, by=user, on=date(2026, 1, 1)),
        lambda: services.reinstate_person(person, by=user),
        lambda: services.save_representative(pupil, by=user, phone="1"),
        lambda: make_person("Соколова", by=user),
    ]

    for act in acts:
        if role in EDITORS:
            act()
        else:
            with pytest.raises(Refused) as refusal:
                act()
            assert refusal.value.reason == ("Карточки людей ведёт куратор. Если что-то неверно, скажите ему.")


@pytest.mark.parametrize("role", [*Role, None])
def test_who_may_link_accounts(role):
    person = make_person("Петрова")
    user = make_user("somebody", *([role] if role else []))

    if role == Role.ADMINISTRATOR:
        assert services.link_account(person, user, by=user).user == user
    else:
        with pytest.raises(Refused):
            services.link_account(person, user, by=user)
