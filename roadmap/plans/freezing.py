"""Triggers that keep an approved roadmap as it was approved."""

import pgtrigger

from roadmap.plans.enums import RoadmapStatus

APPROVED_STATES = [RoadmapStatus.APPROVED, RoadmapStatus.ARCHIVED]
IN_FORCE = "('approved', 'archived')"
CHANGING = "ARRAY['status', 'version']"
# How a row of each kind finds its roadmap.
PATHS = {
    "roadmap_id": "SELECT 1 FROM roadmap_roadmap r WHERE r.id IN (NEW.roadmap_id, OLD.roadmap_id)",
    "stage_id": (
        "SELECT 1 FROM roadmap_roadmapstage s JOIN roadmap_roadmap r ON r.id = s.roadmap_id"
        " WHERE s.id IN (NEW.stage_id, OLD.stage_id)"
    ),
    "column_id": (
        "SELECT 1 FROM roadmap_roadmapcolumn c JOIN roadmap_roadmap r ON r.id = c.roadmap_id"
        " WHERE c.id IN (NEW.column_id, OLD.column_id)"
    ),
}


def roadmap_triggers() -> list[pgtrigger.Trigger]:
    """An approved roadmap only goes to the archive and back; nothing else of it changes, and it stays."""
    is_in_force = f"OLD.status IN {IN_FORCE}"
    # Compared whole, so that a column added later is frozen too.
    is_changed = f"to_jsonb(OLD) - {CHANGING} IS DISTINCT FROM to_jsonb(NEW) - {CHANGING}"
    return [
        pgtrigger.Protect(
            name="roadmap_approved_is_frozen",
            operation=pgtrigger.Update,
            condition=pgtrigger.Condition(f"{is_in_force} AND {is_changed}"),
        ),
        pgtrigger.Protect(
            name="roadmap_approved_stays_approved",
            operation=pgtrigger.Update,
            condition=pgtrigger.Condition(f"{is_in_force} AND NEW.status NOT IN {IN_FORCE}"),
        ),
        pgtrigger.Protect(
            name="roadmap_approved_is_kept",
            operation=pgtrigger.Delete,
            condition=pgtrigger.Condition(is_in_force),
        ),
    ]


def frozen_with_roadmap(name: str, path: str) -> pgtrigger.Trigger:
    """A trigger for the rows of a roadmap: none is added, changed or removed after the approval."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            IF EXISTS ({PATHS[path]} AND r.status IN {IN_FORCE}) THEN
                RAISE EXCEPTION 'an approved roadmap is frozen' USING ERRCODE = 'restrict_violation';
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,
    )
