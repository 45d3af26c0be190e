"""The word lists of a language pack, one dataclass a file of ``knowledge/languages/<code>/``.

A field stands here with the rule that reads it; a file may leave out any of them. Words are written as in
print, without
diacritics; the rules fold case, diacritics and letter variants on both sides (``core/folding.py``).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.core.model.time_words import TimeWords as TimeWords  # noqa: PLC0414 (declared apart, found here)


@dataclass(frozen=True, slots=True, kw_only=True)
class CleaningWords:
    """``cleaning.toml``: the phrases by which a page's furniture is known, and the words that guide sentence splitting.

    Keys of the three phrase tables are values of ``ClutterKind``. The phrases of all packs are used on every text, for
    a page's furniture is often in another language than its article.
    """

    phrases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # a line made of such phrases only
    openings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # a line that begins so, whatever follows
    anywhere: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # a line of some 40 words that holds it
    home: tuple[str, ...] = ()  # first element of a breadcrumb line: "Home"
    bylines: tuple[str, ...] = ()  # before the author's name: "written by", "par"
    counters: tuple[str, ...] = ()  # what a page counts: "views", "min read"
    datelines: tuple[str, ...] = ()  # before the publication time: "published on"
    updates: tuple[str, ...] = ()  # before the time of a later change: "last updated"
    abbreviations: tuple[str, ...] = ()  # words whose final dot ends no sentence, without it: "Gen", "M"
    clause_openers: tuple[str, ...] = ()  # begin a clause after a comma: "while"; "و*" is any word with that beginning
    ordinal_dot: bool = False  # "3. Juni": a dot after a number makes it an ordinal


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberWords:
    """``numbers.toml``: number words, scales, approximators, units."""

    values: Mapping[str, float] = field(
        default_factory=dict
    )  # "seven" -> 7; below 100, and whole words such as "مئتان"
    scales: Mapping[str, float] = field(default_factory=dict)  # multipliers: "hundred" -> 100, "million" -> 1e6
    articles: tuple[str, ...] = ()  # written on the front of a number word: "ال"
    joiners: tuple[str, ...] = ()  # between the parts of a number: "and", "-"
    joining_clitics: tuple[str, ...] = ()  # the same, written on the next part: "و"
    joined_from: int = 100  # the smallest value after which a joiner may stand
    ascending: bool = False  # units are told before tens: "ثلاثة وعشرون"
    compounds: bool = False  # number words may be written together: "zweihundertdrei", "ikiyüzbin"
    compound_joiners: tuple[str, ...] = ()  # inside one word, units before tens: "und"
    compound_fractions: Mapping[str, float] = field(default_factory=dict)  # at the end of one: "einhalb", "buçuk"
    right_to_left: bool = False  # fractions and powers may have been typed in the other direction
    vigesimal: bool = False  # ten to nineteen may follow sixty and eighty: "quatre-vingt-dix neuf"
    decimal_words: tuple[str, ...] = ()  # between a number and its decimals: "point", "virgule", "فاصلة"
    loose_decimal_words: tuple[str, ...] = ()  # the same, words that mean much else: "con"
    minus: tuple[str, ...] = ()  # before a negative number: "minus", "ناقص"
    digit_suffixes: Mapping[str, float] = field(default_factory=dict)  # after digits, case as written: "k", "M"
    over: tuple[str, ...] = ()  # between a number and what it is divided by: "over", "على", "bölü"
    out_of: tuple[str, ...] = ()  # between a part and its whole: "out of", "sur", "من"
    one_of: tuple[str, ...] = ()  # before a whole of which one part is told: "جزء من"
    denominators: Mapping[str, float] = field(default_factory=dict)  # after a number of parts: "fifths", "أخماس"
    denominator_suffixes: tuple[str, ...] = ()  # written on a number word, make it one: "avos", "stel"
    joined_parts: Mapping[str, float] = field(default_factory=dict)  # a part after "and", else a unit: "خمس" in "وخمس"
    fraction_joiners: tuple[str, ...] = ()  # between a whole and its fraction: "and", "et", "con"
    ordinals: Mapping[str, int] = field(default_factory=dict)  # "third" -> 3
    ordinal_suffixes: tuple[str, ...] = ()  # written on digits: "rd"
    fractions: Mapping[str, float] = field(default_factory=dict)  # before a scale: "half" a million
    and_fractions: Mapping[str, float] = field(default_factory=dict)  # after a scale: "ونصف"
    vague: Mapping[str, tuple[float, float]] = field(default_factory=dict)  # "dozens" -> lowest and highest
    rough: Mapping[str, float] = field(default_factory=dict)  # about so many by the word alone: "dizaine" -> 10
    group_marks: tuple[str, ...] = ()  # between groups of three digits; " " for a space
    not_numbers: tuple[str, ...] = ()  # phrases whose number word tells no number: "this one", "one another"
    not_counted: tuple[str, ...] = ()  # articles that look like the number one
    dual_stems: tuple[str, ...] = ()  # nouns whose dual tells two
    dual_suffixes: tuple[str, ...] = ()  # their endings
    dual_words: tuple[str, ...] = ()  # whole duals, of nouns whose other dual form looks like their plural
    dual_endings: tuple[str, ...] = ()  # endings that mark a dual on any noun
    not_dual: tuple[str, ...] = ()  # words that only end so
    at_least: tuple[str, ...] = ()
    at_most: tuple[str, ...] = ()
    more_than: tuple[str, ...] = ()
    less_than: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    at_least_after: tuple[str, ...] = ()  # after the number: "or more", "على الأقل"
    at_most_after: tuple[str, ...] = ()
    range_open: tuple[str, ...] = ()  # "between", "بين"
    change_open: tuple[str, ...] = ()  # "from": after a word of change the old and the new number, else a range
    change_words: tuple[str, ...] = ()  # words of change, ``*`` for the rest of the word: "rose", "increas*"
    range_to: tuple[str, ...] = ()  # "to", "إلى"
    range_and: tuple[str, ...] = ()  # only after ``range_open``: "and"
    added: tuple[str, ...] = ()  # right beside a number, add it to those told before: "five more", "another five"
    complete: tuple[str, ...] = ()  # before a number, say that no more are to come: "all 19", "tous les 19"
    percent: tuple[str, ...] = ()
    percent_before: tuple[str, ...] = ()  # the same, before the number: "yüzde"
    money_scales: Mapping[str, float] = field(default_factory=dict)  # only beside a currency sign: "m" in £5m
    currencies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # ISO 4217, or a bare name -> words
    measures: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # unit of ``MEASURES`` -> words
    below_zero: tuple[str, ...] = ()  # after a temperature: "below zero", "sous zéro"
    links: tuple[str, ...] = ()  # between a number and its unit: "of", "de"
    identifiers: tuple[str, ...] = ()  # nouns before a number that names something: "Article", "الفئة"
    identifiers_after: tuple[str, ...] = ()  # the same, after the number: "numaralı"
    age_before: tuple[str, ...] = ()
    age_after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NameWords:
    """``names.toml``: titles, offices, organisation words, demonyms, given names.

    Titles and offices are written in their base form; the rules try each with the language's article before it.
    """

    articles: tuple[str, ...] = ()  # written before or on a noun: "the", "ال"
    clitics: tuple[str, ...] = ()  # conjunctions and prepositions written on the word, longest first
    titles: tuple[str, ...] = ()  # before a person's name: "General", "المشير"
    title_qualifiers: tuple[str, ...] = ()  # after a title: "retired", "المتقاعد"
    # role -> heads: minister -> "minister", "وزير"
    offices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    portfolios: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # field of an office -> "defence", "الدفاع"
    # field of an office -> what stands before its head in one word: "Außen" of "Außenminister"
    portfolio_stems: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    # what makes another office of one: "former", "acting", "elect" -> its words
    office_states: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    bodies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # kind of a state's body -> "ministry", "الجيش"
    organisation_heads: tuple[str, ...] = ()  # "ministry", "army", "حكومة"
    medium_heads: tuple[str, ...] = ()  # "newspaper", "قناة": what follows is an organisation's name
    naming_heads: tuple[str, ...] = ()  # say what kind of body the name beside them is: "movement", "شركة"
    place_heads: tuple[str, ...] = ()  # "city", "مدينة": what follows is a place's name
    place_prepositions: tuple[str, ...] = ()  # "in", "في"
    connectors: tuple[str, ...] = ()  # small words inside a personal name: "de", "bin"
    middle_particles: tuple[str, ...] = ()  # those of them that never begin a name: "بن"
    organisation_connectors: tuple[str, ...] = ()  # small words inside the name of an office or body: "of", "and"
    capitalised_nouns: bool = False  # every noun is capitalised, so that a capital tells nothing
    given_names: tuple[str, ...] = ()  # frequent given names: evidence of a person
    # shared id -> names: "UN" -> "United Nations"
    organisations: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    media: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict
    )  # the same, of media whose names are common words
    places: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # further names of a place: "GB" -> "Britain"
    demonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # country -> base forms: "EG" -> "Egyptian"
    demonym_endings: tuple[str, ...] = ()  # what inflection adds to a demonym's base form
    common_endings: tuple[str, ...] = ()  # as written: endings that no name has
    not_names: tuple[str, ...] = ()  # capitalised or name-like words that are no name: weekdays, "Internet"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceWords:
    """``places.toml``: names of places that the place list lacks, and what is called by what it is.

    ``names`` are of this language alone. ``endings`` say how a case form of a name is led back to its base form, for
    names that are unknown as written.
    """

    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # key -> names: "UA/donbas" -> "Donbas"
    endings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # ending -> what stands there in the base form
    region_heads: tuple[str, ...] = ()  # beside a name they say that it is a region: "province", "محافظة"
    city_heads: tuple[str, ...] = ()  # the same of cities, towns and villages
    locating: tuple[str, ...] = ()  # may stand between a name and where it lies: "in", "of", "northern"
    kinds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # kind of a place without a name -> its nouns
    apart: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict
    )  # kind of a named place, of which none holds another -> nouns


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimWords:
    """``claims.toml``: what verbs, particles and prepositions mean for a claim.

    Words are base forms; ``clitics``, ``prefixes``, ``endings`` and ``irregular`` say how a written form is led back
    to them. ``arriv*`` is any word with that beginning. Entries of the two trigger tables may tell a word from its
    homonyms by what stands beside it ("strike object:deal"): ``core.claims.words.triggers`` says how.
    """

    triggers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # event type -> verbs
    noun_triggers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # event type -> nouns that are events
    results: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # result (results.toml) -> verbs, as triggers
    classes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # class of nouns -> nouns, for the triggers
    # written on the front of a form (verb prefixes) -> what stands there in the base form
    prefixes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    irregular: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # base form -> forms no ending leads back
    endings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # ending -> what stands there in the base form
    # what a number may count -> nouns. A path: "person/child" are some of "person"; "fate/dead" may be any of them.
    counted: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    particles: tuple[str, ...] = ()  # first parts of verbs that stand apart in a main clause: "zurück" (zurücktreten)
    clitics: tuple[str, ...] = ()  # conjunctions and prepositions written on the word, longest first
    verb_clitics: tuple[str, ...] = ()  # those of them that are written on verbs too; all, where none is told
    where: tuple[str, ...] = ()  # open a relative clause about what happened at the place before: "where", "où"
    copulas: tuple[str, ...] = ()  # verbs of being, where the tree makes them the predicate: كان, أصبح
    attribution: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # stance -> verbs of saying
    attribution_nouns: tuple[str, ...] = ()  # "statement", "report": what governs a clause that somebody said
    according_to: tuple[str, ...] = ()  # phrases that open a source: "according to"
    said_prepositions: tuple[str, ...] = ()  # open what was said after a verb of saying: "spoke of", أفادت بـ
    according_after: tuple[str, ...] = ()  # the same, written after their source: "göre", "zufolge"
    citing: tuple[str, ...] = ()  # open who is cited by a saying: عن; of several words, by any clause: "نقلا عن"
    quoting: tuple[str, ...] = ()  # verbs whose object is who is cited: "quoting a source", "cited by the daily X"
    spoken_words: tuple[str, ...] = ()  # nouns for what somebody said, as he said it: "words", "phrase"
    said_openers: tuple[str, ...] = ()  # open a reported clause: "that", "أن", "dass"
    media_names: tuple[str, ...] = ()  # media known without a word such as "newspaper": "Reuters", "BBC"
    anonymous: tuple[str, ...] = ()  # heads of an unnamed source: "source", "official"
    media: tuple[str, ...] = ()  # heads of a cited medium: "channel", "newspaper"
    negation: tuple[str, ...] = ()  # particles that deny a verb
    not_yet: tuple[str, ...] = ()  # words that, with a negation, leave open that it comes: "yet", "encore"
    negative_governors: tuple[str, ...] = ()  # verbs that say that what they govern did not happen: "failed to"
    deciding: tuple[str, ...] = ()  # governors by which a result stands, though it is still to come: "decided to raise"
    planning: tuple[str, ...] = ()  # auxiliaries and governors that make it a plan: "will", "plans"
    planning_endings: tuple[str, ...] = ()  # endings of the future tense, as written
    planning_prefixes: tuple[str, ...] = ()  # the same, written on the verb
    requesting: tuple[str, ...] = ()  # governors that ask for what they govern
    purpose: tuple[str, ...] = ()  # "in order to": what follows is an aim, not a fact
    uncertain: tuple[str, ...] = ()  # "may", "reportedly"
    conditional: tuple[str, ...] = ()  # "if"
    ongoing: tuple[str, ...] = ()  # "still", "continues"
    would: tuple[str, ...] = ()  # auxiliaries of the conditional mood, alone unsure, in reported speech a plan: "would"
    maybe: tuple[str, ...] = ()  # particles that make a verb of the shape ``imperfect`` uncertain: قد
    progressive_auxiliaries: tuple[str, ...] = ()  # before a verb of the shape ``progressive``, tell what goes on: "is"
    completed: tuple[str, ...] = ()  # verbs that tell nothing without an object or predicate: فعل, أصبح
    completed_twice: tuple[str, ...] = ()  # verbs that need both an object and what it is made: جعل
    excluding: tuple[str, ...] = ()  # verbs that leave open, where they are denied, what they govern: استبعد
    ability: tuple[str, ...] = ()  # verbs that, denied, deny what they govern: "could not reach"
    truths: tuple[str, ...] = ()  # predicates that, denied, deny what they are said of: "it is not true that"
    adversative: tuple[str, ...] = ()  # between clauses, part the plan from the fact: "was to come but cancelled"
    lasting: tuple[str, ...] = ()  # predicates that go on to this day where they began at some time: "held since"
    or_words: tuple[str, ...] = ()  # between verbs, carry a negation on: "did not meet or call"
    singling: tuple[str, ...] = ()  # what follows them is a fact: "the first", "the only one" to do it
    emphatic: tuple[str, ...] = ()  # phrases that only strengthen a verb, and are no parts of it: جملة وتفصيلا
    exceptive: tuple[str, ...] = ()  # after a negation, undo it: "not only", "ne ... que", لم ... إلا
    # meaning -> shapes of verbs as written, ``*`` for the rest of the word ("*rait", "*medi*", "ن*"). Meanings:
    # negative, present (tense, where no auxiliary stands), over (tenses of what is over, of verb or auxiliary: "had
    # been held"), planned, would, conditional (if), uncertain, requested, ongoing, progressive, imperfect, imperative
    # (asked only of a verb that stands first and has no subject), impersonal (of verbs of saying: "it was reported",
    # сообщается), passive (where neither an auxiliary nor the relation of the subject tells it: "tutuklandı", the light
    # verb "شد"), content (participles whose noun is not who does it: "çekildiği"),
    # participle (of adjectives that are verbs where they govern a phrase: "entführte", "kaçırılan")
    verb_forms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    not_verb_forms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # the same: verbs that only look so
    questions: tuple[str, ...] = ()  # make a clause a question, whole or embedded: "whether", "est-ce que", هل, "ли"
    wishes: tuple[str, ...] = ()  # governors and particles of what is only wished or imagined: "wish", "let", ليت
    framing: tuple[str, ...] = ()  # loaded epithets and value judgements, base forms: "war criminal", "shameful"
    judging: tuple[str, ...] = ()  # verbs that call somebody something, which is an opinion: "call", "brand", وصف
    light_verbs: tuple[str, ...] = ()  # verbs that lend their grammar to an event noun: "made a visit", "قام بزيارة"
    undergoing: tuple[str, ...] = ()  # the same, of whom it befalls: "came under attack", "تعرض لهجوم"
    # light verbs that never stand alone: they and the noun before them are one verb, known by the noun: "etmek", "کردن"
    joining_verbs: tuple[str, ...] = ()
    # part of clause -> prepositions; one that begins with a hyphen is a case ending, asked for where a phrase has no
    # preposition: in = ["-da", "-de"], by = ["-ами"]
    prepositions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    bounds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # since, until ... -> words before a time
    articles: tuple[str, ...] = ()  # definite articles written apart
    pronouns: tuple[str, ...] = ()  # third-person pronouns that stand for somebody named before
    plural_pronouns: tuple[str, ...] = ()  # those of them that stand for several
    relative_pronouns: tuple[str, ...] = ()
    relatives_of_things: tuple[str, ...] = ()  # those of them that stand for no person: "which"
    subordinators: tuple[str, ...] = ()  # "that", "أن": open a clause and belong to no quote
    moments: tuple[str, ...] = ()  # those of them that tell what happened at that moment: "when", عندما
    active_participles: tuple[str, ...] = ()  # endings of participles that describe the doer: "-ing"
    verb_first: bool = False  # the subject usually follows its verb
    # Who a word can stand for. The keys are classes: ``man``, ``woman``, ``person`` (one of either gender), ``thing``
    # (one, no person), ``masculine`` and ``feminine`` (one person or thing of that gender), ``one`` (whatever it is),
    # ``several``, ``two``, of verbs also ``perhaps_feminine``. A language without gender needs only ``person``,
    # ``thing``, ``one`` and ``several``.
    pronoun_classes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # class -> "he", "him"; "elle"; "o"
    possessives: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # class of the owner -> "his", "son", "su"
    pronoun_clitics: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict
    )  # class -> written at a word's end: "ه"
    noun_classes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # class -> nouns for people: "soldier"
    marking_words: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict
    )  # class -> what tells it: articles and titles ("la", "les", "Mr", "Mme"), frequent given names
    noun_endings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # class -> endings of nouns: "s", "ة"
    verb_endings: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict
    )  # class of the subject -> endings of finite verbs: several = ["وا"]; "" is any verb with none of the others
    verb_beginnings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # the same, written on the front
    first_person: tuple[str, ...] = ()  # in a quotation, the speaker: "I", "our"
    second_person: tuple[str, ...] = ()  # whoever is spoken to: "you", "your"
    pointing: tuple[str, ...] = ()  # stand for what was told before or is seen, alone or at a noun: "this", "another"
    further: tuple[str, ...] = ()  # at a noun, mean one more than those told before: "other"
    one_more: tuple[str, ...] = ()  # at a noun, tell that it is not the one told before: "another", "a similar", آخر
    series: tuple[str, ...] = ()  # nouns whose events are counted, one after the other: "round", "session"
    general_articles: bool = False  # the definite article also stands before what is meant in general: "les langues"
    written_articles: tuple[str, ...] = ()  # definite articles written on the noun: "ال"
    known_to_all: tuple[str, ...] = ()  # nouns that need no explanation with an article: "the police", "the sun"
    bodies_are_several: bool = False  # an organisation may be "they"
    drops_subjects: bool = False  # a finite verb may stand without a subject: "Llegó ayer"
    both_sides: tuple[str, ...] = ()  # the two who met or agreed just before: "the two sides", "الجانبان"
    there: tuple[str, ...] = ()  # adverbs for the place named last: "there", "sur place"
    names_inflect: bool = False  # names take case endings: a name is then put in beside a pronoun, never in its place
    possessive_ending: str = ""  # written on a name that owns: "'s"; empty where the order of words would change
    infinitive_marks: tuple[str, ...] = ()  # stand before an infinitive and stay with it: "to", "zu"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyWords:
    """The names of news agencies in every script (``knowledge/agencies.toml``)."""

    byline_words: tuple[str, ...] = ()  # words that tell nothing beside an agency's name: "source", "with"
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by id; the first one is shown
