"""Where things stand on a page, measured in the browser in CSS pixels."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page

SMALLEST_TARGET = 24  # CSS pixels, WCAG 2.2, 2.5.8
HEIGHT = 900

# What sticks out beyond the window at its inline end, deepest elements only. What scrolls in a box of its own may.
_STICKING_OUT = """() => {
  const wide = document.scrollingElement.scrollWidth, room = window.innerWidth;
  if (wide <= room) return [];
  const boxed = element => {
    for (let one = element.parentElement; one && one !== document.body; one = one.parentElement)
      if (getComputedStyle(one).overflowX !== "visible") return true;
    return false;
  };
  const out = [...document.body.querySelectorAll("*")].filter(element => {
    const box = element.getBoundingClientRect();
    return box.width > 0 && (box.right > room + 1 || box.left < -1) && !boxed(element) && !element.matches(".skip");
  });
  const deepest = out.filter(element => !out.some(other => other !== element && element.contains(other)));
  return [`${wide} px in a window of ${room} px`, ...deepest.slice(0, 3).map(one => one.outerHTML.slice(0, 140))];
}"""

_SMALL_FIELDS = """smallest => [...document.querySelectorAll("button, select, input, textarea, summary")]
  .filter(one => one.type !== "hidden" && one.checkVisibility())
  .map(one => {
    const own = one.getBoundingClientRect(), label = one.labels?.[0]?.getBoundingClientRect();
    const ticked = ["checkbox", "radio"].includes(one.type) && label;  // its label is a target too
    const [width, height] = ticked ? [label.width, label.height] : [own.width, own.height];
    return [Math.max(width, own.width), Math.max(height, own.height), one.outerHTML.slice(0, 100)];
  })
  .filter(([width, height]) => width < smallest - .5 || height < smallest - .5)
  .map(([width, height, html]) => `${Math.round(width)} x ${Math.round(height)} px: ${html}`)"""

# Blocks whose place and width follow from the page alone, never from the words in them.
_FRAME = """() => [...document.querySelectorAll(
    "body > *, main > h1, main > h2, main > p, main > section, main > form, main > section > h2, main section > .card")]
  .filter(one => one.checkVisibility() && !one.matches(".skip"))
  .map(one => {
    const box = one.getBoundingClientRect();
    return [one.tagName + "." + one.className, Math.round(box.left), Math.round(box.width)];
  })"""

# Sections and cards in the order of the document that lie over one another.
_OVERLAPS = """() => {
  const blocks = [...document.querySelectorAll("body > header, main > *, body > footer")]
    .filter(one => one.checkVisibility() && !["fixed", "absolute", "sticky"].includes(getComputedStyle(one).position));
  const found = [];
  for (let i = 1; i < blocks.length; i++) {
    const [above, below] = [blocks[i - 1].getBoundingClientRect(), blocks[i].getBoundingClientRect()];
    const beside = above.right <= below.left + 1 || below.right <= above.left + 1;
    if (!beside && above.bottom > below.top + 1)
      found.push(`${blocks[i - 1].outerHTML.slice(0, 80)} over ${blocks[i].outerHTML.slice(0, 80)}`);
  }
  return found;
}"""


@dataclass(frozen=True)
class Box:
    """A rectangle; ``x`` and ``y`` are its left upper corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height


def box(place: Locator) -> Box:
    """Where an element stands; it must be on the page and drawn."""
    found = place.bounding_box()
    assert found is not None, f"{place} is not drawn"
    return Box(**found)


def resize(page: Page, width: int) -> None:
    """Makes the window so wide."""
    page.set_viewport_size({"width": width, "height": HEIGHT})


def sticking_out(page: Page) -> list[str]:
    """What makes the page wider than its window, nothing where it fits."""
    found: list[str] = page.evaluate(_STICKING_OUT)
    return found


def small_fields(page: Page) -> list[str]:
    """Buttons and fields that are too small to be hit."""
    found: list[str] = page.evaluate(_SMALL_FIELDS, SMALLEST_TARGET)
    return found


def frame_of(page: Page) -> list[Any]:
    """Left edge and width of every block of the page's frame, in its order."""
    found: list[Any] = page.evaluate(_FRAME)
    return found


def overlaps(page: Page) -> list[str]:
    """Neighbouring blocks that lie over one another."""
    found: list[str] = page.evaluate(_OVERLAPS)
    return found


def weight(page: Page) -> int:
    """Bytes of the page and of all that it brought along, as they are without compression."""
    total: int = page.evaluate(
        """() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
          .reduce((sum, one) => sum + one.decodedBodySize, 0)"""
    )
    return total


def enlarge_text(page: Page, factor: int = 2) -> None:
    """As a reader does who asks the browser for larger letters: the page's sizes follow those of its root."""
    page.evaluate(f"document.documentElement.style.fontSize = '{factor * 100}%'")


def is_in_view(place: Locator) -> bool:
    """Whether an element is drawn within the window as it stands, without scrolling."""
    found = place.evaluate(
        """one => { const box = one.getBoundingClientRect();
          return one.checkVisibility() && box.top >= 0 && box.bottom <= window.innerHeight && box.width > 0; }"""
    )
    return bool(found)
