"""How entries of the packs tell a word from its homonyms."""

from dataclasses import replace

import pytest

from app.core.claims.words.beside import Beside
from app.core.claims.words.lexicon import Lexicon
from app.core.claims.words.triggers import parse_trigger, unknown_class
from app.core.errors import BrokenPack
from app.core.model.entity import EntityType
from app.core.model.language import LanguagePack
from app.core.model.words import ClaimWords
from app.knowledge.loader import check_triggers
from tests.core.trees import tree

WORDS = ClaimWords(
    triggers={
        "attack": ("strike", "fire at", "hit"),
        "agree": ("strike object:agreement",),
        "dismiss": ("fire object:person",),
        "depart": ("leave not:behind",),
        "detain": ("hold passive object:person",),
        "resign": ("quit without:object",),
        "fall": ("drop",),
        "none": ("hit object:record",),
    },
    classes={"agreement": ("deal", "truce"), "person": ("coach",), "record": ("high",)},
    endings={"s": ("",), "ed": ("", "e"), "d": ("",), "ing": ("", "e")},
    irregular={"strike": ("struck",), "leave": ("left",), "hold": ("held",)},
)
LEXICON = Lexicon(WORDS)


def event_type(text: str, rows: str, position: int, names: dict[int, EntityType] | None = None) -> str | None:
    sentence = tree(text, rows, language="en")
    beside = Beside(sentence, position, LEXICON, names or {})
    found = LEXICON.trigger(sentence.words[position].text, beside, noun=False)
    return found[0] if found else None


def test_an_object_tells_one_meaning_from_another() -> None:
    deal = "They struck deals"
    port = "They struck ports"
    rows = "They PRON 2 nsubj\nstruck VERB 0 root\n{} NOUN 2 obj"
    assert event_type(deal, rows.format("deals"), 1) == "agree"
    assert event_type(port, rows.format("ports"), 1) == "attack"


def test_the_passive_subject_is_an_object() -> None:
    text = "A deal was struck"
    rows = "A DET 2 det\ndeal NOUN 4 nsubj:pass\nwas AUX 4 aux:pass\nstruck VERB 0 root"
    assert event_type(text, rows, 3) == "agree"


def test_a_name_is_of_the_class_of_its_type() -> None:
    text = "It fired Venn"
    rows = "It PRON 2 nsubj\nfired VERB 0 root\nVenn PROPN 2 obj"
    assert event_type(text, rows, 1, {2: EntityType.PERSON}) == "dismiss"
    assert event_type(text, rows, 1) is None


def test_a_following_word_makes_or_bars_a_trigger() -> None:
    assert event_type(
        "They fired at him", "They PRON 2 nsubj\nfired VERB 0 root\nat ADP 4 case\nhim PRON 2 obl", 1
    ) == ("attack")
    rows = "They PRON 2 nsubj\nleft VERB 0 root\nhim PRON 2 obj\nbehind ADV 2 advmod"
    assert event_type("They left him behind", rows, 1) is None
    assert event_type("They left", "They PRON 2 nsubj\nleft VERB 0 root", 1) == "depart"


def test_the_voice_and_a_missing_object_may_be_asked_for() -> None:
    rows = "The DET 2 det\ncoach NOUN {0} nsubj{1}\n{2}held VERB 0 root"
    passive = rows.format(4, ":pass", "was AUX 4 aux:pass\n")
    assert event_type("The coach was held", passive, 3) == "detain"
    assert event_type("The coach held", rows.format(3, "", ""), 2) is None
    assert event_type("She quit", "She PRON 2 nsubj\nquit VERB 0 root", 1) == "resign"
    assert event_type("She quit smoking", "She PRON 2 nsubj\nquit VERB 0 root\nsmoking NOUN 2 obj", 1) is None


def test_an_entry_may_say_that_a_homonym_is_no_event() -> None:
    rows = "Oil NOUN 2 nsubj\nhit VERB 0 root\n{} NOUN 2 obj"
    assert event_type("Oil hit highs", rows.format("highs"), 1) is None
    assert event_type("Oil hit ships", rows.format("ships"), 1) == "attack"


def test_irregular_forms_are_led_back_behind_clitics_and_prefixes() -> None:
    words = ClaimWords(
        clitics=("و", "ال"),
        prefixes={"ي": ("", "ا"), "سي": ("", "ا")},
        endings={"ون": ("", "ي"), "ت": ("",)},
        irregular={"زار": ("زور",)},
    )
    lexicon = Lexicon(words)
    assert "زار" in lexicon.forms("وسيزور")
    assert "التقي" in lexicon.forms("يلتقون")
    assert lexicon.forms("س" * 500) == ("س" * 500,)


def test_verbs_shed_fewer_clitics_than_nouns() -> None:
    lexicon = Lexicon(ClaimWords(clitics=("ب", "و"), verb_clitics=("و",)))
    assert "حث" in lexicon.forms("بحث")
    assert "حث" not in lexicon.verb_forms("بحث")
    assert "بحث" in lexicon.verb_forms("وبحث")


def test_short_words_are_not_stripped_to_nothing() -> None:
    lexicon = Lexicon(ClaimWords(prefixes={"ي": ("",)}, endings={"ه": ("",)}))
    assert all(len(form) > 1 for form in lexicon.forms("يده"))


@pytest.mark.parametrize("entry", ["strike thing:deal", "strike object:", "quit without:money"])
def test_a_condition_that_says_nothing_is_refused(entry: str) -> None:
    with pytest.raises(ValueError, match=entry.split()[1]):
        parse_trigger(entry)


def test_a_class_that_nobody_defines_is_found() -> None:
    assert unknown_class(["strike object:deal", "hit object:person"], []) == "deal"
    assert unknown_class(["strike object:deal"], ["deal"]) is None


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"triggers": {"vist": ("visit",)}}, r"\[triggers\] unknown event type 'vist'"),
        ({"noun_triggers": {"vist": ("visit",)}}, r"\[noun_triggers\] unknown event type 'vist'"),
        ({"triggers": {"visit": ("go object:nowhere",)}}, "unknown class 'nowhere'"),
        ({"results": {"sung": ("sing",)}}, "unknown result 'sung'"),
        ({"results": {"none": ("sing object:nowhere",)}}, "unknown class 'nowhere'"),
        ({"light_verbs": ("make whatever:x",)}, "light_verbs, undergoing: .* is no condition"),
    ],
)
def test_a_pack_with_a_broken_trigger_is_refused(change: dict[str, object], told: str) -> None:
    pack = LanguagePack(code="xx", claims=replace(ClaimWords(), **change))  # type: ignore[arg-type]
    with pytest.raises(BrokenPack, match=told):
        check_triggers(pack, {"visit"}, where="xx/claims.toml")
