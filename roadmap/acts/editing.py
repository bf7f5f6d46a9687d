"""The only writer of an act's text while it is a draft: title, грифы, sections and clauses, attachments.

What a page was opened with comes back with the form: `version` of the act for title and structure, the mark of
the text for one item, so that an old tab never overwrites what somebody else has written.
"""

from django.db import transaction
from django.db.models import Max

from mentoring.documents.services import store_upload
from mentoring.workflow.services import add_history, check_version, lock
from mentoring.workflow.verdicts import Refused, StaleState, require
from roadmap.acts.attaching import check_attachment
from roadmap.acts.models import ActAttachment, ActItem, ActStamp, LocalAct
from roadmap.acts.paper import act_values
from roadmap.acts.rules import may_edit
from roadmap.orders.editing import text_mark
from roadmap.orders.outline import MOST_LEVELS, outline, place_items, rearranged
from roadmap.orders.placeholders import has_placeholder, problems_in

MOST_ATTACHMENTS = 20


@transaction.atomic
def change_header(act, *, by, version, kind, title, stamps) -> LocalAct:
    """Write kind and title, and the грифы anew: `stamps` are mappings of kind, body, protocol_number, protocol_date.

    Raises StaleState when the act was changed since `version`, Refused for placeholders in the title.
    """
    act = _changed(act, by, version)
    if has_placeholder(title):
        raise Refused("В названии подстановки не действуют: напишите слова без фигурных скобок.")
    act.kind, act.title = kind, " ".join(title.split())
    act.save(update_fields=["kind", "title"])
    present = list(act.stamps.values("kind", "body", "protocol_number", "protocol_date"))
    if present != list(stamps):
        act.stamps.all().delete()
        ActStamp.objects.bulk_create(
            ActStamp(act=act, position=position, **stamp) for position, stamp in enumerate(stamps)
        )
    add_history(act, by=by, action="header", sentence="изменены название или грифы")
    return act


@transaction.atomic
def confirm_sample(act, *, by, version) -> LocalAct:
    """Somebody has read the sample and says that it fits the school."""
    act = _changed(act, by, version)
    act.is_sample = False
    act.save(update_fields=["is_sample"])
    add_history(act, by=by, action="check", sentence="текст по образцу проверен", tells=["is_sample"])
    return act


@transaction.atomic
def add_item(act, *, by, version, text, parent=None) -> ActItem:
    """Put a section at the end of the act, a clause at the end of a section, or a line at the end of a clause.

    Raises StaleState when the act was changed since `version` (so a double click adds one item), Refused for an
    empty text, an unknown placeholder or a fourth level.
    """
    act = _changed(act, by, version)
    rows = outline(act.items.all())
    if parent is not None:
        row = next((row for row in rows if row.item.pk == parent.pk), None)
        if row is None or not row.can_have_children:
            raise Refused(
                f"Части текста бывают не глубже {MOST_LEVELS} уровней: раздел, пункт, строка списка."
            )
    siblings = act.items.filter(parent=parent)
    position = 1 + (siblings.aggregate(last=Max("position"))["last"] or 0)
    item = ActItem(act=act, parent=parent, position=position, text=_checked(text, "В новом пункте"))
    item.save()
    add_history(act, by=by, action="add_item", sentence=f"добавлен {_place(act, item)}")
    return item


@transaction.atomic
def change_item(item, *, by, text, mark) -> ActItem:
    """Write the text of an item; `mark` is the mark of the text that the page was opened with.

    Raises StaleState when another text stands there meanwhile, Refused for an unknown placeholder.
    """
    act = _editable(item.act, by)
    item = _item(act, item)
    if text_mark(item.text) != mark:
        raise StaleState(
            "Пока вы работали, этот пункт изменил другой человек или другая вкладка. "
            "Сравните оба текста и сохраните нужный."
        )
    place = _place(act, item)
    text = _checked(text, f"Здесь ({place})")
    if text != item.text:
        item.text = text
        item.save(update_fields=["text"])
        add_history(act, by=by, action="change_item", sentence=f"изменён {place}")
    return item


@transaction.atomic
def move_item(item, *, by, version, move) -> ActItem:
    """Move an item «up», «down», «indent» or «outdent»; raises StaleState for an old page, Refused at the edge."""
    act = _changed(item.act, by, version)
    item, items = _item(act, item), list(act.items.all())
    place = _place(act, item)
    place_items(items, *rearranged(items, item, move))
    add_history(act, by=by, action="move_item", sentence=f"переставлен {place}")
    return item


@transaction.atomic
def delete_item(item, *, by, version) -> None:
    """Remove an item with what belongs to it; raises StaleState when the act was changed since `version`."""
    act = _changed(item.act, by, version)
    item = _item(act, item)
    place, text = _place(act, item), item.text
    item.delete()
    add_history(act, by=by, action="delete_item", sentence=f"удалён {place}", comment=text)


@transaction.atomic
def attach_file(act, *, by, title, file) -> ActAttachment:
    """Add a file to the draft; raises ValidationError for a bad file, Refused when there are too many."""
    act = _editable(act, by)
    if act.attachments.count() >= MOST_ATTACHMENTS:
        raise Refused(f"Приложений уже {MOST_ATTACHMENTS}. Объедините несколько файлов в один.")
    last = act.attachments.aggregate(last=Max("position"))["last"] or 0
    attachment = ActAttachment.objects.create(
        act=act, position=last + 1, title=title, file=store_upload(file, by=by, check=check_attachment)
    )
    _count_up(act)
    add_history(act, by=by, action="attach", sentence=f"приложен файл «{title}»")
    return attachment


@transaction.atomic
def remove_file(attachment, *, by) -> None:
    """Take a file out of the draft; its bytes stay in the storage for the other editions."""
    act = _editable(attachment.act, by)
    found = act.attachments.filter(pk=attachment.pk).first()
    if found is None:
        raise StaleState("Этого приложения уже нет. Откройте страницу заново.")
    found.delete()
    _count_up(act)
    add_history(act, by=by, action="remove_file", sentence=f"убрано приложение «{found.title}»")


def place_of(row) -> str:
    """What an item is called in a sentence: «раздел 2», «пункт 2.1», «строка списка 2.1.3»."""
    words = ("раздел", "пункт", "строка списка")
    return f"{words[row.depth]} {row.number.rstrip('.')}"


def _place(act, item) -> str:
    return place_of(next(row for row in outline(act.items.all()) if row.item.pk == item.pk))


def _checked(text, where) -> str:
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise Refused(f"{where} нет текста. Напишите его или удалите пункт.")
    problems = problems_in(text, act_values(), where)
    if problems:
        raise Refused("Текст не сохранён.", problems)
    return text


def _editable(act, by) -> LocalAct:
    try:
        locked = lock(LocalAct.objects.all(), act.pk)
    except LocalAct.DoesNotExist:
        raise StaleState("Этот проект уже удалён. Откройте список локальных актов.") from None
    require(may_edit(locked, by))
    return locked


def _changed(act, by, version) -> LocalAct:
    """The act locked for a change of its structure, which old pages may not overwrite."""
    act = _editable(act, by)
    check_version(act, version, "Локальный акт")
    _count_up(act)
    return act


def _count_up(act) -> None:
    act.version += 1
    act.save(update_fields=["version"])


def _item(act, item) -> ActItem:
    found = act.items.filter(pk=item.pk).first()
    if found is None:
        raise StaleState("Этот пункт уже удалён. Откройте текст заново.")
    return found
