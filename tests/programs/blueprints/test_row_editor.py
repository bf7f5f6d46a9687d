"""The page of rows: whatever button is pressed, nothing typed is lost."""

import pytest

from programs.blueprints.row_editor import LONGEST_PLAN, RowEditor, paste


def posted(*events, action="save", **more):
    data = {"action": action, **more}
    for number, event in enumerate(events):
        data |= {
            f"rows-{number}-row_id": "",
            f"rows-{number}-date_text": "",
            f"rows-{number}-event": event,
            f"rows-{number}-form": "",
            f"rows-{number}-content": "",
        }
    return data


def events(editor):
    return [form["event"].value() or "" for form in editor.forms]


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("up:1", ["второе", "первое", "третье"]),
        ("down:1", ["первое", "третье", "второе"]),
        ("up:0", ["первое", "второе", "третье"]),
        ("down:2", ["первое", "второе", "третье"]),
        ("delete:1", ["первое", "третье"]),
        ("add", ["первое", "второе", "третье", "", "", ""]),
        ("delete:9", ["первое", "второе", "третье"]),
        ("nonsense", ["первое", "второе", "третье"]),
    ],
)
def test_buttons_of_the_rows(action, expected):
    assert events(RowEditor.of_post(posted("первое", "второе", "третье", action=action))) == expected


def test_removing_the_last_row_leaves_an_empty_one():
    assert events(RowEditor.of_post(posted("первое", action="delete:0"))) == [""]


def test_moving_rows_does_not_complain_about_them_yet():
    data = posted("", "второе", action="up:1") | {"rows-0-form": "беседа"}
    assert RowEditor.of_post(data).errors == []


def test_a_row_without_an_event_is_an_error_with_its_number():
    data = posted("первое", "", "")
    data["rows-2-content"] = "Разбор урока"
    editor = RowEditor.of_post(data)
    assert not editor.is_valid()
    assert editor.errors == [
        ("id_rows-2-event", "Строка 3, Мероприятие: Напишите, что за мероприятие, или уберите строку.")
    ]


def test_rows_to_save_come_in_order_without_empty_ones():
    editor = RowEditor.of_post(posted("  первое \n дело ", "", "второе"))
    assert editor.is_valid()
    assert [(row["pk"], row["event"]) for row in editor.cleaned_rows] == [
        (None, "первое дело"),
        (None, "второе"),
    ]


def test_a_long_event_is_an_error_beside_the_field():
    editor = RowEditor.of_post(posted("я" * 301))
    assert not editor.is_valid()
    assert [target for target, _ in editor.errors] == ["id_rows-0-event"]


def test_more_rows_than_a_plan_holds_are_not_taken():
    editor = RowEditor.of_post(posted(*["встреча"] * (LONGEST_PLAN - 1), action="add"))
    assert len(editor.forms) == LONGEST_PLAN
    assert editor.problem.startswith("В плане не больше 100 мероприятий")


def test_a_pasted_table_goes_to_the_end():
    text = "Дата\tМероприятие\tФорма\tСодержание\nоктябрь\tПосещение урока\tбеседа\tРазбор\n"
    editor = RowEditor.of_post(posted("первое", "", action="paste", paste=text))
    assert events(editor) == ["первое", "Посещение урока"]
    assert editor.forms[1]["date_text"].value() == "октябрь"


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", []),
        ("\n \n", []),
        (
            "Открытый урок\nРодительское собрание",
            [{"event": "Открытый урок"}, {"event": "Родительское собрание"}],
        ),
        ("1.\tоктябрь\tУрок", [{"date_text": "октябрь", "event": "Урок"}]),
        (
            'май\t"Открытый\nурок"\tурок\tитоги\tпонравилось',
            [{"date_text": "май", "event": "Открытый урок", "form": "урок", "content": "итоги"}],
        ),
        ("№ п/п\tДата\tМероприятие\n", []),
    ],
)
def test_paste(text, rows):
    assert paste(text) == rows
