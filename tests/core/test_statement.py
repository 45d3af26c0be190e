"""Statements make sense without their article, and say no more than it does."""

from app.core.claims.wording.marks import loose_marks
from tests.core.test_coreference import ARRIVED, MET, claims_in


def statements(*sentences: tuple[str, str], language: str) -> list[str]:
    return [claim.statement for claim in claims_in(*sentences, language=language)]


def test_a_pronoun_gives_way_to_the_name_with_its_office_and_a_time_is_dated() -> None:
    left = (
        "She left on Tuesday.",
        """
        She PRON 2 nsubj
        left VERB 0 root
        on ADP 4 case
        Tuesday PROPN 2 obl
        . PUNCT 2 punct
        """,
    )
    assert statements(ARRIVED, left, language="en")[-1] == "President Ada Venn left on Tuesday (2031-05-06)"


def test_an_unresolved_pronoun_stays_as_it_is() -> None:
    left = (
        "She left on Tuesday.",
        """
        She PRON 2 nsubj
        left VERB 0 root
        on ADP 4 case
        Tuesday PROPN 2 obl
        . PUNCT 2 punct
        """,
    )
    assert statements(left, language="en") == ["She left on Tuesday (2031-05-06)"]


def test_a_surname_alone_becomes_the_full_name_with_the_office() -> None:
    left = (
        "Venn left.",
        """
        Venn PROPN 2 nsubj
        left VERB 0 root
        . PUNCT 2 punct
        """,
    )
    assert statements(ARRIVED, left, language="en")[-1] == "Ada Venn [President] left"


def test_a_possessive_gives_way_to_the_name_that_owns() -> None:
    praised = (
        "Omar Kell praised her visit to Oslo.",
        """
        Omar PROPN 3 nsubj
        Kell PROPN 1 flat
        praised VERB 0 root
        her PRON 5 nmod
        visit NOUN 3 obj
        to ADP 7 case
        Oslo PROPN 5 nmod
        . PUNCT 3 punct
        """,
    )
    told = statements(ARRIVED, praised, language="en")
    assert "Omar Kell praised President Ada Venn's visit to Oslo" in told


def test_a_possessive_whose_owner_is_named_beside_it_stays() -> None:
    ended = (
        "Ada Venn ended her visit to Oslo.",
        """
        Ada PROPN 3 nsubj
        Venn PROPN 1 flat
        ended VERB 0 root
        her PRON 5 nmod
        visit NOUN 3 obj
        to ADP 7 case
        Oslo PROPN 5 nmod
        . PUNCT 3 punct
        """,
    )
    assert statements(ended, language="en")[0] == "Ada Venn ended her visit to Oslo"


def test_what_a_participle_leaves_out_is_put_in_between_brackets() -> None:
    blast = (
        "The blast hit a market, killing three people.",
        """
        The DET 2 det
        blast NOUN 3 nsubj
        hit VERB 0 root
        a DET 5 det
        market NOUN 3 obj
        , PUNCT 3 punct
        killing VERB 3 advcl
        three NUM 9 nummod
        people NOUN 7 obj
        . PUNCT 3 punct
        """,
    )
    assert statements(blast, language="en") == ["The blast hit a market", "[the blast] killing three people"]


def test_a_relative_pronoun_gives_way_to_its_noun() -> None:
    left = (
        "Omar Kell, who was arrested on Monday, left.",
        """
        Omar PROPN 10 nsubj
        Kell PROPN 1 flat
        , PUNCT 6 punct
        who PRON 6 nsubj:pass
        was AUX 6 aux:pass
        arrested VERB 1 acl:relcl
        on ADP 8 case
        Monday PROPN 6 obl
        , PUNCT 6 punct
        left VERB 0 root
        . PUNCT 10 punct
        """,
    )
    assert "Omar Kell was arrested on Monday (2031-05-05)" in statements(left, language="en")


