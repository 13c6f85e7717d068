"""What is a Vietnamese syllable, and what is the same one spelled in two ways."""

import tomllib
from pathlib import Path

import pytest

from articles import spelling


def words_of_the_demo():
    """The words of a small newspaper: all of them stood in print."""
    for path in Path("cms/demo/stories").glob("*.toml"):
        for story in tomllib.loads(path.read_text("utf-8"))["story"]:
            yield from spelling._SYLLABLE.findall(f"{story['headline']} {story.get('body', '')}")


def test_what_newspapers_print_are_syllables():
    words = [word for word in words_of_the_demo() if word.islower()]
    strange = {word for word in words if not spelling.is_syllable(word)}
    assert len(words) > 10_000
    assert len(strange) < 40, sorted(strange)
    assert not {"nghiêng", "khuya", "quyết", "giếng", "oách", "uể", "xoèn", "yêu"} & strange


@pytest.mark.parametrize(
    "word", ["xee", "thngô", "thôngg", "vieetj", "thôngxe", "wa", "jàn", "bca"]
)
def test_slips_are_none(word):
    assert not spelling.is_syllable(word)


@pytest.mark.parametrize(
    ("old", "new"), [("hòa", "hoà"), ("THÚY", "thuý"), ("khỏe", "khoẻ"), ("ủy", "uỷ")]
)
def test_both_places_of_the_mark_are_one_word(old, new):
    assert spelling.modern(old) == new


def test_words_without_a_choice_stay_as_they_are():
    for word in ("hoàn", "quý", "qúy", "thuyền", "oan", "mía", "của"):
        assert spelling.modern(word) == word
