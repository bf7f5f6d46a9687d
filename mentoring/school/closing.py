"""Closed school years in the database itself: what is dated in one of them is neither added nor moved."""

import pgtrigger


def kept_in_closed_years(name: str, column: str) -> pgtrigger.Trigger:
    """A trigger that refuses to write, move or take away the date in `column` when it falls in a closed year.

    It holds the year's row until the end of the transaction: a year is closed before such a write or after it.
    """
    falls = f"""NEW.{column} BETWEEN start AND "end" OR OLD.{column} BETWEEN start AND "end" """
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=f"""
            IF NEW.{column} IS DISTINCT FROM OLD.{column} THEN
                PERFORM 1 FROM mentoring_schoolyear WHERE {falls} ORDER BY id FOR SHARE;
                IF EXISTS (SELECT 1 FROM mentoring_schoolyear WHERE closed_on IS NOT NULL AND ({falls})) THEN
                    RAISE EXCEPTION 'a closed school year is kept as it is' USING ERRCODE = 'restrict_violation';
                END IF;
            END IF;
            RETURN NEW;
        """,  # noqa: S608 - the column is named in a model, nobody types it
    )
