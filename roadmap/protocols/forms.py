from django import forms
from django.core.validators import MaxValueValidator
from django.db.models import Q
from django.utils import timezone

from mentoring.workflow.conflicts import show_conflict
from mentoring.workflow.sent_forms import KeyedForm
from registry.pairs.forms import DATE_HINT, SENSIBLE_YEARS
from registry.people.models import Person
from roadmap.orders.kind_forms import LongTickList
from roadmap.protocols.enums import AttendeeRole, ProtocolBody
from roadmap.protocols.models import Attendee, Protocol
from roadmap.protocols.queries import people_to_name

R = AttendeeRole
MOST_PEOPLE = 2000
SCAN = forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"})


class VersionedForm(forms.Form):
    """Knows which state it was opened on."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    conflicts = ()

    def show_conflict(self, present, sentence: str, **how) -> None:
        """Keep what was typed beside what stands there now; the next saving goes on from there."""
        show_conflict(self, present, sentence, **how)


class BeginForm(KeyedForm):
    """Who meets and when."""

    body = forms.ChoiceField(
        label="Кто заседал",
        widget=forms.RadioSelect,
        error_messages={"required": "Выберите, чей это протокол."},
    )
    held_on = forms.DateField(
        label="Дата заседания", help_text=f"{DATE_HINT} Можно будущую.", validators=SENSIBLE_YEARS
    )

    def __init__(self, *args, bodies: list[ProtocolBody], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["body"].choices = [(body.value, body.label) for body in bodies]
        self.fields["held_on"].initial = timezone.localdate
        if len(bodies) == 1:
            self.fields["body"].initial = bodies[0].value


class HeaderForm(VersionedForm):
    """What the meeting was, when and where."""

    title = forms.CharField(
        label="Под словом «ПРОТОКОЛ»",
        max_length=200,
        help_text="Например: «заседания методического совета», «родительского собрания 5 «А» класса».",
    )
    held_on = forms.DateField(label="Дата заседания", help_text=DATE_HINT, validators=SENSIBLE_YEARS)
    place = forms.CharField(
        label="Место", max_length=120, required=False, help_text="Например: г. Приречный."
    )


class PersonField(forms.ModelChoiceField):
    """A colleague with the position: namesakes are told apart."""

    def label_from_instance(self, person):
        return label_of(person)


class PeopleField(forms.ModelMultipleChoiceField):
    """Several colleagues in a box of tick boxes."""

    widget = LongTickList

    def label_from_instance(self, person):
        return label_of(person)


def label_of(person: Person) -> str:
    return ", ".join(filter(None, (person.full_name, person.position_title)))


class AttendanceForm(VersionedForm):
    """Who chaired, who wrote, who was there, who was missing."""

    chair = PersonField(label="Председатель", queryset=None, required=False, empty_label="не указан")
    secretary = PersonField(label="Секретарь", queryset=None, required=False, empty_label="не указан")
    present = PeopleField(
        label="Присутствовали", queryset=None, required=False, help_text="Кроме председателя и секретаря."
    )
    absent = PeopleField(label="Отсутствовали", queryset=None, required=False)
    others_present = forms.IntegerField(
        label="Ещё присутствовали, человек",
        required=False,
        min_value=0,
        max_value=MOST_PEOPLE,
        help_text="Кого по имени не перечисляют: родители, коллектив по листу регистрации. Они тоже голосуют.",
    )
    members_total = forms.IntegerField(
        label="Всего членов",
        required=False,
        min_value=1,
        max_value=MOST_PEOPLE,
        help_text="Для кворума. Если не указано, членами считаются присутствующие и отсутствующие.",
    )
    guests = forms.CharField(
        label="Приглашены",
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="По одному в строке: «Лебедева Ольга Игоревна, методист центра». Они не голосуют.",
    )

    def __init__(self, *args, protocol: Protocol, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = list(protocol.attendees.all())
        own = [row.person_id for row in self.people if row.person_id]
        rows = people_to_name() | Person.objects.filter(Q(pk__in=own)).order_by("sort_key", "pk")
        for name in ("chair", "secretary", "present", "absent"):
            self.fields[name].queryset = rows.prefetch_related("positions")
        self.initial = self.saved(protocol) | self.initial

    def saved(self, protocol: Protocol) -> dict:
        """What stands in the protocol now, as the fields hold it."""
        by_role = {role: [row.person_id for row in self.people if row.role == role] for role in R.values}
        guests = [row for row in self.people if row.role == R.INVITED]
        return {
            "version": protocol.version,
            "chair": next(iter(by_role[R.CHAIR]), None),
            "secretary": next(iter(by_role[R.SECRETARY]), None),
            "present": by_role[R.PRESENT],
            "absent": by_role[R.ABSENT],
            "others_present": protocol.others_present or None,
            "members_total": protocol.members_total,
            "guests": "\n".join(", ".join(filter(None, (row.name, row.post))) for row in guests),
        }

    def clean_guests(self) -> list[tuple[str, str]]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["guests"].splitlines()]
        guests = []
        for line in filter(None, lines):
            name, _, post = line.partition(",")
            if max(len(name), len(post)) > Attendee._meta.get_field("name").max_length:
                raise forms.ValidationError(f"Слишком длинная строка: «{line[:40]}…». Сократите её.")
            if not name.strip():
                raise forms.ValidationError(f"В строке «{line}» нет имени: начните с фамилии.")
            guests.append((name.strip(), post.strip()))
        return guests

    def clean_others_present(self) -> int:
        return self.cleaned_data["others_present"] or 0

    def clean(self):
        data = super().clean()
        named = [data.get("chair"), data.get("secretary"), *data.get("present", ()), *data.get("absent", ())]
        people = [person for person in named if person]
        for name in ("secretary", "present", "absent"):
            chosen = data.get(name) or ()
            chosen = [chosen] if isinstance(chosen, Person) else chosen
            twice = [person for person in chosen if people.count(person) > 1]
            if twice:
                who = ", ".join(person.short_name for person in twice)
                self.add_error(name, f"Стоит в списке дважды: {who}. Оставьте одну отметку.")
                break
        return data


class SignForm(VersionedForm):
    """The number given last on paper, asked once a school year."""

    last_on_paper = forms.IntegerField(
        label="Последний номер протокола, выданный раньше на бумаге",
        required=False,
        min_value=0,
        validators=[MaxValueValidator(100000)],
        help_text="Этот протокол станет следующим. Если в этом учебном году протоколов не было, оставьте пустым.",
    )

    def __init__(self, *args, asks_last: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not asks_last:
            del self.fields["last_on_paper"]


class ScanForm(forms.Form):
    """The scan of the paper signed by the chair and the secretary."""

    scan = forms.FileField(
        label="Скан подписанного протокола",
        help_text="PDF, JPG или PNG до 10 МБ.",
        widget=SCAN,
        error_messages={"required": "Выберите файл скана."},
    )
