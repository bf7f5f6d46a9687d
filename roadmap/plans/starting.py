"""The only writer of roadmaps made from a sample: the draft and its mark «образец, проверьте»."""

from dataclasses import replace

from django.db import transaction

from mentoring.school.queries import organisation
from mentoring.workflow.services import CREATION, add_history, once
from mentoring.workflow.verdicts import require
from roadmap.plans.drafts import changed
from roadmap.plans.models import Roadmap
from roadmap.plans.presets import EMPTY, preset_plan, school_year, school_year_words, text_of, title_for
from roadmap.plans.rules import may_edit
from roadmap.plans.services import store_plan


@transaction.atomic
def start_roadmap(*, by, preset: str, first_year: int, key: str = "") -> Roadmap:
    """Make a draft from a sample, or an empty one, for the school year that begins in `first_year`.

    `key` names the form. Raises Refused when the person does not prepare roadmaps, StaleState when the form was sent
    already.
    """
    if key:
        once(f"roadmaps/{key}")
    require(may_edit(by))
    plan, period = preset_plan(preset, first_year), school_year(first_year)
    roadmap = store_plan(
        replace(plan, title=title_for(plan, first_year, organisation())),
        by=by,
        period_label=school_year_words(first_year),
        period_start=period.start,
        period_end=period.end,
        is_sample=preset != EMPTY,
    )
    how = "начата с пустой таблицы" if preset == EMPTY else f"начата по образцу «{text_of(preset).name}»"
    add_history(roadmap, by=by, action="start", sentence=how, to_state=roadmap.status, tells=[CREATION])
    return roadmap


@transaction.atomic
def mark_checked(roadmap, *, by, version) -> Roadmap:
    """Take the mark «образец, проверьте» off; raises StaleState when the roadmap was changed since `version`."""
    roadmap = changed(roadmap, by, version)
    roadmap.is_sample = False
    roadmap.save(update_fields=["is_sample"])
    add_history(roadmap, by=by, action="checked", sentence="образец проверен", tells=["is_sample"])
    return roadmap
