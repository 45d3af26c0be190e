"""What stands beside every decision of a reviewer, and the check that nobody decides about what has changed."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass

from app.core.errors import ChangedMeanwhile
from app.core.model.access import LOCAL, Actor
from app.use_cases.view_json import view_json
from app.use_cases.views import ClusterView, ConflictView, EntityView


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Why (``note``), who says so (``reviewer``), and under which key (``by``). ``versions``: the decision holds only
    where what it is about is still of one of these (see ``version_of``); None where that does not matter."""

    note: str | None = None
    reviewer: str | None = None
    by: Actor = LOCAL
    versions: Collection[str] | None = None


NO_REMARK = Remark()


def version_of(view: ConflictView | ClusterView | EntityView) -> str:
    """Changes whenever anything that is shown of it changes; the same in every process."""
    return version_of_json(view_json(view))


def version_of_json(shown: bytes) -> str:
    """As ``version_of``, of a view that is written already."""
    return hashlib.sha256(shown).hexdigest()[:32]


def check_version(view: ConflictView | ClusterView | EntityView, remark: Remark) -> None:
    """Raises ChangedMeanwhile where the reviewer has seen another version than the one that is stored."""
    if remark.versions is not None and version_of(view) not in remark.versions:
        raise ChangedMeanwhile("it has changed since you read it; read it again, and decide on what it says now")
