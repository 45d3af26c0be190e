"""axe-core over a page: evaluated through the debugging protocol, so that the page's own policy stays as it is."""

from functools import cache
from importlib.resources import files
from typing import Any

from playwright.sync_api import Page

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
SERIOUS = ("serious", "critical")
ELEMENTS_SHOWN = 4


@cache
def axe_source() -> str:
    """axe.min.js out of the wheel."""
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


def find_faults(page: Page, *rules: str) -> list[str]:
    """What axe calls serious or critical, a line for each rule; only ``rules`` where some are named."""
    page.evaluate(f"() => {{ if (!window.axe) {{ {axe_source()} }} }}")
    wanted: dict[str, Any] = {"type": "tag", "values": TAGS} if not rules else {"type": "rule", "values": rules}
    options: dict[str, Any] = {"runOnly": wanted, "resultTypes": ["violations"], "elementRef": False}
    if not rules:
        options["rules"] = {"target-size": {"enabled": True}}  # of WCAG 2.2, and off unless asked for
    found = page.evaluate("options => axe.run(document, options).then(result => result.violations)", options)
    return [_line(one) for one in found if one["impact"] in SERIOUS]


def _line(violation: dict[str, Any]) -> str:
    elements = [
        f"{' '.join(map(str, node['target']))}: {node['html'][:160]} ({_reason(node)})"
        for node in violation["nodes"][:ELEMENTS_SHOWN]
    ]
    more = len(violation["nodes"]) - len(elements)
    shown = "".join(f"\n      {element}" for element in elements) + (f"\n      and {more} more" if more else "")
    return f"{violation['id']} ({violation['impact']}): {violation['help']}{shown}"


def _reason(node: dict[str, Any]) -> str:
    told = [check["message"] for kind in ("any", "all", "none") for check in node[kind]]
    return " / ".join(told)[:240]


def axe(page: Page, *rules: str) -> None:
    """Fails on any serious or critical violation, naming rule and element."""
    faults = find_faults(page, *rules)
    assert not faults, f"axe on {page.url}:\n  " + "\n  ".join(faults)
