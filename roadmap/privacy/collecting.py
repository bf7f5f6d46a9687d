"""Everything that is kept about one person, for the person (152-ФЗ, ст. 14): no word about anybody else."""

import json
import re
import zipfile
from dataclasses import dataclass
from io import BytesIO

from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils import timezone

from mentoring.documents.queries import DamagedFile, stored_content
from mentoring.documents.sheets import Column, Sheet, render_xlsx
from mentoring.language.cases import OBLIQUE_CASES
from mentoring.school.queries import organisation
from programs.programmes.card import note_facts
from programs.programmes.erasure import programmes_of
from registry.bank.card import entry_facts
from registry.bank.enums import BankRole
from registry.bank.models import MenteeEntry, MentorEntry
from registry.consents.documents import consent_filename, consent_pdf
from registry.consents.enums import ConsentStatus
from registry.consents.models import Consent
from registry.pairs.enums import ParticipantRole
from registry.pairs.models import Participant
from registry.people.card import personal_facts, representative_facts, work_facts
from registry.people.models import Representative
from roadmap.acts.models import ActAcquaintance
from roadmap.agreements.documents import agreement_filename, agreement_pdf
from roadmap.agreements.models import Agreement
from roadmap.agreements.queries import printed
from roadmap.applications.models import Application
from roadmap.controls.models import ControlTask
from roadmap.orders.models import NUMBERED, Acquaintance
from roadmap.orders.outcomes import OrderPerson
from roadmap.partners.models import PartnerContract
from roadmap.plans.queries import duties_of
from roadmap.privacy.models import PersonRequest
from roadmap.privacy.queries import accesses_to
from roadmap.protocols.queries import places_of

LAST_ACCESSES = 5000
OWN_ENTRIES = ((BankRole.MENTOR, MentorEntry), (BankRole.MENTEE, MenteeEntry))


