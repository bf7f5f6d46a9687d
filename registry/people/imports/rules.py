from mentoring.accounts.models import User
from mentoring.accounts.permissions import Permission
from mentoring.workflow.verdicts import ALLOWED, Allowed, Denied
from registry.people.enums import ImportState, RowOutcome
from registry.people.models import StaffImport


def may_import(user: User) -> Allowed | Denied:
    """May this person load staff lists?"""
    if user.may(Permission.IMPORT_PEOPLE) and user.may(Permission.EDIT_PEOPLE):
        return ALLOWED
    return Denied("Список сотрудников загружает куратор или системный администратор.")


def may_change_import(user: User, staff_import: StaffImport) -> Allowed | Denied:
    """May this list still be matched anew or given up?"""
    allowed = may_import(user)
    if not allowed:
        return allowed
    if staff_import.state == ImportState.APPLIED:
        return Denied("Этот список уже внесён в картотеку. Чтобы внести другой, загрузите новый файл.")
    if staff_import.state == ImportState.CANCELLED:
        return Denied("Загрузка этого списка отменена. Загрузите файл снова.")
    return ALLOWED


def may_apply(user: User, staff_import: StaffImport) -> Allowed | Denied:
    """May the good rows of this list be written into the cards?"""
    allowed = may_change_import(user, staff_import)
    if not allowed:
        return allowed
    if staff_import.state != ImportState.PREVIEWED:
        return Denied("Список ещё не проверен. Дождитесь проверки и посмотрите, что изменится.")
    outcomes = set(staff_import.rows.values_list("outcome", flat=True).distinct())
    if outcomes & {RowOutcome.NEW, RowOutcome.UPDATED}:
        return ALLOWED
    if RowOutcome.UNCHANGED in outcomes:
        return Denied("Вносить нечего: в списке нет ни новых людей, ни изменений.")
    if RowOutcome.ERROR in outcomes:
        return Denied("Вносить нечего: во всех строках ошибки. Исправьте их и загрузите список снова.")
    return Denied(
        "Вносить нечего: в прочитанных строках нет ни одного человека. Проверьте, тот ли это лист "
        "и верно ли найдена строка заголовков («Ещё» → «Изменить столбцы»)."
    )
