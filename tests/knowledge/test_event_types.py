"""The event types and the words that trigger them in Arabic, English and French."""

from dataclasses import dataclass

import pytest

from app.core.claims.words.lexicon import Lexicon, lexicon_of
from app.knowledge.loader import load_knowledge

NEW_TYPES = ("disaster", "merge", "draw", "lay_off", "condemn", "threaten", "invite", "launch")
LANGUAGES = ("ar", "en", "fr")
ONLY_VERBS = frozenset({"chair", "announce", "hold"})


@dataclass(frozen=True)
class Told:
    """What stands beside a word, told in words."""

    lexicon: Lexicon
    after: str = ""
    objects: str = ""
    subjects: str = ""
    passive: bool = False

    def follows(self, word: str) -> bool:
        return any(word in self.lexicon.forms(next_word) for next_word in self.after.split()[:4])

    def follows_at_once(self, word: str) -> bool:
        return any(word in self.lexicon.forms(next_word) for next_word in self.after.split()[:2])

    def has(self, part: str, class_name: str | None) -> bool:
        words = {"object": self.objects, "subject": self.subjects}.get(part, self.after).split()
        return bool(words) if class_name is None else any(self.lexicon.is_of_class(class_name, w) for w in words)


def verb_type(language: str, verb: str, **beside: object) -> str | None:
    lexicon = lexicon_of(load_knowledge().pack(language).claims)
    found = lexicon.trigger(verb, Told(lexicon, **beside), noun=False)  # type: ignore[arg-type]
    return found[0] if found else None


def noun_type(language: str, noun: str, **beside: object) -> str | None:
    lexicon = lexicon_of(load_knowledge().pack(language).claims)
    found = lexicon.trigger(noun, Told(lexicon, **beside), noun=True)  # type: ignore[arg-type]
    return found[0] if found else None


def test_every_type_has_verbs_in_every_language_with_triggers() -> None:
    knowledge = load_knowledge()
    told = {name for name, kind in knowledge.event_types.items() if kind.means is None and not kind.holding}
    assert set(NEW_TYPES) <= told
    for language in LANGUAGES:
        claims = knowledge.pack(language).claims
        assert told <= set(claims.triggers), language
        assert told - ONLY_VERBS <= set(claims.noun_triggers) | {"resign"}, language


def test_a_type_that_means_another_is_told_as_it() -> None:
    types = load_knowledge().event_types
    assert types["sell"].means == "buy"
    assert all(types[kind.means].means is None for kind in types.values() if kind.means)


@pytest.mark.parametrize(
    ("verb", "beside", "expected"),
    [
        ("touched", {"after": "down in Oslo"}, "arrive"),
        ("stepped", {"after": "down"}, "resign"),
        ("threw", {"after": "in the towel"}, "resign"),
        ("laid", {"after": "down their arms", "objects": "arms"}, "withdraw"),
        ("laid", {"after": "off 300 staff", "objects": "staff"}, "lay_off"),
        ("struck", {"after": "a depot", "objects": "depot"}, "attack"),
        ("fired", {"after": "its coach", "objects": "coach"}, "dismiss"),
        ("fired", {"after": "at crowds"}, "attack"),
        ("left", {"after": "the capital", "objects": "capital"}, "depart"),
        ("left", {"after": "the tournament", "objects": "tournament"}, None),
        ("passed", {"after": "the bill", "objects": "bill"}, "accept"),
        ("passed", {"after": "him", "objects": "him"}, None),
        ("held", {"passive": True, "objects": "suspects"}, "detain"),
        ("met", {"after": "the envoy", "objects": "envoy"}, "meet"),
        ("met", {"after": "the deadline", "objects": "deadline"}, None),
        ("drew", {"after": "with Lincoln"}, "draw"),
        ("fled", {}, "flee"),
        ("sold", {}, "sell"),
        ("merged", {}, "merge"),
        ("swept", {"subjects": "fire"}, "disaster"),
        ("launched", {"objects": "satellite"}, "launch"),
        ("called", {"after": "off because of fears for", "objects": "regatta"}, "cancel"),
        ("moved", {"objects": "wedding", "after": "to Thursday"}, "postpone"),
        ("moved", {"objects": "piano", "after": "to Thursday"}, None),
        ("upheld", {"objects": "appeal"}, "accept"),
        ("dismissed", {"objects": "lawsuit"}, "reject"),
        ("stole", {"objects": "bicycles"}, "steal"),
        ("robbed", {}, "burgle"),
        ("broke", {"after": "into a warehouse"}, "burgle"),
        ("broke", {"after": "into tears"}, None),
        ("missing", {"subjects": "necklace"}, "steal"),
        ("missing", {"subjects": "climbers"}, None),
        ("ran", {"subjects": "van", "after": "off the motorway"}, "crash"),
        ("fell", {"subjects": "minibus", "after": "into a canal"}, "crash"),
        ("struck", {"subjects": "tram", "objects": "cyclist"}, "crash"),
        ("sank", {"subjects": "barge"}, "crash"),
        ("sank", {"objects": "borehole"}, None),
    ],
)
def test_english_verbs(verb: str, beside: dict[str, object], expected: str | None) -> None:
    assert verb_type("en", verb, **beside) == expected


