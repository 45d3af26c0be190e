"""The words of the pages: whole in every language, and the right language for every reader."""

from string import Formatter

import pytest
from babel.messages.catalog import Message

from app.core.model.article import ClutterKind
from app.core.model.claim import Polarity, SlotName, Stance, Status
from app.core.model.conflict import ConflictKind, Relation, ReviewState, Scope, Severity
from app.web.pages.wording import LANGUAGES, choose_language, key_of, read_messages, wording


def test_the_best_language_of_those_a_browser_accepts_is_taken():
    assert choose_language(None, "de, fr;q=0.8, ar;q=0.9") == "ar"
    assert choose_language(None, "fr-CA,en;q=0.5") == "fr"
    assert choose_language("xx", "en;q=0.1, ar-EG") == "ar"
    assert choose_language(None, "tlh;q=banana,,;") == "en"
    assert choose_language("fr", "ar") == "fr"
    assert choose_language(None, None) == "en"


def texts_of(message: Message) -> tuple[str, ...]:
    return message.string if isinstance(message.string, tuple) else (message.string,)


def places_of(text: str) -> list[str | None]:
    return sorted(field for _, field, _, _ in Formatter().parse(text) if field is not None)


def test_every_language_of_the_screen_has_the_same_words_and_places() -> None:
    def shape(language: str) -> dict[str, tuple[bool, set[str | None]]]:
        return {
            key_of(message): (message.pluralizable, {place for text in texts_of(message) for place in places_of(text)})
            for message in read_messages(language)
        }

    assert shape("ar") == shape("en") == shape("fr")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_missing_or_unsure(language: str) -> None:
    for message in read_messages(language):
        assert all(text.strip() for text in texts_of(message)), message.id
        assert not message.fuzzy, message.id
        if message.pluralizable:
            assert len(texts_of(message)) == {"en": 2, "ar": 6, "fr": 2}[language], message.id


def test_a_key_without_words_is_an_error() -> None:
    with pytest.raises(KeyError):
        wording("en")["story.no_such_word"]
    with pytest.raises(KeyError):
        wording("en").count("story.no_such_word", 2)


def test_what_is_filled_in_keeps_its_own_direction() -> None:
    assert wording("ar").say("conflict.side", letter="A").endswith("\u2068A\u2069")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("section", "values"),
    [
        ("kinds", ConflictKind),
        ("scopes", Scope),
        ("relations", Relation),
        ("severities", Severity),
        ("states", ReviewState),
        ("polarities", Polarity),
        ("statuses", Status),
        ("stances", Stance),
        ("slots", SlotName),
        ("passages", ClutterKind),
    ],
)
def test_every_value_of_ours_has_words_on_the_screen(language: str, section: str, values: type) -> None:
    words = wording(language)
    assert [value for value in values if f"{section}.{value}" not in words] == []
