import pytest

from mentoring.workflow.verdicts import Refused, StaleState
from registry.consents.enums import ConsentKind
from registry.consents.models import ConsentText
from registry.consents.samples import SAMPLES
from registry.consents.services import add_edition, ensure_texts, text_hash, text_in_use
from registry.consents.wording import Part, read_wording, wording_problems
from tests.factories.people import make_administrator, make_curator

K = ConsentKind


@pytest.mark.django_db
def test_first_editions_are_installed_once():
    ensure_texts()
    ensure_texts(by=make_curator())
    found = list(ConsentText.objects.order_by("kind").values_list("kind", "version", "created_by"))
    assert found == [(kind, 1, None) for kind in ("distribution", "mentoring", "participation", "processing")]
    assert all(
        text.is_sample and text.sha256 == text_hash(text.title, text.body)
        for text in ConsentText.objects.all()
    )


@pytest.mark.django_db
def test_a_new_edition_goes_after_the_one_on_the_page():
    curator, first = make_curator(), text_in_use(K.MENTORING)
    second = add_edition(K.MENTORING, by=curator, title="Наш текст", body=f"{first.body}\r\nИ ещё.", after=1)
    assert (second.version, second.is_sample, text_in_use(K.MENTORING)) == (2, False, second)
    with pytest.raises(StaleState) as caught:
        add_edition(K.MENTORING, by=curator, title="Ещё", body=first.body, after=1)
    assert caught.value.reason == (
        "Пока вы писали, появилась редакция 2. Сравните её со своим текстом и сохраните нужный."
    )


@pytest.mark.django_db
def test_an_unchanged_text_and_a_strangers_hand_make_no_edition():
    first = text_in_use(K.MENTORING)
    with pytest.raises(Refused) as same:
        add_edition(K.MENTORING, by=make_curator(), title=first.title, body=first.body, after=1)
    with pytest.raises(Refused) as stranger:
        add_edition(K.MENTORING, by=make_administrator(), title="Иной", body=first.body, after=1)
    assert same.value.reason == "Текст не изменился: новая редакция не нужна."
    assert stranger.value.reason == "Тексты согласий изменяет куратор."
    assert ConsentText.objects.filter(kind=K.MENTORING).count() == 1


@pytest.mark.parametrize("kind", K)
def test_every_sample_is_a_whole_consent_of_its_kind(kind):
    assert wording_problems(kind, SAMPLES[kind][1]) == ()


def test_a_text_is_read_as_paragraphs_lists_and_lines_for_a_pen():
    body = "Первая строка\nи вторая.\n\nПеречень:\n- одно;\n- другое.\nДальше.\n\n[Паспорт]"
    assert read_wording(body) == [
        Part("paragraph", "Первая строка и вторая."),
        Part("bullets", "Перечень:", ("одно;", "другое.")),
        Part("paragraph", "Дальше."),
        Part("pen", "паспорт"),
    ]


def test_wording_that_cannot_be_printed_or_is_vague_is_named():
    body = "Я, {ФИО}, согласен {организация} в иных целях {инн}.\n[подпись]"
    assert wording_problems(K.MENTORING, body) == (
        "Подстановки «{инн}» нет. Возможные перечислены под полем.",
        "Строки «[подпись]» нет. Возможные перечислены под полем.",
        "Уберите «в иных»: согласие должно быть конкретным (152-ФЗ, ст. 9, ч. 1).",
    )
    assert wording_problems(K.PARTICIPATION, "Согласен.") == (
        "В тексте должно быть «{подписывает}».",
        "В тексте должно быть «{организация}».",
    )
