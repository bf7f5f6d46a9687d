from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from mentoring.accounts.models import User
from mentoring.accounts.permissions import Permission
from mentoring.language.folding import fold_key
from mentoring.language.fullnames import LOOK_ALIKES
from registry.people.enums import FormsState, PersonKind
from registry.people.models import Person, Position

STAFF_LIST_FIELDS = (
    "pk",
    "last_name",
    "first_name",
    "patronymic",
    "category",
    "category_note",
    "teaching_years",
    "total_years",
    "subjects",
    "education",
    "birth_date",
    "hired_on",
    "phone",
    "email",
    "personnel_number",
    "gender",
    "note",
)


def people_visible_to(user: User) -> QuerySet[Person]:
    """Everybody for those who see people by role; otherwise only the card of this very person."""
    if user.may(Permission.VIEW_PEOPLE):
        return Person.objects.filter(erased_on__isnull=True)
    return Person.objects.filter(user=user)


def people_for_accounts() -> QuerySet[Person]:
    """Whom whoever keeps accounts may let in: names and positions, without a way to the cards; pupils never."""
    return Person.objects.filter(erased_on__isnull=True).exclude(kind=PersonKind.PUPIL)


def without_account(people: QuerySet[Person]) -> QuerySet[Person]:
    """Those who work here now and cannot sign in."""
    return working(people).filter(user__isnull=True)


def with_positions(people: QuerySet[Person]) -> QuerySet[Person]:
    """The same people with positions read at once: `main_position` then costs no query."""
    return people.prefetch_related("positions")


def with_position_rows(people: QuerySet[Person]) -> QuerySet[Person]:
    """The same people with their positions as a plain list, `position_rows`: cheaper where a page shows fifty."""
    return people.prefetch_related(Prefetch("positions", to_attr="position_rows"))


def for_staff_list(people: QuerySet[Person]) -> QuerySet:
    """What the staff list tells of these people: a named row each, `titles` being the positions, the main one first."""
    titles = Position.objects.filter(person=OuterRef("pk")).values("title")
    return people.annotate(titles=ArraySubquery(titles)).values_list(*STAFF_LIST_FIELDS, "titles", named=True)


def working(people: QuerySet[Person] | None = None) -> QuerySet[Person]:
    """Those who have not been dismissed."""
    return (Person.objects.all() if people is None else people).filter(left_on__isnull=True)


def employees() -> QuerySet[Person]:
    """Teachers and other staff of the school who work here now."""
    return working().filter(kind=PersonKind.TEACHER)


def person_of(user: User) -> Person | None:
    """The person behind an account, or None (a system administrator from outside has none)."""
    return Person.objects.filter(user=user).first()


def search_people(people: QuerySet[Person], text: str) -> QuerySet[Person]:
    """Those whose name holds every word of the text; «ё», capitals, Latin look-alikes do not matter."""
    for word in text.split():
        russian = fold_key(word.translate(LOOK_ALIKES))
        people = people.filter(Q(sort_key__contains=fold_key(word)) | Q(sort_key__contains=russian))
    return people


def namesakes(last_name: str, first_name: str, patronymic: str) -> QuerySet[Person]:
    """People with the same name, «ё» and capitals aside."""
    # The stored key keeps the blank before an absent patronymic.
    return Person.objects.filter(sort_key=" ".join(map(fold_key, (last_name, first_name, patronymic))))


def needing_review(people: QuerySet[Person] | None = None) -> QuerySet[Person]:
    """Working people whose name or position has case forms that somebody must look at, by name."""
    doubtful = Position.objects.filter(person=OuterRef("pk"), forms_state=FormsState.REVIEW)
    return working(people).filter(Q(forms_state=FormsState.REVIEW) | Exists(doubtful))


def next_needing_review(person: Person) -> Person | None:
    """Who comes after this person in the queue of doubtful forms, from the start again after the last."""
    queue = needing_review().exclude(pk=person.pk)
    later = Q(sort_key__gt=person.sort_key) | Q(sort_key=person.sort_key, pk__gt=person.pk)
    return queue.filter(later).first() or queue.first()


def position_titles() -> list[str]:
    """Titles of positions that somebody has, in alphabetical order."""
    titles = Position.objects.order_by().values_list("title", flat=True).distinct()
    return sorted(titles, key=fold_key)


def with_forms_state(people: QuerySet[Person], state: str) -> QuerySet[Person]:
    """Those whose name or position has case forms in this state."""
    positions = Position.objects.filter(person=OuterRef("pk"), forms_state=state)
    return people.filter(Q(forms_state=state) | Exists(positions))
