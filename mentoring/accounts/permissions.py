"""Who may do what: permissions in code, given to roles in one table (domain, A10)."""

from enum import StrEnum

from mentoring.accounts.enums import Role


class Permission(StrEnum):
    """One act that a role may be allowed; the value is its stable name in tests and documents."""

    VIEW_PEOPLE = "view_people"
    VIEW_CONTACTS = "view_contacts"
    EDIT_PEOPLE = "edit_people"
    IMPORT_PEOPLE = "import_people"
    VIEW_BANK = "view_bank"
    EDIT_BANK = "edit_bank"
    VIEW_UNPAIRED = "view_unpaired"
    VIEW_CONSENTS = "view_consents"
    EDIT_CONSENTS = "edit_consents"
    VIEW_PAIRS = "view_pairs"
    EDIT_PAIRS = "edit_pairs"
    GIVE_COUNCIL_OPINION = "give_council_opinion"
    VIEW_ORDERS = "view_orders"
    DRAFT_ORDERS = "draft_orders"
    APPROVE_ORDERS = "approve_orders"
    REGISTER_ORDERS = "register_orders"
    VIEW_ROADMAPS = "view_roadmaps"
    EDIT_ROADMAPS = "edit_roadmaps"
    APPROVE_ROADMAPS = "approve_roadmaps"
    VIEW_PROTOCOLS = "view_protocols"
    KEEP_PROTOCOLS = "keep_protocols"
    KEEP_COUNCIL_PROTOCOLS = "keep_council_protocols"
    VIEW_PROGRAMMES = "view_programmes"
    EDIT_PROGRAMMES = "edit_programmes"
    NOTE_PROGRAMMES = "note_programmes"
    EDIT_BLUEPRINTS = "edit_blueprints"
    EXPORT_REGISTERS = "export_registers"
    EDIT_SCHOOL = "edit_school"
    MANAGE_ACCOUNTS = "manage_accounts"
    VIEW_OUTBOX = "view_outbox"
    VIEW_HEALTH = "view_health"
    VIEW_ACCESS_LOG = "view_access_log"
    KEEP_PERSONAL_DATA = "keep_personal_data"
    OPEN_BLOCKED = "open_blocked"

    @property
    def label(self) -> str:
        return PERMISSION_LABELS[self]


PERMISSION_LABELS = {
    Permission.VIEW_PEOPLE: "Видеть карточки всех сотрудников",
    Permission.VIEW_CONTACTS: "Видеть телефоны, дни рождения и примечания в карточках",
    Permission.EDIT_PEOPLE: "Вести карточки сотрудников",
    Permission.IMPORT_PEOPLE: "Загружать список сотрудников из Excel",
    Permission.VIEW_BANK: "Видеть банк наставников и наставляемых",
    Permission.EDIT_BANK: "Вести банк наставников и наставляемых",
    Permission.VIEW_UNPAIRED: "Видеть наставляемых без пары",
    Permission.VIEW_CONSENTS: "Видеть согласия",
    Permission.EDIT_CONSENTS: "Вести согласия, вносить полученные на бумаге",
    Permission.VIEW_PAIRS: "Видеть все пары и группы",
    Permission.EDIT_PAIRS: "Предлагать пары и группы, вносить ответы сторон",
    Permission.GIVE_COUNCIL_OPINION: "Давать мнение методического совета о паре",
    Permission.VIEW_ORDERS: "Видеть приказы",
    Permission.DRAFT_ORDERS: "Готовить проекты приказов, отмечать ознакомление",
    Permission.APPROVE_ORDERS: "Утверждать и возвращать приказы",
    Permission.REGISTER_ORDERS: "Регистрировать приказы",
    Permission.VIEW_ROADMAPS: "Видеть дорожные карты",
    Permission.EDIT_ROADMAPS: "Вести дорожные карты",
    Permission.APPROVE_ROADMAPS: "Утверждать и возвращать дорожные карты",
    Permission.VIEW_PROTOCOLS: "Видеть протоколы всех заседаний",
    Permission.KEEP_PROTOCOLS: "Вести протоколы всех заседаний",
    Permission.KEEP_COUNCIL_PROTOCOLS: "Вести протоколы методического совета",
    Permission.VIEW_PROGRAMMES: "Видеть все персонализированные программы",
    Permission.EDIT_PROGRAMMES: "Вносить программы за участников",
    Permission.NOTE_PROGRAMMES: "Отмечать ознакомление с программой",
    Permission.EDIT_BLUEPRINTS: "Вести шаблоны программ",
    Permission.EXPORT_REGISTERS: "Печатать и выгружать реестры",
    Permission.EDIT_SCHOOL: "Изменять карточку организации и справочники",
    Permission.MANAGE_ACCOUNTS: "Вести учётные записи и роли",
    Permission.VIEW_OUTBOX: "Видеть журнал писем",
    Permission.VIEW_HEALTH: "Видеть состояние системы и копий данных",
    Permission.VIEW_ACCESS_LOG: "Видеть, кто обращался к персональным данным",
    Permission.KEEP_PERSONAL_DATA: "Отвечать на обращения о персональных данных, уничтожать данные",
    Permission.OPEN_BLOCKED: "Открывать заблокированные приказы с указанием причины",
}

