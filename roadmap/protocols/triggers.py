"""What the database itself keeps of protocols: a signed one stays, votes are never more than people present."""

import pgtrigger

# Whose protocol the row is of: its own number, the one it names, or that of the item it names.
PROTOCOL_OF_ROW = """
    row_data := COALESCE(to_jsonb(NEW), to_jsonb(OLD));
    found := COALESCE(
        (row_data ->> 'protocol_id')::bigint,
        (SELECT protocol_id FROM roadmap_agendaitem WHERE id = (row_data ->> 'item_id')::bigint),
        (row_data ->> 'id')::bigint
    );
"""
FROZEN = """
    IF EXISTS (SELECT 1 FROM roadmap_protocol WHERE id = found AND status = 'signed') THEN
        RAISE EXCEPTION 'a signed protocol is frozen' USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""
VOTES_FIT = """
    PERFORM 1 FROM roadmap_protocol WHERE id = found FOR UPDATE;
    IF EXISTS (
        SELECT 1 FROM roadmap_agendaitem AS item JOIN roadmap_protocol AS protocol ON protocol.id = item.protocol_id
        WHERE protocol.id = found
            AND item.votes_for + item.votes_against + item.votes_abstained > protocol.others_present + (
                SELECT count(*) FROM roadmap_attendee
                WHERE protocol_id = protocol.id AND role IN ('chair', 'secretary', 'present')
            )
    ) THEN
        RAISE EXCEPTION 'more votes than people present' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
"""
DECLARED = [("row_data", "jsonb"), ("found", "bigint")]


def frozen_with_protocol(name: str) -> pgtrigger.Trigger:
    """A trigger that keeps the rows of a signed protocol from being added, changed or removed."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=DECLARED,
        func=PROTOCOL_OF_ROW + FROZEN,
    )


def votes_fit(name: str, operation: pgtrigger.Operation) -> pgtrigger.Trigger:
    """A trigger, run at the end of the transaction: no item has more votes than the protocol has people to vote.

    The protocol's row is held, so that votes and the list of those present cannot change past each other.
    """
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.After,
        timing=pgtrigger.Deferred,
        operation=operation,
        declare=DECLARED,
        func=PROTOCOL_OF_ROW + VOTES_FIT,
    )