def test_a_coordinated_verb_keeps_the_negation_before_it() -> None:
    text = (
        "Omar Kell did not meet Ada Venn or visit Oslo.",
        """
        Omar PROPN 5 nsubj
        Kell PROPN 1 flat
        did AUX 5 aux
        not PART 5 advmod
        meet VERB 0 root
        Ada PROPN 5 obj
        Venn PROPN 6 flat
        or CCONJ 9 cc
        visit VERB 5 conj
        Oslo PROPN 9 obj
        . PUNCT 5 punct
        """,
    )
    assert statements(text, language="en") == [
        "Omar Kell did not meet Ada Venn",
        "[Omar Kell did not] visit Oslo",
    ]


def test_what_was_promised_is_told_as_a_promise() -> None:
    promised = (
        "Omar Kell promised to leave the town.",
        """
        Omar PROPN 3 nsubj
        Kell PROPN 1 flat
        promised VERB 0 root
        to PART 5 mark
        leave VERB 3 xcomp
        the DET 7 det
        town NOUN 5 obj
        . PUNCT 3 punct
        """,
    )
    assert "[Omar Kell promised to] leave the town" in statements(promised, language="en")


def test_what_was_denied_is_told_as_a_denial() -> None:
    denied = (
        "The minister denied that soldiers attacked the village.",
        """
        The DET 2 det
        minister NOUN 3 nsubj
        denied VERB 0 root
        that SCONJ 6 mark
        soldiers NOUN 6 nsubj
        attacked VERB 3 ccomp
        the DET 8 det
        village NOUN 6 obj
        . PUNCT 3 punct
        """,
    )
    assert statements(denied, language="en") == ["[The minister denied that] soldiers attacked the village"]


def test_what_depends_on_a_condition_is_told_with_it() -> None:
    text = (
        "The government will fall if Omar Kell resigns.",
        """
        The DET 2 det
        government NOUN 4 nsubj
        will AUX 4 aux
        fall VERB 0 root
        if SCONJ 8 mark
        Omar PROPN 8 nsubj
        Kell PROPN 6 flat
        resigns VERB 4 advcl
        . PUNCT 4 punct
        """,
    )
    assert statements(text, language="en") == [
        "The government will fall [if Omar Kell resigns]",
        "[if] Omar Kell resigns",
    ]


def test_a_dropped_subject_is_put_in_behind_an_arabic_verb() -> None:
    arrived = (
        "وصل المشير عمر قلال.",
        """
        وصل VERB 0 root
        المشير NOUN 1 nsubj
        عمر PROPN 2 appos
        قلال PROPN 3 flat
        . PUNCT 1 punct
        """,
    )
    left = (
        "وغادر أمس.",
        """
        وغادر CCONJ+VERB 0 root
        أمس NOUN 1 obl
        . PUNCT 1 punct
        """,
    )
    assert statements(arrived, left, language="ar")[-1] == "غادر المشير عمر قلال أمس (2031-05-07)"


def test_the_owner_written_on_an_arabic_noun_stands_in_brackets_behind_it() -> None:
    arrived = (
        "وصل المشير عمر قلال.",
        """
        وصل VERB 0 root
        المشير NOUN 1 nsubj
        عمر PROPN 2 appos
        قلال PROPN 3 flat
        . PUNCT 1 punct
        """,
    )
    lasted = (
        "واستغرقت رحلته ساعتين.",
        """
        واستغرقت CCONJ+VERB 0 root
        رحلته NOUN+PRON 1 nsubj
        ساعتين NOUN 1 obl
        . PUNCT 1 punct
        """,
    )
    assert statements(arrived, lasted, language="ar")[-1] == "استغرقت رحلته [المشير عمر قلال] ساعتين"


def test_who_was_met_is_named_where_they_is_said() -> None:
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
    assert statements(MET, left, language="en")[-1] == "They [Ada Venn, Omar Kell] left on Tuesday (2031-05-06)"


