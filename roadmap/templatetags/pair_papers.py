"""What the rooms of decisions add to the pages of a pair: the pair's own room does not know them."""

from django import template
from django.utils import timezone

from registry.pairs.models import Mentorship
from roadmap.agreements.checklist import checklist
from roadmap.applications import coming
from roadmap.applications.queries import applications_of
from roadmap.applications.rules import kinds_for

register = template.Library()
LATEST = 10


@register.inclusion_tag("roadmap/agreements/_checklist.html", takes_context=True)
def mentor_papers(context: template.Context, mentorship) -> dict:
    """The checklist «Документы наставника», or nothing for a reader who is not to see it."""
    user, card = context["request"].user, context.get("school_card")
    return {"checklist": checklist(mentorship, user, timezone.localdate(), card=card)}


@register.inclusion_tag("roadmap/applications/_pair.html", takes_context=True)
def pair_applications(context: template.Context, mentorship) -> dict:
    """The latest applications of the pair that the reader sees, and whether he or she may file one."""
    user = context["request"].user
    return {
        "pair": mentorship,
        "applications": applications_of(mentorship, user)[:LATEST],
        "may_file": bool(kinds_for(mentorship, user)),
    }


@register.simple_tag(takes_context=True)
def last_days(context: template.Context, mentorship: Mentorship | None = None) -> dict[int, str]:
    """Words about last days that lie ahead, by the id of the pair: of one pair, or of all at once for a list."""
    return coming.last_days(context["request"].user, timezone.localdate(), mentorship)


@register.simple_tag(takes_context=True)
def tell_last_days(context: template.Context, table) -> str:
    """Hand these words to the table of pairs, which is drawn by a template of its own."""
    table.last_days = last_days(context)
    return ""


@register.filter
def last_day_of(days: dict[int, str], mentorship: Mentorship) -> str:
    """The words about this pair, or nothing."""
    return days.get(mentorship.pk, "")
