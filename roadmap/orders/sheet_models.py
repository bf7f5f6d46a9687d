"""The shape of a line of an acquaintance sheet, whatever paper the sheet belongs to."""

from django.conf import settings
from django.db import models
from django.db.models import Q

# Lines that are waited for. Whoever has left the school without reading stays on the sheet, but is not waited for.
MISSING = Q(acquainted_on__isnull=True, person__left_on__isnull=True)


class SheetLine(models.Model):
    """Somebody who must read a paper; whoever inherits says which paper and has a `person`."""

    position = models.PositiveSmallIntegerField("порядок", default=0)
    acquainted_on = models.DateField("ознакомлен", null=True, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        abstract = True
        app_label = "roadmap"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(acquainted_on__isnull=True, entered_by__isnull=True)
                | Q(acquainted_on__isnull=False, entered_by__isnull=False),
                name="%(class)s_is_whole",
            ),
        ]

    def __str__(self):
        return str(self.person)

    @property
    def is_missing(self) -> bool:
        """Is the person waited for? See MISSING."""
        return self.acquainted_on is None and self.person.left_on is None

    @property
    def is_own_press(self) -> bool:
        """Did the person answer on the own screen, and not on paper?"""
        return self.entered_by_id is not None and self.entered_by_id == self.person.user_id
