"""Destroying personal data: what goes, what the law keeps, both papers, and the list that a restored copy obeys."""

import json
import logging
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from mentoring.accounts.erasure import blank_documents, open_erasure
from mentoring.accounts.models import User
from mentoring.documents.enums import DocumentKind
from mentoring.documents.models import IssuedDocument, StoredFile
from mentoring.documents.queries import issued_for
from mentoring.jobs.erasure import erase_jobs, erase_queue
from mentoring.letters.erasure import erase_letters, erase_sendings
from mentoring.workflow.services import lock
from mentoring.workflow.verdicts import Refused, require
from programs.programmes.erasure import erase_in_programmes, programmes_of
from registry.bank.erasure import erase_entries
from registry.consents.erasure import erase_consents
from registry.pairs.erasure import erase_in_pairs
from registry.people.erasure import erase_card, mark_of, names_of
from registry.people.models import Person
from roadmap.acts.erasure import erase_in_acts
from roadmap.agreements.erasure import erase_agreements
from roadmap.applications.erasure import erase_applications
from roadmap.controls.erasure import erase_in_controls
from roadmap.orders.models import NUMBERED, Order
from roadmap.plans.erasure import erase_in_roadmaps
from roadmap.privacy.documents import issue_papers
from roadmap.privacy.enums import ErasureReason, RequestKind, RequestState
from roadmap.privacy.models import BlockedOrder, Erasure, PersonRequest
from roadmap.privacy.rules import may_erase, may_keep
from roadmap.protocols.erasure import erase_in_protocols

CATEGORIES = (
    "фамилия, имя, отчество и их падежные формы; пол; дата рождения",
    "должность, категория, стаж, предметы, образование, табельный номер, даты приёма и увольнения",
    "телефон, электронная почта; сведения о законном представителе",
    "записи банков наставников и наставляемых",
    "сканы и примечания согласий",
    "соглашения с наставником: условия, выплата, скан; тексты заявлений и ответов на них",
    "затруднения, цели, рефлексия и имя в персонализированных программах, выпущенные программы",
    "история изменений карточки, строки загруженных списков, письма, файлы заданий",
    "имя в проектах приказов и дорожных карт, поручения по дорожным картам",
    "учётная запись: имя для входа, почта, сеансы",
)
KEPT_CONSENT = "даты и виды согласий без имени (152-ФЗ, ст. 9, ч. 3)"
LIST_NAME = "erasures.jsonl"
logger = logging.getLogger(__name__)


@transaction.atomic
def erase_people(people: Iterable[Person], *, by, reason, basis) -> Erasure:
    """Destroy the data of these people by one act and block the orders that name them.

    The order matters: names are read before the cards are emptied, papers are made last, files and the erase list
    are touched only after the commit. Raises Refused when one of them still takes part in something.
    """
    people = [
        lock(Person.objects.select_related("user"), pk) for pk in sorted({person.pk for person in people})
    ]
    if not people:
        raise Refused("Уничтожать нечего: никого не выбрано.")
    for person in people:
        require(may_erase(by, person))
    marks = [mark_of(person) for person in people]
    record = open_erasure(by=by, people=[person.pk for person in people])
    orders, files = {}, []
    for person in people:
        orders |= {order.pk: order for order in _erase_one(person, record=record, files=files)}
    kept = [f"приказ № {order.number} от {order.date:%d.%m.%Y} (заблокирован)" for order in orders.values()]
    erasure = Erasure.objects.create(
        people=[person.pk for person in people],
        marks=marks,
        reason=reason,
        basis=basis,
        categories=list(CATEGORIES),
        kept=[*kept, KEPT_CONSENT],
        by=by,
    )
    for order in orders.values():
        BlockedOrder.objects.get_or_create(order=order, defaults={"erasure": erasure})
    _close_requests(people, by)
    issue_papers(erasure, record=record, by=by)
    finish(files)
    return erasure


def _erase_one(person, *, record, files):
    names = names_of(person)
    orders = list(_orders_naming(person, names.short))
    kept = {order.document_id for order in orders}
    _erase_papers(person, record, names.full, kept)
    transaction.on_commit(partial(erase_letters, names.short))
    erase_queue(names.short)
    erase_sendings(names.short)
    erase_jobs(names.short)
    erase_in_programmes(person, record=record, words=names.any)
    erase_in_pairs(person, record=record, words=names.any)
    erase_entries(person, record=record)
    files += erase_consents(person, record=record)
    erase_in_controls(person, record=record, words=names.any)
    files += erase_applications(person, record=record, words=names.any)
    files += erase_agreements(person, record=record, words=names.any)
    files += erase_in_protocols(person, record=record, words=names.any)
    erase_in_acts(person, record=record, words=names.any)
    _scrub_drafts(names.full)
    erase_in_roadmaps(person, record=record, words=names.short)
    erase_card(person, record=record)
    return orders


def _orders_naming(person, words):
    """Registered orders in whose paper, pairs or sheet the person stands."""
    for order in Order.objects.filter(status__in=NUMBERED).select_related("document"):
        text = json.dumps(order.document.data, ensure_ascii=False)
        if words.in_text(text) or order.acquaintances.filter(person=person).exists():
            yield order


