"""Beginning a programme, its note and its plan: services and pages."""

import pytest
from django.urls import reverse

from mentoring.workflow.models import StatusChange
from mentoring.workflow.verdicts import Refused, StaleState
from programs.programmes.enums import ProgrammeStatus
from programs.programmes.models import Programme
from programs.programmes.services import save_plan, start_programme, update_programme
from registry.bank.models import MenteeEntry
from tests.conflicts import both_texts
from tests.factories.people import make_curator, make_teacher, make_user
from tests.factories.programmes import (
    hold,
    make_blueprint,
    make_pair,
    make_programme,
    plan_rows,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ready")]
S = ProgrammeStatus


def url(name, *args):
    return reverse(f"programmes:{name}", args=args)


def typed(programme, **fields):
    names = ("title", "problem", "goals", "form_and_kind", "content", "results", "schedule")
    data = {name: getattr(programme, name) for name in names} | {"version": programme.version}
    data |= {"start": f"{programme.start:%d.%m.%Y}", "end": f"{programme.end:%d.%m.%Y}"}
    return data | fields


def typed_plan(programme, **fields):
    data = {"action": "save", "version": programme.version}
    for number, row in enumerate(programme.plan.all()):
        data |= {
            f"rows-{number}-row_id": row.pk,
            f"rows-{number}-date_text": row.date_text,
            f"rows-{number}-planned_on": f"{row.planned_on:%d.%m.%Y}" if row.planned_on else "",
            f"rows-{number}-event": row.event,
            f"rows-{number}-form": row.form,
            f"rows-{number}-content": row.content,
        }
    return data | fields


def names(programme):
    return [row.event for row in programme.plan.all()]


def test_what_is_known_is_filled_in():
    pair = make_pair()
    MenteeEntry.objects.update(request="Трудно держать внимание", strengths="Знает предмет", mode="mixed")
    programme = start_programme(pair, by=make_user("mentor"))
    assert (programme.start, programme.end) == (pair.start, pair.end)
    assert programme.problem == "Затруднения, запрос: Трудно держать внимание\nСильные стороны: Знает предмет"
    assert programme.form_and_kind == "Форма: педагог – педагог.\nВид: Традиционная форма («один-на-один»)."
    assert programme.schedule == "Режим работы: смешанный."
    assert programme.title == "Предметное содержание"


def test_requests_of_a_group_are_told_by_name():
    pair = make_pair(2)
    MenteeEntry.objects.update(request="Трудно")
    programme = start_programme(pair, by=make_curator())
    first, second = (person.short_name for person in pair.mentees)
    assert (
        programme.problem == f"{first}\nЗатруднения, запрос: Трудно\n\n{second}\nЗатруднения, запрос: Трудно"
    )


def test_a_template_gives_texts_and_rows():
    blueprint = make_blueprint(programme_title="Первые шаги", problem="Общее", goals="Освоиться")
    programme = start_programme(make_pair(), by=make_curator(), blueprint=blueprint)
    assert (programme.title, programme.problem, programme.goals) == ("Первые шаги", "Общее", "Освоиться")
    assert [(row.date_text, row.event) for row in programme.plan.all()] == [
        ("1-я неделя", "Посещение урока 1"),
        ("2-я неделя", "Посещение урока 2"),
    ]


def test_an_earlier_programme_gives_everything_but_people_dates_and_reflection():
    source = make_programme(S.RUNNING, problem="Тайна прежнего наставляемого", content="Уроки")
    source.plan.filter(position=1).update(date_text="12.10.2026")
    hold(source.plan.first(), by=make_curator())
    programme = start_programme(make_pair(usernames=False), by=make_curator(), source=source)
    assert (programme.title, programme.content, programme.problem) == ("Первые шаги", "Уроки", "")
    rows = [(row.date_text, row.event, row.held_on, row.reflection) for row in programme.plan.all()]
    assert rows[0] == ("", "Посещение урока 1", None, "")
    assert rows[1] == ("2-я неделя", "Посещение урока 2", None, "")


def test_the_start_page_begins_with_the_chosen_template(client):
    blueprint, pair = make_blueprint(goals="Освоиться"), make_pair()
    client.force_login(make_user("mentor"))
    answer = client.post(url("start", pair.pk), {"pattern": blueprint.pk})
    programme = Programme.objects.get()
    assert (answer.status_code, answer.url) == (302, url("edit", programme.pk))
    assert (programme.goals, programme.blueprint, programme.created_by) == (
        "Освоиться",
        blueprint,
        make_user("mentor"),
    )
    assert client.get(url("start", pair.pk)).url == url("detail", programme.pk)


def test_the_start_page_asks_again_when_nothing_is_chosen(client):
    pair = make_pair()
    client.force_login(make_user("mentor"))
    page = client.post(url("start", pair.pk), {"pattern": "999"})
    assert list(page.context["form"].errors) == ["pattern"]
    assert Programme.objects.count() == 0


def test_the_bank_of_programmes_is_searched_and_reused(client):
    source = make_programme(S.RUNNING, goals="Проектная работа", mentorship=make_pair(usernames=False))
    pair = make_pair()
    client.force_login(make_curator())
    assert client.post(url("start", pair.pk), {"pattern": "reuse"}).url == url("reuse", pair.pk)
    found = client.get(url("reuse", pair.pk), {"q": "проектная"}).context["page"].object_list
    assert list(found) == [source]
    assert list(client.get(url("reuse", pair.pk), {"q": "нет такой"}).context["page"].object_list) == []
    client.post(url("reuse", pair.pk), {"source": source.pk})
    assert Programme.objects.get(mentorship=pair).goals == "Проектная работа"


def test_a_mentor_reuses_only_programmes_that_are_own(client):
    foreign = make_programme(S.RUNNING, mentorship=make_pair(usernames=False))
    pair = make_pair()
    client.force_login(make_user("mentor"))
    assert "reuse" not in dict(client.get(url("start", pair.pk)).context["form"].fields["pattern"].choices)
    assert client.post(url("reuse", pair.pk), {"source": foreign.pk}).status_code == 404


def test_another_persons_pair_is_not_found(client):
    pair = make_pair()
    client.force_login(make_teacher("stranger").user)
    assert [client.get(url(name, pair.pk)).status_code for name in ("start", "reuse")] == [404, 404]


def test_mentees_edit_the_draft_too(client):
    programme = make_programme()
    client.force_login(make_user("mentee"))
    answer = client.post(url("edit", programme.pk), typed(programme, goals="Наша цель\r\nи задача"))
    assert answer.url == url("detail", programme.pk)
    assert Programme.objects.get().goals == "Наша цель\nи задача"


def test_the_note_goes_on_to_the_plan(client):
    programme = make_programme()
    client.force_login(make_user("mentor"))
    answer = client.post(url("edit", programme.pk), typed(programme, to_plan="1"))
    assert answer.url == url("plan", programme.pk)


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"title": ""}, {"title": ["Обязательное поле."]}),
        ({"start": "31.02.2027"}, {"start": ["Такой даты нет. Напишите её так: 12.01.2026."]}),
        (
            {"start": "01.05.2027", "end": "01.04.2027"},
            {"end": ["Окончание программы раньше начала. Проверьте даты."]},
        ),
    ],
)
def test_errors_of_the_note_keep_what_was_typed(client, fields, errors):
    programme = make_programme()
    client.force_login(make_user("mentor"))
    page = client.post(url("edit", programme.pk), typed(programme, goals="Набранная цель", **fields))
    assert page.context["form"].errors == errors
    assert "Набранная цель" in page.text
    assert Programme.objects.get().goals == programme.goals


