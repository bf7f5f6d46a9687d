"""What the rooms of decisions add to the card of a pair: the card's own room does not know them."""

from django import template
from django.utils import timezone

from roadmap.agreements.checklist import checklist
from roadmap.applications.queries import applications_of
from roadmap.applications.rules import kinds_for

register = template.Library()
LATEST = 10


@register.inclusion_tag("roadmap/agreements/_checklist.html", takes_context=True)
def mentor_papers(context: template.Context, mentorship) -> dict:
    """The checklist «Документы наставника», or nothing for a reader who is not to see it."""
    return {"checklist": checklist(mentorship, context["request"].user, timezone.localdate())}


@register.inclusion_tag("roadmap/applications/_pair.html", takes_context=True)
def pair_applications(context: template.Context, mentorship) -> dict:
    """The latest applications of the pair that the reader sees, and whether he or she may file one."""
    user = context["request"].user
    return {
        "pair": mentorship,
        "applications": applications_of(mentorship, user)[:LATEST],
        "may_file": bool(kinds_for(mentorship, user)),
    }
