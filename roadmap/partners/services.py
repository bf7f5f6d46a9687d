"""The only writer of the register of contracts with partners."""

from django.db import IntegrityError, transaction

from mentoring.documents.services import put_scan, store_upload
from mentoring.workflow.services import CREATION, add_history, check_version, lock, once
from mentoring.workflow.verdicts import Refused, StaleState, require
from roadmap.partners.models import PartnerContract
from roadmap.partners.rules import may_attach_scan, may_delete, may_keep

WORDS = ("partner", "subject", "number", "date", "start", "end", "responsible", "note")


@transaction.atomic
def enter_contract(*, by, scan=None, key="", **words) -> PartnerContract:
    """Put a contract into the register; `words` are WORDS, `key` names the form. Raises Refused for dates out of order
    or a second entry, StaleState when the form was sent already, ValidationError for a bad scan."""
    if key:
        once(f"partners/{key}")
    require(may_keep(None, by))
    _require_dates(words)
    contract = PartnerContract(created_by=by, **words)
    contract.scan = store_upload(scan, by=by) if scan else None
    _save(contract)
    add_history(contract, by=by, action="enter", sentence="договор внесён", tells=[CREATION])
    return contract


@transaction.atomic
def change_contract(contract, *, by, version, **words) -> PartnerContract:
    """Write other words; raises StaleState after another saving, Refused as `enter_contract`."""
    contract = _locked(contract)
    require(may_keep(contract, by))
    check_version(contract, version, "Договор")
    _require_dates(words)
    for name in WORDS:
        setattr(contract, name, words[name])
    contract.version += 1
    _save(contract)
    add_history(contract, by=by, action="change", sentence="запись о договоре изменена")
    return contract


@transaction.atomic
def attach_scan(contract, *, by, scan) -> PartnerContract:
    """Put the scan that came later; raises ValidationError for a bad file, Refused when there is one."""
    contract = _locked(contract)
    require(may_attach_scan(contract, by))
    return put_scan(contract, by=by, scan=scan)


@transaction.atomic
def delete_contract(contract, *, by) -> None:
    """Take out what was entered by mistake; raises Refused for a contract with its scan."""
    contract = _locked(contract)
    require(may_delete(contract, by))
    contract.delete()


def _require_dates(words) -> None:
    if words["end"] and words["end"] < words["start"]:
        raise Refused("Последний день действия раньше первого. Проверьте даты.")


def _save(contract) -> None:
    try:
        with transaction.atomic():
            contract.save()
    except IntegrityError:
        raise Refused("Договор с этим партнёром с такими номером и датой уже внесён.") from None


def _locked(contract) -> PartnerContract:
    try:
        return lock(PartnerContract.objects.all(), contract.pk)
    except PartnerContract.DoesNotExist:
        raise StaleState("Эта запись уже удалена. Откройте реестр договоров.") from None
