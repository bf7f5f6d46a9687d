"""A registered order of any kind stays as it was printed, whatever is changed behind it; and it is printed well."""

import hashlib
from itertools import cycle

import pytest
from django.db.models import prefetch_related_objects
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from registry.people.models import Person
from registry.people.services import confirm_person_forms, update_person
from roadmap.orders.documents import paper_of
from roadmap.orders.enums import OrderKind as K
from roadmap.orders.enums import OrderRole as R
from roadmap.orders.journals import ensure_journal
from roadmap.orders.kinds.catalog import CATALOG, KINDS
from roadmap.orders.kinds.shape import Need
from roadmap.orders.models import Journal, Order
from roadmap.orders.samples import save_sample, write_items
from tests.factories.kinds import make_kind
from tests.factories.orders import make_school
from tests.factories.people import make_curator, make_director, make_person
from tests.roadmap.orders.test_kind_words import NAMES, TYPED

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def people_of_all_sorts():
    """A man, a woman, somebody of unknown gender, and round again."""
    names = cycle(NAMES.values())

    def make():
        person = make_person(**next(names))
        if not person.gender:
            person = confirm_person_forms(person, by=make_curator(), **TYPED)
        prefetch_related_objects([person], "positions")
        return person

    return make


def printed(client, order):
    return client.get(reverse("orders:document", args=[order.pk])).content


def change_everything_behind():
    """Other names, another school, another wording, another mask of numbers."""
    by = make_curator()
    update_person(Person.objects.first(), by=by, version=Person.objects.first().version, last_name="Другая")
    forms = ("genitive", "dative", "accusative", "instrumental")
    Person.objects.update(last_name="Иной", **dict.fromkeys(forms, "Иному Ивану Ивановичу"))
    make_school(
        full_name="Другая школа", short_name="ДШ", town="г. Дальний", charter="Новым уставом",
        head_last_name="Новикова", head_position="заведующий",
    )  # fmt: skip
    for kind in CATALOG:
        sample = kind.sample
        words = {
            "title": "О другом",
            "preamble": "Иначе",
            "control": "Контроль за собой.",
            "note": "Проверка",
        }
        save_sample(kind.kind, by=by, number=0, items=write_items(sample.items[-1:]), **words)
    Journal.objects.update(name="Другой журнал", mask="{n}-иначе")


def test_no_order_changes_with_names_school_or_samples():
    make = people_of_all_sorts()
    # Lessons of a release stand in an annex when there are several.
    lessons = {K.DUTY_RELEASE: {R.RELEASED: [make()], R.SUBSTITUTE: [make(), make()]}}
    orders = [
        make_kind(kind.kind, "registered", make=make, people=lessons.get(kind.kind)) for kind in CATALOG
    ]
    client = Client()
    client.force_login(make_director())
    before = {order.pk: (printed(client, order), paper_of(order)) for order in orders}
    for order in orders:
        stored, paper = before[order.pk]
        assert hashlib.sha256(stored).hexdigest() == order.document.sha256
        assert stored.startswith(b"%PDF")
        assert faults_of(order, paper) == (order.kind, [])

    change_everything_behind()

    for order in Order.objects.filter(pk__in=before):
        assert (order.kind, printed(client, order) == before[order.pk][0]) == (order.kind, True)
        assert (order.kind, paper_of(order)) == (order.kind, before[order.pk][1])
    # What is drafted now is written in the new words: the change was a real one.
    assert paper_of(make_kind(K.MONITORING)).title == "О другом"
    assert ensure_journal().mask == "{n}-иначе"


def faults_of(order, paper):
    """What a careful secretary would send back."""
    texts = [paper.title, paper.preamble, *(text for _, _, text in paper.numbered_items)]
    plain = [text.replace("\xa0", " ") for text in texts]
    marks = ("None", "{", "}", "[", "]", "  ", " ,", " .", ",,", ",.", "..", ";.", ". .")
    found = [text for text in plain if not text.strip() or any(mark in text for mark in marks)]
    html = render_to_string(paper.template_name, {"paper": paper, "watermark": ""})
    found += [mark for mark in ("None", "&lt;", "></span></p>") if mark in html]
    found += [name for name in (paper.signer.position, paper.signer.name) if not name or name not in html]
    annexes = KINDS[order.kind].annexes
    if len(paper.annexes) != len(annexes):
        found.append(f"{len(paper.annexes)} annexes")
    for annex in paper.annexes:
        if annex.act:
            rows = annex.act.sections
        elif annex.sheet:
            rows = annex.sheet["body"]
        else:
            rows = [row for group in annex.table.groups for row in group.rows]
        if not rows or not annex.title:
            found.append(f"annex {annex.number}")
    if not paper.acquaintance and KINDS[order.kind].need != Need.ORDER:
        found.append("no sheet of acquaintance")
    return order.kind, found
