"""From how sure a rule and a link are to how often such conflicts are right.

The numbers stand in ``knowledge/conflict_confidence.toml``.
"""

import math

from app.core.model.conflict import ConfidenceScale, ConflictKind

SUREST = 0.995  # nothing is taken as surer than this


def calibrated(raw: float, kind: ConflictKind, scale: ConfidenceScale) -> float:
    """The share of conflicts between articles, of this kind and with this product of the rule's confidence and the
    link's probability, that annotators confirm; 0 to 1. Platt scaling with an offset for each kind."""
    bounded = min(max(raw, 1 - SUREST), SUREST)
    log_odds = scale.slope * math.log(bounded / (1 - bounded)) + scale.offsets[kind]
    return 1 / (1 + math.exp(-log_odds))
