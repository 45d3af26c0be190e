"""Who stands for reported speech where trees or quotations hide him, and what was kept from happening."""

from app.core.claims.grammar.clauses import find_clauses
from app.core.claims.reality.polarity import find_polarity
from app.core.claims.words.lexicon import lexicon_of
from app.core.model.claim import Polarity, Status
from app.knowledge.loader import load_knowledge
from tests.core.test_attribution import chain, one
from tests.core.test_claims import claims_of_sentences
from tests.core.trees import tree


def test_a_quotation_of_two_sentences_is_of_who_is_named_behind_it() -> None:
    text = '"The rebels attacked Berat. The army left Corva," Dana Ruiz said.'
    first = """
    " PUNCT 4 punct
    The DET 3 det
    rebels NOUN 4 nsubj
    attacked VERB 0 root
    Berat PROPN 4 obj
    . PUNCT 4 punct
    """
    second = """
    The DET 2 det
    army NOUN 3 nsubj
    left VERB 9 ccomp
    Corva PROPN 3 obj
    , PUNCT 3 punct
    " PUNCT 3 punct
    Dana PROPN 9 nsubj
    Ruiz PROPN 7 flat
    said VERB 0 root
    . PUNCT 9 punct
    """
    at = text.index("The army")
    claims = claims_of_sentences(
        [tree(text, first, language="en"), tree(text, second, language="en", after=at)], text, language="en"
    )
    assert [chain(claim) for claim in claims] == [[("Dana Ruiz", "says")]] * 2


def test_who_speaks_to_a_medium_before_the_verb_of_saying_is_cited_by_it() -> None:
    text = "Speaking to Reuters, Omar Sadiq said the troops left Berat."
    rows = """
    Speaking VERB 7 advcl
    to ADP 3 case
    Reuters PROPN 1 obl
    , PUNCT 1 punct
    Omar PROPN 7 nsubj
    Sadiq PROPN 5 flat
    said VERB 0 root
    the DET 9 det
    troops NOUN 10 nsubj
    left VERB 7 ccomp
    Berat PROPN 10 obj
    . PUNCT 7 punct
    """
    assert chain(one(text, rows)) == [("Reuters", "says"), ("Omar Sadiq", "says")]


def test_a_verb_of_saying_of_two_words_names_its_speaker() -> None:
    text = "L'armée a quitté Berat, a fait savoir le ministre."
    rows = """
    L'armée DET+NOUN 3 nsubj
    a AUX 3 aux
    quitté VERB 0 root
    Berat PROPN 3 obj
    , PUNCT 8 punct
    a AUX 8 aux
    fait AUX 8 aux
    savoir VERB 3 parataxis
    le DET 10 det
    ministre NOUN 8 obj
    . PUNCT 3 punct
    """
    assert chain(one(text, rows, language="fr")) == [("ministre", "says")]


def test_a_source_is_named_without_the_preposition_written_on_it() -> None:
    text = "غادر الجيش مدينة برات وفقا لمصدر عسكري."
    rows = """
    غادر VERB 0 root
    الجيش NOUN 1 nsubj
    مدينة NOUN 1 obj
    برات PROPN 3 nmod
    وفقا NOUN 1 obl
    لمصدر ADP+NOUN 5 obl
    عسكري ADJ 6 amod
    . PUNCT 1 punct
    """
    assert chain(one(text, rows, language="ar")) == [("مصدر عسكري", "says")]


def test_what_somebody_is_believed_to_have_done_in_a_passive_is_uncertain() -> None:
    text = "يُعتقد أن الجيش غادر مدينة برات."
    rows = """
    يُعتقد VERB 0 root
    أن SCONJ 4 mark
    الجيش NOUN 4 nsubj
    غادر VERB 1 ccomp
    مدينة NOUN 4 obj
    برات PROPN 5 nmod
    . PUNCT 1 punct
    """
    claim = one(text, rows, language="ar")
    assert (claim.status, chain(claim)) == (Status.UNCERTAIN, [])


def test_what_somebody_could_not_do_did_not_happen() -> None:
    text = "The convoy could not leave Berat."
    rows = """
    The DET 2 det
    convoy NOUN 5 nsubj
    could AUX 5 aux
    not PART 5 advmod
    leave VERB 0 root
    Berat PROPN 5 obj
    . PUNCT 5 punct
    """
    claim = one(text, rows)
    assert (claim.polarity, claim.status) == (Polarity.NEGATIVE, Status.HAPPENED)


def test_what_somebody_was_kept_from_did_not_happen() -> None:
    text = "The navy prevented the convoy from leaving Berat."
    rows = """
    The DET 2 det
    navy NOUN 3 nsubj
    prevented VERB 0 root
    the DET 5 det
    convoy NOUN 3 obj
    from SCONJ 7 mark
    leaving VERB 3 advcl
    Berat PROPN 7 obj
    . PUNCT 3 punct
    """
    sentence, lexicon = tree(text, rows, language="en"), lexicon_of(load_knowledge().pack("en").claims)
    leaving = next(c for c in find_clauses(sentence, lexicon, ()) if sentence.words[c.head].text == "leaving")
    assert find_polarity(leaving, sentence, lexicon) is Polarity.NEGATIVE
