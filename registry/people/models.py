from uuid import uuid4

import pghistory
from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse

from mentoring.accounts.access_log import note_seen
from mentoring.addresses import numbered_address
from mentoring.language.initials import short_name
from mentoring.school.enums import Gender
from registry.people.enums import FormsState, ImportState, PersonKind, QualificationCategory, RowOutcome

UPPER = "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯABCDEFGHIJKLMNOPQRSTUVWXYZё"
LOWER = "абвгдеежзийклмнопрстуфхцчшщъыьэюяabcdefghijklmnopqrstuvwxyzе"


def folded_name():
    """«Ёлкина Анна» → «елкина анна» in the database, the same in every locale of the server."""
    blank = Value(" ")
    joined = Func(
        F("last_name"), blank, F("first_name"), blank, F("patronymic"),
        template="(%(expressions)s)", arg_joiner=" || ",
    )  # fmt: skip
    return Func(joined, Value(UPPER), Value(LOWER), function="translate")


class CaseFormsModel(models.Model):
    """Stored case forms; a registered paper keeps its own copy, so a later mending never alters it."""

    genitive = models.CharField("родительный (нет кого?)", max_length=300, blank=True)
    dative = models.CharField("дательный (поручить кому?)", max_length=300, blank=True)
    accusative = models.CharField("винительный (назначить кого?)", max_length=300, blank=True)
    instrumental = models.CharField("творительный (закрепить за кем?)", max_length=300, blank=True)
    forms_state = models.CharField(
        "падежные формы", max_length=10, choices=FormsState, default=FormsState.REVIEW
    )
    forms_review = models.TextField("почему проверить", blank=True)

    class Meta:
        abstract = True

    @property
    def forms_need_review(self) -> bool:
        return self.forms_state == FormsState.REVIEW


@pghistory.track(exclude=["uid", "erased_on"])
class Person(CaseFormsModel):
    """A teacher of the school, somebody of another organisation, or a pupil; with or without an account."""

    kind = models.CharField("кто это", max_length=10, choices=PersonKind, default=PersonKind.TEACHER)
    last_name = models.CharField("фамилия", max_length=80)
    first_name = models.CharField("имя", max_length=80)
    patronymic = models.CharField("отчество", max_length=80, blank=True)
    gender = models.CharField("пол", max_length=1, choices=Gender, blank=True)
    birth_date = models.DateField("дата рождения", null=True, blank=True)
    personnel_number = models.CharField("табельный номер", max_length=20, blank=True)
    organisation_name = models.CharField("организация", max_length=300, blank=True)
    hired_on = models.DateField("дата приёма", null=True, blank=True)
    left_on = models.DateField("дата увольнения", null=True, blank=True)
    category = models.CharField(
        "квалификационная категория", max_length=10, choices=QualificationCategory, blank=True
    )
    category_note = models.CharField(
        "категория: срок или дата", max_length=60, blank=True, help_text="«до 20.12.2026», «15.03.2024»"
    )
    teaching_years = models.PositiveSmallIntegerField("педагогический стаж, лет", null=True, blank=True)
    total_years = models.PositiveSmallIntegerField("общий стаж, лет", null=True, blank=True)
    subjects = models.CharField("предметы, направления работы", max_length=300, blank=True)
    education = models.CharField("образование", max_length=300, blank=True)
    phone = models.CharField("телефон", max_length=60, blank=True)
    email = models.EmailField("электронная почта", blank=True)
    note = models.CharField("примечание", max_length=300, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="person",
        verbose_name="учётная запись",
    )
    sort_key = models.GeneratedField(
        expression=folded_name(),
        output_field=models.CharField(max_length=250, db_collation="C"),
        db_persist=True,
    )
    uid = models.UUIDField(unique=True, editable=False, default=uuid4, db_default=RandomUUID())
    erased_on = models.DateField("данные уничтожены", null=True, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        app_label = "registry"
        verbose_name = "человек"
        verbose_name_plural = "люди"
        ordering = ["sort_key", "pk"]
        indexes = [
            models.Index(fields=["sort_key", "id"], name="person_by_name"),
            # The list of people shows those who work now, and says how many they are.
            models.Index(
                fields=["sort_key", "id"],
                name="person_working_by_name",
                condition=Q(erased_on__isnull=True, left_on__isnull=True),
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=PersonKind.values), name="person_kind_known"),
            models.CheckConstraint(condition=Q(gender__in=["", *Gender.values]), name="person_gender_known"),
            models.CheckConstraint(
                condition=Q(forms_state__in=FormsState.values), name="person_forms_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(last_name="") & ~Q(first_name=""), name="person_has_surname_and_name"
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(hired_on__isnull=True) | Q(left_on__gte=F("hired_on")),
                name="person_left_after_hired",
                violation_error_message="Дата увольнения раньше даты приёма.",
            ),
            models.CheckConstraint(
                condition=Q(birth_date__isnull=True)
                | Q(hired_on__isnull=True)
                | Q(hired_on__gt=F("birth_date")),
                name="person_hired_after_birth",
                violation_error_message="Дата приёма раньше даты рождения.",
            ),
            models.CheckConstraint(
                condition=~Q(kind=PersonKind.EXTERNAL) | ~Q(organisation_name=""),
                name="person_external_has_organisation",
                violation_error_message="Укажите, из какой организации этот человек.",
            ),
            models.CheckConstraint(
                condition=~Q(forms_state=FormsState.CHECKED)
                | (~Q(genitive="") & ~Q(dative="") & ~Q(accusative="") & ~Q(instrumental="")),
                name="person_checked_forms_are_full",
            ),
            models.UniqueConstraint(
                fields=["personnel_number"],
                condition=~Q(personnel_number=""),
                name="person_personnel_number_unique",
                violation_error_message="Человек с таким табельным номером уже есть.",
            ),
        ]

    def __str__(self):
        return self.full_name

    def get_absolute_url(self):
        return numbered_address("people:detail", self.pk)

    @classmethod
    def from_db(cls, db, field_names, values):
        """Every card that is read is noted for the log of access."""
        person = super().from_db(db, field_names, values)
        note_seen(person.pk, person.__dict__.get("user_id"))
        return person

    @property
    def full_name(self) -> str:
        return " ".join(part for part in (self.last_name, self.first_name, self.patronymic) if part)

    @property
    def short_name(self) -> str:
        """«Иванова А. П.», with non-breaking spaces."""
        if self.erased_on:
            return self.full_name
        return short_name(self.last_name, self.first_name, self.patronymic, before=False)

    @property
    def signature_name(self) -> str:
        """«А. П. Иванова», as at the foot of a paper."""
        if self.erased_on:
            return self.full_name
        return short_name(self.last_name, self.first_name, self.patronymic, before=True)

    @property
    def main_position(self):
        """The main position, or None; reads the prefetched list so that tables stay cheap."""
        positions = list(self.positions.all())
        return next((row for row in positions if row.is_main), positions[0] if positions else None)

    @property
    def position_title(self) -> str:
        position = self.main_position
        return position.title if position else ""

    @property
    def is_employee(self) -> bool:
        return self.kind == PersonKind.TEACHER


