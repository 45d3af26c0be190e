"""Whether a clause says that it is so, or that it is not, from hand-made trees: one rule a test, no model."""

import pytest

from app.core.model.claim import Polarity
from tests.core.test_modality import read, told

NEITHER = """
Neither CCONJ 3 cc
the DET 3 det
minister NOUN 7 nsubj
nor CCONJ 6 cc
the DET 6 det
envoy NOUN 3 conj
attended VERB 0 root
the DET 9 det
meeting NOUN 7 obj
. PUNCT 7 punct
"""
NOBODY = """
Nobody PRON 3 nsubj:pass
was AUX 3 aux:pass
injured VERB 0 root
in ADP 6 case
the DET 6 det
fire NOUN 3 obl
. PUNCT 3 punct
"""
NO_TREATY = """
The DET 2 det
envoy NOUN 3 nsubj
signed VERB 0 root
no DET 5 det
treaty NOUN 3 obj
. PUNCT 3 punct
"""
NO_LONGER = """
The DET 2 det
envoy NOUN 5 nsubj
no ADV 4 advmod
longer ADV 5 advmod
visits VERB 0 root
the DET 7 det
town NOUN 5 obj
. PUNCT 5 punct
"""


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Neither the minister nor the envoy attended the meeting.", NEITHER),
        ("Nobody was injured in the fire.", NOBODY),
        ("The envoy signed no treaty.", NO_TREATY),
        ("The envoy no longer visits the town.", NO_LONGER),
    ],
)
def test_denying_words_at_a_part_of_the_clause_deny_it(text: str, rows: str) -> None:
    assert [claim.polarity for claim in read(text, rows)] == [Polarity.NEGATIVE]


def test_only_undoes_a_negation() -> None:
    text = "L'armée n'a tué que deux combattants."
    rows = """
    L'armée DET+NOUN 3 nsubj
    n'a ADV+AUX 3 aux
    tué VERB 0 root
    que ADV 6 advmod
    deux NUM 6 nummod
    combattants NOUN 3 obj
    . PUNCT 3 punct
    """
    assert told(text, rows, "fr") == [("kill", "positive", "happened")]


def test_an_or_carries_a_negation_on() -> None:
    text = "The envoy did not visit the town or sign the treaty."
    rows = """
    The DET 2 det
    envoy NOUN 5 nsubj
    did AUX 5 aux
    not PART 5 advmod
    visit VERB 0 root
    the DET 7 det
    town NOUN 5 obj
    or CCONJ 9 cc
    sign VERB 5 conj
    the DET 11 det
    treaty NOUN 9 obj
    . PUNCT 5 punct
    """
    assert told(text, rows) == [("visit", "negative", "happened"), ("sign", "negative", "happened")]


def test_what_is_not_true_is_denied() -> None:
    text = "It is not true that the army attacked the village."
    rows = """
    It PRON 4 expl
    is AUX 4 cop
    not PART 4 advmod
    true ADJ 0 root
    that SCONJ 8 mark
    the DET 7 det
    army NOUN 8 nsubj
    attacked VERB 4 csubj
    the DET 10 det
    village NOUN 8 obj
    . PUNCT 4 punct
    """
    assert told(text, rows) == [("attack", "negative", "happened")]


def test_the_form_of_a_verb_may_deny_it() -> None:
    text = "Heyet kente gelmedi."
    rows = """
    Heyet NOUN 3 nsubj
    kente NOUN 3 obl
    gelmedi VERB 0 root
    . PUNCT 3 punct
    """
    assert [claim.polarity for claim in read(text, rows, "tr")] == [Polarity.NEGATIVE]


NO_FEWER = """
No DET 2 det
fewer ADJ 5 amod
than ADP 4 case
nine NUM 5 nummod
villages NOUN 7 nsubj:pass
were AUX 7 aux:pass
destroyed VERB 0 root
in ADP 9 case
Berat PROPN 7 obl
. PUNCT 7 punct
"""
UNTIL = """
The DET 2 det
rebels NOUN 5 nsubj
did AUX 5 aux
not PART 5 advmod
leave VERB 0 root
Berat PROPN 5 obj
until SCONJ 9 mark
it PRON 9 nsubj
fell VERB 5 advcl
. PUNCT 5 punct
"""
UNTIL_THEN = """
The DET 2 det
rebels NOUN 5 nsubj
will AUX 5 aux
not PART 5 advmod
leave VERB 0 root
Berat PROPN 5 obj
until SCONJ 9 mark
it PRON 9 nsubj
falls VERB 5 advcl
. PUNCT 5 punct
"""
YET = """
The DET 2 det
rebels NOUN 4 nsubj
have AUX 4 aux
yet ADV 0 root
to PART 6 mark
leave VERB 4 xcomp
Berat PROPN 6 obj
. PUNCT 4 punct
"""


@pytest.mark.parametrize(
    ("text", "rows", "predicate", "polarity"),
    [
        ("No fewer than nine villages were destroyed in Berat.", NO_FEWER, "destroyed", "positive"),
        ("The rebels did not leave Berat until it fell.", UNTIL, "leave", "positive"),
        ("The rebels will not leave Berat until it falls.", UNTIL_THEN, "leave", "negative"),
        ("The rebels have yet to leave Berat.", YET, "leave", "negative"),
    ],
)
def test_what_turns_a_negation(text: str, rows: str, predicate: str, polarity: str) -> None:
    assert {c.predicate: str(c.polarity) for c in read(text, rows)}[predicate] == polarity