def test_a_stale_note_shows_both_texts_and_saves_at_the_second_press(client):
    programme = make_programme()
    update_programme(
        programme, by=make_user("mentee"), version=programme.version, goals="Слова наставляемого"
    )
    client.force_login(make_user("mentor"))
    page = client.post(url("edit", programme.pk), typed(programme, goals="Слова наставника"))
    assert page.status_code == 409
    assert both_texts(page.context["form"].conflicts) == [
        ("Цели и задачи программы", "Слова наставляемого", "Слова наставника")
    ]
    assert "Слова наставника" in page.text
    version = page.context["form"]["version"].value()
    client.post(url("edit", programme.pk), typed(programme, goals="Слова наставника", version=version))
    assert Programme.objects.get().goals == "Слова наставника"


@pytest.mark.parametrize("state", [S.ON_AGREEMENT, S.AGREED, S.COMPLETED])
def test_nothing_but_a_draft_is_edited(client, state):
    programme = make_programme(state)
    client.force_login(make_user("mentor"))
    for name in ("edit", "plan"):
        assert client.get(url(name, programme.pk)).status_code == 403
        assert client.post(url(name, programme.pk), {"action": "save"}).status_code == 403


def test_the_plan_is_reordered_changed_and_shortened():
    programme = make_programme()
    first, second, third = programme.plan.all()
    rows = [{"pk": third.pk, **plan_rows(3)[2]}, {"pk": first.pk, **plan_rows(1)[0], "event": "Иначе"}]
    save_plan(programme, by=make_user("mentor"), version=programme.version, rows=[*rows, {"event": "Новое"}])
    assert [(row.pk, row.event) for row in programme.plan.all()][:2] == [
        (third.pk, third.event),
        (first.pk, "Иначе"),
    ]
    assert names(programme)[2] == "Новое"
    last = StatusChange.objects.filter(action="plan").first()
    assert last.sentence == "изменён план мероприятий: добавлено 1, изменено 2, убрано 1"


