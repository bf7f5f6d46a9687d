"""Pages of local acts: who sees which, what the editor does, how many queries the list takes."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from docx import Document

from roadmap.acts.models import LocalAct
from roadmap.acts.queries import acts_visible_to, in_force_on
from roadmap.acts.services import approve_act, start_edition, submit_act
from tests.factories.acts import make_act, make_regulation
from tests.factories.people import make_council_member, make_curator, make_director, make_teacher, make_user
from tests.mentoring.documents.zoo import pdf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("marked_sheets")]
READING = ("detail", "document", "file")
OFFICE = ("history", "preview", "docx")
CANARY = "канареечных чижей"


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def url(name, *args):
    return reverse(f"acts:{name}", args=args)


def text_of(response):
    return response.content.decode()


def today():
    return timezone.localdate()


def attach(client, act, name, content, title="Форма отчёта"):
    file = SimpleUploadedFile(name, content)
    return client.post(url("attach", act.pk), {"title": title, "file": file})


def word(text="Форма"):
    book, buffer = Document(), BytesIO()
    book.add_paragraph(text)
    book.save(buffer)
    return buffer.getvalue()


def test_a_draft_is_seen_by_the_office_only_and_an_approved_act_by_everybody():
    teacher, council, curator = make_teacher("t", "Лунина").user, make_council_member(), make_curator()
    act = make_act(title=CANARY)
    assert attach(signed_in(curator), act, "form.pdf", pdf()).status_code == 302
    file = act.attachments.get()
    address = {
        name: url(name, act.pk, *([file.pk] if name == "file" else [])) for name in (*READING, *OFFICE)
    }

    outside = signed_in(teacher)
    assert [outside.get(address[name]).status_code for name in READING] == [404, 404, 404]
    search = reverse("home:search")
    assert CANARY not in text_of(outside.get(url("list")))
    assert act.get_absolute_url() not in text_of(outside.get(search, {"q": CANARY}))
    submit_act(act, by=curator)
    assert outside.get(address["detail"]).status_code == 404
    assert [signed_in(council).get(address[name]).status_code for name in OFFICE] == [200, 200, 200]
    approve_act(act, by=make_director(), on=today())
    assert [outside.get(address[name]).status_code for name in READING] == [200, 200, 200]
    assert CANARY in text_of(outside.get(url("list")))
    assert act.get_absolute_url() in text_of(outside.get(search, {"q": CANARY}))
    assert [outside.get(address[name]).status_code for name in OFFICE] == [403, 403, 403]
    page = text_of(outside.get(address["detail"]))
    assert "Подготовлен" not in page and "История" not in page
    draft = start_edition(LocalAct.objects.get(), by=curator)
    assert draft.get_absolute_url() not in text_of(outside.get(address["detail"]))
    # A file is found only under its own act.
    assert outside.get(url("file", draft.pk, file.pk)).status_code == 404


def test_the_list_costs_the_same_with_one_and_with_fifty_acts(django_assert_num_queries):
    first = make_act("submitted")
    client = signed_in(make_curator())
    with django_assert_num_queries(6):
        client.get(url("list"))
    LocalAct.objects.bulk_create(
        LocalAct(kind="plan", title=f"на {number} год", created_by=first.created_by) for number in range(49)
    )
    with django_assert_num_queries(6):
        response = client.get(url("list"))

    assert "Найдено: 50\xa0актов" in text_of(response)


def test_the_list_shows_what_was_in_force_on_a_day():
    former = make_act("superseded", on=today() - timezone.timedelta(days=30))
    newer = former.next_edition
    page = signed_in(make_user("teacher"))

    def shown(day):
        response = page.get(url("list"), {"on": f"{day:%d.%m.%Y}"})
        return [row.record for row in response.context["table"].rows]

    last = today() - timezone.timedelta(days=1)
    assert (former.in_force_to, newer.in_force_from) == (last, today())
    assert shown(today()) == [newer] and shown(last) == [former]
    assert shown(today() - timezone.timedelta(days=40)) == []
    assert list(in_force_on(acts_visible_to(make_director()), last)) == [former]


def test_the_editor_from_a_blank_sheet_to_the_director():
    curator = make_curator()
    client = signed_in(curator)
    response = client.post(url("create"), {"kind": "procedure", "title": "обмена  опытом {организация}"})
    assert "подстановки не действуют" in text_of(response)
    response = client.post(url("create"), {"kind": "procedure", "title": "обмена  опытом"})
    act = LocalAct.objects.get()
    assert (response["Location"], act.name) == (url("text", act.pk), "Порядок обмена опытом")

    def add(text, parent=""):
        act.refresh_from_db()
        return client.post(url("add_item", act.pk), {"text": text, "version": act.version, "parent": parent})

    for heading in ("Общие", "Опыт"):
        assert add(heading).status_code == 302
    general, experience = act.items.order_by("pk")
    assert add("Пункт {нечто}", general.pk).status_code == 403
    assert add("Пункт первый", general.pk).status_code == 302
    # A second click of the same page adds nothing.
    again = {"text": "Пункт второй", "version": act.version, "parent": general.pk}
    assert client.post(url("add_item", act.pk), again).status_code == 409
    clause = act.items.get(parent=general)
    old = client.get(url("change_item", act.pk, clause.pk)).context["form"]["mark"].value()
    saved = client.post(url("change_item", act.pk, clause.pk), {"text": "Пункт новый", "mark": old})
    assert saved.status_code == 302
    stale = client.post(url("change_item", act.pk, clause.pk), {"text": "Третий", "mark": old})
    assert stale.status_code == 409 and "Третий" in text_of(stale) and "Пункт новый" in text_of(stale)

    act.refresh_from_db()
    move = {"version": act.version, "move": "up"}
    assert client.post(url("move_item", act.pk, experience.pk), move).status_code == 302
    page = text_of(client.get(url("text", act.pk)))
    assert page.index("Опыт") < page.index("Общие") and "2.1." in page
    act.refresh_from_db()
    gone = client.post(url("delete_item", act.pk, general.pk), {"version": act.version})
    assert gone.status_code == 302 and [item.text for item in act.items.all()] == ["Опыт"]
    assert client.post(url("submit", act.pk), {"version": act.version + 1}).status_code == 403


def test_the_title_and_stamps_and_the_second_of_two_savings():
    act = make_act()
    client = signed_in(make_curator())
    words = {"kind": "rules", "title": "приёма", "version": act.version, "kind_0": "adopted"}
    words |= {"body_0": "педагогического совета", "number_0": "16", "date_0": "31.08.2026"}
    assert client.post(url("edit", act.pk), words).status_code == 302
    assert str(act.stamps.get()) == "ПРИНЯТО на заседании педагогического совета"

    stale = client.post(url("edit", act.pk), {**words, "title": "отбора"})
    assert stale.status_code == 409
    assert "отбора" in text_of(stale) and "приёма" in text_of(stale)
    paper = text_of(client.get(act.get_absolute_url()))
    assert "ПРИНЯТЫ" in paper and "Протокол от 31.08.2026 №\xa016" in paper

    # However many грифы there are, the page has an empty row for one more.
    words = {"kind": "rules", "title": "приёма"}
    for count in (4, 5):
        act.refresh_from_db()
        words |= {f"body_{place}": f"совета {place}" for place in range(count)} | {"version": act.version}
        assert client.post(url("edit", act.pk), words).status_code == 302
        page = text_of(client.get(url("edit", act.pk)))
        assert (act.stamps.count(), f'name="body_{count}"' in page) == (count, True)


def test_attachments_are_looked_into():
    act = make_act()
    client = signed_in(make_curator())

    assert attach(client, act, "форма.docx", word()).status_code == 302
    assert "не документ Word" in text_of(attach(client, act, "форма.docx", pdf()))
    assert "повреждён" in text_of(attach(client, act, "форма.docx", b"PK\x03\x04"))
    assert "не скан" in text_of(attach(client, act, "форма.html", b"<script>"))
    assert "макросы" in text_of(attach(client, act, "форма.docx", with_part(word(), "word/vbaProject.bin")))
    row = act.attachments.get()
    assert (row.file.original_name, row.title) == ("форма.docx", "Форма отчёта")
    response = client.get(url("file", act.pk, row.pk))
    assert response["Content-Disposition"].startswith("attachment") and "sandbox" in str(response.headers)
    assert client.post(url("remove_file", act.pk, row.pk)).status_code == 302
    assert not act.attachments.exists()


def with_part(content, name):
    buffer = BytesIO(content)
    with ZipFile(buffer, "a") as archive:
        archive.writestr(name, b"-")
    return buffer.getvalue()


def test_the_director_decides_on_the_page_that_today_leads_to():
    act = make_act("submitted")
    client = signed_in(make_director())
    page = text_of(client.get(reverse("home:today")))
    assert "1\xa0локальный акт ждёт вашего решения." in page
    assert "локальный акт ждёт" not in text_of(signed_in(make_curator()).get(reverse("home:today")))

    wrong = client.post(url("approve", act.pk), {"ground": "order", "version": act.version})
    assert "Выберите приказ, в котором назван акт." in text_of(wrong)
    words = {"ground": "stamp", "on": f"{today():%d.%m.%Y}", "version": act.version}
    assert client.post(url("approve", act.pk), {**words, "version": 0}).status_code == 409
    assert client.post(url("approve", act.pk), words).status_code == 302
    assert LocalAct.objects.get().status == "approved"
    assert client.get(url("approve", act.pk)).status_code == 302


def test_what_came_back_stands_on_the_curators_today_with_the_comment_on_the_card():
    act = make_act("returned")
    client = signed_in(make_curator())

    assert "Директор вернул на доработку 1\xa0локальный акт." in text_of(client.get(reverse("home:today")))
    assert "вернул на доработку" not in text_of(signed_in(make_director()).get(reverse("home:today")))
    assert "Уточните пункт 1.1" in text_of(client.get(act.get_absolute_url()))
    history = text_of(client.get(url("history", act.pk)))
    assert "возвращён на доработку" in history and "добавлен пункт 1.1" in history


def test_the_sheet_names_everybody_who_works_here():
    make_teacher("t", "Лунина")
    act = make_regulation("approved")

    assert signed_in(make_curator()).get(url("sheet", act.pk))["Content-Type"] == "application/pdf"
    assert signed_in(make_curator()).get(url("sheet", make_act().pk)).status_code == 403