@pghistory.track()
class Position(CaseFormsModel):
    """A post of a person with its own case forms: «учителю математики»."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="positions", verbose_name="человек"
    )
    title = models.CharField("должность", max_length=250)
    is_main = models.BooleanField("основная", default=True)

    class Meta:
        app_label = "registry"
        verbose_name = "должность"
        verbose_name_plural = "должности"
        ordering = ["-is_main", "pk"]
        # The list of people offers every position that somebody has.
        indexes = [models.Index(fields=["title"], name="position_by_title")]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="position_has_title"),
            models.CheckConstraint(
                condition=Q(forms_state__in=FormsState.values), name="position_forms_state_known"
            ),
            models.UniqueConstraint(fields=["person", "title"], name="position_title_once_per_person"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(is_main=True), name="position_one_main_per_person"
            ),
        ]

    def __str__(self):
        return self.title


@pghistory.track()
class Representative(models.Model):
    """Legal representative of a pupil: signs the consents (152-ФЗ, ст. 9 ч. 6)."""

    pupil = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="representative")
    last_name = models.CharField("фамилия", max_length=80)
    first_name = models.CharField("имя", max_length=80)
    patronymic = models.CharField("отчество", max_length=80, blank=True)
    gender = models.CharField("пол", max_length=1, choices=Gender, blank=True)
    relation = models.CharField("кем приходится", max_length=60, help_text="Мать, отец, опекун…")
    authority = models.CharField("документ о полномочиях", max_length=200, blank=True)
    phone = models.CharField("телефон", max_length=60, blank=True)

    class Meta:
        app_label = "registry"
        verbose_name = "законный представитель"
        verbose_name_plural = "законные представители"

    def __str__(self):
        return " ".join(part for part in (self.last_name, self.first_name, self.patronymic) if part)


class StaffImport(models.Model):
    """One uploaded staff list on its way: matched, previewed, applied."""

    file_name = models.CharField("файл", max_length=200)
    sha256 = models.CharField(max_length=64)
    sheet_name = models.CharField("лист", max_length=100, blank=True)
    header_row = models.PositiveIntegerField("строка заголовков", null=True)
    headings = models.JSONField("заголовки", default=list)
    mapping = models.JSONField("столбцы", default=dict)
    state = models.CharField("состояние", max_length=10, choices=ImportState, default=ImportState.UPLOADED)
    rows_in_file = models.PositiveIntegerField("строк в файле", default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField("загружен", auto_now_add=True)
    applied_at = models.DateTimeField("внесён", null=True, blank=True)

    class Meta:
        app_label = "registry"
        verbose_name = "загрузка списка"
        verbose_name_plural = "загрузки списков"
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ImportState.values), name="staff_import_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=ImportState.APPLIED, applied_at__isnull=False)
                | (~Q(state=ImportState.APPLIED) & Q(applied_at__isnull=True)),
                name="staff_import_applied_has_time",
            ),
        ]

    def __str__(self):
        return self.file_name

    def get_absolute_url(self):
        return reverse("imports:detail", args=[self.pk])


class StaffImportRow(models.Model):
    """One row of the list: the cells as they came, what they mean, and what will be done with them."""

    staff_import = models.ForeignKey(StaffImport, on_delete=models.CASCADE, related_name="rows")
    row_number = models.PositiveIntegerField("строка")
    cells = models.JSONField("ячейки", default=list)
    values = models.JSONField("значения", default=dict)
    repairs = models.JSONField("исправлено", default=list)
    warnings = models.JSONField("проверьте", default=list)
    errors = models.JSONField("ошибки", default=list)
    changes = models.JSONField("изменения", default=list)
    outcome = models.CharField("итог", max_length=10, choices=RowOutcome)
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        app_label = "registry"
        verbose_name = "строка загрузки"
        verbose_name_plural = "строки загрузки"
        ordering = ["row_number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=RowOutcome.values), name="staff_import_row_outcome_known"
            ),
            models.UniqueConstraint(
                fields=["staff_import", "row_number"], name="staff_import_row_number_once"
            ),
        ]

    def __str__(self):
        return f"{self.row_number}: {self.get_outcome_display()}"
