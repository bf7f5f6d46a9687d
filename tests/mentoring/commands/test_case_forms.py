import csv
import io

import pytest
from django.core.management import CommandError, call_command

HEADER = "surname,first_name,patronymic,gender"


def _run(path) -> list[dict[str, str]]:
    out = io.StringIO()
    call_command("case_forms", str(path), stdout=out)
    return list(csv.DictReader(io.StringIO(out.getvalue())))


def _file(tmp_path, text: str, encoding: str = "utf-8"):
    path = tmp_path / "staff.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_names_come_back_with_forms_and_no_review(tmp_path):
    rows = _run(_file(tmp_path, f"{HEADER}\nСоколова,Ирина,Павловна,f\n"))
    assert rows == [
        {
            "surname": "Соколова",
            "first_name": "Ирина",
            "patronymic": "Павловна",
            "gender": "f",
            "genitive": "Соколовой Ирины Павловны",
            "dative": "Соколовой Ирине Павловне",
            "accusative": "Соколову Ирину Павловну",
            "instrumental": "Соколовой Ириной Павловной",
            "review": "",
        }
    ]


@pytest.mark.parametrize(
    ("gender", "dative"), [("m", "Коваля"), ("М", "Коваля"), ("ж", "Коваль"), ("f", "Коваль")]
)
def test_gender_may_be_russian_or_latin(tmp_path, gender, dative):
    rows = _run(_file(tmp_path, f"{HEADER}\nКоваль,Саша,,{gender}\n"))
    assert rows[0]["genitive"] == f"{dative} Саши"


def test_reasons_are_joined_in_the_review_column(tmp_path):
    rows = _run(_file(tmp_path, f"{HEADER}\nОрёл,Семён,Артёмович,m\n"))
    assert rows[0]["review"] == (
        "мужская фамилия «Орёл» совпадает с обычным словом: спросите, как её склоняют в семье; "
        "в фамилии «Орёл» при склонении может выпадать гласная: решает традиция семьи"
    )


def test_a_spreadsheet_file_with_bom_and_semicolons_is_read(tmp_path):
    text = "position;note\r\nстарший вожатый;0,5 ставки\r\n"
    rows = _run(_file(tmp_path, text, "utf-8-sig"))
    assert rows == [
        {
            "position": "старший вожатый",
            "note": "0,5 ставки",
            "genitive": "старшего вожатого",
            "dative": "старшему вожатому",
            "accusative": "старшего вожатого",
            "instrumental": "старшим вожатым",
            "review": "",
        }
    ]


def test_an_earlier_result_is_overwritten(tmp_path):
    rows = _run(_file(tmp_path, "position,genitive,review\nметодист,wrong,wrong\n"))
    assert (rows[0]["genitive"], rows[0]["review"]) == ("методиста", "")


@pytest.mark.parametrize(
    ("text", "encoding", "message"),
    [
        (
            "a,b\n1,2\n",
            "utf-8",
            "нужны столбцы surname, first_name, patronymic, gender или один столбец position",
        ),
        ("", "utf-8", "Сейчас в нём: ничего."),
        ("position,position\nметодист,методист\n", "utf-8", "есть столбцы с одинаковыми названиями"),
        ("position\nметодист,лишнее\n", "utf-8", "Строка 2: значений больше, чем столбцов в заголовке."),
        (f"{HEADER}\nКоваль,Саша,,x\n", "utf-8", "Строка 2: пол «x» не понятен, укажите m или f (м или ж)."),
        ('position\n"' + "а" * 200_000 + '"\n', "utf-8", "не читается как CSV"),
        ("position\nметодист\n", "cp1251", "не в кодировке UTF-8: сохраните его как «CSV UTF-8»."),
    ],
)
def test_an_unusable_file_is_refused_with_a_reason(tmp_path, text, encoding, message):
    with pytest.raises(CommandError) as refusal:
        _run(_file(tmp_path, text, encoding))
    assert message in str(refusal.value)


def test_an_absent_file_is_named(tmp_path):
    with pytest.raises(CommandError, match="absent.csv не найден: проверьте путь."):
        _run(tmp_path / "absent.csv")


def test_a_folder_is_not_a_file(tmp_path):
    with pytest.raises(CommandError, match="не открывается"):
        _run(tmp_path)