@dataclass(frozen=True)
class Section:
    """One table of the collection: a heading, names of columns, rows of plain strings."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class OwnFile:
    """A file of the collection: its name inside of the archive and its bytes."""

    name: str
    content: bytes


FACT = ("Сведения", "Значение")


def sections_about(person) -> list[Section]:
    """All tables, the card first; empty tables are left out."""
    found = [
        Section(
            "Карточка", FACT, _facts([("Фамилия, имя, отчество", person.full_name), *work_facts(person)])
        ),
        Section("Контакты и личное", FACT, _facts(personal_facts(person))),
        Section(
            "Склонение имени",
            FACT,
            _facts([(case.value, getattr(person, case.value)) for case in OBLIQUE_CASES]),
        ),
        *_representative(person),
        *_account(person),
        _consents(person),
        *_entries(person),
        _pairs(person),
        _agreements(person),
        _applications(person),
        _tasks(person),
        _contracts(person),
        *_programmes(person),
        _orders(person),
        _acts(person),
        _protocols(person),
        _roadmaps(person),
        _requests(person),
        _accesses(person),
    ]
    return [section for section in found if section.rows]


def files_about(person) -> list[OwnFile]:
    """Consents as papers and scans of what the person signed; a lost scan becomes a line that says so."""
    files = []
    consents = Consent.objects.filter(person=person).exclude(status=ConsentStatus.PRINTED)
    for consent in consents.select_related("person", "text", "scan", "representative", "entered_by"):
        stem = f"{consent.pk} {consent_filename(consent)}"
        files.append(OwnFile(f"Согласия/{_safe(stem)}", consent_pdf(consent)))
        scans = [consent.scan, *(row.scan for row in consent.former_scans.select_related("scan"))]
        files += _scans(f"Согласия/{consent.pk}", scans)
    agreements = printed(Agreement.objects.filter(mentor=person))
    for agreement in agreements.select_related("mentor", "mentorship", "scan"):
        stem = f"{agreement.pk} {agreement_filename(agreement)}"
        files.append(OwnFile(f"Соглашения/{_safe(stem)}", agreement_pdf(agreement)))
        files += _scans(f"Соглашения/{agreement.pk}", [agreement.scan])
    return files


def _scans(stem, scans):
    for number, scan in enumerate(filter(None, scans), start=1):
        name = f"{stem} скан {number} {_safe(scan.original_name)}"
        try:
            yield OwnFile(name, stored_content(scan))
        except DamagedFile:
            yield OwnFile(f"{name}.txt", "Файл утрачен. Скажите об этом куратору.".encode())


def archive_about(person) -> bytes:
    """The ZIP: one page to read, the same as a workbook and as JSON, and the files."""
    sections = sections_about(person)
    today = timezone.localdate()
    card = organisation()
    context = {
        "person": person,
        "sections": sections,
        "today": today,
        "school": card.full_name if card else "",
    }
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Мои данные.html", render_to_string("roadmap/privacy/archive.html", context))
        archive.writestr("Мои данные.xlsx", render_xlsx(*map(_sheet, sections)))
        archive.writestr("Мои данные.json", _as_json(person, sections))
        for file in files_about(person):
            archive.writestr(file.name, file.content)
    return buffer.getvalue()


def archive_name() -> str:
    return f"Мои данные {timezone.localdate():%d.%m.%Y}.zip"


def _sheet(section):
    columns = tuple(Column(name, 40) for name in section.columns)
    return Sheet(section.title, columns, section.rows)


def _as_json(person, sections):
    data = {
        "card": person.pk,
        "sections": [
            {"title": row.title, "rows": [dict(zip(row.columns, cells, strict=True)) for cells in row.rows]}
            for row in sections
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=1, cls=DjangoJSONEncoder)


def _facts(pairs):
    return tuple((str(name), str(value)) for name, value in pairs if value not in (None, ""))


def _day(day):
    return f"{day:%d.%m.%Y}" if day else ""


def _safe(name):
    return re.sub(r'[\\/:*?"<>|\x00-\x1f]', " ", name).strip()


def _representative(person):
    for row in Representative.objects.filter(pupil=person):
        yield Section("Законный представитель", FACT, _facts(representative_facts(row)))


def _account(person):
    if person.user is not None:
        user = person.user
        roles = "; ".join(
            f"{row.get_role_display()} с {_day(row.valid_from)}" for row in user.role_assignments.all()
        )
        facts = [
            ("Имя для входа", user.username), ("Почта", user.email), ("Как показывать", user.display_name),
            ("Роли", roles), ("Последний вход", user.last_login and f"{timezone.localtime(user.last_login):%d.%m.%Y %H:%M}"),
        ]  # fmt: skip
        yield Section("Учётная запись", FACT, _facts(facts))


def _consents(person):
    rows = Consent.objects.filter(person=person).select_related("text").order_by("created_at")
    columns = (
        "Согласие",
        "Редакция",
        "Состояние",
        "Как получено",
        "Дано",
        "Действует по",
        "Отозвано",
        "Как отозвано",
    )
    cells = tuple(
        (
            row.get_kind_display(), str(row.text.version), row.get_status_display(), row.get_channel_display(),
            _day(row.given_on), _day(row.valid_until), _day(row.withdrawn_on), row.withdrawal_note,
        )
        for row in rows
    )  # fmt: skip
    return Section("Согласия", columns, cells)


def _entries(person):
    for role, model in OWN_ENTRIES:
        for entry in model.objects.filter(person=person):
            yield Section(f"Банк: {role.label}", FACT, _facts(entry_facts(entry, role)))


def _pairs(person):
    sides = Participant.objects.filter(person=person).select_related("mentorship").order_by("pk")
    columns = ("Пара или группа", "Ваша роль", "Состояние", "Начало", "Окончание", "Ваш ответ", "Пояснение")
    cells = tuple(
        (
            f"№ {side.mentorship_id}", side.get_role_display(), side.mentorship.get_status_display(),
            _day(side.mentorship.start), _day(side.mentorship.end), side.get_answer_display(), side.answer_note,
        )
        for side in sides
    )  # fmt: skip
    return Section("Пары и группы", columns, cells)


def _agreements(person):
    rows = printed(Agreement.objects.filter(mentor=person)).order_by("start")
    columns = ("Документ", "Дата", "Начало", "Окончание", "Содержание", "Выплата", "Состояние", "Подписано")
    cells = tuple(
        (
            row.short_title, _day(row.date), _day(row.start), _day(row.ended_on or row.end), row.content,
            row.payment, row.get_status_display(), _day(row.signed_on),
        )
        for row in rows
    )  # fmt: skip
    return Section("Соглашения о наставничестве", columns, cells)


def _applications(person):
    rows = Application.objects.filter(person=person).order_by("filed_on", "pk")
    columns = ("Заявление", "Подано", "Что написано", "Состояние", "Решение", "Ответ")
    cells = tuple(
        (
            row.get_kind_display(), _day(row.filed_on), row.text, row.get_status_display(), _day(row.decided_on),
            row.answer,
        )
        for row in rows
    )  # fmt: skip
    return Section("Заявления и уведомления", columns, cells)


def _tasks(person):
    rows = (
        ControlTask.objects.filter(responsible=person)
        .select_related("order", "decision__item__protocol")
        .order_by("due_on", "pk")
    )
    state = {True: "выполнено", False: "не выполнено", None: "на контроле"}
    cells = tuple((str(row.paper), row.what, _day(row.due_on), state[row.is_done], row.note) for row in rows)
    columns = ("Документ", "Что поручено", "Срок", "Состояние", "Пояснение")
    return Section("Поручения на контроле", columns, cells)


def _contracts(person):
    rows = PartnerContract.objects.filter(responsible=person).order_by("date", "pk")
    cells = tuple((row.partner, row.subject, row.number, _day(row.date), _day(row.end)) for row in rows)
    return Section(
        "Договоры с партнёрами, за которые вы отвечаете",
        ("Партнёр", "Предмет", "Номер", "Дата", "Действует по"),
        cells,
    )


def _programmes(person):
    for programme in programmes_of(person):
        side = programme.mentorship.participants.filter(person=person).first()
        title = f"Программа № {programme.pk}"
        if side.role != ParticipantRole.MENTEE:
            # What is written about the mentee is the mentee's: the mentor gets the terms.
            yield Section(title, FACT, _facts([("Ваша роль", side.get_role_display()), *_terms(programme)]))
            continue
        plan = [
            (row.event, "; ".join(filter(None, (row.date_text, row.reflection))))
            for row in programme.plan.all()
        ]
        facts = [("Название", programme.title), *_terms(programme), *note_facts(programme), *plan]
        yield Section(title, FACT, _facts(facts))


def _terms(programme):
    return [
        ("Состояние", programme.get_status_display()),
        ("Начало", _day(programme.start)),
        ("Окончание", _day(programme.end)),
    ]


def _orders(person):
    rows = Acquaintance.objects.filter(person=person, order__status__in=NUMBERED).select_related("order")
    roles: dict[int, list[str]] = {}
    for named in OrderPerson.objects.filter(person=person, order__status__in=NUMBERED):
        roles.setdefault(named.order_id, []).append(named.get_role_display())
    cells = tuple(
        (
            f"№ {row.order.number} от {_day(row.order.date)}",
            ", ".join(roles.get(row.order_id, [])),
            _day(row.acquainted_on) or "не отмечено",
        )
        for row in rows
    )
    return Section("Приказы, в которых вы названы", ("Приказ", "Как вы названы", "Ознакомлены"), cells)


def _acts(person):
    rows = ActAcquaintance.objects.filter(person=person).select_related("act")
    cells = tuple((str(row.act), _day(row.acquainted_on) or "не отмечено") for row in rows)
    return Section("Локальные акты, с которыми вас знакомят", ("Акт", "Ознакомлены"), cells)


def _protocols(person):
    """What the person was at meetings; what others said there is theirs."""
    cells = tuple((str(row), words) for row, words in places_of(person))
    return Section("Протоколы, в которых вы названы", ("Протокол", "Как вы названы"), cells)


def _roadmaps(person):
    """What the person answers for by name; duties of a role are not the person's data."""
    rows = duties_of(person)
    cells = tuple((str(row.roadmap), str(row.measure or row.stage)) for row in rows)
    return Section("Поручения по дорожным картам", ("Дорожная карта", "За что отвечаете"), cells)


def _requests(person):
    rows = PersonRequest.objects.filter(person=person).order_by("received_on", "pk")
    columns = ("Обращение", "Получено", "Срок ответа", "Состояние", "Текст", "Ответ")
    cells = tuple(
        (
            row.get_kind_display(),
            _day(row.received_on),
            _day(row.due_on),
            row.get_state_display(),
            row.text,
            row.answer,
        )
        for row in rows
    )
    return Section("Ваши обращения о данных", columns, cells)


def _accesses(person):
    columns = ("Когда", "Учётная запись", "Что сделано", "Что именно", "Результат")
    cells = tuple(
        (
            f"{timezone.localtime(row.at):%d.%m.%Y %H:%M:%S %z}", str(row.user or "не вошёл"), row.get_kind_display(),
            row.subject, row.get_result_display(),
        )
        for row in accesses_to(person.pk)[:LAST_ACCESSES]
    )  # fmt: skip
    return Section("Кто обращался к вашим данным", columns, cells)