def test_a_row_of_another_programme_is_not_taken_over():
    foreign = make_programme(mentorship=make_pair(usernames=False)).plan.first()
    programme = make_programme()
    rows = [{"pk": foreign.pk, "event": "Чужое"}]
    save_plan(programme, by=make_curator(), version=programme.version, rows=rows)
    foreign.refresh_from_db()
    assert (foreign.event, names(programme)) == ("Посещение урока 1", ["Чужое"])


def test_a_held_event_stays_as_it_was_held(client):
    programme = make_programme(S.RUNNING)
    hold(programme.plan.first(), by=make_curator())
    Programme.objects.update(status=S.DRAFT, agreed_on=None, revision=2)
    programme.refresh_from_db()
    held = programme.plan.first()
    with pytest.raises(Refused):
        save_plan(programme, by=make_curator(), version=programme.version, rows=[])
    client.force_login(make_user("mentor"))
    assert "проведено" in client.get(url("plan", programme.pk)).text
    client.post(url("plan", programme.pk), typed_plan(programme, **{"rows-0-event": "Подменить"}))
    assert names(programme)[0] == held.event


def test_a_plan_is_typed_on_one_page(client):
    programme = make_programme(rows=1)
    client.force_login(make_user("mentor"))
    more = {"rows-1-event": "Открытый урок", "rows-1-date_text": "декабрь 2026 г.", "rows-2-event": ""}
    answer = client.post(url("plan", programme.pk), typed_plan(programme, **more))
    assert answer.url == f"{url('detail', programme.pk)}#plan"
    row = programme.plan.last()
    assert (row.event, row.date_text, f"{row.planned_on:%d.%m.%Y}") == (
        "Открытый урок",
        "декабрь 2026 г.",
        "31.12.2026",
    )


def test_buttons_of_the_plan_save_nothing_and_lose_nothing(client):
    programme = make_programme()
    client.force_login(make_user("mentor"))
    data = typed_plan(programme, action="up:2", **{"rows-2-event": "Набрано, не сохранено"})
    page = client.post(url("plan", programme.pk), data)
    shown = [form["event"].value() for form in page.context["editor"].forms]
    assert shown == ["Посещение урока 1", "Набрано, не сохранено", "Посещение урока 2"]
    assert names(programme) == ["Посещение урока 1", "Посещение урока 2", "Посещение урока 3"]


def test_errors_of_the_plan_name_the_row(client):
    programme = make_programme()
    client.force_login(make_user("mentor"))
    wrong = {"rows-1-event": "", "rows-2-planned_on": "когда-нибудь"}
    page = client.post(url("plan", programme.pk), typed_plan(programme, **wrong))
    assert [sentence for _, sentence in page.context["editor"].errors] == [
        "Строка 2, Мероприятие: Напишите, что за мероприятие, или уберите строку.",
        "Строка 3, Напомнить: Такой даты нет. Напишите её так: 12.01.2026.",
    ]
    assert "когда-нибудь" in page.text


def test_a_stale_plan_shows_both_and_saves_at_the_second_press(client):
    programme = make_programme(rows=1)
    save_plan(
        programme, by=make_user("mentee"), version=programme.version, rows=[{"event": "Вписал наставляемый"}]
    )
    client.force_login(make_user("mentor"))
    mine = {"rows-0-event": "Вписал наставник"}
    page = client.post(url("plan", programme.pk), typed_plan(programme, **mine))
    assert page.status_code == 409
    [(_, theirs, typed)] = both_texts(page.context["conflicts"])
    assert theirs == "Вписал наставляемый"
    assert "Вписал наставник" in typed
    assert "Вписал <del>наставляемый</del>" in page.text
    client.post(url("plan", programme.pk), typed_plan(programme, **mine, version=page.context["version"]))
    assert names(programme) == ["Вписал наставник"]


def test_the_service_refuses_a_plan_without_end():
    programme = make_programme()
    with pytest.raises(Refused):
        save_plan(programme, by=make_curator(), version=programme.version, rows=[{"event": "Урок"}] * 101)


def test_the_service_knows_the_order_of_versions():
    programme = make_programme()
    with pytest.raises(StaleState):
        update_programme(programme, by=make_curator(), version=programme.version - 1, goals="Поздно")


def test_a_draft_is_removed_after_a_question(client):
    programme = make_programme()
    client.force_login(make_user("mentor"))
    assert "Удалить черновик программы" in client.get(url("delete", programme.pk)).text
    assert client.post(url("delete", programme.pk)).url == url("list")
    assert Programme.objects.count() == 0
    sent = make_programme(S.ON_AGREEMENT, mentorship=programme.mentorship)
    assert client.post(url("delete", sent.pk)).status_code == 403
