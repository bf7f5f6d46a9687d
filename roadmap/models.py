"""Gathers the models of the decisions' rooms."""

from roadmap.orders.models import Acquaintance, Journal, JournalCounter, Order, OrderItem, OrderMentorship

__all__ = ["Acquaintance", "Journal", "JournalCounter", "Order", "OrderItem", "OrderMentorship"]
