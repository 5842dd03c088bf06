"""What is written in a chart: its parts, and what of a template or an earlier plan fits into what is empty. Pure."""

from records.chart_changes import NOTE_SECTIONS

# What is signed and amended, and beside it what stays with the practitioner who writes.
SIGNED_PARTS = ("day", *NOTE_SECTIONS, "plan")
PARTS = (*SIGNED_PARTS, "private_notes", "confidential")


def is_hollow(chart) -> bool:
    """Whether nothing is written yet."""
    return not (any(getattr(chart, part) for part in NOTE_SECTIONS) or chart.private_notes or chart.plan)


def differing(chart, said: dict) -> dict:
    """What of this differs from what stands in the chart."""
    return {part: value for part, value in said.items() if getattr(chart, part) != value}


def filled(chart, source) -> tuple[dict, list[str]]:
    """What a template adds to a chart: only what is still empty. And the names of the parts it fills."""
    said = {
        part: getattr(source, part)
        for part in NOTE_SECTIONS
        if getattr(source, part) and not getattr(chart, part)
    }
    plan, filled_in = plan_filled(chart.plan, source.plan)
    return said | ({"plan": plan} if filled_in else {}), [*said, *filled_in]


def plan_filled(plan: dict, source: dict) -> tuple[dict, list[str]]:
    """The same for a plan alone, section by section."""
    missing = [key for key in source if key not in plan]
    return {**source, **plan}, missing
