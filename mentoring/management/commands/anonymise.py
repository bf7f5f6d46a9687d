"""Make a copy of a database fit to be handed to support: the same shape, invented people, no words of theirs."""

import shutil
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, models, transaction

from registry.people.models import Person

SURNAMES = (
    "Берёзкин",
    "Сосновский",
    "Ивушкин",
    "Кленов",
    "Рябинин",
    "Осинин",
    "Тополев",
    "Липатов",
    "Вязов",
    "Дубов",
)
NAMES = ("Александр", "Валентин", "Евгений", "Виктор", "Герман", "Денис", "Егор", "Захар", "Илья", "Кирилл")
PATRONYMICS = ("Андреевич", "Борисович", "Васильевич", "Глебович", "Дмитриевич", "Егорович", "Захарович")
# Tables whose rows tell of people and that nobody needs in a copy.
EMPTIED = (
    "django_session", "usersessions_usersession", "mfa_authenticator", "account_emailaddress", "procrastinate_jobs",
    "mentoring_issuedfile", "mentoring_accessrecord", "mentoring_accessseal", "mentoring_statuschange",
    "registry_staffimportrow", "registry_formerscan", "pghistory_context",
)  # fmt: skip
# Words of the school and of the program, not of people.
LEFT_ALONE = {
    "mentoring.CalendarDay", "mentoring.Direction", "mentoring.LegalAct", "mentoring.MentoringForm",
    "mentoring.MentoringKind", "mentoring.SchoolYear", "mentoring.RoleAssignment", "registry.ConsentText",
    "registry.PolicyText", "programs.Blueprint", "programs.BlueprintRow", "roadmap.Journal", "roadmap.Erasure",
}  # fmt: skip
APPS = ("mentoring", "registry", "programs", "roadmap")


class Command(BaseCommand):
    help = "Replace every name and every typed word in a COPY of the database (see docs/administrator.md)."

    def add_arguments(self, parser):
        parser.add_argument(
            "--this-copy",
            required=True,
            metavar="DATABASE",
            help="the name of the present database, typed by hand: the command never runs against another one",
        )

    def handle(self, *args, **options):
        name = connection.settings_dict["NAME"]
        if options["this_copy"] != name:
            raise CommandError(
                f"База называется «{name}», а не «{options['this_copy']}». Ничего не изменено."
            )
        if not name.endswith(("_copy", "_support")):
            raise CommandError(
                "Работает только с копией: имя базы должно кончаться на «_copy» или «_support»."
            )
        with transaction.atomic():
            self._replace()
        self.stdout.write(f"В базе «{name}» больше нет настоящих имён и слов людей. {self._remove_files()}\n")

    def _remove_files(self) -> str:
        if not isinstance(default_storage._wrapped, FileSystemStorage):
            # The bucket is the school's own: a copy of the database has no files beside it.
            return "Файлы лежат в хранилище S3 и не тронуты: ключа от него поддержке не давайте."
        files = Path(settings.MEDIA_ROOT)
        if files.is_dir():
            shutil.rmtree(files)
        return "Файлы копии удалены."

    def _replace(self):
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL mentoring.may_empty_logs = 'yes'")
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            histories = [
                model._meta.db_table for model in apps.get_models() if hasattr(model, "pgh_tracked_model")
            ]
            tables = [*EMPTIED, *histories]
            ours = [model._meta.db_table for model in apps.get_models() if model._meta.app_label in APPS]
            for table in {*tables, *ours}:
                cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
            cursor.execute("TRUNCATE " + ", ".join(f'"{table}"' for table in tables) + " CASCADE")
            for model in apps.get_models():
                if model._meta.app_label in APPS and model._meta.label not in LEFT_ALONE:
                    self._blank(cursor, model)
            self._invent(cursor)
            for table in {*tables, *ours}:
                cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')

    def _blank(self, cursor, model):
        """Every typed word of a table becomes a word of ours; choices, dates and numbers stay."""
        if hasattr(model, "pgh_tracked_model") or model._meta.proxy or not model._meta.managed:
            return
        table, changes = model._meta.db_table, []
        for field in model._meta.local_fields:
            column = f'"{field.column}"'
            if isinstance(field, models.JSONField):
                changes.append(
                    f"{column} = CASE jsonb_typeof({column}) WHEN 'array' THEN '[]'::jsonb ELSE '{{}}'::jsonb END"
                )
            elif isinstance(field, models.CharField | models.TextField) and self._is_typed(field):
                changes.append(
                    f"{column} = CASE {column} WHEN '' THEN '' ELSE left('текст ' || {model._meta.pk.column}, {field.max_length or 200}) END"
                )
        if changes:
            cursor.execute(f'UPDATE "{table}" SET {", ".join(changes)}')  # noqa: S608 - our own names, nothing typed

    def _is_typed(self, field):
        is_generated = getattr(field, "generated", False)
        is_key = field.unique or field.primary_key or isinstance(field, models.FileField)
        is_code = field.name in ("sha256", "code", "number", "mask", "slug", "content_type")
        return not (is_generated or is_key or is_code or field.choices)

    def _invent(self, cursor):
        cursor.execute(
            "UPDATE registry_person SET last_name = (%s::text[])[1 + id %% 10], first_name = (%s::text[])[1 + id / 10 %% 10],"
            " patronymic = (%s::text[])[1 + id / 100 %% 7], gender = 'm', birth_date = NULL, personnel_number = '',"
            " forms_state = 'review', uid = gen_random_uuid()",
            [list(SURNAMES), list(NAMES), list(PATRONYMICS)],
        )
        cursor.execute(
            "UPDATE mentoring_user SET username = 'user' || id, display_name = 'Пользователь ' || id, email = '', password = '!'"
        )
        if Person.objects.exclude(last_name__in=SURNAMES).exists():
            raise CommandError("Не все имена заменены. Ничего не изменено.")
