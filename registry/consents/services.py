"""The only writer of consents. Each consent is a separate paper with its own text (152-ФЗ, ст. 9, ч. 1)."""

import hashlib
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from mentoring.accounts.permissions import Permission
from mentoring.documents.services import store_upload
from mentoring.school.queries import organisation
from mentoring.workflow.services import CREATION, add_history, lock
from mentoring.workflow.verdicts import Refused, StaleState, require
from registry.consents.enums import ConsentChannel, ConsentKind, ConsentStatus
from registry.consents.models import Consent, ConsentText, FormerScan, PolicyText
from registry.consents.paper import consent_paper, paper_as_data
from registry.consents.policy import policy_in_use, policy_problems
from registry.consents.queries import latest_text, latest_texts, open_blank
from registry.consents.rules import (
    date_problems,
    default_valid_until,
    field_problems,
    may_give,
    may_keep,
    may_prepare,
    may_withdraw,
    renewal_problem,
)
from registry.consents.samples import SAMPLES
from registry.consents.wording import wording_problems
from registry.people.enums import PersonKind
from registry.people.models import Person, Representative
from registry.people.services import create_person


@dataclass(frozen=True)
class GivenMany:
    """What came of entering papers of many people: consents written, and who was refused and why."""

    given: tuple[Consent, ...]
    refused: tuple[tuple[Person, str], ...]


@transaction.atomic
def prepare_blank(person, kind, *, by) -> Consent:
    """Make the blank to print, or return the open one; a reprint takes the newest edition of the text.

    Raises Refused when the user may not or a pupil has no representative.
    """
    person = _lock_person(person)
    require(may_prepare(by, person, kind))
    text = text_in_use(kind)
    blank = open_blank(person, kind)
    if blank is None:
        blank = Consent.objects.create(
            person=person, representative=_representative(person), kind=kind, text=text, entered_by=by
        )
        add_history(
            blank,
            by=by,
            action="print",
            sentence=f"подготовлен бланк, редакция {text.version}",
            to_state=ConsentStatus.PRINTED,
            tells=[CREATION],
        )
    elif blank.text_id != text.pk:
        blank.text = text
        blank.save(update_fields=["text"])
        sentence = f"бланк напечатан заново, редакция {text.version}"
        add_history(blank, by=by, action="print", sentence=sentence, tells=["text"])
    return blank


@transaction.atomic
def give_consent(
    person, kind, *, by, given_on, channel, valid_until=None, scan=None, fields_allowed=(), read_text=None
) -> Consent:
    """Write down a consent that was given; the open blank, if any, becomes it and keeps its edition.

    `valid_until` is 31 August by default (L-11); `read_text` is the pk of the edition that was read on screen;
    `scan` is an uploaded file, stored only when everything else is in order.
    Raises Refused for wrong dates, a pupil without a representative or a stranger's hand, StaleState when
    the same consent is written down already (a double click) or another edition was read, ValidationError for a
    file that is no scan.
    """
    kind, channel = ConsentKind(kind), ConsentChannel(channel)
    person = _lock_person(person)
    require(may_give(by, person, kind, channel))
    valid_until = valid_until or default_valid_until(given_on)
    _refuse_any(date_problems(person, given_on, valid_until) + field_problems(kind, fields_allowed))
    consent = open_blank(person, kind) or Consent(
        person=person, kind=kind, text=text_in_use(kind), entered_by=by
    )
    before = consent.status if consent.pk else ""
    if channel == ConsentChannel.SCREEN:
        # On paper stands the edition that was printed, on screen the one that was read.
        consent.text = _text_read(kind, read_text)
    problem = renewal_problem(person, kind, given_on, valid_until, text=consent.text, channel=channel)
    if problem:
        raise StaleState(problem)
    consent.representative = _representative(person)
    consent.status = ConsentStatus.GIVEN
    consent.channel, consent.given_on, consent.valid_until = channel, given_on, valid_until
    consent.fields_allowed, consent.entered_by = list(fields_allowed), by
    consent.paper = paper_as_data(consent_paper(consent, card=organisation()))
    consent.scan = store_upload(scan, by=by) if scan else None
    consent.save()
    add_history(
        consent,
        by=by,
        action="give",
        sentence=f"{channel.label} {given_on:%d.%m.%Y}, действует по {valid_until:%d.%m.%Y}",
        from_state=before,
        to_state=ConsentStatus.GIVEN,
        tells=[CREATION, "channel", "given_on", "valid_until", "entered_by"],
    )
    return consent


