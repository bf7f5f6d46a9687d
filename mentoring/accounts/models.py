from functools import cached_property

import pghistory
import pgtrigger
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils import timezone

from mentoring.accounts.enums import AccessKind, AccessResult, Role
from mentoring.accounts.names import LATIN, RUSSIAN, refuse_mixed_letters, tidy_name
from mentoring.accounts.permissions import Permission, permissions_of


def never_emptied(name):
    """A trigger that refuses TRUNCATE; only a connection that says so beforehand (tests between themselves) may."""
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func="""
            IF current_setting('mentoring.may_empty_logs', true) IS DISTINCT FROM 'yes' THEN
                RAISE EXCEPTION 'Cannot empty %, a log', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
            END IF;
            RETURN NULL;
        """,
    )


class UserManager(BaseUserManager):
    def create_user(self, username, password=None, **fields):
        """Make an account; without a password it can only be opened by a one-time link."""
        user = self.model(username=tidy_name(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username):
        return self.get(username__iexact=username)


def look_of_column(name):
    """The database's own `look_of` for a column of tidy names."""
    return Func(F(name), Value(RUSSIAN), Value(LATIN), function="translate", output_field=models.CharField())


@pghistory.track(exclude=["password", "last_login"])
class User(AbstractBaseUser):
    """An account. What its owner may do comes from dated role rows, read anew in every request."""

    username = models.CharField(
        "имя для входа",
        max_length=60,
        unique=True,
        validators=[UnicodeUsernameValidator(), refuse_mixed_letters],
        error_messages={"unique": "Такое имя для входа уже занято. Придумайте другое."},
    )
    email = models.EmailField("электронная почта", blank=True)
    display_name = models.CharField("как показывать", max_length=160)
    is_active = models.BooleanField("может входить", default=True)
    date_joined = models.DateTimeField("создана", default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["display_name"]

    class Meta:
        app_label = "mentoring"
        verbose_name = "учётная запись"
        verbose_name_plural = "учётные записи"
        constraints = [
            models.CheckConstraint(
                condition=Q(username=models.functions.Lower("username")), name="user_username_is_lower"
            ),
            models.UniqueConstraint(
                look_of_column("username"),
                name="user_names_look_different",
                violation_error_message="Это имя на вид не отличить от занятого. Придумайте другое.",
            ),
        ]

    def __str__(self):
        return self.display_name or self.username

    @cached_property
    def current_roles(self) -> frozenset[Role]:
        """Roles in force today. Cached on this object only, so every request reads them anew."""
        today = timezone.localdate()
        rows = self.role_assignments.filter(valid_from__lte=today).filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=today)
        )
        return frozenset(Role(role) for role in rows.values_list("role", flat=True))

    @cached_property
    def current_permissions(self) -> frozenset[Permission]:
        return permissions_of(self.current_roles)

    def may(self, permission: Permission) -> bool:
        """Does one of today's roles allow this act?"""
        return self.is_active and permission in self.current_permissions


@pghistory.track()
class RoleAssignment(models.Model):
    """A role that an account has from one day to another."""

    user = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="role_assignments", verbose_name="учётная запись"
    )
    role = models.CharField("роль", max_length=20, choices=Role)
    valid_from = models.DateField("действует с")
    valid_to = models.DateField("действует по", null=True, blank=True)
    basis = models.CharField("основание", max_length=200, blank=True)

    class Meta:
        app_label = "mentoring"
        verbose_name = "роль"
        verbose_name_plural = "роли"
        ordering = ["role", "valid_from"]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="role_assignment_role_known"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="role_assignment_dates_in_order",
            ),
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=Q(valid_to__isnull=True),
                name="role_assignment_one_open_per_role",
                violation_error_message="Эта роль у человека уже есть.",
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.get_role_display()}"


class SignInCounter(models.Model):
    """Failed guesses of one account or from one address in the last minutes; the key names neither."""

    key = models.CharField("счётчик", max_length=64, unique=True)
    failures = ArrayField(models.DateTimeField(), default=list, verbose_name="неудачные попытки")
    paused_until = models.DateTimeField("пауза до", null=True, blank=True)
    last_change = models.DateTimeField("изменён", default=timezone.now, db_index=True)

    class Meta:
        app_label = "mentoring"
        verbose_name = "счётчик попыток входа"
        verbose_name_plural = "счётчики попыток входа"

    def __str__(self):
        return self.key[:8]


class CacheEntry(models.Model):
    """Django's cache, shared by all processes: limits of attempts and used one-time codes live in it."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        app_label = "mentoring"
        db_table = "mentoring_cache"
        verbose_name = "запись общего кэша"
        verbose_name_plural = "записи общего кэша"

    def __str__(self):
        return self.cache_key


class AccessRecord(models.Model):
    """One act with personal data: who, when, from where, what and with what result (152-ФЗ, ст. 19 ч. 2 п. 8).

    Values never stand here: people are numbers of cards, objects are numbers of rows, `subject` is a fixed phrase.
    """

    at = models.DateTimeField("когда", default=timezone.now, db_index=True)
    user = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="учётная запись"
    )
    address = models.GenericIPAddressField("адрес", null=True)
    kind = models.CharField("что сделано", max_length=10, choices=AccessKind)
    result = models.CharField("результат", max_length=10, choices=AccessResult, default=AccessResult.DONE)
    route = models.CharField("страница", max_length=80, blank=True)
    object_key = models.CharField("номер объекта", max_length=60, blank=True)
    subject = models.CharField("что именно", max_length=200)
    columns = models.TextField("столбцы списка", blank=True, default="")
    people = ArrayField(models.BigIntegerField(), verbose_name="чьи данные", default=list)
    rows = models.PositiveIntegerField("строк", default=1)

    class Meta:
        app_label = "mentoring"
        verbose_name = "действие с персональными данными"
        verbose_name_plural = "действия с персональными данными"
        ordering = ["-at", "-pk"]
        indexes = [
            GinIndex(fields=["people"], name="access_record_by_person"),
            models.Index(fields=["user", "-at"], name="access_record_by_user"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=AccessKind.values), name="access_record_kind_known"),
            models.CheckConstraint(
                condition=Q(result__in=AccessResult.values), name="access_record_result_known"
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="access_record_append_only", operation=pgtrigger.Update | pgtrigger.Delete
            ),
            never_emptied("access_record_never_emptied"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.subject}"


class AccessSeal(models.Model):
    """A link of the chain over the log: the hash of a run of rows together with the hash of the link before."""

    first_id = models.BigIntegerField("с записи")
    last_id = models.BigIntegerField("по запись", unique=True)
    row_count = models.PositiveIntegerField("записей")
    previous = models.CharField("предыдущее звено", max_length=64, blank=True, unique=True)
    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    sealed_at = models.DateTimeField("запечатано", default=timezone.now)

    class Meta:
        app_label = "mentoring"
        verbose_name = "звено журнала"
        verbose_name_plural = "звенья журнала"
        ordering = ["last_id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_id__gte=models.F("first_id")), name="access_seal_ids_in_order"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="access_seal_append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            never_emptied("access_seal_never_emptied"),
        ]

    def __str__(self):
        return f"{self.first_id}–{self.last_id}"
