"""What the database itself refuses about local acts."""

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from mentoring.documents.models import IssuedDocument, StoredFile
from roadmap.acts.models import ActAttachment, ActItem, ActStamp, LocalAct
from tests.factories.acts import make_act
from tests.factories.people import make_curator

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("marked_sheets")]


def refused(match, act):
    with pytest.raises(DatabaseError, match=match), transaction.atomic():
        act()


def test_a_draft_keeps_its_rules():
    draft, day = make_act(), timezone.localdate()
    row, items = LocalAct.objects.filter(pk=draft.pk), ActItem.objects.filter(act=draft)

    refused("act_kind_known", lambda: row.update(kind="law"))
    refused("act_status_known", lambda: row.update(status="lost"))
    refused("act_edition_has_former", lambda: row.update(edition=2))
    refused("act_approved_is_whole", lambda: row.update(status="approved"))
    refused("act_approved_is_whole", lambda: row.update(in_force_from=day))
    refused("act_ended_has_reason", lambda: row.update(end_reason="-"))
    refused("act_item_has_text", lambda: items.update(text=""))
    refused("act_stamp_kind_known", lambda: ActStamp.objects.create(act=draft, kind="seen", body="-"))
    refused("act_stamp_names_body", lambda: ActStamp.objects.create(act=draft, kind="agreed", body=""))
    refused(
        "act_attachment_has_title",
        lambda: ActAttachment.objects.create(act=draft, title="", file=stored_file()),
    )


def test_an_approved_act_keeps_its_words_for_ever():
    act, day = make_act("approved"), timezone.localdate()
    row, items = LocalAct.objects.filter(pk=act.pk), ActItem.objects.filter(act=act)

    refused("act_approved_is_frozen", lambda: row.update(title="о другом"))
    refused("act_approved_is_frozen", lambda: row.update(in_force_from=day))
    refused("act_approved_stays_approved", lambda: row.update(status="draft", in_force_to=None))
    refused("act_force_dates_in_order", lambda: row.update(in_force_to=day - timezone.timedelta(days=99)))
    refused("act_over_has_last_day", lambda: row.update(status="superseded"))
    refused("act_approved_is_kept", lambda: row._raw_delete("default"))
    for change in (
        lambda: items.update(text="иначе"),
        items.delete,
        lambda: ActItem.objects.create(act=act, text="ещё"),
        lambda: ActStamp.objects.create(act=act, kind="agreed", body="кто-то"),
        lambda: ActAttachment.objects.create(act=act, title="-", file=stored_file()),
    ):
        refused("an approved act is frozen", change)


def test_an_act_that_is_over_stays_so():
    ended = make_act("ended")

    for change in ({"status": "approved", "end_reason": ""}, {"in_force_to": "2100-01-01"}):
        refused(
            "act_approved_stays_approved",
            lambda change=change: LocalAct.objects.filter(pk=ended.pk).update(**change),
        )


def test_an_approved_sample_cannot_be():
    act, approved = make_act(), make_act("approved", title="иные")
    fields = ("approved_on", "approved_by", "approved_at", "in_force_from", "created_by")
    given = {name: getattr(approved, name) for name in fields}
    free = IssuedDocument.objects.get(pk=issue_again(approved.document))
    row = LocalAct(kind="rules", title="-", status="approved", is_sample=True, document=free, **given)

    refused("act_approved_is_no_sample", row.save)
    assert not act.is_sample


def issue_again(document):
    """Another document with the same words: each stands under one act only."""
    copy = IssuedDocument.objects.get(pk=document.pk)
    copy.pk, copy.code = None, "0" * 16
    copy.save()
    return copy.pk


def stored_file():
    return StoredFile.objects.create(
        file="scans/x.pdf", original_name="x.pdf", content_type="application/pdf", size=1, sha256="0" * 64,
        uploaded_by=make_curator(),
    )  # fmt: skip
