"""«Кто что может» as a text: permissions by role, then every address with the roles that it opens to.

Nothing is written down twice: the permissions come from their table, the addresses from the views' decorators.
"""

from dataclasses import dataclass

from django.urls import URLResolver, get_resolver

from mentoring.accounts.enums import Role
from mentoring.accounts.permissions import ROLE_PERMISSIONS, Permission

EVERYBODY = "без входа"
OWN = "каждый, кто вошёл"
HEAD = """# Кто что может

Эту страницу делает `manage.py access_table` из самой программы; изменённая от руки, она не пройдёт проверку. Для подписи
директора есть печатный вид: «Кто что может» в меню под именем → «Напечатать».

Своё – карточку, согласия, пары, программы – видит и ведёт каждый, кто вошёл. Остальное даёт роль.

## Что даёт роль

"""
ADDRESSES = """
## Что открывает каждый адрес

«Каждый, кто вошёл» видит по такому адресу только то, что ему видно: чужая запись для него не отличается от
несуществующей. «Смотреть» – GET, «делать» – POST; других способов нет. Цифры и знаки в адресе заменены на `…`.

| Адрес | Что можно | Кому |
| --- | --- | --- |
"""


@dataclass(frozen=True)
class Address:
    """One address: `path` with «…» for what changes, `methods` in Russian, `who` in Russian."""

    path: str
    methods: str
    who: str


def permission_rows() -> list[tuple[str, list[bool]]]:
    """Each permission's label and whether each role has it, in the order of `Role`."""
    return [
        (permission.label, [permission in ROLE_PERMISSIONS[role] for role in Role])
        for permission in Permission
    ]


def addresses() -> list[Address]:
    """Every address of the product in the order of the address book."""
    return [Address(path, _methods(view), _who(view)) for path, view in _views(get_resolver())]


def access_page() -> str:
    """The whole page in Markdown."""
    lines = [f"| Что | {' | '.join(role.label for role in Role)} |", "| --- |" + " :-: |" * len(Role)]
    for label, cells in permission_rows():
        lines.append(f"| {label} | {' | '.join('да' if cell else '–' for cell in cells)} |")
    rows = [f"| `{row.path}` | {row.methods} | {row.who} |" for row in addresses()]
    return HEAD + "\n".join(lines) + "\n" + ADDRESSES + "\n".join(rows) + "\n"


def _views(resolver, prefix="/"):
    for row in resolver.url_patterns:
        path = prefix + _plain(row.pattern)
        if isinstance(row, URLResolver):
            yield from _views(row, path)
        else:
            yield path, row.callback


def _plain(pattern):
    """«people/<int:pk>/edit/» as «people/…/edit/»."""
    if not hasattr(pattern, "_route"):
        start = pattern.regex.pattern.lstrip("^").split("(")[0]
        return f"{start}…/"
    parts = [part.split(">", 1)[-1] if ">" in part else part for part in str(pattern).split("<")]
    return "…".join(parts)


def _who(view):
    policy = getattr(view, "access_policy", None)
    if policy == "public" or getattr(view, "login_required", True) is False:
        return EVERYBODY
    if policy in (None, "signed-in"):
        return OWN
    roles = [role.label for role in Role if ROLE_PERMISSIONS[role] & set(policy)]
    return ", ".join(roles)


def _methods(view):
    names = {"GET": "смотреть", "POST": "делать"}
    return ", ".join(names[method] for method in names if method in allowed_methods(view))


def allowed_methods(view) -> set[str]:
    """What Django's decorators (or a class's methods) let through."""
    if hasattr(view, "view_class"):
        return {name.upper() for name in ("get", "post") if hasattr(view.view_class, name)}
    found = {"GET", "HEAD", "POST"}
    while view is not None:
        names = getattr(getattr(view, "__code__", None), "co_freevars", ())
        if "request_method_list" in names:
            found &= set(view.__closure__[names.index("request_method_list")].cell_contents)
        view = getattr(view, "__wrapped__", None)
    return found
