"""What shows, beside a link, that two claims tell one event: only then a difference between them is a conflict."""

from itertools import product

from app.core.conflicts.disagreement import one_kind_of_event
from app.core.conflicts.slots import are_elsewhere
from app.core.linking.comparison import Fit, best_fit, compare_intervals
from app.core.linking.differences import is_another, mark_one_event, share_name, tell_other_places
from app.core.model.claim import Claim
from app.core.model.language import Knowledge


def share_mark(left: Claim, right: Claim, knowledge: Knowledge) -> bool:
    """Whether both tell one thing that says which event is meant: its kind, a name, a large number. Two claims may
    well be alike in words and tell of two days or two towns."""
    typed = left.event_type is not None and right.event_type is not None
    if typed and one_kind_of_event(left, right, knowledge):
        return True
    return share_name(left, right) or mark_one_event(left, right)


def may_be_two_events(left: Claim, right: Claim, knowledge: Knowledge) -> bool:
    """Whether one is called another than was told before, or they were elsewhere and nothing but the link joins them:
    what else differs is then no conflict."""
    if is_another(left, right, knowledge):
        return True
    if not tell_other_places(left, right) and not are_elsewhere(left, right):
        return False
    times = best_fit([compare_intervals(one, other) for one, other in product(left.times, right.times)])
    return times not in (Fit.SAME, Fit.COMPATIBLE) or not share_mark(left, right, knowledge)
