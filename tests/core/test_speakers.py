"""Speakers whom a tree gives to what they said, from hand-made trees: no model."""

from app.core.claims.grammar.even_trees import even_out
from app.core.claims.words.lexicon import lexicon_of
from app.knowledge.loader import load_knowledge
from tests.core.trees import tree


def evened(text: str, rows: str, *, language: str = "en") -> dict[str, tuple[str, str]]:
    """For each word its relation and what it hangs on."""
    sentence = even_out(tree(text, rows, language=language), lexicon_of(load_knowledge().pack(language).claims))
    words = sentence.words
    return {word.text: (word.relation, words[word.head - 1].text if word.head else "") for word in words}


def test_who_stands_beside_a_quotation_with_the_verb_of_saying_says_it():
    text = '"We sold a mill," the broker Anne Pell told guests as they ate.'
    rows = """
    " PUNCT 3 punct
    We PRON 3 nsubj
    sold VERB 11 ccomp
    a DET 5 det
    mill NOUN 3 obj
    , PUNCT 3 punct
    " PUNCT 3 punct
    the DET 9 det
    broker NOUN 3 nsubj
    Anne PROPN 9 appos
    told VERB 0 root
    guests NOUN 11 obj
    as SCONJ 15 mark
    they PRON 15 nsubj
    ate VERB 3 advcl
    . PUNCT 11 punct
    """
    words = evened(text.replace(" Pell", ""), rows)
    assert words["broker"] == ("nsubj", "told")
    assert words["ate"] == ("advcl", "told")
    assert words["mill"] == ("obj", "sold")


def test_what_a_word_beside_no_verb_of_saying_hangs_on_stays():
    text = 'The club called it "a gift" the town needed.'
    rows = """
    The DET 2 det
    club NOUN 3 nsubj
    called VERB 0 root
    it PRON 3 obj
    " PUNCT 7 punct
    a DET 7 det
    gift NOUN 3 xcomp
    " PUNCT 7 punct
    the DET 10 det
    town NOUN 11 nsubj
    needed VERB 7 acl:relcl
    . PUNCT 3 punct
    """
    assert evened(text, rows)["needed"] == ("acl:relcl", "gift")


TWO_SUBJECTS = """
Three NUM 2 nummod
miners NOUN 4 nsubj
have AUX 4 aux
died VERB 0 root
, PUNCT 4 punct
two NUM 7 nummod
doctors NOUN 4 nsubj
told VERB 4 advcl
the DET 10 det
daily NOUN 8 nsubj
. PUNCT 4 punct
"""


def test_the_second_subject_right_before_a_verb_of_saying_speaks():
    words = evened("Three miners have died, two doctors told the daily.", TWO_SUBJECTS)
    assert words["doctors"] == ("nsubj", "told")
    assert words["daily"] == ("obj", "told")
    assert words["told"] == ("parataxis", "died")
    assert words["miners"] == ("nsubj", "died")


def test_a_second_subject_before_another_verb_does_not_speak():
    rows = TWO_SUBJECTS.replace("told VERB", "left VERB").replace("daily", "ward")
    assert evened("Three miners have died, two doctors left the ward.", rows)["doctors"] == ("dislocated", "died")


def test_how_somebody_says_it_is_not_who_says_it():
    text = "« Jamais », a lancé, rieur, le maire."
    rows = """
    « PUNCT 2 punct
    Jamais ADV 6 parataxis
    » PUNCT 2 punct
    , PUNCT 6 punct
    a AUX 6 aux
    lancé VERB 0 root
    , PUNCT 8 punct
    rieur PROPN 6 nsubj
    , PUNCT 11 punct
    le DET 11 det
    maire NOUN 8 appos
    . PUNCT 6 punct
    """
    words = evened(text, rows, language="fr")
    assert words["maire"] == ("nsubj", "lancé")
    assert words["rieur"] == ("advmod", "lancé")
    named = evened(text.replace("rieur", "Rieur"), rows.replace("rieur", "Rieur"), language="fr")
    assert named["Rieur"] == ("nsubj", "lancé")
