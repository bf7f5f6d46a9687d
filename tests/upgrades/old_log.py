"""Lines of the log of access as old versions wrote them: a fresh demo has none, a school that has worked has many."""

from datetime import UTC, datetime, timedelta

import psycopg

SCAN = "Скан: согласие на обработку персональных данных"
# Every kind of line that 0.1.0 wrote into the log of access: (kind, person_id, subject, rows), then what the log of
# today must tell: the card is one of a list, the name alone has left, what was seen stays.
OLD_LOG = [
    (("view", 21, "Карточка: Синицына Е. П.", 1), ([21], "Карточка")),
    (("view", 22, "Склонение имени: Ольховская Н. И.", 1), ([22], "Склонение имени")),
    (("view", 21, "Согласия", 1), ([21], "Согласия")),
    (("view", 22, "наставник Ольховская Надежда Ивановна", 1), ([22], "Запись банка")),
    (("view", 21, "наставляемый Синицына Елизавета Павловна", 1), ([21], "Запись банка")),
    (("print", 23, "согласие быть наставником – Боровиков Сергей Анатольевич", 1), ([23], "согласие быть наставником")),
    (("file", 23, f"{SCAN} – Боровиков Сергей Анатольевич", 1), ([23], SCAN)),
    (("file", 23, f"Прежний {SCAN.lower()} – Боровиков Сергей Анатольевич", 1), ([23], f"Прежний {SCAN.lower()}")),
    (("print", 22, "Программа № 3", 1), ([22], "Программа № 3")),
    (("print", None, "Приказ № 1/01-02 от 01.09.2026", 7), ([], "Приказ № 1/01-02 от 01.09.2026")),
    (("print", None, "Лист ознакомления: Приказ № 7 от 01.09.2026", 4), ([], "Лист ознакомления: Приказ № 7 от 01.09.2026")),
    (("file", None, "Скан: Приказ № 7 от 01.09.2026", 1), ([], "Скан: Приказ № 7 от 01.09.2026")),
    (("export", None, "Реестр наставников, на 1 сентября 2026 г., Excel", 40), ([], "Реестр наставников, на 1 сентября 2026 г., Excel")),
    (("export", None, "Список сотрудников", 300), ([], "Список сотрудников")),
]  # fmt: skip
FIRST = datetime(2026, 9, 1, 8, 0, 0, 123456, tzinfo=UTC)
USERS = (1, 2, 3)


def put_log_of_0_1_0(connection: psycopg.Connection) -> None:
    """Write the lines into a database of 0.1.0."""
    for number, ((kind, person, subject, rows), _) in enumerate(OLD_LOG, start=1):
        connection.execute(
            "INSERT INTO mentoring_accessrecord (id, at, kind, person_id, subject, rows, user_id)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s)",
            [number, _at(number), kind, person, subject, rows, _user(number)],
        )
    connection.execute(
        "SELECT setval(pg_get_serial_sequence('mentoring_accessrecord', 'id'), %s)", [len(OLD_LOG)]
    )


def log_after_upgrade() -> list[tuple]:
    """What must come of the lines of 0.1.0, which wrote no addresses and no pages, and only what had been done."""
    return [
        (number, _at(number), _user(number), kind, people, kept_subject, rows, None, "done", "", "", "")
        for number, ((kind, _, _, rows), (people, kept_subject)) in enumerate(OLD_LOG, start=1)
    ]


def _at(number: int) -> datetime:
    return FIRST + number * timedelta(days=1)


def _user(number: int) -> int:
    return USERS[number % len(USERS)]
