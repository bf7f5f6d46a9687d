"""Orders on other orders: a registered order is changed or cancelled only by an order that names it (A2-16)."""

from roadmap.orders.enums import OrderKind
from roadmap.orders.kinds.shape import Fact, FactKind, Kind, Need, SampleItem, SampleText

GROUP = "Изменение прежних приказов"
REASON = Fact(
    name="reason",
    label="Почему",
    mark="причина",
    is_required=False,
    help_text="После слов «в связи с»: «изменением состава наставников».",
)
THAT_ORDER = "приказ от {приказ.дата} № {приказ.номер} «{приказ.заголовок}»"

AMENDMENT = Kind(
    kind=OrderKind.AMENDMENT,
    code="A2-16",
    group=GROUP,
    title="О внесении изменений в приказ",
    help_text="Прежний приказ остаётся в силе, на его карточке появится ссылка на изменения.",
    need=Need.ORDER,
    facts=(
        Fact(name="on", label="Изменить с", mark="дата изменения", kind=FactKind.DAY),
        Fact(
            name="changes",
            label="Что изменить",
            mark="изменения",
            kind=FactKind.TEXT,
            help_text="Со строчной буквы, без точки: «пункт 3 изложить в следующей редакции: …».",
        ),
        REASON,
    ),
    effect_words="На карточке прежнего приказа появится отметка, что он изменён.",
    sample=SampleText(
        title="О внесении изменений в приказ",
        preamble="В целях приведения локальных актов организации в соответствие[, в связи с {причина}]",
        items=(
            SampleItem("Внести с {дата изменения} в " + THAT_ORDER + " следующие изменения: {изменения}."),
        ),
    ),
)

CANCELLATION = Kind(
    kind=OrderKind.CANCELLATION,
    code="A2-16",
    group=GROUP,
    title="О признании приказа утратившим силу",
    help_text="Прежний приказ отменяется с названного дня: это увидят на его карточке и при проверке документа.",
    need=Need.ORDER,
    facts=(
        Fact(name="on", label="Утрачивает силу с", mark="дата отмены", kind=FactKind.DAY),
        REASON,
    ),
    effect_words="Прежний приказ отмечается отменённым. Пары и роли, которые он открыл, сами не закрываются.",
    sample=SampleText(
        title="О признании приказа утратившим силу",
        preamble="В целях приведения локальных актов организации в соответствие[, в связи с {причина}]",
        items=(SampleItem("Признать утратившим силу с {дата отмены} " + THAT_ORDER + "."),),
    ),
)
