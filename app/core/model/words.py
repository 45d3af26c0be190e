"""The word lists of a language pack, one dataclass a file of ``knowledge/languages/<code>/``.

A field stands here with the rule that reads it; a file may leave out any of them. Words are written as in
print, without
diacritics; the rules fold case, diacritics and letter variants on both sides (``core/folding.py``).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


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
class TimeWords:
    """``times.toml``: months, weekdays, parts of day, relative days and so on.

    Every entry is a word or a phrase as in print; a mapping from a name to a tuple lists the words for that name.
    """

    clitics: Mapping[str, str] = field(default_factory=dict)  # written on the front of a word -> what stands for it
    months: Mapping[str, int] = field(default_factory=dict)  # word -> 1 to 12
    weekdays: Mapping[str, int] = field(default_factory=dict)  # word -> ISO weekday, Monday is 1
    ambiguous: tuple[
        str, ...
    ] = ()  # months, seasons and weekdays that mean something else unless a date is beside them
    relative_days: Mapping[str, int] = field(default_factory=dict)  # "yesterday" -> -1
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # dawn, morning, noon ... -> words
    bare_parts: tuple[str, ...] = ()  # parts of day that tell a time alone, without a preposition: "مساءً"
    midnight: tuple[str, ...] = ()
    past: tuple[str, ...] = ()  # "last", "الماضي"
    past_after: tuple[str, ...] = ()  # the same, only behind what it belongs to: "passé"
    future: tuple[str, ...] = ()  # "next", "المقبل"
    present: tuple[str, ...] = ()  # "this", "الجاري"
    recent: tuple[str, ...] = ()  # "recent": as ``past``, but only with several units ("in recent days")
    units: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # minute, hour, day, week ... -> words
    plural_units: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # the same, several of them
    dual_units: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # the same, two of them
    seasons: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # spring, summer, autumn, winter -> words
    early: tuple[str, ...] = ()  # "early", "مطلع"
    middle: tuple[str, ...] = ()  # "mid", "منتصف"
    late: tuple[str, ...] = ()  # "late", "أواخر"
    earlier: tuple[str, ...] = ()  # "earlier": from its beginning up to now
    later: tuple[str, ...] = ()  # "later": from now up to its end
    ago_before: tuple[str, ...] = ()  # before the amount: "il y a", "قبل"
    ago_after: tuple[str, ...] = ()  # after the amount: "ago"
    since: tuple[str, ...] = ()  # "since", "منذ"
    ahead: tuple[str, ...] = ()  # before the amount: "in" three days, "dans"
    ahead_after: tuple[str, ...] = ()  # after the amount: "from now"
    duration_leads: tuple[str, ...] = ()  # before a length of time: "for", "لمدة"
    relative_to_event: tuple[str, ...] = ()  # after an amount: counted from something else than the publication
    anaphoric: tuple[str, ...] = ()  # "the following day", "اليوم نفسه": a day that an earlier sentence tells
    anaphoric_days: Mapping[str, int] = field(
        default_factory=dict
    )  # of those, the ones that count from the day told last: "the same day" -> 0, "the day before" -> -1
    and_half: tuple[str, ...] = ()  # after a unit: "and a half"
    half: tuple[str, ...] = ()  # before a unit: "half an", "نصف"
    one: tuple[str, ...] = ()  # the article that counts one before a unit: "a", "une"
    age_before: tuple[str, ...] = ()  # "aged", "يبلغ من العمر"
    age_after: tuple[str, ...] = ()  # "old", "من العمر"
    year_leads: tuple[str, ...] = ()  # before a bare year: "in", "عام"
    month_leads: tuple[str, ...] = ()  # before a month: "in", "شهر"
    day_leads: tuple[str, ...] = ()  # before a day of the month or a weekday: "on", "le", "يوم"
    part_leads: tuple[str, ...] = ()  # before a part of day that stands alone: "in the", "في"
    habit_leads: tuple[str, ...] = ()  # before a weekday that recurs: "le" vendredi
    other_months: tuple[str, ...] = ()  # months of other calendars: such a date is left alone
    every: tuple[str, ...] = ()  # before or after a time that recurs: "every", "كل"
    links: tuple[str, ...] = ()  # may stand between the parts of one date: "of", "the", "في"
    range_open: tuple[str, ...] = ()  # "from", "between", "من"
    range_to: tuple[str, ...] = ()  # "to", "إلى"
    range_and: tuple[str, ...] = ()  # after "between": "and", "و"
    clock_before: tuple[str, ...] = ()  # "at", "الساعة": a number after it may be an hour
    clock_words: tuple[str, ...] = ()  # of those, the ones that make even a bare number word an hour: "الساعة"
    clock_after: tuple[str, ...] = ()  # "o'clock", "heures"
    clock_glued: tuple[str, ...] = ()  # between hour and minutes: "h" in 19h30
    minutes_after: Mapping[str, int] = field(default_factory=dict)  # after the hour: "et demie" -> 30
    minutes_before: Mapping[str, int] = field(default_factory=dict)  # before the hour: "half past" -> 30
    morning_hours: tuple[str, ...] = ()  # "am"
    evening_hours: tuple[str, ...] = ()  # "pm"
    future_cues: tuple[str, ...] = ()  # words after which a bare weekday lies ahead: "will", "سوف"
    past_cues: tuple[str, ...] = ()  # words that end the reach of those: "said", "قال"
    future_prefixes: tuple[str, ...] = ()  # written on a verb that tells the future (asked of tagged words only)
    future_endings: tuple[str, ...] = ()  # the same at its end
    year_marks: tuple[str, ...] = ()  # written on a year: "م"
    decade_marks: tuple[str, ...] = ()  # written on a year that stands for ten: "s"
    capital_names: bool = False  # months and weekdays begin with a capital letter
    month_first: bool = False  # 03/06/2020 is the 6th of March
    weekend_starts: int = 6  # ISO weekday; weeks themselves run from Monday to Sunday everywhere (ISO 8601)


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
    compound_joiners: tuple[str, ...] = ()  # inside one word, units before tens: "und"
    ordinals: Mapping[str, int] = field(default_factory=dict)  # "third" -> 3
    ordinal_suffixes: tuple[str, ...] = ()  # written on digits: "rd"
    fractions: Mapping[str, float] = field(default_factory=dict)  # before a scale: "half" a million
    fraction_nouns: tuple[str, ...] = ()  # "tenths": the number before them counts parts, not things
    and_fractions: Mapping[str, float] = field(default_factory=dict)  # after a scale: "ونصف"
    vague: Mapping[str, tuple[float, float]] = field(default_factory=dict)  # "dozens" -> lowest and highest
    rough: Mapping[str, float] = field(default_factory=dict)  # about so many by the word alone: "dizaine" -> 10
    group_marks: tuple[str, ...] = ()  # between groups of three digits; " " for a space
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
    change_open: tuple[str, ...] = ()  # "from": two numbers, the old and the new one, and no range
    range_to: tuple[str, ...] = ()  # "to", "إلى"
    range_and: tuple[str, ...] = ()  # only after ``range_open``: "and"
    percent: tuple[str, ...] = ()
    money_scales: Mapping[str, float] = field(default_factory=dict)  # only beside a currency sign: "m" in £5m
    currencies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # ISO 4217, or a bare name -> words
    measures: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # unit of ``MEASURES`` -> words
    links: tuple[str, ...] = ()  # between a number and its unit: "of", "de"
    identifiers: tuple[str, ...] = ()  # nouns before a number that names something: "Article", "الفئة"
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
class ClaimWords:
    """``claims.toml``: what verbs, particles and prepositions mean for a claim.

    Words are base forms; ``clitics``, ``prefixes``, ``endings`` and ``irregular`` say how a written form is led back
    to them. ``arriv*`` is any word with that beginning. Entries of the two trigger tables may tell a word from its
    homonyms by what stands beside it ("strike object:deal"): ``core.claims.words.triggers`` says how.
    """

    triggers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # event type -> verbs
    noun_triggers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # event type -> nouns that are events
    classes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # class of nouns -> nouns, for the triggers
    # written on the front of a form (verb prefixes) -> what stands there in the base form
    prefixes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    irregular: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # base form -> forms no ending leads back
    endings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # ending -> what stands there in the base form
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
    said_openers: tuple[str, ...] = ()  # open a reported clause: "that", "أن", "dass"
    media_names: tuple[str, ...] = ()  # media known without a word such as "newspaper": "Reuters", "BBC"
    anonymous: tuple[str, ...] = ()  # heads of an unnamed source: "source", "official"
    media: tuple[str, ...] = ()  # heads of a cited medium: "channel", "newspaper"
    negation: tuple[str, ...] = ()  # particles that deny a verb
    negative_governors: tuple[str, ...] = ()  # verbs that say that what they govern did not happen: "failed to"
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
    truths: tuple[str, ...] = ()  # predicates that, denied, deny what they are said of: "it is not true that"
    or_words: tuple[str, ...] = ()  # between verbs, carry a negation on: "did not meet or call"
    exceptive: tuple[str, ...] = ()  # after a negation, undo it: "not only", "ne ... que", لم ... إلا
    # meaning -> shapes of verbs as written, ``*`` for the rest of the word ("*rait", "*medi*", "ن*"). Meanings:
    # negative, planned, would, conditional (if), uncertain, requested, ongoing, progressive, imperfect, imperative
    # (asked only of a verb that stands first and has no subject), impersonal (of verbs of saying: "it was reported",
    # сообщается), passive (where neither an auxiliary nor the relation of the subject tells it: "tutuklandı", the light
    # verb "شد"), content (participles whose noun is not who does it: "çekildiği")
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
    subordinators: tuple[str, ...] = ()  # "that", "أن": open a clause and belong to no quote
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
    bodies_are_several: bool = False  # an organisation may be "they"
    drops_subjects: bool = False  # a finite verb may stand without a subject: "Llegó ayer"
    both_sides: tuple[str, ...] = ()  # the two who met or agreed just before: "the two sides", "الجانبان"
    there: tuple[str, ...] = ()  # adverbs for the place named last: "there", "sur place"
    names_inflect: bool = False  # names take case endings: a name is then put in beside a pronoun, never in its place
    possessive_ending: str = ""  # written on a name that owns: "'s"; empty where the order of words would change
    infinitive_marks: tuple[str, ...] = ()  # stand before an infinitive and stay with it: "to", "zu"
