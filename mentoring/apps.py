from django.apps import AppConfig
from django.core.checks import Tags, register
from django.forms import DateField

from mentoring.checks import key_is_private, packages_are_new_enough
from mentoring.upkeep.durability import what_is_answered_is_kept


class MentoringConfig(AppConfig):
    """The ground floor: accounts, school card, language, documents, workflow."""

    name = "mentoring"
    verbose_name = "Основа"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        # Django's own words do not say how a date is written.
        DateField.default_error_messages["invalid"] = "Такой даты нет. Напишите её так: 12.01.2026."
        register(packages_are_new_enough, Tags.security)
        register(key_is_private, Tags.security, deploy=True)
        register(what_is_answered_is_kept, Tags.database, deploy=True)
