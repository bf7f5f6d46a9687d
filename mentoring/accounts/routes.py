"""What each address is called in the log and what kind of act it is. A new address gets its line here."""

from mentoring.accounts.enums import AccessKind

K = AccessKind
SIGNING = frozenset({"account_login", "account_logout", "mfa_authenticate"})
READS = frozenset({K.VIEW, K.LIST})

SUBJECTS = {
    "home": "Главная",
    "home:today": "Страница «Сегодня»",
    "home:search": "Поиск",
    "home:account": "Своя учётная запись",
    "account_login": "Имя и пароль",
    "account_logout": "Завершение сеанса",
    "account_reauthenticate": "Подтверждение пароля",
    "account_change_password": "Смена пароля",
    "account_set_password": "Новый пароль",
    "mfa_authenticate": "Второй шаг входа",
    "mfa_activate_totp": "Второй шаг входа: включение",
    "mfa_deactivate_totp": "Второй шаг входа: отключение",
    "mfa_generate_recovery_codes": "Запасные коды",
    "usersessions_list": "Свои сеансы",
    "users": "Учётные записи",
    "users:list": "Список учётных записей",
    "users:detail": "Учётная запись",
    "users:create": "Новая учётная запись",
    "users:give-role": "Дана роль",
    "users:end-role": "Снята роль",
    "users:first-link": "Ссылка для первого входа",
    "users:set-active": "Разрешение входить",
    "users:first": "Ссылка для первого входа",
    "users:set-first": "Первый пароль",
    "users:lift-pause": "Пауза входа снята",
    "users:end-sessions": "Сеансы завершены",
    "users:permissions-pdf": "Кто что может, PDF",
    "school": "Карточка организации и справочники",
    "jobs": "Задания",
    "jobs:download": "Файл задания",
    "letters": "Письма",
    "documents": "Проверка документа",
    "upkeep": "Состояние системы",
    "privacy": "Персональные данные человека",
    "privacy:office": "Обращения и отзывы согласий",
    "privacy:mine": "Свои персональные данные",
    "privacy:my-looks": "Кто смотрел меня",
    "privacy:my-archive": "Архив своих данных",
    "privacy:archive": "Архив данных человека",
    "privacy:ask-mine": "Обращение о своих данных",
    "privacy:ask": "Обращение о данных с бумаги",
    "privacy:looks": "Кто обращался к данным человека",
    "privacy:request": "Обращение о данных",
    "privacy:keep": "Данные оставлены на другом основании",
    "privacy:erase": "Уничтожение данных человека",
    "privacy:erasures": "Акты об уничтожении",
    "privacy:erasure": "Акт об уничтожении",
    "privacy:paper": "Акт об уничтожении, PDF",
    "privacy:terms": "Сроки хранения",
    "privacy:destroy": "Уничтожение по сроку",
    "privacy:blocked": "Заблокированные приказы",
    "privacy:open-blocked": "Заблокированный приказ",
    "privacy:log": "Журнал обращений",
    "years": "Учебный год",
    "years:list": "Учебные годы",
    "years:close": "Учебный год закрыт",
    "years:reopen": "Учебный год открыт снова",
    "imports": "Загрузка списка сотрудников",
    "imports:detail": "Загрузка списка: проверка строк",
    "imports:apply": "Загрузка списка: внесение",
    "imports:bad_rows": "Загрузка списка: строки с ошибками",
    "people": "Карточка человека",
    "people:list": "Список людей",
    "people:export": "Список сотрудников",
    "people:review": "Очередь на проверку склонения",
    "people:history": "История карточки",
    "people:edit": "Карточка человека: изменение",
    "people:edit_own": "Своя карточка: изменение",
    "people:create": "Новая карточка",
    "people:forms": "Склонение имени и должности",
    "people:accept_forms": "Склонение имени и должности",
    "people:accounts": "Люди без учётной записи",
    "people:account": "Учётная запись человека",
    "people:unlink_account": "Учётная запись человека: связь снята",
    "people:dismiss": "Отметка об увольнении",
    "people:reinstate": "Отметка об увольнении снята",
    "consents": "Согласие",
    "consents:list": "Список согласий",
    "consents:terms": "Сроки согласий",
    "consents:journal": "Журнал согласий",
    "consents:mine": "Свои согласия",
    "consents:person": "Согласия человека",
    "consents:pdf": "Согласие на бумаге",
    "consents:scan": "Скан согласия",
    "consents:former-scan": "Прежний скан согласия",
    "consents:attach": "Скан согласия: приложение",
    "consents:withdraw": "Отзыв согласия",
    "consents:blanks": "Бланки согласий",
    "consents:record-many": "Согласия, полученные на бумаге",
    "consents:policy": "Политика обработки персональных данных",
    "consents:new-pupil": "Карточка обучающегося с согласием",
    "consents:pupil-blank": "Пустой бланк согласия",
    "consents:texts": "Тексты согласий",
    "consents:text": "Текст согласия",
    "consents:new-edition": "Новая редакция текста согласия",
    "bank": "Запись банка",
    "bank:mentors": "Банк наставников",
    "bank:mentees": "Банк наставляемых",
    "bank:mine": "Своя запись банка",
    "pairs": "Пара или группа",
    "pairs:list": "Список пар и групп",
    "pairs:mine": "Свои пары",
    "pairs:unpaired": "Наставляемые без пары",
    "pairs:registers": "Реестры",
    "pairs:register_pdf": "Реестр, PDF",
    "pairs:register_xlsx": "Реестр, Excel",
    "pairs:history": "История пары",
    "pairs:accept": "Ответ стороны: согласие",
    "pairs:refuse": "Ответ стороны: отказ",
    "pairs:enter_answer": "Ответ стороны, внесённый с бумаги",
    "pairs:council": "Мнение методического совета",
    "pairs:end": "Завершение пары",
    "agreements": "Соглашение с наставником",
    "agreements:list": "Список соглашений",
    "agreements:payments": "Выплаты наставникам, Excel",
    "agreements:pdf": "Соглашение с наставником, PDF",
    "agreements:scan": "Скан соглашения",
    "agreements:sign": "Подписание соглашения",
    "agreements:end": "Прекращение соглашения",
    "applications": "Заявление",
    "applications:list": "Список заявлений",
    "applications:create": "Новое заявление",
    "applications:pdf": "Заявление, PDF",
    "applications:agree": "Согласие стороны",
    "applications:act": "Решение по заявлению",
    "applications:draft_order": "Приказ по заявлению",
    "registers:journal": "Журнал регистрации приказов, PDF",
    "registers:unread": "Не ознакомлены с приказами",
    "registers:sheets": "Листы ознакомления одним файлом",
    "controls": "Поручение на контроле",
    "controls:list": "Контроль исполнения приказов",
    "blueprints": "Шаблоны программ",
    "programmes": "Программа",
    "programmes:list": "Список программ",
    "programmes:archive": "Программы одним архивом",
    "programmes:register_pdf": "Реестр программ, PDF",
    "programmes:register_xlsx": "Реестр программ, Excel",
    "programmes:pdf": "Программа, PDF",
    "programmes:document": "Выпущенная программа",
    "programmes:agree": "Согласование программы",
    "programmes:agreement": "Согласование программы с бумаги",
    "programmes:acquaintance": "Ознакомление с программой",
    "orders": "Приказ",
    "orders:list": "Список приказов",
    "orders:export": "Журнал регистрации приказов, Excel",
    "orders:preview": "Проект приказа, PDF",
    "orders:document": "Зарегистрированный приказ, PDF",
    "orders:docx": "Приказ, Word",
    "orders:sheet": "Лист ознакомления, PDF",
    "orders:scan": "Скан приказа",
    "orders:approve": "Утверждение приказа",
    "orders:return": "Возврат приказа",
    "orders:register": "Регистрация приказа",
    "orders:sign": "Подписание приказа",
    "orders:acknowledge": "Ознакомление с приказом",
    "orders:journals": "Журналы регистрации",
    "orders:samples": "Образцы приказов",
    "orders:edit_sample": "Образец приказа",
    "orders:sample_versions": "Версии образца приказа",
    "roadmaps": "Дорожная карта",
    "roadmaps:list": "Список дорожных карт",
    "roadmaps:upload": "Загрузка дорожной карты",
    "roadmaps:preview": "Проверка загруженной дорожной карты",
    "roadmaps:pdf": "Дорожная карта, PDF",
    "roadmaps:xlsx": "Дорожная карта, Excel",
    "roadmaps:docx": "Дорожная карта, Word",
    "roadmaps:approve": "Утверждение дорожной карты",
    "roadmaps:return": "Возврат дорожной карты",
    "roadmaps:progress": "Выполнение дорожной карты",
    "roadmaps:calendar": "Дорожная карта: календарь",
    "roadmaps:report": "Отчёт о выполнении дорожной карты, PDF",
    "roadmaps:report-xlsx": "Отчёт о выполнении дорожной карты, Excel",
    "roadmaps:roll-over": "Дорожная карта на следующий период",
    "roadmaps:mine": "Свои мероприятия",
    "roadmaps:mark": "Выполнение мероприятия",
    "roadmaps:add-evidence": "Подтверждение мероприятия",
    "roadmaps:remove-evidence": "Подтверждение мероприятия убрано",
    "roadmaps:evidence-file": "Файл подтверждения",
}