@pytest.mark.parametrize(
    ("verb", "beside", "expected"),
    [
        ("rencontrera", {}, "meet"),
        ("s'entretiendra", {"after": "avec lui"}, "meet"),
        ("reçu", {"objects": "ministre"}, "meet"),
        ("arrivèrent", {}, "arrive"),
        ("démissionné", {}, "resign"),
        ("jeté", {"after": "l'éponge"}, "resign"),
        ("pris", {"after": "la fuite"}, "flee"),
        ("pris", {"objects": "temps"}, None),
        ("condamné", {"objects": "attentat"}, "condemn"),
        ("condamné", {"after": "à trois ans"}, "sentence"),
        ("détruites", {}, "destroy"),
        ("n'annule", {}, "cancel"),
        ("déploiera", {}, "deploy"),
        ("tenue", {"subjects": "conférence", "after": "à Genève"}, "hold"),
        ("promènent", {}, None),
        ("supprimera", {"objects": "emplois"}, "lay_off"),
        ("fusionné", {}, "merge"),
        ("volé", {"objects": "bijoux"}, "steal"),
        ("volé", {}, None),
        ("cambriolée", {}, "burgle"),
        ("faire", {"after": "droit à la requête"}, "accept"),
        ("sorti", {"after": "de la route"}, "crash"),
    ],
)
def test_french_verbs(verb: str, beside: dict[str, object], expected: str | None) -> None:
    assert verb_type("fr", verb, **beside) == expected


@pytest.mark.parametrize(
    ("verb", "beside", "expected"),
    [
        ("يلتقون", {}, "meet"),
        ("وسيزور", {}, "visit"),
        ("استقبلتهما", {}, "meet"),
        ("حط", {"after": "رحاله في عمان"}, "arrive"),
        ("وقعت", {"objects": "اتفاقية"}, "sign"),
        ("وقع", {"subjects": "حادث"}, None),
        ("بحث", {}, None),
        ("أطلقت", {"after": "النار على", "objects": "النار"}, "attack"),
        ("أطلقت", {"after": "سراحهم"}, "release"),
        ("أطلقت", {"objects": "حملة"}, "launch"),
        ("اعتقلوا", {}, "detain"),
        ("أقيل", {}, "dismiss"),
        ("ندد", {}, "condemn"),
        ("يهدد", {}, "threaten"),
        ("تعادلا", {}, "draw"),
        ("استقالت", {}, "resign"),
        ("سرحت", {"objects": "عامل"}, "lay_off"),
        ("سقطت", {"subjects": "مدينة"}, "fall_to"),
        ("فروا", {}, "flee"),
        ("تسلم", {}, None),
        ("سرقوا", {}, "steal"),
        ("استولى", {"objects": "مجوهرات"}, "steal"),
        ("سقطت", {"subjects": "حافلة"}, "crash"),
        ("سيقام", {}, "hold"),
    ],
)
def test_arabic_verbs(verb: str, beside: dict[str, object], expected: str | None) -> None:
    assert verb_type("ar", verb, **beside) == expected


@pytest.mark.parametrize(
    ("language", "noun", "beside", "expected"),
    [
        ("en", "killings", {}, "kill"),
        ("en", "death", {"after": "toll"}, None),
        ("en", "earthquake", {}, "disaster"),
        ("en", "sale", {}, "sell"),
        ("fr", "l'explosion", {}, "explode"),
        ("fr", "séisme", {}, "disaster"),
        ("fr", "match", {"after": "nul"}, "draw"),
        ("en", "burglary", {}, "burgle"),
        ("fr", "cambriolages", {}, "burgle"),
        ("ar", "وسرقة", {}, "steal"),
        ("ar", "زيارتين", {}, "visit"),
        ("ar", "هجمات", {}, "attack"),
        ("ar", "بزيارته", {}, "visit"),
        ("ar", "حرائق", {}, "disaster"),
        ("ar", "مصرعهم", {}, "die"),
        ("ar", "والإفراج", {}, "release"),
    ],
)
def test_nouns(language: str, noun: str, beside: dict[str, object], expected: str | None) -> None:
    assert noun_type(language, noun, **beside) == expected
