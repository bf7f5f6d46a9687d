"""Left navigation: at most seven lines, chosen by what today's roles allow."""

from dataclasses import dataclass

from mentoring.accounts.enums import Role
from mentoring.accounts.permissions import Permission
from mentoring.addresses import address

P = Permission


@dataclass(frozen=True)
class NavigationItem:
    label: str
    url: str
    icon: str
    is_current: bool


# label, URL name, icon, namespaces that it stands for, permissions (any of them opens the line)
OFFICE = (
    ("Люди", "people:list", "users", ("people", "imports", "mentions"), {P.VIEW_PEOPLE}),
    ("Банк", "bank:mentors", "landmark", ("bank",), {P.VIEW_BANK}),
    ("Согласия", "consents:list", "file-check", ("consents",), {P.VIEW_CONSENTS}),
    ("Пары и группы", "pairs:list", "handshake", ("pairs",), {P.VIEW_PAIRS}),
    (
        "Приказы",
        "orders:list",
        "stamp",
        (
            "orders",
            "acts",
            "partners",
            "agreements",
            "applications",
            "registers",
            "controls",
            "protocols",
            "agendas",
        ),
        {P.VIEW_ORDERS},
    ),
    ("Программы", "programmes:list", "notebook-pen", ("programmes", "blueprints"), {P.VIEW_PROGRAMMES}),
    ("Дорожные карты", "roadmaps:list", "route", ("roadmaps",), {P.VIEW_ROADMAPS}),
    ("Учебные годы", "years:list", "calendar", ("years",), {P.EDIT_PAIRS, P.APPROVE_ORDERS}),
    ("Персональные данные", "privacy:office", "shield-user", ("privacy",), {P.KEEP_PERSONAL_DATA}),
    ("Учётные записи", "users:list", "key-round", ("users",), {P.MANAGE_ACCOUNTS}),
    ("Организация", "school:organisation", "school", ("school",), {P.EDIT_SCHOOL}),
    ("Письма", "letters:outbox", "mail", ("letters",), {P.VIEW_OUTBOX}),
    ("Состояние", "upkeep:state", "activity", ("upkeep",), {P.VIEW_HEALTH}),
    ("Обращения к данным", "privacy:log", "eye", (), {P.VIEW_ACCESS_LOG}),
)
OWN = (
    ("Моя карточка", "people:me", "user-round", ("people", "mentions")),
    ("Мои данные", "privacy:mine", "shield-user", ("privacy",)),
    ("Мои согласия", "consents:mine", "file-check", ("consents",)),
    ("Мои пары", "pairs:mine", "handshake", ("pairs",)),
    ("Мои программы", "programmes:list", "notebook-pen", ("programmes",)),
    ("Локальные акты", "acts:list", "scroll-text", ("acts",)),
)
# Cards of pairs belong to «Мои пары» below it.
UNPAIRED = ("Без пары", "pairs:unpaired", "user-search", ())
MOST_LINES = 7


def navigation_for(user, namespace, page=""):
    """Lines of the left column for this person; `namespace` and `page` (the name of its address) say what is open."""
    return _items(_lines(user), namespace, page)[:MOST_LINES]


def further_pages(user, namespace, page=""):
    """What did not fit into the seven lines: it stands below them under «Другие разделы»."""
    return _items(_lines(user), namespace, page)[MOST_LINES:]


def _lines(user):
    lines = [("Сегодня", "home:today", "sun", ("home",))]
    lines += [row[:4] for row in OFFICE if user.current_permissions & row[4]]
    if user.current_roles == {Role.PSYCHOLOGIST}:
        lines.append(UNPAIRED)
    if not user.may(P.VIEW_PEOPLE):
        lines += [row for row in OWN if row[0] not in {line[0] for line in lines}]
    return lines


def _items(lines, namespace, page):
    """One line at most is the present one: that of the page itself before that of its room."""
    present = [name for _, name, *_ in lines if name == page]
    present += [name for _, name, _, namespaces in lines if namespace in namespaces]
    return [NavigationItem(label, address(name), icon, name in present[:1]) for label, name, icon, _ in lines]