@transaction.atomic
def enter_pupil(*, by, card, given_on, valid_until=None, scan=None) -> Person:
    """Make a pupil's card together with the signed consent of the representative, or nothing at all.

    `card` is what create_person takes, the `representative` with it (152-ФЗ, ст. 9, ч. 6). Raises as create_person and
    give_consent do.
    """
    pupil = create_person(by=by, kind=PersonKind.PUPIL, is_signed_for=True, **card)
    give_consent(
        pupil,
        ConsentKind.PROCESSING,
        by=by,
        given_on=given_on,
        channel=ConsentChannel.PAPER,
        valid_until=valid_until,
        scan=scan,
    )
    return pupil


def give_consents(people, kind, *, by, given_on, valid_until=None) -> GivenMany:
    """Write down the same kind of paper from many people at once; one refusal does not stop the others."""
    given, refused = [], []
    for person in people:
        try:
            given.append(
                give_consent(
                    person,
                    kind,
                    by=by,
                    given_on=given_on,
                    channel=ConsentChannel.PAPER,
                    valid_until=valid_until,
                )
            )
        except Refused as refusal:
            refused.append((person, " ".join(refusal.problems) or refusal.reason))
    return GivenMany(tuple(given), tuple(refused))


@transaction.atomic
def withdraw_consent(consent, *, by, on, note="") -> Consent:
    """Mark a consent as withdrawn from a date: the person leaves the active bank at once (152-ФЗ, ст. 9, ч. 2).

    Raises Refused for a stranger or a wrong date, StaleState when it is not in force any more.
    """
    consent = lock(Consent.objects.select_related("person"), consent.pk)
    require(may_withdraw(by, consent))
    if consent.status != ConsentStatus.GIVEN:
        raise StaleState(
            f"Отозвать нельзя: состояние уже «{consent.get_status_display()}». Обновите страницу."
        )
    if on > timezone.localdate():
        raise Refused("Дата отзыва ещё не наступила. Укажите сегодняшнюю или прошедшую дату.")
    if on < consent.given_on:
        raise Refused(f"Дата отзыва раньше даты согласия ({consent.given_on:%d.%m.%Y}). Проверьте дату.")
    consent.status = ConsentStatus.WITHDRAWN
    consent.withdrawn_on, consent.withdrawal_note = on, note.strip()
    consent.save(update_fields=["status", "withdrawn_on", "withdrawal_note"])
    add_history(
        consent,
        by=by,
        action="withdraw",
        sentence=f"отозвано {on:%d.%m.%Y}",
        comment=note,
        from_state=ConsentStatus.GIVEN,
        to_state=ConsentStatus.WITHDRAWN,
        tells=["withdrawn_on", "withdrawal_note"],
    )
    return consent


@transaction.atomic
def attach_scan(consent, *, by, scan) -> Consent:
    """Store an uploaded scan of a consent received on paper; the one it replaces is kept (FormerScan).

    Raises Refused for a stranger or a consent that has no paper, ValidationError for a file that is no scan.
    """
    consent = lock(Consent.objects.select_related("person"), consent.pk)
    require(may_keep(by, consent))
    if consent.channel != ConsentChannel.PAPER:
        raise Refused("Скан прикладывают к согласию, полученному на бумаге. Сначала внесите дату согласия.")
    before = consent.scan_id
    consent.scan = store_upload(scan, by=by)
    consent.save(update_fields=["scan"])
    if before:
        FormerScan.objects.create(consent=consent, scan_id=before, replaced_by=by)
    sentence = "приложен другой скан, прежний сохранён" if before else "приложен скан"
    add_history(consent, by=by, action="scan", sentence=sentence, tells=["scan"])
    return consent


@transaction.atomic
def discard_blank(consent, *, by) -> None:
    """Remove a blank that was printed in vain; raises StaleState when it came back meanwhile."""
    consent = lock(Consent.objects.select_related("person"), consent.pk)
    require(may_keep(by, consent))
    if consent.status != ConsentStatus.PRINTED:
        raise StaleState(f"Это уже не бланк: состояние «{consent.get_status_display()}». Обновите страницу.")
    consent.delete()


def _lock_person(person) -> Person:
    # One person's consents are written one after another, so a double click meets what the first one wrote.
    return lock(Person.objects.all(), person.pk)


