"""What people do during the drill. Each keeps a list of what was answered as done."""

import time
from io import BytesIO
from threading import Event, Thread

from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone
from openpyxl import Workbook

from mentoring.accounts.models import User
from mentoring.management.drill.visitor import Visitor, new_code
from mentoring.workflow.verdicts import Refused
from registry.people.imports.services import order_work, preview_import, start_import
from registry.people.imports.tasks import apply_list
from registry.people.models import Person
from roadmap.orders.enums import OrderStatus
from roadmap.orders.models import Order, OrderMentorship

PEOPLE_IN_A_LIST = 4
FIRST_NAMES = ("Анна", "Ольга", "Мария", "Елена")
PAUSE = 0.1


class Worker(Thread):
    """Somebody who works until told to stop."""

    def __init__(self, visitor: Visitor, stop: Event):
        super().__init__(daemon=True)
        self.visitor, self.stop = visitor, stop

    def run(self):
        while not self.stop.is_set() and self.work():
            time.sleep(PAUSE)
        connection.close()

    def insist(self, act, tries=200):
        """Do it again until the answer is known; None when told to stop before."""
        for _ in range(tries):
            answer = act()
            if answer.is_known or self.stop.is_set():
                return answer
            time.sleep(PAUSE)
        return answer


def staff_list(code: str) -> bytes:
    """A book with a few people whose surnames end in this code."""
    book = Workbook()
    book.active.append(("Фамилия", "Имя", "Отчество", "Должность"))
    for name in FIRST_NAMES[:PEOPLE_IN_A_LIST]:
        book.active.append((f"Учёт{code}", name, "Сергеевна", "учитель"))
    target = BytesIO()
    book.save(target)
    return target.getvalue()


class Importer(Worker):
    """Loads one staff list after another; `begun` may be there, `applied` must be."""

    def __init__(self, visitor, stop):
        super().__init__(visitor, stop)
        self.begun, self.applied = [], []

    def work(self):
        code = new_code()
        self.begun.append(code)
        book = staff_list(code)
        answer = self.insist(lambda: self.visitor.upload("/people/import/", "file", "list.xlsx", book))
        page = answer.location
        if not answer.is_done:
            return True
        self.insist(lambda: self.visitor.get(page))
        answer = self.insist(lambda: self.visitor.post(f"{page}apply/"))
        # A second «apply» of an applied list leads to its page as well.
        if answer.is_done:
            self.applied.append(code)
        return True


class Office(Worker):
    """The curator drafts and registers orders, the director approves them."""

    def __init__(self, visitor, director: Visitor, pairs: list[int], approved: list[int], stop):
        super().__init__(visitor, stop)
        self.director, self.pairs, self.approved = director, list(pairs), list(approved)
        self.registered, self.steps = [], 0

    def work(self):
        if not (self.pairs or self.approved):
            return False
        self.steps += 1
        try:
            if self.approved and (self.steps % 3 == 0 or not self.pairs):
                self._register(Order.objects.get(pk=self.approved[0]), self.approved)
            else:
                self._go_on(self.pairs[0])
        except (DatabaseError, InterfaceError):
            connection.close()
        return True

    def _go_on(self, pair: int) -> None:
        """The next step of this pair's order, whatever was answered before: the state says what it is."""
        row = OrderMentorship.objects.filter(mentorship_id=pair).select_related("order").first()
        if row is None:
            self.visitor.post("/orders/new/", pairs=pair)
            return
        order, path = row.order, f"/orders/{row.order_id}/"
        if order.status == OrderStatus.DRAFT:
            self.visitor.post(f"{path}submit/", version=order.version)
        elif order.status == OrderStatus.SUBMITTED:
            self.director.post(f"{path}approve/", version=order.version)
        else:
            self._register(order, self.pairs)

    def _register(self, order: Order, waiting: list[int]) -> None:
        """Give the order its number and take it off the list; it may be registered though the answer got lost."""
        if order.status != OrderStatus.APPROVED:
            waiting.pop(0)
            return
        path = f"/orders/{order.pk}/"
        answer = self.visitor.post(f"{path}register/", on=f"{timezone.localdate():%d.%m.%Y}")
        if answer.is_done and answer.location == path:
            self.registered.append(order.pk)
            waiting.pop(0)


class Printer(Worker):
    """Orders blanks for a few people: long work with a file at the end."""

    def __init__(self, visitor, people: list[int], stop, most: int):
        super().__init__(visitor, stop)
        self.people, self.most, self.ordered = people, most, []

    def work(self):
        chosen = self.people[len(self.ordered) % len(self.people)]
        answer = self.insist(
            lambda: self.visitor.post(
                "/consents/blanks/", people=chosen, scope="ticked", kinds="participation"
            )
        )
        if answer.is_done and answer.location.startswith("/jobs/"):
            self.ordered.append(int(answer.location.split("/")[2]))
        time.sleep(1)
        return len(self.ordered) < self.most


class Clerk(Worker):
    """Has lists written into the cards in the background."""

    def __init__(self, visitor, stop, most: int):
        super().__init__(visitor, stop)
        self.most, self.begun, self.ordered = most, [], []

    def work(self):
        code = new_code()
        self.begun.append(code)
        try:
            curator = User.objects.get(username="curator")
            staff_import = start_import(by=curator, data=staff_list(code), filename="list.xlsx")
            preview_import(staff_import, by=curator)
            self.ordered.append(order_work(staff_import, apply_list, by=curator, title="Список").pk)
        except (DatabaseError, InterfaceError, Refused):
            connection.close()
        time.sleep(1)
        return len(self.ordered) < self.most


def people_with(code: str) -> int:
    return Person.objects.filter(last_name__icontains=f"Учёт{code}").count()


def registered_orders():
    return Order.objects.exclude(number="")
