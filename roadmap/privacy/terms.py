"""Terms of the law: by when a person is answered, how long each kind of data is kept."""

import datetime
from dataclasses import dataclass

from mentoring.school.queries import nth_working_day_after
from roadmap.privacy.enums import RecordKind, RequestKind

DESTROY_WITHIN = datetime.timedelta(days=30)
WORKING_DAYS = {RequestKind.CORRECTION: 7, RequestKind.STOP: 10}
GROUNDS = {
    RequestKind.CORRECTION: "7 рабочих дней (152-ФЗ, ст. 21, ч. 2)",
    RequestKind.STOP: "10 рабочих дней (152-ФЗ, ст. 21, ч. 5.1)",
    RequestKind.WITHDRAWAL: "30 дней (152-ФЗ, ст. 21, ч. 5)",
}


@dataclass(frozen=True)
class Term:
    """How long one kind of data is kept: full years after the year of an event; None means for good."""

    kind: RecordKind
    years: int | None
    since: str
    ground: str
    what_happens: str


K = RecordKind
TERMS = (
    Term(
        K.CARD, 3, "год увольнения или выбытия", "достижение цели обработки; срок исковой давности",
        "карточка и всё, что с ней связано, уничтожаются по акту",
    ),
    Term(
        K.CONSENT, 3, "год окончания или отзыва", "перечень Росархива (приказ № 236), ст. 441",
        "согласия и их сканы уничтожаются по акту",
    ),
    Term(
        K.PROGRAMME, 5, "год завершения программы", "номенклатура дел школы",
        "тексты и выпущенные документы уничтожаются по акту, остаются сроки и форма",
    ),
    Term(K.IMPORT, 1, "год загрузки", "цель достигнута: люди внесены", "строки стираются по акту"),
    Term(K.JOB, 1, "год задания", "временные файлы", "файлы стираются по акту"),
    Term(K.ORDER, None, "", "перечень Росархива (приказ № 236), ст. 19, 434", "хранятся постоянно, не стираются"),
    Term(K.ACT, 3, "год уничтожения данных", "приказ Роскомнадзора № 179, п. 5", "хранятся не меньше срока"),
    Term(K.LOG, None, "", "152-ФЗ, ст. 19; приказ ФСТЭК № 21, РСБ.7", "только пополняется"),
)  # fmt: skip
TERM_OF = {term.kind: term for term in TERMS}
DESTROYED = (K.CARD, K.CONSENT, K.PROGRAMME, K.IMPORT, K.JOB)


def due_on(kind: RequestKind, received_on: datetime.date) -> datetime.date:
    """The last day to answer a request that came on a day."""
    if kind == RequestKind.WITHDRAWAL:
        return received_on + DESTROY_WITHIN
    return nth_working_day_after(received_on, WORKING_DAYS[kind])


def cutoff(kind: RecordKind, today: datetime.date) -> datetime.date:
    """What happened before this day has been kept long enough: terms run from 1 January of the next year."""
    return datetime.date(today.year - TERM_OF[kind].years, 1, 1)
