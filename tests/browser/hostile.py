"""Texts that would break out, turn the page around or push it apart, each with a harmless twin of the same length."""

from dataclasses import dataclass

from tests.browser.newsroom import Report
from tests.browser.watching import BEACON

OUTLET, AUTHOR, TITLE = 200, 500, 1_000  # code points that are taken
LONG_WORD = 10_000
_RUN = f"fetch('/{BEACON}/run')"
CODE = (
    f'<script>alert(1);{_RUN}</script><img src="/{BEACON}" onerror="{_RUN}"><svg/onload="{_RUN}">'
    f"<style>*{{display:none}}</style><iframe src=/{BEACON}></iframe>"
    f'"\' autofocus onfocus="{_RUN}" x=\'--></title></textarea></template>'
    "<a href=javascript:alert(2)>&lt;b&gt; &#60;script&#62; &amp;amp; {{7*7}} {% raw %} ${7*7} %3Cscript%3E</a>"
)
DIRECTIONS = (
    "end\u202eoverridden\u202d twice \u2066isolates\u2067 without \u2068end \u200fمرفأ\u200e abc "
    "\u202bembedded\u202aagain"
)
MARKS = (
    "ze\u200bro\u200c\u200d\ufeff\u2060\u00adwidth Z" + "".join(map(chr, range(0x300, 0x350))) + "a\u0489\u20dd"
    "\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466\U0001f3f3\ufe0f\u200d\U0001f308\U0001f1f1\U0001f1e7"
    " ﷽ \u0640\u0651\u064e\u0653 \ufffc\u3164\U000e0041"
)


@dataclass(frozen=True)
class Attack:
    """A text that is put wherever a report may have one; ``name`` is for the tests."""

    name: str
    text: str

    @property
    def harmless(self) -> str:
        """Words of plain letters, as long as the text; one word where it is one word."""
        plain = "harmless words of a report " if " " in self.text else "harmless"
        return (plain * (len(self.text) // len(plain) + 1))[: len(self.text)].rstrip().ljust(len(self.text), "s")


ATTACKS = (
    Attack("code", CODE),
    Attack("directions", DIRECTIONS),
    Attack("marks", MARKS),
    Attack("long", "Wmiيe" * (LONG_WORD // 5)),
)


def reports_of(attack: Attack, text: str) -> list[Report]:
    """Two reports that exclude each other, with ``text`` wherever they may have one, as far as it fits there."""
    assert "|" not in text
    assert "\n" not in text
    return [
        {
            "outlet": _fits(f"{number} {attack.name} {text}", OUTLET),
            "author": _fits(text, AUTHOR),
            "title": _fits(text, TITLE),
            "language": language,
            "text": f"{attack.name} {text} | arrive | {text[:300]} | 2024-03-1{number} | 7\nno claim: {text}",
        }
        for number, language in enumerate(("en", "ar"), 1)
    ]


def _fits(text: str, most: int) -> str:
    return text[:most].strip()