def test_a_verb_with_its_negation_written_on_it_leaves_its_object_real() -> None:
    text = "La décision n'annule pas la hausse de 9 % des prix du gaz à Liège."
    rows = """
    La DET 2 det
    décision NOUN 3 nsubj
    n'annule ADV+VERB 0 root
    pas ADV 3 advmod
    la DET 6 det
    hausse NOUN 3 obj
    de ADP 9 case
    9 NUM 9 nummod
    % SYM 6 nmod
    des ADP+DET 11 case
    prix NOUN 6 nmod
    du ADP+DET 13 case
    gaz NOUN 11 nmod
    à ADP 15 case
    Liège PROPN 11 nmod
    . PUNCT 3 punct
    """
    assert {c.event_type: str(c.polarity) for c in read(text, rows, "fr")}["rise"] == "positive"


def test_an_elided_only_undoes_a_negation() -> None:
    text = "Les rebelles n'ont quitté Liège qu'après le combat."
    rows = """
    Les DET 2 det
    rebelles NOUN 4 nsubj
    n'ont ADV+AUX 4 aux
    quitté VERB 0 root
    Liège PROPN 4 obj
    qu'après ADV 8 case
    le DET 8 det
    combat NOUN 4 obl
    . PUNCT 4 punct
    """
    assert [str(c.polarity) for c in read(text, rows, "fr") if c.predicate == "quitte"] == ["positive"]


def test_what_has_not_ceased_goes_on() -> None:
    text = "ما زال الجيش يحاصر بيرات."
    rows = """
    ما PART 0 root
    زال PART 4 compound
    الجيش NOUN 4 nsubj
    يحاصر VERB 1 csubj
    بيرات PROPN 4 obj
    . PUNCT 4 punct
    """
    assert [(p, s) for _, p, s in told(text, rows, "ar")] == [("positive", "ongoing")]


def test_somebody_is_kept_from_what_hangs_on_him() -> None:
    text = "La police a empêché les rebelles d'entrer dans Liège."
    rows = """
    La DET 2 det
    police NOUN 4 nsubj
    a AUX 4 aux
    empêché VERB 0 root
    les DET 6 det
    rebelles NOUN 4 obl
    d'entrer ADP+VERB 6 xcomp
    dans ADP 9 case
    Liège PROPN 7 obl
    . PUNCT 4 punct
    """
    claims = {c.predicate: str(c.polarity) for c in read(text, rows, "fr")}
    assert claims["d'entrer"] == "negative"


def test_a_phrase_told_apart_from_another_denies_nothing() -> None:
    text = "She was sent to Berat in May, not to Orlena."
    rows = """
    She PRON 3 nsubj:pass
    was AUX 3 aux:pass
    sent VERB 0 root
    to ADP 5 case
    Berat PROPN 3 obl
    in ADP 7 case
    May PROPN 3 obl
    , PUNCT 11 punct
    not PART 11 advmod
    to ADP 11 case
    Orlena PROPN 3 obl
    . PUNCT 3 punct
    """
    assert [claim.polarity for claim in read(text, rows)] == [Polarity.POSITIVE]


def test_a_reason_with_a_noun_of_absence_denies_nothing() -> None:
    text = "تأجلت المباراة في برات بسبب عدم جاهزية الملعب."
    rows = """
    تأجلت VERB 0 root
    المباراة NOUN 1 nsubj
    في ADP 4 case
    برات PROPN 1 obl
    بسبب ADP+NOUN 1 obl
    عدم NOUN 1 obl
    جاهزية NOUN 5 nmod
    الملعب NOUN 7 nmod
    . PUNCT 1 punct
    """
    assert [claim.polarity for claim in read(text, rows, "ar")] == [Polarity.POSITIVE]


def test_a_particle_elided_on_the_verb_denies_that_verb_and_not_the_one_above() -> None:
    text = "« Karim n’achète rien », a dit Lina Azzam."
    rows = """
    « PUNCT 3 punct
    Karim PROPN 3 nsubj
    n’achète ADV+VERB 8 advmod
    rien PRON 3 obj
    » PUNCT 3 punct
    , PUNCT 3 punct
    a AUX 8 aux
    dit VERB 0 root
    Lina PROPN 8 nsubj
    Azzam PROPN 9 flat
    . PUNCT 8 punct
    """
    (bought,) = read(text, rows, "fr")
    assert bought.polarity is Polarity.NEGATIVE
    assert [source.name for source in bought.attribution[1:]] == ["Lina Azzam"]


def test_a_noun_for_an_event_is_denied_by_the_word_that_it_takes_for_an_adjective() -> None:
    text = "Aucune suppression de postes n'a été annoncée."
    rows = """
    Aucune ADJ 2 amod
    suppression NOUN 7 nsubj:pass
    de ADP 4 case
    postes NOUN 2 nmod
    n'a ADV+AUX 7 aux
    été AUX 7 aux:pass
    annoncée VERB 0 root
    . PUNCT 7 punct
    """
    denied = {claim.predicate: claim.polarity for claim in read(text, rows, language="fr")}
    assert denied["suppression"] is Polarity.NEGATIVE
    asserted = read(text.replace("Aucune", "Grande"), rows.replace("Aucune", "Grande"), language="fr")
    assert {claim.predicate: claim.polarity for claim in asserted}["suppression"] is Polarity.POSITIVE
