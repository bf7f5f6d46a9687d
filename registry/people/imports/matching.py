"""Whose card a line of the list is about, and what the line would change in it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from mentoring.language.dates import date_numeric
from mentoring.language.folding import fold_key
from mentoring.school.enums import Gender
from registry.people.enums import PersonKind, QualificationCategory
from registry.people.imports.headings import LABELS
from registry.people.imports.readings import read_phone
from registry.people.imports.rows import NAME_KEYS, CleanRow
from registry.people.models import Person

# What a line may change in a card, in the order of the page; the position is compared apart.
COMPARED = (
    *NAME_KEYS, "gender", "birth_date", "personnel_number", "hired_on", "category", "category_note",
    "teaching_years", "total_years", "subjects", "education", "phone", "email", "note",
)  # fmt: skip
# Spelling of letters is not a change: «Алешина» in a list must not spoil «Алёшина» in the card.
FOLDED = {*NAME_KEYS, "email", "personnel_number"}


@dataclass(frozen=True)
class Match:
    """The card found, or None for a new person; `error` when it cannot be told whose line it is."""

    person: Person | None = None
    error: str = ""
    warnings: tuple[str, ...] = ()


@dataclass
class Cards:
    """All cards of adults, looked up by personnel number and by folded name."""

    by_number: dict[str, Person] = field(default_factory=dict)
    by_name: dict[str, list[Person]] = field(default_factory=lambda: defaultdict(list))
    by_birth: dict[date, list[Person]] = field(default_factory=lambda: defaultdict(list))

    def match(self, row: CleanRow) -> Match:
        """Find the card by personnel number, else by name and birthday, else by name, hire date or position."""
        number = fold_key(str(row.values.get("personnel_number", "")))
        owner = self.by_number.get(number) if number else None
        if owner:
            return _checked(_match_by_number(row, owner), row)
        namesakes = self.by_name.get(fold_key(row.full_name), [])
        if not namesakes:
            return self._new(row)
        return _checked(_match_by_name(row, namesakes), row)

    def _new(self, row: CleanRow) -> Match:
        """A new person, with a word when the surname alone differs from a card with the same birthday."""
        for person in self.by_birth.get(row.values.get("birth_date"), []):
            if _given_names(person) == _given_names_of(row):
                return Match(
                    warnings=(
                        f"есть карточка «{person.full_name}» с той же датой рождения. Если сменилась фамилия, "
                        "исправьте её в карточке и загрузите список снова",
                    )
                )
        return Match()


def cards_of(people: Iterable[Person]) -> Cards:
    """Index people (with positions read beforehand) for matching."""
    cards = Cards()
    for person in people:
        if person.personnel_number:
            cards.by_number[fold_key(person.personnel_number)] = person
        cards.by_name[fold_key(person.full_name)].append(person)
        if person.birth_date:
            cards.by_birth[person.birth_date].append(person)
    return cards


def _match_by_number(row: CleanRow, owner: Person) -> Match:
    born = row.values.get("birth_date")
    same_name = fold_key(owner.full_name) == fold_key(row.full_name)
    same_birth = born == owner.birth_date if born and owner.birth_date else None
    if same_birth is False or (not same_name and _given_names(owner) != _given_names_of(row)):
        number = row.values["personnel_number"]
        return Match(error=f"табельный номер {number} стоит в карточке другого человека: {owner.full_name}")
    if same_name:
        return Match(owner)
    return Match(owner, warnings=(f"узнан по табельному номеру; в карточке ФИО другое: {owner.full_name}",))


def _match_by_name(row: CleanRow, namesakes: list[Person]) -> Match:
    born = row.values.get("birth_date")
    if born:
        same = [person for person in namesakes if person.birth_date == born]
        if len(same) == 1:
            return Match(same[0])
        if same:
            return _ambiguous(len(same), "различаются только табельным номером: впишите его в файл")
        undated = [person for person in namesakes if person.birth_date is None]
        if not undated:
            return Match(warnings=("полная тёзка уже есть в картотеке, дата рождения другая: проверьте",))
        return _match_by_work(row, undated)
    return _match_by_work(row, namesakes)


def _match_by_work(row: CleanRow, namesakes: list[Person]) -> Match:
    """Tell namesakes by the day of hire, then by position; a single one with nothing against is taken."""
    hired, title = row.values.get("hired_on"), fold_key(str(row.values.get("position", "")))
    same_hire = [person for person in namesakes if hired and person.hired_on == hired]
    if len(same_hire) == 1:
        return Match(same_hire[0])
    same_title = [person for person in namesakes if title and title in _titles(person)]
    if len(same_title) == 1:
        return Match(same_title[0])
    if len(namesakes) > 1:
        return _ambiguous(len(namesakes), "укажите дату рождения в файле и в карточках")
    only = namesakes[0]
    if hired and only.hired_on and hired != only.hired_on:
        return Match(
            error="в картотеке есть человек с теми же ФИО, но другой датой приёма. "
            "Укажите дату рождения в файле и в карточке, чтобы было видно, один ли это человек"
        )
    return Match(only, warnings=("узнан только по ФИО: проверьте, что это тот же человек",))


def _ambiguous(count: int, advice: str) -> Match:
    how_many = {2: "двое", 3: "трое"}.get(count, f"{count} человек")
    return Match(error=f"в картотеке {how_many} с такими ФИО: {advice}")


def _checked(match: Match, row: CleanRow) -> Match:
    """Refuse a card that a staff list must not change, and a line that would contradict its card."""
    person = match.person
    if person is None:
        return match
    if person.kind != PersonKind.TEACHER:
        kind = person.get_kind_display()
        return Match(error=f"в картотеке этот человек – {kind}: сначала измените это в карточке")
    if person.left_on:
        day = date_numeric(person.left_on)
        return Match(
            error=f"в карточке отмечено увольнение {day}. Если человек вернулся, снимите отметку "
            "и загрузите список снова"
        )
    born = row.values.get("birth_date") or person.birth_date
    hired = row.values.get("hired_on") or person.hired_on
    if isinstance(born, date) and isinstance(hired, date) and hired <= born:
        return Match(error="вместе с карточкой дата приёма выходит раньше даты рождения: проверьте обе")
    return match


def _given_names(person: Person) -> str:
    return fold_key(f"{person.first_name} {person.patronymic}")


def _given_names_of(row: CleanRow) -> str:
    return fold_key(f"{row.values.get('first_name', '')} {row.values.get('patronymic', '')}")


def _titles(person: Person) -> set[str]:
    return {fold_key(position.title) for position in person.positions.all()}


def changes_in(person: Person, row: CleanRow, *, has_gender_column: bool) -> list[dict[str, str]]:
    """List what the line would change in the card: field, its name, old and new in words.

    A blank cell changes nothing. A gender told by the patronymic never replaces the one in the card.
    """
    values = _settled_values(person, row, has_gender_column=has_gender_column)
    changes = [
        {
            "field": key,
            "label": LABELS.get(key, key),
            "old": in_words(key, getattr(person, key)),
            "new": in_words(key, values[key]),
        }
        for key in COMPARED
        if key in values and not _is_same(key, getattr(person, key), values[key])
    ]
    title = str(row.values.get("position", ""))
    if title and fold_key(title) not in _titles(person):
        changes.append(
            {"field": "position", "label": LABELS["position"], "old": person.position_title, "new": title}
        )
    return changes


def _settled_values(person: Person, row: CleanRow, *, has_gender_column: bool) -> dict:
    values = dict(row.values)
    if person.gender and not has_gender_column:
        values.pop("gender", None)
    # «до 20.12.2026» belongs to the category that it stands beside.
    if "category" in values and values["category"] != person.category:
        values.setdefault("category_note", "")
    return values


def _is_same(key: str, old, new) -> bool:
    if key in FOLDED:
        return fold_key(str(old)) == fold_key(str(new))
    if key == "phone":
        # «89123456789» typed into a card is the «+7 912 345-67-89» of a list.
        return read_phone(old).value == new
    return old == new


def in_words(key: str, value) -> str:
    """Show a value of a card as text of a page; nothing is an empty string."""
    if value is None or value == "":
        return ""
    if isinstance(value, date):
        return date_numeric(value)
    if key == "category":
        return QualificationCategory(value).label
    if key == "gender":
        return Gender(value).label
    return str(value)