def _representative(person) -> Representative | None:
    if person.kind != PersonKind.PUPIL:
        return None
    return Representative.objects.filter(pupil=person).first()


def _refuse_any(problems):
    if len(problems) == 1:
        raise Refused(problems[0])
    if problems:
        raise Refused("Согласие не внесено.", problems)


def _text_read(kind, read):
    text = text_in_use(kind)
    if read is not None and read != text.pk:
        raise StaleState(
            f"Пока вы читали, появилась новая редакция текста ({text.version}). Прочитайте её и решите ещё раз."
        )
    return text


def text_hash(title, body) -> str:
    """SHA-256 of what a person signs: the heading and the text, with line ends unified."""
    return hashlib.sha256(f"{title}\n{body}".replace("\r\n", "\n").encode()).hexdigest()


@transaction.atomic
def ensure_texts(*, by=None) -> None:
    """Install the first edition of each kind that has none; what is there already is left alone."""
    present = latest_texts()
    missing = [
        ConsentText(
            kind=kind, version=1, title=title, body=body, sha256=text_hash(title, body), created_by=by
        )
        for kind, (title, body) in SAMPLES.items()
        if kind not in present
    ]
    # Who installs them at the same moment installs the same words.
    ConsentText.objects.bulk_create(missing, ignore_conflicts=True)


def text_in_use(kind) -> ConsentText:
    """The edition that new consents are bound to; installs the first ones when the school has none yet."""
    text = latest_text(kind)
    if text is not None:
        return text
    ensure_texts()
    return ConsentText.objects.filter(kind=kind).latest("version")


@transaction.atomic
def add_edition(kind, *, by, title, body, after, asks_anew=True) -> ConsentText:
    """Write the next edition of a kind; consents given before stay with theirs and hold on.

    With `asks_anew` everybody who signed an earlier text is asked to sign this one (a mended slip needs it not).

    `after` is the version that was on the page. Raises Refused for wording that cannot be printed or that changes
    nothing, StaleState when another edition appeared meanwhile.
    """
    if not by.may(Permission.EDIT_CONSENTS):
        raise Refused("Тексты согласий изменяет куратор.")
    ensure_texts()
    kind = ConsentKind(kind)
    title, body = title.strip(), body.replace("\r\n", "\n").strip()
    # The row of the last edition is the queue: who waits here meets the other's edition.
    editions = ConsentText.objects.filter(kind=kind)
    editions.select_for_update().latest("version")
    last = editions.latest("version")
    if last.version != int(after):
        raise StaleState(
            f"Пока вы писали, появилась редакция {last.version}. Сравните её со своим текстом и сохраните нужный."
        )
    problems = wording_problems(kind, body)
    if problems:
        raise Refused("Новая редакция не сохранена.", problems)
    if text_hash(title, body) == last.sha256:
        raise Refused("Текст не изменился: новая редакция не нужна.")
    return ConsentText.objects.create(
        kind=kind,
        version=last.version + 1,
        title=title,
        body=body,
        sha256=text_hash(title, body),
        asks_anew=asks_anew,
        created_by=by,
    )


@transaction.atomic
def add_policy(*, by, body, after) -> PolicyText:
    """Publish the next edition of the policy on personal data (152-ФЗ, ст. 18.1, ч. 2).

    `after` is the version that was on the page, 0 for the sample. Raises Refused for a stranger's hand or an unknown
    insert, StaleState when another edition appeared meanwhile.
    """
    if not by.may(Permission.EDIT_CONSENTS):
        raise Refused("Политику обработки персональных данных изменяет куратор.")
    body, last = body.replace("\r\n", "\n").strip(), policy_in_use()
    if last.version != int(after):
        raise StaleState(f"Пока вы писали, появилась редакция {last.version}. Сравните её со своим текстом.")
    problems = policy_problems(body)
    if problems:
        raise Refused("Новая редакция не сохранена.", problems)
    if last.version and body == last.body:
        raise Refused("Текст не изменился: новая редакция не нужна.")
    edition, is_new = PolicyText.objects.get_or_create(
        version=last.version + 1, defaults={"body": body, "created_by": by}
    )
    if not is_new:
        raise StaleState(
            f"Пока вы писали, появилась редакция {edition.version}. Сравните её со своим текстом."
        )
    return edition