LISTS = frozenset(
    {
        "home:today", "home:search", "users:list", "imports:detail", "people:list", "people:accounts", "people:review",
        "consents:list", "consents:terms", "consents:blanks", "consents:record-many", "bank:mentors",
        "bank:mentees", "bank:add-many", "pairs:list", "pairs:mine", "pairs:unpaired", "pairs:registers",
        "pairs:create", "pairs:pick_mentees", "pairs:pick_mentor", "programmes:list", "programmes:create",
        "orders:list", "orders:create", "orders:create_kind", "orders:pairs", "privacy:office", "privacy:log", "agreements:list",
        "years:detail",
        "applications:list", "registers:unread", "controls:list",
    }
)  # fmt: skip
PAPERS = frozenset(
    {
        "consents:pdf", "programmes:pdf", "programmes:document", "orders:preview", "orders:document", "orders:docx", "orders:sheet",
        "privacy:paper", "agreements:pdf", "applications:pdf", "registers:sheets",
    }
)  # fmt: skip
EXPORTS = frozenset(
    {
        "imports:bad_rows", "people:export", "consents:journal", "pairs:register_pdf", "pairs:register_xlsx",
        "programmes:register_pdf", "programmes:register_xlsx", "orders:export", "agreements:payments",
        "registers:journal",
        "privacy:my-archive", "privacy:archive",
    }
)  # fmt: skip
# One's own data: what anybody may take as often as one likes (152-ФЗ, ст. 14).
OF_ONESELF = frozenset({"privacy:my-archive"})
FILES = frozenset(
    {
        "consents:scan",
        "consents:former-scan",
        "orders:scan",
        "agreements:scan",
        "jobs:download",
        "roadmaps:evidence-file",
    }
)
DECISIONS = frozenset(
    {
        "pairs:accept", "pairs:refuse", "pairs:enter_answer", "pairs:council", "programmes:agree",
        "programmes:agreement", "programmes:acquaintance", "orders:approve", "orders:return", "orders:register",
        "orders:sign", "orders:acknowledge", "privacy:request", "privacy:keep", "roadmaps:approve",
        "roadmaps:return",
        "agreements:sign", "agreements:end", "applications:act", "applications:agree",
        "years:close", "years:reopen",
    }
)  # fmt: skip
RIGHTS = frozenset(
    {
        "users:give-role",
        "users:end-role",
        "users:set-active",
        "users:first-link",
        "users:lift-pause",
        "users:end-sessions",
    }
)
# Personal data stand on these pages though no card is read for them: stored papers, raw lists, letters, accounts.
ALWAYS = frozenset(
    {
        *PAPERS,
        *EXPORTS,
        *FILES,
        "imports:detail",
        "imports:columns",
        "letters:outbox",
        "users:list",
        "users:detail",
    }
)


def kind_of(route, method) -> AccessKind:
    """The kind of act behind an address (a name of an URL) and a method."""
    if method in ("GET", "HEAD"):
        places = ((LISTS, K.LIST), (PAPERS, K.PRINT), (EXPORTS, K.EXPORT), (FILES, K.FILE))
        return next((kind for names, kind in places if route in names), K.VIEW)
    if route in RIGHTS:
        return K.ROLE
    return K.APPROVE if route in DECISIONS else K.CHANGE


def subject_of(route) -> str:
    """What the log calls an address; one without a line of its own is called as its room."""
    return SUBJECTS.get(route) or SUBJECTS.get(route.split(":")[0]) or route
