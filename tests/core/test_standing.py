"""What the words of a claim speak of is told by its statement, or the claim is marked or left out."""

from app.core.claims.extraction import UNCLEAR
from tests.core.test_coreference import ARRIVED, MET, claims_in
from tests.core.test_statement import statements

HALL = (
    "A new concert hall opened in Oslo.",
    """
    A DET 4 det
    new ADJ 4 amod
    concert NOUN 4 compound
    hall NOUN 5 nsubj
    opened VERB 0 root
    in ADP 7 case
    Oslo PROPN 5 obl
    . PUNCT 5 punct
    """,
)
PAID = (
    "Omar Kell paid for the hall.",
    """
    Omar PROPN 3 nsubj
    Kell PROPN 1 flat
    paid VERB 0 root
    for ADP 6 case
    the DET 6 det
    hall NOUN 3 obl
    . PUNCT 3 punct
    """,
)


def test_a_definite_noun_is_told_by_the_phrase_that_introduced_it() -> None:
    assert statements(HALL, PAID, language="en")[-1] == "Omar Kell paid for the hall [a new concert hall]"


def test_one_of_two_things_told_of_is_left_out_where_nothing_tells_which() -> None:
    old = (HALL[0].replace("new", "old"), HALL[1].replace("new", "old"))
    assert not any("paid" in told for told in statements(HALL, old, PAID, language="en"))


def test_this_at_a_noun_is_told_in_the_same_way() -> None:
    this = (PAID[0].replace(" the ", " this "), PAID[1].replace("the DET", "this DET"))
    assert statements(HALL, this, language="en")[-1] == "Omar Kell paid for this hall [a new concert hall]"


def test_this_alone_makes_no_claim_of_no_known_type() -> None:
    this = (
        "This helped Ada Venn.",
        """
        This PRON 2 nsubj
        helped VERB 0 root
        Ada PROPN 2 obj
        Venn PROPN 3 flat
        . PUNCT 2 punct
        """,
    )
    assert len(claims_in(ARRIVED, this, language="en")) == 1


def test_an_event_whose_doer_is_not_known_is_kept_for_its_time_and_told_to_be_unsure() -> None:
    left = (
        "They left on Tuesday.",
        """
        They PRON 2 nsubj
        left VERB 0 root
        on ADP 4 case
        Tuesday PROPN 2 obl
        . PUNCT 2 punct
        """,
    )
    named = (left[0].replace("They", "Venn"), left[1].replace("They PRON", "Venn PROPN"))
    (unclear,), (clear,) = claims_in(left, language="en"), claims_in(named, language="en")
    assert unclear.confidence < clear.confidence * (UNCLEAR + 0.01)


def test_an_arabic_noun_with_its_article_is_told_by_the_phrase_that_introduced_it() -> None:
    opened = (
        "افتتح سامي نور متحفا جديدا في تونس.",
        """
        افتتح VERB 0 root
        سامي PROPN 1 nsubj
        نور PROPN 2 flat
        متحفا NOUN 1 obj
        جديدا ADJ 4 amod
        في ADP 7 case
        تونس PROPN 1 obl
        . PUNCT 1 punct
        """,
    )
    praised = (
        "رمم سامي نور المتحف.",
        """
        رمم VERB 0 root
        سامي PROPN 1 nsubj
        نور PROPN 2 flat
        المتحف NOUN 1 obj
        . PUNCT 1 punct
        """,
    )
    told = statements((opened[0].replace("متحفا", "متحف"), opened[1].replace("متحفا", "متحف")), praised, language="ar")
    assert told[-1] == "رمم سامي نور المتحف [متحف جديدا]"


def test_what_may_mean_the_thing_above_it_is_no_named_body() -> None:
    odd = (
        "The letter was odd because it did not reject the plan of Oslo.",
        """
        The DET 2 det
        letter NOUN 4 nsubj
        was AUX 4 cop
        odd ADJ 0 root
        because SCONJ 9 mark
        it PRON 9 nsubj
        did AUX 9 aux
        not PART 9 advmod
        reject VERB 4 advcl
        the DET 11 det
        plan NOUN 9 obj
        of ADP 13 case
        Oslo PROPN 11 nmod
        . PUNCT 4 punct
        """,
    )
    praised = (
        "Norway praised Omar Kell.",
        """
        Norway PROPN 2 nsubj
        praised VERB 0 root
        Omar PROPN 2 obj
        Kell PROPN 3 flat
        . PUNCT 2 punct
        """,
    )
    assert not any("Norway did" in told for told in statements(praised, odd, language="en"))


def test_a_possessive_before_the_subject_is_the_subjects() -> None:
    said = (
        "In her speech Ada Venn thanked Oslo.",
        """
        In ADP 3 case
        her PRON 3 nmod:poss
        speech NOUN 6 obl
        Ada PROPN 6 nsubj
        Venn PROPN 4 flat
        thanked VERB 0 root
        Oslo PROPN 6 obj
        . PUNCT 6 punct
        """,
    )
    told = statements(MET, said, language="en")[-1]
    assert told == "In her speech Ada Venn thanked Oslo"


