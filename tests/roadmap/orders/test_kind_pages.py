"""«Новый приказ», the short forms, the facts of a draft, the samples: what people see and press."""

import pytest
from django.test import Client
from django.urls import reverse

from roadmap.orders.enums import OrderKind as K
from roadmap.orders.enums import OrderRole as R
from roadmap.orders.kinds.catalog import CATALOG
from roadmap.orders.models import Order
from roadmap.orders.services import register_order
from tests.factories.kinds import TODAY, make_kind, subject_for
from tests.factories.orders import make_order, make_school
from tests.factories.pairs import make_mentorship
from tests.factories.people import make_curator, make_director, make_person, make_teacher
from tests.factories.roadmaps import make_roadmap

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator():
    client = Client()
    client.force_login(make_curator())
    return client


def url(name, *args):
    return reverse(f"orders:{name}", args=args)


def page(response):
    return response.content.decode()


def monitoring(**changed):
    day = f"{TODAY:%d.%m.%Y}"
    dates = {"fact_on": day, "fact_until": day, "fact_report_by": day}
    return {"key": "a", "fact_tools": "анкета", **dates, **changed}


def test_all_kinds_stand_on_one_page_in_groups(curator):
    text = page(curator.get(url("choose")))
    for kind in CATALOG:
        assert url("create_kind", kind.kind) in text
        assert kind.title in text
    assert text.index("Пары и группы</h2>") < text.index("Начало системы наставничества</h2>")
    assert curator.get(url("create_kind", "pairing")).url == url("create")
    assert curator.get(url("create_kind", "unknown")).status_code == 404


@pytest.mark.parametrize("kind", [kind.kind.value for kind in CATALOG if kind.kind != K.PAIRING])
def test_every_short_form_opens_even_in_an_empty_school(curator, kind):
    assert "Подготовить проект" in page(curator.get(url("create_kind", kind)))


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (K.APPOINTMENT, "Выбрать пока не из чего"),
        (K.REPLACEMENT, "Действующих пар и групп сейчас нет."),
        (K.EXTENSION, "Программ действующих пар"),
        (K.AMENDMENT, "Зарегистрированных приказов"),
        (K.ROADMAP, "Проектов дорожных карт сейчас нет."),
    ],
)
def test_where_there_is_nothing_to_choose_the_form_says_so(curator, kind, said):
    assert said in page(curator.get(url("create_kind", kind)))
    made = make_kind(kind, "registered" if kind != K.ROADMAP else "draft")
    if kind == K.ROADMAP:
        make_roadmap()
    elif kind == K.APPOINTMENT:
        make_mentorship("agreed")
    assert said not in page(curator.get(url("create_kind", kind))), made


def test_without_drafts_the_form_says_where_they_are_made(curator):
    before = page(curator.get(url("create_kind", K.REGULATION)))
    assert "Проектов локальных актов сейчас нет." in before and "Проектов дорожных карт сейчас нет." in before
    make_roadmap()
    after = page(curator.get(url("create_kind", K.REGULATION)))
    assert "Проектов дорожных карт сейчас нет." not in after


@pytest.mark.parametrize("kind", [K.REPLACEMENT, K.EARLY_END])
def test_whose_document_it_is_is_asked_between_what_it_is_and_its_date(curator, kind):
    form = curator.get(url("create_kind", kind)).context["form"]
    names = list(form.fields)
    at = names.index("role_petitioner")
    assert (names[at - 1], names[at + 1]) == ("fact_request", "fact_requested_on")
    assert form.fields["role_petitioner"].empty_label == "не указывать"


def test_a_form_keeps_what_was_typed_and_makes_one_draft_of_two_clicks(curator):
    make_school()
    person = make_person()
    refused = curator.post(url("create_kind", "monitoring"), monitoring(role_responsible=""))
    assert (refused.status_code, Order.objects.count()) == (200, 0)
    assert "Выберите из списка." in page(refused)
    assert 'value="анкета"' in page(refused) or "анкета</textarea>" in page(refused)

    wrong = monitoring(role_responsible=person.pk, fact_until="01.09.2020")
    assert "Окончание мониторинга раньше его начала." in page(
        curator.post(url("create_kind", "monitoring"), wrong)
    )

    sent = monitoring(role_responsible=person.pk)
    made = curator.post(url("create_kind", "monitoring"), sent)
    order = Order.objects.get()
    assert made.url == url("text", order.pk)
    assert curator.post(url("create_kind", "monitoring"), sent).status_code in (200, 409)
    assert Order.objects.count() == 1
    text = page(curator.get(made.url))
    assert person.accusative in text
    assert "{ответственный" not in text.partition("Пункты</h2>")[2].partition("Последним пунктом")[0]
    assert "Пары и группы в приказе" not in text


