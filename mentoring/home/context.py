"""What every page's frame shows: navigation, school, year, person."""

from mentoring.addresses import address
from mentoring.home.navigation import further_pages, navigation_for
from mentoring.language.typography import typeset
from mentoring.school.queries import current_year_label, organisation

# Pages of this room that are not «Сегодня»: no line of the navigation stands for them.
OF_NO_LINE = ("home:account", "home:search")


def page_frame(request):
    """Context of base.html for a signed-in person; nothing for others.

    A page is made of several templates with the request (a list has one of its own): it is read once.
    """
    if not hasattr(request, "page_frame"):
        request.page_frame = _frame(request)
    return request.page_frame


def _frame(request):
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    match = request.resolver_match
    has_line = match and match.view_name not in OF_NO_LINE
    place = (match.namespace, match.view_name) if has_line else ("", "")
    card = organisation()
    return {
        "navigation": navigation_for(user, *place),
        "further_pages": further_pages(user, *place),
        "school_card": card,
        "school_name": typeset(card.short_name) if card else "",
        "school_year": current_year_label(),
        "search_url": address("home:search"),
        "account_url": address("home:account"),
        "permissions_url": address("users:permissions"),
        "person_name": str(user),
    }