def test_a_person_told_by_an_epithet_alone_makes_no_claim_of_no_known_type() -> None:
    praised = (
        "The young singer praised Oslo.",
        """
        The DET 3 det
        young ADJ 3 amod
        singer NOUN 4 nsubj
        praised VERB 0 root
        Oslo PROPN 4 obj
        . PUNCT 4 punct
        """,
    )
    named = (praised[0].replace("young", "Oslo"), praised[1].replace("young ADJ 3 amod", "Oslo PROPN 3 compound"))
    assert not any("singer" in told for told in statements(ARRIVED, praised, language="en"))
    assert any("singer" in told for told in statements(ARRIVED, named, language="en"))


def test_an_object_pronoun_elided_before_a_verb_makes_no_claim_where_nobody_is_told() -> None:
    ignored = (
        "Omar Kell l'ignore.",
        """
        Omar PROPN 3 nsubj
        Kell PROPN 1 flat
        l'ignore VERB 0 root
        . PUNCT 3 punct
        """,
    )
    assert not any("ignore" in told for told in statements(ignored, language="fr"))


def test_it_is_no_body_that_the_sentence_before_only_mentions() -> None:
    told = (
        "Omar Kell thanked Norway.",
        """
        Omar PROPN 3 nsubj
        Kell PROPN 1 flat
        thanked VERB 0 root
        Norway PROPN 3 obj
        . PUNCT 3 punct
        """,
    )
    helped = (
        "It helped Ada Venn.",
        """
        It PRON 2 nsubj
        helped VERB 0 root
        Ada PROPN 2 obj
        Venn PROPN 3 flat
        . PUNCT 2 punct
        """,
    )
    assert not any("Norway helped" in statement for statement in statements(told, helped, language="en"))


def test_a_quote_that_breaks_off_before_its_complement_is_no_claim() -> None:
    intends = (
        "Oslo a l'intention de participer au référendum.",
        """
        Oslo PROPN 2 nsubj
        a VERB 0 root
        l'intention DET+NOUN 2 obj
        de ADP 5 mark
        participer VERB 3 acl
        au ADP+DET 7 case
        référendum NOUN 5 obl
        . PUNCT 2 punct
        """,
    )
    assert not any(told.endswith("l'intention") for told in statements(intends, language="fr"))


def test_a_relative_clause_with_a_plural_verb_describes_both_of_two_names() -> None:
    left = (
        "Ada Venn et Omar Kell, qui quittent Oslo, ont signé.",
        """
        Ada PROPN 11 nsubj
        Venn PROPN 1 flat
        et CCONJ 4 cc
        Omar PROPN 1 conj
        Kell PROPN 4 flat
        , PUNCT 8 punct
        qui PRON 8 nsubj
        quittent VERB 1 acl:relcl
        Oslo PROPN 8 obj
        , PUNCT 8 punct
        signé VERB 0 root
        . PUNCT 11 punct
        """,
    )
    told = [claim for claim in claims_in(left, language="fr") if claim.predicate == "quittent"]
    assert [{party.name for party in claim.parties() if party.is_name} for claim in told] == [{"Ada Venn", "Omar Kell"}]


def test_an_emphatic_pronoun_between_commas_stands_for_nobody_else() -> None:
    met = (
        "Omar Kell a rencontré Sami Lorne.",
        """
        Omar PROPN 4 nsubj
        Kell PROPN 1 flat
        a AUX 4 aux
        rencontré VERB 0 root
        Sami PROPN 4 obj
        Lorne PROPN 5 flat
        . PUNCT 4 punct
        """,
    )
    left = (
        "Omar Kell, quant à lui, a quitté Oslo.",
        """
        Omar PROPN 9 nsubj
        Kell PROPN 1 flat
        , PUNCT 6 punct
        quant ADV 6 case
        à ADP 4 fixed
        lui PRON 9 obl
        , PUNCT 6 punct
        a AUX 9 aux
        quitté VERB 0 root
        Oslo PROPN 9 obj
        . PUNCT 9 punct
        """,
    )
    assert statements(met, left, language="fr")[-1] == "Omar Kell, quant à lui, a quitté Oslo"


def test_an_event_counted_from_an_untold_day_is_unclear() -> None:
    left = (
        "L'année suivante, Omar Kell a quitté Oslo.",
        """
        L'année DET+NOUN 7 obl
        suivante ADJ 1 amod
        , PUNCT 1 punct
        Omar PROPN 7 nsubj
        Kell PROPN 4 flat
        a AUX 7 aux
        quitté VERB 0 root
        Oslo PROPN 7 obj
        . PUNCT 7 punct
        """,
    )
    sure = (
        "Omar Kell a quitté Oslo.",
        """
        Omar PROPN 4 nsubj
        Kell PROPN 1 flat
        a AUX 4 aux
        quitté VERB 0 root
        Oslo PROPN 4 obj
        . PUNCT 4 punct
        """,
    )
    (known,), (floating,) = claims_in(sure, language="fr"), claims_in(left, language="fr")
    assert floating.confidence < known.confidence
