from django.apps import AppConfig


class MentoringConfig(AppConfig):
    """The ground floor: accounts, school card, language, documents, workflow."""

    name = "mentoring"
    verbose_name = "Основа"
    default_auto_field = "django.db.models.BigAutoField"