_P = Permission
ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.DIRECTOR: frozenset(
        {
            _P.VIEW_PEOPLE, _P.VIEW_BANK, _P.VIEW_UNPAIRED, _P.VIEW_CONSENTS, _P.VIEW_PAIRS,
            _P.VIEW_ORDERS, _P.DRAFT_ORDERS, _P.APPROVE_ORDERS, _P.REGISTER_ORDERS,
            _P.VIEW_ROADMAPS, _P.EDIT_ROADMAPS, _P.APPROVE_ROADMAPS,
            _P.VIEW_PROGRAMMES, _P.EXPORT_REGISTERS, _P.EDIT_SCHOOL, _P.VIEW_ACCESS_LOG,
            _P.KEEP_PERSONAL_DATA, _P.OPEN_BLOCKED, _P.VIEW_CONTACTS, _P.VIEW_PROTOCOLS,
        }
    ),
    Role.CURATOR: frozenset(
        {
            _P.VIEW_PEOPLE, _P.EDIT_PEOPLE, _P.IMPORT_PEOPLE, _P.VIEW_BANK, _P.EDIT_BANK,
            _P.VIEW_UNPAIRED, _P.VIEW_CONSENTS, _P.EDIT_CONSENTS, _P.VIEW_PAIRS, _P.EDIT_PAIRS,
            _P.VIEW_ORDERS, _P.DRAFT_ORDERS, _P.REGISTER_ORDERS, _P.VIEW_PROGRAMMES,
            _P.EDIT_PROGRAMMES, _P.NOTE_PROGRAMMES, _P.EDIT_BLUEPRINTS, _P.EXPORT_REGISTERS,
            _P.EDIT_SCHOOL, _P.VIEW_ACCESS_LOG, _P.KEEP_PERSONAL_DATA, _P.VIEW_CONTACTS,
            _P.VIEW_ROADMAPS, _P.EDIT_ROADMAPS, _P.VIEW_PROTOCOLS, _P.KEEP_PROTOCOLS,
        }
    ),
    Role.COUNCIL: frozenset(
        {
            _P.VIEW_PEOPLE, _P.VIEW_BANK, _P.VIEW_UNPAIRED, _P.VIEW_PAIRS, _P.GIVE_COUNCIL_OPINION,
            _P.VIEW_ORDERS, _P.VIEW_PROGRAMMES, _P.NOTE_PROGRAMMES, _P.VIEW_ROADMAPS,
            _P.KEEP_COUNCIL_PROTOCOLS,
        }
    ),
    Role.PSYCHOLOGIST: frozenset({_P.VIEW_UNPAIRED}),
    # Keeps the machine, not the people: no card, no bank (docs/decisions/0014).
    Role.ADMINISTRATOR: frozenset(
        {_P.EDIT_SCHOOL, _P.MANAGE_ACCOUNTS, _P.VIEW_OUTBOX, _P.VIEW_HEALTH, _P.VIEW_ACCESS_LOG}
    ),
    # Keeps cards and the bank jointly with the curator, where the school gives this role (Положение, п. 3.4).
    Role.KEEPER: frozenset(
        {
            _P.VIEW_PEOPLE, _P.VIEW_CONTACTS, _P.EDIT_PEOPLE, _P.IMPORT_PEOPLE, _P.VIEW_BANK, _P.EDIT_BANK,
        }
    ),
}  # fmt: skip

# Whoever decides, gives numbers or keeps accounts: their sessions rest half as long.
SIGNING_ROLES = frozenset({Role.DIRECTOR, Role.CURATOR, Role.ADMINISTRATOR})


def permissions_of(roles) -> frozenset[Permission]:
    """The union of what the given roles (an iterable of role names) allow."""
    return frozenset().union(*(ROLE_PERMISSIONS[Role(role)] for role in roles))
