"""What the sheet of a consent says: made of the edition and the person, and kept as it was on the day it was given."""

from dataclasses import asdict

from django.utils import timezone

from mentoring.documents.papers import Blank, BulletList, Choice, ChoiceTable, ConsentPaper, Paragraph
from mentoring.language.cases import Case
from mentoring.language.dates import date_words
from mentoring.language.typography import typeset
from mentoring.school.enums import Gender
from registry.consents.enums import ConsentChannel, ConsentStatus, DistributionField
from registry.consents.models import Consent
from registry.consents.rules import default_valid_until
from registry.consents.wording import fill_in, read_wording
from registry.people.enums import PersonKind
from registry.people.models import Person, Representative
from registry.people.naming import full_name_in_case

# Where the program does not know, a person writes.
BY_HAND = "_" * 30
ADULT_ENOUGH_TO_SIGN = 14

PENS = {
    "паспорт": Blank("Документ, удостоверяющий личность", "вид, серия, номер, кем и когда выдан", 1),
    "адрес": Blank("Адрес регистрации", "", 1),
    "наставляемые": Blank("Наставляемые, если известны", "фамилия, имя, отчество, должность"),
    "оплата": Blank("Размер и условия выплаты", "по трудовому договору или дополнительному соглашению"),
    "запреты": Blank("", "", 2),
}
PUPILS_PASSPORT = Blank(
    "Документ обучающегося", "паспорт или свидетельство о рождении: номер, кем и когда выдан"
)
AGREES = {Gender.MALE: "согласен", Gender.FEMALE: "согласна"}
BLOCKS = {block.kind: block for block in (Paragraph, BulletList, Blank, ChoiceTable)}


def consent_paper(consent, *, card) -> ConsentPaper:
    """What the sheet says; `card` is the school's card or None, then its places stay to be written by hand."""
    values = insert_values(consent, card)
    blocks = [
        block for part in read_wording(consent.text.body) for block in _blocks_of(part, values, consent)
    ]
    if consent.channel == ConsentChannel.SCREEN:
        blocks.append(Paragraph(_how_given(consent)))
    return ConsentPaper(
        kind=consent.kind,
        addressee=_addressee(consent, card),
        title=_title(consent),
        blocks=tuple(blocks),
        signatures=_signatures(consent),
    )


def pupils_blank(text) -> Consent:
    """A sheet for a pupil who is not in the system yet: names are written by hand before anything is saved."""
    representative = Representative(last_name=BY_HAND, relation=BY_HAND)
    person = Person(kind=PersonKind.PUPIL, last_name=BY_HAND)
    return Consent(person=person, representative=representative, kind=text.kind, text=text)


def insert_values(consent, card) -> dict[str, str]:
    """What is written in place of each insert of the text."""
    person, signer = consent.person, consent.representative
    until = consent.valid_until or default_valid_until(timezone.localdate())
    return {
        "ФИО": person.full_name,
        "подписывает": f"{signer}, законный представитель обучающегося ({signer.relation})"
        if signer
        else person.full_name,
        "чьих": _whose_data(person) if signer else "моих персональных данных",
        "согласен": AGREES.get((signer or person).gender, "согласен (согласна)"),
        "должность": (person.pk and person.position_title) or ("обучающийся" if signer else BY_HAND),
        "организация": card.full_name if card else BY_HAND,
        "организация, кому": _operator(card) if card else BY_HAND,
        "сайт": (card.website if card else "") or BY_HAND,
        "действует по": date_words(until),
    }


def _whose_data(person):
    if person.forms_need_review:
        name = f"обучающегося ({person.full_name})"
    else:
        name = f"обучающегося {full_name_in_case(person, Case.GENITIVE)}"
    return f"моих персональных данных и персональных данных {name}"


def _operator(card):
    details = [
        f"адрес: {card.address}" if card.address else "",
        f"ИНН {card.inn}" if card.inn else "",
        f"ОГРН {card.ogrn}" if card.ogrn else "",
    ]
    known = ", ".join(detail for detail in details if detail)
    return f"{card.full_name_dative} ({known})" if known else card.full_name_dative