def _erase_papers(person, record, words, kept):
    """The person's programmes and whatever else names the person, the kept orders aside, lose data and bytes."""
    found = (
        IssuedDocument.objects.exclude(kind=DocumentKind.ORDER)
        .exclude(pk__in=kept)
        .only("pk", "data", "title")
    )
    ids = [document.pk for programme in programmes_of(person) for document in issued_for(programme)]
    ids += [
        row.pk
        for row in found.iterator()
        if words.in_text(json.dumps(row.data, ensure_ascii=False)) or words.in_text(row.title)
    ]
    blank_documents(record, ids)


def _scrub_drafts(words):
    for order in Order.objects.exclude(status__in=NUMBERED).prefetch_related("items"):
        texts = {name: getattr(order, name) for name in ("title", "preamble", "control", "annex_title")}
        changed = {name: words.scrub(text) for name, text in texts.items() if words.in_text(text)}
        if any(words.in_text(text) for text in order.facts.values()):
            changed["facts"] = {name: words.scrub(text) for name, text in order.facts.items()}
        if changed:
            Order.objects.filter(pk=order.pk).update(**changed)
        for item in order.items.all():
            if words.in_text(item.text):
                item.text = words.scrub(item.text)
                item.save(update_fields=["text"])


def _close_requests(people, by):
    """What the person wrote goes as well; that it was asked and done stays."""
    rows = PersonRequest.objects.filter(person__in=people)
    rows.filter(state=RequestState.OPEN).update(
        state=RequestState.DONE, closed_on=timezone.localdate(), closed_by=by
    )
    rows.exclude(kind=RequestKind.WITHDRAWAL).update(text="")


def finish(files: Iterable[StoredFile]) -> None:
    """Remove rows of stored files now and their bytes after the commit, and write the erase list anew."""
    stored = list(files)
    names = [(file.file.storage, file.file.name) for file in stored]
    StoredFile.objects.filter(pk__in=[file.pk for file in stored]).delete()

    def after():
        for storage, name in names:
            storage.delete(name)
        write_erase_list()

    transaction.on_commit(after)


def erase_list_path() -> Path:
    """The file beside the data that says whose cards were emptied: numbers and hashes, no values."""
    return settings.DATA_DIR / LIST_NAME


def list_beside_copies() -> Path:
    """The same file beside the copies of the data: the computer may be lost, and the copies not."""
    return settings.BACKUP_DIR / LIST_NAME


def read_erase_list(path: Path | None = None) -> dict[str, int]:
    """{hash of the card: its number} of everything destroyed so far, from the files and from the database."""
    found = {}
    for place in (path,) if path else (list_beside_copies(), erase_list_path()):
        if place.exists():
            lines = [json.loads(line) for line in place.read_text().splitlines() if line.strip()]
            found |= {line["mark"]: line["person"] for line in lines}
    for erasure in Erasure.objects.exclude(marks=[]):
        found |= dict(zip(erasure.marks, erasure.people, strict=True))
    return found


def write_erase_list() -> Path:
    """Write the erase list whole; what an older database does not know any more is kept from the present file."""
    path = erase_list_path()
    lines = [
        json.dumps({"person": person, "mark": mark}) + "\n"
        for mark, person in sorted(read_erase_list().items())
    ]
    _write_list(path, lines)
    try:
        _write_list(list_beside_copies(), lines)
    except OSError:
        # The disk of the copies is away; the next destruction or restore writes the list whole.
        logger.exception("The erase list is not written beside the copies")
    return path


def _write_list(path: Path, lines: list[str]) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text("".join(lines))
    fresh.chmod(0o600)
    fresh.replace(path)


@transaction.atomic
def reapply_erasures(path: Path | None = None, *, by: User | None = None) -> list[int]:
    """Destroy again in a restored copy what had been destroyed since it was made; returns the numbers of the cards.

    To be called after a restore and before the school is let in. A card is known by the hash of its random number:
    another card under the same number is left alone. Nothing is asked about pairs that still go on in the old copy.
    """
    marks = read_erase_list(path)
    people = [
        person
        for person in Person.objects.filter(pk__in=marks.values(), erased_on__isnull=True).select_related(
            "user"
        )
        if mark_of(person) in marks
    ]
    if not people:
        return []
    record = open_erasure(by=by, people=[person.pk for person in people])
    orders, files = {}, []
    for person in people:
        orders |= {order.pk: order for order in _erase_one(person, record=record, files=files)}
    owner = by or User.objects.order_by("pk").first()
    _close_requests(people, owner)
    _write_again(people, orders, owner)
    finish(files)
    return [person.pk for person in people]


def _write_again(people, orders, by):
    """The restored copy gets its own row about it, so that the next copy knows."""
    # uid is never emptied, so the hash is the same after the destruction.
    erasure = Erasure.objects.create(
        people=[person.pk for person in people],
        marks=[mark_of(person) for person in people],
        reason=ErasureReason.WITHDRAWAL,
        basis="повторено после восстановления из резервной копии",
        categories=list(CATEGORIES),
        kept=[KEPT_CONSENT],
        by=by,
    )
    for order in orders.values():
        BlockedOrder.objects.get_or_create(order=order, defaults={"erasure": erasure})


def require_keeper(by) -> None:
    """Raise Refused unless this user may destroy data."""
    require(may_keep(by))
