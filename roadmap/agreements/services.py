"""The only writer of agreements: from the prefilled draft to the signatures and the end."""

from dataclasses import asdict

from django.db import IntegrityError, transaction
from django.utils import timezone

from mentoring.documents.services import put_scan, store_upload
from mentoring.workflow.services import CREATION, add_history, check_version, lock, move
from mentoring.workflow.verdicts import Refused, StaleState, require
from registry.pairs.models import Mentorship
from registry.pairs.queries import with_people
from roadmap.agreements.enums import AgreementKind
from roadmap.agreements.models import Agreement
from roadmap.agreements.paper import agreement_paper
from roadmap.agreements.queries import coming_mentors, with_sides
from roadmap.agreements.rules import TABLE, may_attach_scan, may_begin, may_discard, may_edit

WORDS = (
    "number", "date", "contract_number", "contract_date", "content", "form", "start", "end", "payment",
)  # fmt: skip


@transaction.atomic
def begin_agreement(mentorship, *, by, mentor=None, **terms) -> Agreement:
    """Make the draft for the present mentor of a mentorship; an outsider gets a contract (L-07).

    `mentor` is the next one, whom an order in work names. `terms` are number, date, contract_number, contract_date, content, form, start, end, payment.
    Raises Refused in another state of the pair, StaleState when the mentor has an agreement already.
    """
    mentorship = lock(with_people(Mentorship.objects.all()), mentorship.pk)
    require(may_begin(mentorship, by))
    if mentor is not None and not coming_mentors(mentorship).filter(pk=mentor.pk).exists():
        raise Refused("Этого наставника не назначает ни один приказ в работе. Откройте карточку пары.")
    mentor = mentor or mentorship.last_mentor
    _require_order(terms["start"], terms["end"])
    kind = AgreementKind.AMENDMENT if mentor.is_employee else AgreementKind.CONTRACT
    try:
        with transaction.atomic():
            agreement = Agreement.objects.create(
                mentorship=mentorship, mentor=mentor, kind=kind, created_by=by, **terms
            )
    except IntegrityError:
        raise StaleState(
            f"Для наставника {mentor.short_name} в этой паре соглашение уже есть. Откройте карточку пары заново."
        ) from None
    add_history(
        agreement,
        by=by,
        action="begin",
        sentence="подготовлен черновик",
        to_state=agreement.status,
        tells=[CREATION],
    )
    return agreement


@transaction.atomic
def change_agreement(agreement, *, by, version, **terms) -> Agreement:
    """Write other words into a draft. Raises Refused past drafting, StaleState after another saving."""
    agreement = _locked(agreement)
    require(may_edit(agreement, by))
    check_version(agreement, version, "Соглашение")
    _require_order(terms["start"], terms["end"])
    for name in WORDS:
        setattr(agreement, name, terms[name])
    agreement.version += 1
    agreement.save(update_fields=[*WORDS, "version"])
    return agreement


@transaction.atomic
def discard_agreement(agreement, *, by) -> None:
    """Remove what nobody has signed."""
    agreement = _locked(agreement)
    require(may_discard(agreement, by))
    agreement.delete()


@transaction.atomic
def print_agreement(agreement, *, by, version=None) -> Agreement:
    """Fix the words for the signatures. Raises Refused with what is missing, StaleState in another state."""
    agreement = _locked(agreement)
    if version is not None:
        check_version(agreement, version, "Соглашение")
    TABLE.require(agreement, "print", by=by)
    agreement.paper = asdict(agreement_paper(agreement))
    return _carry_out(agreement, "print", by=by, changed=("paper",))


@transaction.atomic
def reopen_agreement(agreement, *, by) -> Agreement:
    """Take printed words back before anybody has signed."""
    agreement = _locked(agreement)
    agreement.paper = None
    return _carry_out(agreement, "reopen", by=by, changed=("paper",))


@transaction.atomic
def sign_agreement(agreement, *, by, on, copy_received_on=None, scan=None) -> Agreement:
    """Write down that both sides have signed, when the mentor got a copy, and the scan if it is at hand.

    Raises Refused for a future date, ValidationError for a bad file, StaleState in another state.
    """
    agreement = _locked(agreement)
    TABLE.require(agreement, "sign", by=by)
    for day, what in ((on, "Дата подписания"), (copy_received_on, "Дата получения экземпляра")):
        if day and day > timezone.localdate():
            raise Refused(f"{what} ещё не наступила. Укажите сегодняшнюю или прошедшую дату.")
    if copy_received_on and copy_received_on < on:
        raise Refused("Экземпляр получают после подписания. Проверьте даты.")
    agreement.signed_on, agreement.copy_received_on = on, copy_received_on
    agreement.scan = store_upload(scan, by=by) if scan else None
    changed = ("signed_on", "copy_received_on", "scan")
    sentence = f"подписано сторонами {on:%d.%m.%Y}"
    return _carry_out(agreement, "sign", by=by, changed=changed, sentence=sentence)


@transaction.atomic
def attach_scan(agreement, *, by, scan) -> Agreement:
    """Put the scan to an agreement that was signed without one; raises ValidationError for a bad file."""
    agreement = _locked(agreement)
    require(may_attach_scan(agreement, by))
    return put_scan(agreement, by=by, scan=scan)


@transaction.atomic
def end_agreement(agreement, *, by, on, reason) -> Agreement:
    """End a signed agreement: `on` is the last day of the work and of the payment (L-06).

    Raises Refused without a reason or before the signatures, StaleState in another state.
    """
    agreement = _locked(agreement)
    TABLE.require(agreement, "end", by=by, comment=reason)
    if on < agreement.signed_on:
        raise Refused(f"Последний день раньше подписания ({agreement.signed_on:%d.%m.%Y}). Проверьте дату.")
    agreement.ended_on, agreement.end_reason = on, reason.strip()
    sentence = f"прекращено, последний день – {on:%d.%m.%Y}"
    changed = ("ended_on", "end_reason")
    return _carry_out(agreement, "end", by=by, comment=reason, changed=changed, sentence=sentence)


def _locked(agreement) -> Agreement:
    rows = with_sides(Agreement.objects.select_related("mentor", "mentorship"))
    found = rows.filter(pk=agreement.pk).select_for_update(of=("self",)).first()
    if found is None:
        raise StaleState("Этот черновик уже удалён. Откройте список соглашений.")
    return found


def _require_order(start, end) -> None:
    if end <= start:
        raise Refused("Окончание работы должно быть позже начала.")


def _carry_out(agreement, name, *, by, changed=(), comment="", **words) -> Agreement:
    agreement.version += 1
    move(TABLE, agreement, name, by=by, comment=comment, changed=(*changed, "version"), **words)
    return agreement