def test_the_facts_of_a_draft_change_and_its_words_follow(curator):
    order = make_kind(K.MONITORING)
    other = make_person()
    opened = page(curator.get(url("facts", order.pk)))
    assert f'value="{TODAY:%d.%m.%Y}"' in opened
    sent = monitoring(role_responsible=other.pk, version=order.version, fact_tools="беседы")
    assert curator.post(url("facts", order.pk), sent).url == url("text", order.pk)
    assert curator.post(url("facts", order.pk), sent).status_code == 409

    text = page(curator.get(url("text", order.pk)))
    assert "Инструменты мониторинга: беседы." in text
    assert other.accusative in text
    listed = page(curator.get(url("edit", order.pk)))
    assert "{ответственный.ФИО|вин}" in listed
    assert "{ответственный|назначен}" in listed
    assert 'name="annex_title"' not in listed


def test_buttons_stand_where_the_need_arises(curator):
    programme = subject_for(K.COMPLETION)["programme"]
    roadmap = make_roadmap()
    pair = programme.mentorship
    for place, kind, about in (
        (pair, "replacement", f"mentorship={pair.pk}"),
        (pair, "early_end", f"mentorship={pair.pk}"),
        (programme, "completion", f"programme={programme.pk}"),
        (programme, "extension", f"programme={programme.pk}"),
        (programme, "change", f"programme={programme.pk}"),
        (roadmap, "roadmap", f"roadmap={roadmap.pk}"),
    ):
        target = f"{url('create_kind', kind)}?{about}"
        assert target in page(curator.get(place.get_absolute_url()))
        number = about.partition("=")[2]
        assert f'<option value="{number}" selected>' in page(curator.get(target))


def test_whom_an_order_names_sees_it_when_it_is_registered_and_nobody_else_does():
    released, stranger = make_teacher("released"), make_teacher("stranger")
    people = {R.RELEASED: [released], R.SUBSTITUTE: [make_person("Канарейкина")]}
    order = make_kind(K.DUTY_RELEASE, "approved", people=people)
    own, other = Client(), Client()
    own.force_login(released.user)
    other.force_login(stranger.user)
    assert own.get(order.get_absolute_url()).status_code == 404

    register_order(order, by=make_director(), on=TODAY)

    assert "Канарейкину" in page(own.get(order.get_absolute_url()))
    for name in ("detail", "document"):
        answer = other.get(url(name, order.pk))
        assert answer.status_code == 404
        assert "Канарейкин" not in page(answer)
    assert own.get(url("facts", order.pk)).status_code == 403


def test_an_order_is_found_by_somebody_it_names_in_a_role(curator):
    order = make_kind(K.MONITORING, people={R.RESPONSIBLE: [make_person("Канарейкина")]})
    make_order("draft")
    found = curator.get(url("list"), {"q": "канарейкина"})
    assert [row.record for row in found.context["table"].rows] == [order]


def test_a_form_costs_the_same_with_few_and_with_many_people(curator, django_assert_max_num_queries):
    make_mentorship("active")
    with django_assert_max_num_queries(14) as few:
        curator.get(url("create_kind", "replacement"))
    for _ in range(6):
        make_mentorship("active")
    with django_assert_max_num_queries(14) as many:
        curator.get(url("create_kind", "replacement"))
    assert len(few) == len(many)


def test_a_sample_is_changed_read_and_given_back(curator):
    words = {
        "number": 0, "title": "О мониторинге", "preamble": "Для порядка", "items": "Первый.\n– Второй.",
        "control": "Контроль за мной.", "note": "Короче",
    }  # fmt: skip
    assert "наш образец, проверьте" in page(curator.get(url("samples")))
    opened = page(curator.get(url("edit_sample", "monitoring")))
    assert "{начало мониторинга}" in opened
    bad = curator.post(url("edit_sample", "monitoring"), words | {"preamble": "{нет такой}"})
    assert "неизвестная подстановка {нет такой}" in page(bad)
    assert curator.post(url("edit_sample", "monitoring"), words).url == url("samples")
    assert curator.post(url("edit_sample", "monitoring"), words).status_code == 409
    assert "текст школы, версия 1" in page(curator.get(url("samples")))
    assert "Короче" in page(curator.get(url("sample_versions", "monitoring")))
    assert curator.post(url("restore_sample", "monitoring"), {"number": 1}).url == url("samples")
    assert "наш образец, возвращён" in page(curator.get(url("samples")))
    assert curator.get(url("edit_sample", "unknown")).status_code == 404