def _addressee(consent, card):
    if card is None:
        return (BY_HAND, BY_HAND)
    post = f"{card.head_position_dative[:1].upper()}{card.head_position_dative[1:]} {card.short_name}"
    return (typeset(post), card.head_name_dative or BY_HAND)


def _title(consent):
    title = consent.text.title
    if consent.representative:
        title = title.replace("Согласие", "Согласие законного представителя", 1)
    return typeset(title)


def _blocks_of(part, values, consent):
    if part.kind == "pen":
        return _pens(part.text, consent)
    text = _filled(part.text, values)
    if part.kind == "paragraph":
        return [Paragraph(text)]
    return [BulletList(tuple(_filled(item, values) for item in part.items), text)]


def _filled(text, values):
    # A date that ends with «г.» meets the full stop of the sentence.
    return typeset(fill_in(text, values)).replace("г..", "г.")


def _pens(name, consent):
    if name == "перечень данных":
        return [_choices(consent)]
    if name == "полномочия":
        return _authority(consent.representative)
    if name == "контакты":
        return [_contacts(consent)]
    if name == "паспорт" and consent.representative:
        return [PENS["паспорт"], PUPILS_PASSPORT]
    return [PENS[name]]


def _choices(consent):
    given = consent.status != ConsentStatus.PRINTED
    return ChoiceTable(
        "Персональные данные",
        tuple(
            Choice(field.label, (field.value in consent.fields_allowed) if given else None)
            for field in DistributionField
        ),
    )


def _authority(representative):
    if representative is None:
        return []
    if representative.authority:
        return [Paragraph(typeset(f"Документ о полномочиях представителя: {representative.authority}."))]
    return [Blank("Документ о полномочиях представителя", "вид, номер, кем и когда выдан")]


def _contacts(consent):
    source = consent.representative
    known = [source.phone] if source else [consent.person.phone, consent.person.email]
    text = ", ".join(value for value in known if value)
    return Paragraph(text) if text else Blank("", "телефон, электронная почта или почтовый адрес")


def _signatures(consent):
    person, signer = consent.person, consent.representative
    if signer is None:
        return (person.signature_name,)
    # From fourteen on the pupil signs beside the representative: whether one of them is enough is disputed.
    names = [str(signer)]
    born, day = person.birth_date, consent.given_on or timezone.localdate()
    if born is None or (day.year - born.year - ((day.month, day.day) < (born.month, born.day))) >= (
        ADULT_ENOUGH_TO_SIGN
    ):
        names.append(person.full_name)
    return tuple(names)


def _how_given(consent):
    return typeset(
        f"Согласие дано {date_words(consent.given_on)} на личной странице системы наставничества после входа "
        f"в учётную запись «{consent.entered_by.username}». Редакция текста {consent.text.version}, "
        f"SHA-256 {consent.text.sha256}."
    )


def paper_as_data(paper) -> dict:
    """The paper as JSON data, kept beside the consent when it is given."""
    data = asdict(paper)
    data["blocks"] = [
        {"kind": block.kind, **kept} for block, kept in zip(paper.blocks, data["blocks"], strict=True)
    ]
    return data


def paper_of_data(data) -> ConsentPaper:
    """The paper that `paper_as_data` kept, word for word, whatever names and texts have become since."""
    blocks = [dict(block) for block in data["blocks"]]
    return ConsentPaper(
        kind=data["kind"],
        addressee=tuple(data["addressee"]),
        title=data["title"],
        blocks=tuple(BLOCKS[block.pop("kind")](**_inner(block)) for block in blocks),
        signatures=tuple(data["signatures"]),
    )


def _inner(block):
    if "items" in block:
        return block | {"items": tuple(block["items"])}
    if "choices" in block:
        return block | {"choices": tuple(Choice(**choice) for choice in block["choices"])}
    return block
