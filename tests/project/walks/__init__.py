"""Walks over every address of the product, in one school that they share."""
