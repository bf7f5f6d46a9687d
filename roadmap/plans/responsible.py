"""Who answers for a part of a roadmap."""

from django.db import models
from django.db.models import Q

from mentoring.accounts.enums import Role
from registry.people.models import Person
from roadmap.plans.models import Roadmap, RoadmapMeasure, RoadmapStage, tracked


@tracked()
class RoadmapResponsible(models.Model):
    """Who answers for a stage or a measure: a person or a role, beside the typed words, which alone are printed."""

    stage = models.ForeignKey(
        RoadmapStage, on_delete=models.CASCADE, null=True, blank=True, related_name="responsibles"
    )
    measure = models.ForeignKey(
        RoadmapMeasure, on_delete=models.CASCADE, null=True, blank=True, related_name="responsibles"
    )
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, blank=True, related_name="roadmap_duties"
    )
    role = models.CharField("роль", max_length=20, choices=Role, blank=True)

    class Meta:
        app_label = "roadmap"
        verbose_name = "ответственный"
        verbose_name_plural = "ответственные"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(stage__isnull=True, measure__isnull=False)
                | Q(stage__isnull=False, measure__isnull=True),
                name="roadmap_responsible_has_one_owner",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True, role__in=Role.values) | Q(person__isnull=False, role=""),
                name="roadmap_responsible_is_one",
            ),
            *(
                models.UniqueConstraint(
                    fields=[owner, who], condition=condition, name=f"roadmap_{who}_of_{owner}_once"
                )
                for owner in ("stage", "measure")
                for who, condition in (("person", Q(person__isnull=False)), ("role", ~Q(role="")))
            ),
        ]

    def __str__(self):
        return str(self.person) if self.person_id else self.get_role_display()

    @property
    def roadmap(self) -> Roadmap:
        return (self.stage or self.measure.stage).roadmap
