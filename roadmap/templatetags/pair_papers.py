"""What the rooms of decisions add to the card of a pair: the card's own room does not know them."""

from django import template
from django.utils import timezone

from roadmap.agreements.checklist import checklist

register = template.Library()


@register.inclusion_tag("roadmap/agreements/_checklist.html", takes_context=True)
def mentor_papers(context: template.Context, mentorship) -> dict:
    """The checklist «Документы наставника», or nothing for a reader who is not to see it."""
    return {"checklist": checklist(mentorship, context["request"].user, timezone.localdate())}
