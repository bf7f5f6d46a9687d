"""Who is probably meant by the words of «Ответственные»: roles and people, proposed for a person to confirm."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from mentoring.accounts.enums import Role
from mentoring.language.folding import fold_key
from mentoring.language.initials import short_form
from registry.people.models import Person

CASES = ("genitive", "dative", "accusative", "instrumental")
_DEPUTY = re.compile(r"\bзам(?:\.|ест)")
_ROLES = (
    (Role.CURATOR, re.compile(r"\bкуратор")),
    (Role.DIRECTOR, re.compile(r"\b(?:директор|заведующ)")),
    (Role.COUNCIL, re.compile(r"\bметодическ\w+ совет")),
    (Role.PSYCHOLOGIST, re.compile(r"\bпсихолог")),
    (Role.ADMINISTRATOR, re.compile(r"\bсистемн\w+ администратор")),
)


@dataclass(frozen=True)
class Proposal:
    """Roles and ids of people."""

    roles: frozenset[str] = frozenset()
    people: frozenset[int] = frozenset()


class Proposer:
    """Knows how everybody of the school is named in texts; reads the people once."""

    def __init__(self, people: Iterable[Person]):
        self.names: dict[str, set[int]] = defaultdict(set)
        self.surnames: dict[str, set[int]] = defaultdict(set)
        self.titles: dict[str, set[int]] = defaultdict(set)
        for person in people:
            for form in filter(None, (person.full_name, *(getattr(person, case) for case in CASES))):
                self._add_name(person, form)
            for position in person.positions.all():
                self.titles[_title(position.title)].add(person.pk)

    def _add_name(self, person: Person, form: str) -> None:
        parts = {
            "surname": person.last_name,
            "first_name": person.first_name,
            "patronymic": person.patronymic,
        }
        for name in (form, short_form(form, **parts), short_form(form, before=True, **parts)):
            self.names[_tight(name)].add(person.pk)
        surname = " ".join(form.split()[: len(person.last_name.split())])
        self.surnames[fold_key(surname)].add(person.pk)

    def propose(self, text: str) -> Proposal:
        """Roles and people that the text seems to name; a name or a post that fits several people fits nobody."""
        folded, tight = fold_key(text), _tight(text)
        roles = set()
        for piece in re.split(r"[\n,;]+", text.lower()):
            is_deputy = bool(_DEPUTY.search(piece))
            roles |= {
                role
                for role, words in _ROLES
                if words.search(piece) and not (is_deputy and role == Role.DIRECTOR)
            }
        people = {
            pk
            for name, ids in self.names.items()
            if len(ids) == 1 and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", tight)
            for pk in ids
        }
        if not people:
            people = {
                pk
                for surname, ids in self.surnames.items()
                if len(ids) == 1 and re.search(rf"(?<!\w){re.escape(surname)}(?!\w)", folded)
                for pk in ids
            }
        for piece in re.split(r"[\n,;]+", text):
            ids = self.titles.get(_title(piece), set())
            people |= ids if len(ids) == 1 else set()
        return Proposal(frozenset(roles), frozenset(people))


def _tight(name: str) -> str:
    """The name without blanks after dots: «Н. М. Ясенева» and «Н.М. Ясенева» are one."""
    return re.sub(r"\.\s+", ".", fold_key(name))


def _title(text: str) -> str:
    """A post in one spelling: «зам. директора» is «заместитель директора»."""
    return re.sub(r"^заместител\w*\s+", "зам. ", fold_key(text).strip(" ."))
