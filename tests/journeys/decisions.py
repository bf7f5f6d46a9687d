"""From people in the bank to a registered, signed order: pairs, answers, the director's word, the number."""

import re
from datetime import timedelta
from hashlib import sha256

from django.utils import timezone

from tests.journeys.first_days import GROUP, GROUP_MENTOR, MENTEE, today
from tests.journeys.visitor import pdf_pages

PAIR_TITLE, GROUP_TITLE = "Белов П. В. – Соловей П. И.", "Мороз П. А. – Соколов Л. В., Фёдорова Т. Ю."
NUMBER = "1/01-02"
TITLE = "О закреплении наставнических пар/групп"
SHEETS = ("Приложение № 1 к приказу МБОУ «СОШ № 7»", "Лист ознакомления")
# In the cases of the text, not of the card.
WORDS_OF_PAPER = (
    "ПРИКАЗЫВАЮ:",
    "Белова Павла Владимировича, учителя английского языка, – наставником",
    "Соловья Петра Ильича",
    "Мороза Павла Артёмовича",
    "Соколова Льва Владимировича",
    "Фёдоровой Татьяны Юрьевны",
    "Лугининой Наталье Сергеевне, методисту",
    "Г. А. Кедрова",
)
COMMENT = "Добавьте пункт о сайте школы."
ITEM = "Разместить настоящий приказ на сайте школы."


def propose(curator, mentees, mentor, title: str) -> None:
    """Four questions, a page to check the answers, the proposal."""
    curator.go_to("Пары и группы")
    curator.follow("Составить пару или группу")
    curator.tick(*mentees)
    curator.press("Дальше: выбрать наставника")
    curator.tick(mentor)
    curator.press("Дальше: направления и срок")
    kind = "Традиционная форма" if len(mentees) == 1 else "Наставничество в группе"
    curator.tick("методика обучения и преподавания", "педагог – педагог", kind)
    curator.type("С какого дня", today())
    curator.type("По какой день", f"{timezone.localdate() + timedelta(days=180):%d.%m.%Y}")
    curator.press("Дальше: проверить")
    curator.press("Предложить сторонам")
    assert curator.heading == f"{'Пара' if len(mentees) == 1 else 'Группа'}: {title}"
    curator.reads("Предложение отправлено участникам.")


def accept_on_phone(teacher) -> None:
    """The answer of a teacher on the own page, as it is on a phone."""
    teacher.open("/")
    teacher.reads("Вам предложено")
    assert not teacher.overflows()
    teacher.follow("Ответить")
    assert not teacher.overflows()
    teacher.press("Согласен")
    teacher.reads("Спасибо, ответ записан.")


def enter_answers(curator, title: str, names) -> None:
    """The answers that came on paper or by word."""
    curator.go_to("Пары и группы")
    curator.follow(title.partition(" – ")[0])
    for name in names:
        curator.follow("Внести ответ", within=name)
        curator.tick("Согласие")
        curator.type("Когда", today())
        curator.press("Записать ответ")
    assert curator.badge == "согласована сторонами"


def draft_order(curator) -> None:
    """One button makes the draft from the agreed pairs; the director gets it."""
    curator.go_to("Сегодня")
    curator.reads("2 пары согласованы – подготовьте приказ.")
    curator.follow("Подготовить приказ")
    curator.press("Подготовить проект")
    assert curator.heading == "Текст приказа"
    curator.reads(
        "Белова Павла Владимировича, учителя английского языка, – наставником "
        "учителя английского языка Соловья Петра Ильича",
        "Мороза Павла Артёмовича",
        "Контроль за исполнением приказа оставляю за собой.",
    )
    draft = pdf_pages(curator.download("Открыть PDF проекта"))
    assert all("ПРОЕКТ" in page for page in draft)
    curator.press("Отправить на утверждение")
    assert curator.badge == "на утверждении"


def decide(director, *, comment: str = "") -> None:
    """The director's word: back with a comment, or approved."""
    director.go_to("Сегодня")
    director.reads(TITLE)
    director.follow("Прочитать и решить")
    if comment:
        director.type("Что исправить", comment)
        director.press("Вернуть с комментарием")
        assert director.badge == "возвращён на доработку"
    else:
        director.reads(ITEM)
        director.press("Утвердить")
        assert director.badge == "утверждён, ждёт регистрации"


def mend_order(curator) -> None:
    curator.go_to("Сегодня")
    curator.reads(COMMENT)
    curator.follow("Исправить", within=TITLE)
    curator.follow("Добавить пункт")
    curator.type("Текст пункта", ITEM)
    curator.press("Сохранить пункт")
    curator.reads(ITEM)
    curator.press("Отправить на утверждение")


def register_order(curator) -> None:
    """The number by the school's mask; the paper is frozen, the pairs are active."""
    curator.go_to("Сегодня")
    curator.follow("Зарегистрировать")
    curator.reads("Следующий номер: 1")
    curator.press("Зарегистрировать")
    assert curator.badge == "зарегистрирован"
    assert curator.heading == f"Приказ № {NUMBER} от {today()}"


def read_paper(curator) -> bytes:
    """The frozen PDF: number and date, names in their cases, four sheets."""
    content = curator.download("Открыть PDF")
    sheets = pdf_pages(content)
    assert len(sheets) == 4
    assert [sheet for sheet in sheets if "ПРОЕКТ" in sheet] == []
    text = " ".join(sheets)
    assert [words for words in WORDS_OF_PAPER if words not in text] == []
    assert f"№ {NUMBER}" in sheets[0] and today() in sheets[0]
    assert [sheet.startswith(words) for sheet, words in zip(sheets[2:], SHEETS, strict=True)] == [True, True]
    return content


def check_paper(stranger, paper: bytes) -> None:
    """The page that the QR code opens, by the code printed under it: number, date, title, hash, no names."""
    code = re.search(r"код (\S+)", pdf_pages(paper)[0]).group(1)
    stranger.open(f"/check/{code.replace('-', '')}/")
    assert stranger.heading == f"Приказ № {NUMBER} от {today()}"
    stranger.reads("Действует.", TITLE, code, sha256(paper).hexdigest())
    assert [name for name in ("Белов", "Соловей", "Мороз", "Кедрова") if name in stranger.words] == []


def sign_on_paper(curator, scan: bytes) -> None:
    """Printed, signed, scanned."""
    curator.go_to("Сегодня")
    curator.follow("Отметить подписание")
    curator.attach("Скан подписанного приказа", "Приказ с подписью.pdf", scan, "application/pdf")
    curator.press("Отметить подписание")
    assert curator.badge == "подписан"
    curator.reads("Приказ с подписью.pdf")


def acquaint(teacher, curator) -> None:
    """One person says so on the own screen, the others have signed the sheet."""
    teacher.go_to("Сегодня")
    teacher.follow("Прочитать и отметить")
    assert not teacher.overflows()
    teacher.press("Ознакомлен")
    teacher.reads("Спасибо")
    curator.go_to("Сегодня")
    curator.reads("не ознакомлены 5 человек")
    curator.follow("Отметить", within="не ознакомлены")
    curator.tick(MENTEE, GROUP_MENTOR, *GROUP, "Лугинина Наталья Сергеевна")
    curator.press("Отметить ознакомление")
    curator.reads("Все ознакомлены: 6 человек")
