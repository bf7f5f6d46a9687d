from django.apps import AppConfig
from django.core.checks import Tags, register

from mentoring.checks import key_is_private, packages_are_new_enough


class MentoringConfig(AppConfig):
    """The ground floor: accounts, school card, language, documents, workflow."""

    name = "mentoring"
    verbose_name = "Основа"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        register(packages_are_new_enough, Tags.security)
        register(key_is_private, Tags.security, deploy=True)
