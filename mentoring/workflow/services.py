"""Moving an object along its table and writing down what was done."""

from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from mentoring.workflow.models import SentForm, StatusChange
from mentoring.workflow.verdicts import StaleState

# A session, and with it a half-filled form, lives for twelve hours.
KEYS_KEPT = timedelta(days=2)


def lock(queryset, pk):
    """The row locked until the end of the transaction (`SELECT … FOR UPDATE`); 404 is the caller's matter."""
    return queryset.select_for_update(of=("self",)).get(pk=pk)


# What `tells` names when the sentence tells of the first saving of the object.
CREATION = "creation"


def wait_for(seconds: int) -> None:
    """Let the locks of the present transaction wait so long (5 seconds is usual): a fair queue is no fault."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{seconds}s"])


def once(key: str) -> None:
    """Let a form with this key be carried out one time only; call it first in the act's transaction.

    Who comes at the same moment waits for the end of the first. Raises StaleState when the form was carried
    out already; an act that fails gives its key back.
    """
    SentForm.objects.filter(at__lt=timezone.now() - KEYS_KEPT).delete()
    try:
        with transaction.atomic():
            SentForm.objects.create(key=key)
    except IntegrityError:
        raise StaleState(
            "Эта форма уже отправлена, и всё сохранено. Второй раз ничего не записано."
        ) from None


def add_history(subject, *, by, action, sentence, comment="", from_state="", to_state="", tells=()):
    """Append one line to the history of `subject`; `sentence` is Russian without the person's name.

    `tells` names the fields whose change in this transaction the sentence and the comment speak of already
    (or CREATION), so that the history does not repeat them as «изменено: …».
    """
    return StatusChange.objects.create(
        content_type=ContentType.objects.get_for_model(subject),
        object_id=subject.pk,
        by=by,
        action=action,
        sentence=sentence,
        comment=comment.strip(),
        from_state=from_state,
        to_state=to_state,
        tells=list(tells),
    )


def move(table, obj, name, *, by, comment="", changed=(), sentence=""):
    """Carry out one transition of `obj`, which the caller has locked in the present transaction.

    Checks state, person and guards, writes the new state together with the fields named in `changed`
    and appends history, whose sentence stands for these fields too. Raises Refused or StaleState and leaves everything as it was.
    """
    row = table.require(obj, name, by=by, comment=comment)
    before = getattr(obj, table.state_field)
    setattr(obj, table.state_field, row.target)
    obj.save(update_fields=[table.state_field, *changed])
    add_history(
        obj,
        by=by,
        action=name,
        sentence=sentence or row.past,
        comment=comment,
        from_state=before,
        to_state=row.target,
        tells=changed,
    )
    return row


def check_version(obj, version, what="Запись"):
    """Raise StaleState when `obj` was saved since the page with `version` (an integer) was opened."""
    if int(version) != obj.version:
        raise StaleState(
            f"{what}: пока вы работали, данные изменил другой человек или другая вкладка. "
            "Сравните оба варианта и сохраните нужный."
        )
