"""What the statements of one sentence draw on."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.core.claims.referents.designations import Designation
from app.core.claims.referents.scene import Scene


@dataclass(frozen=True, kw_only=True)
class Setting:
    """The article's text, the sentence with all that its pronouns mean, and how the article introduces its people."""

    text: str
    scene: Scene
    designations: Mapping[str, Designation]
