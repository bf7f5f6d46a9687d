"""Letters about a local act; people without an address learn of it from «Сегодня» or from the curator."""

from roadmap.orders.letters import ask_to_read


def tell_readers(act, people) -> None:
    """Those who were put on the sheet are asked to read the act; its words are only on its page."""
    lines = [
        f"Утверждён локальный акт: {act}.",
        "Вы в листе ознакомления. Прочитайте акт и отметьте, что ознакомились.",
    ]
    ask_to_read(act, people, "Ознакомьтесь с локальным актом", lines, "Открыть акт")
