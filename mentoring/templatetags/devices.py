"""What a browser calls itself, in words that its owner knows."""

from django import template

register = template.Library()

# The first that is found counts: most browsers also claim to be Chrome and Safari.
BROWSERS = (
    ("YaBrowser/", "Яндекс Браузер"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
LONGEST_UNKNOWN = 70


@register.filter
def device(user_agent: str) -> str:
    """«Chrome, Windows»; what nobody knows is shown as it came, cut."""
    known = [
        next((word for mark, word in words if mark in user_agent), None) for words in (BROWSERS, SYSTEMS)
    ]
    return ", ".join(filter(None, known)) or user_agent[:LONGEST_UNKNOWN] or "неизвестно"