def test_the_speaker_of_a_quotation_in_the_first_person_is_named() -> None:
    said = (
        "“We left the town,” Omar Kell said.",
        """
        “ PUNCT 3 punct
        We PRON 3 nsubj
        left VERB 10 ccomp
        the DET 5 det
        town NOUN 3 obj
        , PUNCT 3 punct
        ” PUNCT 3 punct
        Omar PROPN 10 nsubj
        Kell PROPN 8 flat
        said VERB 0 root
        . PUNCT 10 punct
        """,
    )
    assert statements(said, language="en") == ["[Omar Kell:] We left the town"]


def test_a_quotation_mark_without_its_partner_is_left_out_of_a_statement() -> None:
    text = 'He was "calm and left (early)'
    assert loose_marks(text, 0, len(text), sentence=0) == [text.index('"')]
    cut = 'calm" and “left” (early'
    assert loose_marks(cut, 0, len(cut), sentence=0) == [cut.index('"'), cut.index("(")]


def test_an_arabic_noun_before_its_relative_clause_opens_the_statement() -> None:
    built = (
        "زار عمر قلال القلعة التي بناها كريم سلوان.",
        """
        زار VERB 0 root
        عمر PROPN 1 nsubj
        قلال PROPN 2 flat
        القلعة NOUN 1 obj
        التي PRON 6 obj
        بناها VERB+PRON 4 acl:relcl
        كريم PROPN 6 nsubj
        سلوان PROPN 7 flat
        . PUNCT 1 punct
        """,
    )
    assert statements(built, language="ar")[-1] == "القلعة بناها كريم سلوان"


def test_what_is_expected_is_told_before_an_arabic_clause() -> None:
    expected = (
        "ومن المتوقع أن يزور عمر قلال باريس.",
        """
        ومن PART+ADP 0 root
        المتوقع NOUN 1 obj
        أن SCONJ 4 mark
        يزور VERB 1 csubj
        عمر PROPN 4 nsubj
        قلال PROPN 5 flat
        باريس PROPN 4 obj
        . PUNCT 1 punct
        """,
    )
    assert statements(expected, language="ar") == ["[من المتوقع أن] يزور عمر قلال باريس"]


EXPLODED = (
    "A bomb exploded in Paris, killing three people.",
    """
    A DET 2 det
    bomb NOUN 3 nsubj
    exploded VERB 0 root
    in ADP 5 case
    Paris PROPN 3 obl
    , PUNCT 7 punct
    killing VERB 3 advcl
    three NUM 9 nummod
    people NOUN 7 obj
    . PUNCT 3 punct
    """,
)


def test_what_names_nobody_is_told_with_the_clause_on_which_it_hangs() -> None:
    assert "[A bomb exploded in Paris,] killing three people" in statements(EXPLODED, language="en")


def test_a_later_sentence_that_names_nobody_is_no_claim() -> None:
    freed = (
        "Rescuers freed a woman.",
        """
        Rescuers NOUN 2 nsubj
        freed VERB 0 root
        a DET 4 det
        woman NOUN 2 obj
        . PUNCT 2 punct
        """,
    )
    assert "Rescuers freed a woman" in statements(freed, language="en")
    assert "Rescuers freed a woman" not in statements(EXPLODED, freed, language="en")


def test_a_passive_auxiliary_is_not_shared_with_a_verb_that_has_an_object() -> None:
    named = (
        "Ada Venn was freed and later visited Paris.",
        """
        Ada PROPN 4 nsubj:pass
        Venn PROPN 1 flat
        was AUX 4 aux:pass
        freed VERB 0 root
        and CCONJ 7 cc
        later ADV 7 advmod
        visited VERB 4 conj
        Paris PROPN 7 obj
        . PUNCT 4 punct
        """,
    )
    assert not any("was" in told for told in statements(named, language="en") if "visited" in told)
