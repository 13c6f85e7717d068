"""Plain text: what is kept, what is folded, what becomes an address."""

import random
import unicodedata

import pytest

from cms.text import fold, fold_with_offsets, line, nfc, person_sort_key, prose, slugify


def windows(text):
    """As old Windows keyboards write Vietnamese: a composed vowel, then the tone on its own."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    out = ""
    for char in text:
        parts = unicodedata.normalize("NFD", char)
        tone = "".join(part for part in parts if part in tones)
        rest = "".join(part for part in parts if part not in tones)
        out += unicodedata.normalize("NFC", rest) + tone
    return out


HEADLINE = "Đường sắt Hà Nội: nghệ sĩ Trần Thị Ngọc Ánh vượt 2.000 km"


@pytest.mark.parametrize("written", [str, windows, lambda t: unicodedata.normalize("NFD", t)])
def test_every_way_of_composing_a_letter_is_the_same_text(written):
    assert line(written(HEADLINE)) == HEADLINE
    assert fold(written(HEADLINE)) == fold(HEADLINE)
    assert slugify(written(HEADLINE)) == slugify(HEADLINE)


def test_the_windows_form_differs_from_both_normal_forms():
    """Else the test above would prove nothing."""
    assert windows("Nội") not in ("Nội", unicodedata.normalize("NFD", "Nội"))


@pytest.mark.parametrize("letter", "đĐðÐɖƉ")
def test_letters_that_look_like_d_with_stroke_fold_to_d(letter):
    assert fold(f"{letter}ường") == "duong"
    assert slugify(f"{letter}ường sắt Hà Nội") == "duong-sat-ha-noi"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đường sắt Hà Nội", "duong sat ha noi"),
        ("147/2024/NĐ-CP", "147 2024 nd cp"),
        ("2020–2025", "2020 2025"),
        ("2020 – 2025", "2020 2025"),
        ("ƯỠN ẸO, ƯƠM!", "uon eo uom"),
        ("Straße", "strasse"),
        ("ﬁnal ＡＢＣ １２３", "final abc 123"),
        ("…?! 🎉", ""),
        ("", ""),
    ],
)
def test_folding(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Đường sắt Hà Nội", "duong-sat-ha-noi"),
        ("  147/2024/NĐ-CP  ", "147-2024-nd-cp"),
        ("-- 2020–2025 --", "2020-2025"),
        ("日本", ""),
        ("🎉", ""),
    ],
)
def test_slugs(text, slug):
    assert slugify(text) == slug


def test_a_long_slug_is_cut_between_words():
    slug = slugify("nghiêng " * 30)
    assert len(slug) <= 80
    assert set(slug.split("-")) == {"nghieng"}


def test_a_single_endless_word_is_cut_all_the_same():
    assert slugify("a" * 200) == "a" * 80


@pytest.mark.parametrize("text", ["ﬁn Straße ＨÀ Nội", "  Đ. Nguyễn—Huệ  ", "a½b №5 ℻", HEADLINE])
def test_offsets_lead_from_the_fold_back_to_the_original(text):
    folded, offsets = fold_with_offsets(text)
    assert folded == fold(text)
    assert len(offsets) == len(folded)
    assert offsets == sorted(offsets)
    for char, offset in zip(folded, offsets, strict=True):
        assert char == " " or char in fold(text[offset])


def test_a_match_behind_a_ligature_is_marked_at_its_own_place():
    text = "ﬁﬁ Hà Nội"
    folded, offsets = fold_with_offsets(text)
    start = folded.index("noi")
    assert text[offsets[start] : offsets[start + 2] + 1] == "Nội"


@pytest.mark.parametrize(
    "invisible",
    [
        "\x00",
        "\x08",
        "\x1b",
        "\x7f",
        "\ud800",
        "\u200b",
        "\u200c",
        "\u200d",
        "\u2060",
        "\ufeff",
        "\u00ad",
        "\u202e",
        "\u2066",
        "\U000e0041",
        "\ufff9",
        "\u034f",
        "\u115f",
        "\u3164",
        "\uffa0",
        "\u2800",
        "\ufdd0",
        "\U0001fffe",
        "\U000e0080",
    ],
)
def test_what_no_reader_can_see_is_dropped(invisible):
    assert line(f"Hà{invisible} Nội{invisible}") == "Hà Nội"
    assert line(invisible * 3) == ""
    line(f"a{invisible}b").encode()  # and can be stored


@pytest.mark.parametrize("emoji", ["👩‍👩‍👧‍👦", "👩‍❤️‍👨", "🙂‍↔️", "👩🏽‍🚒", "🏳️‍🌈", "1️⃣"])
def test_an_emoji_held_together_by_joiners_stays_whole(emoji):
    assert line(f"Vui {emoji} quá") == f"Vui {emoji} quá"


@pytest.mark.parametrize("emoji", ["\U0001fa77", "\U0001fae8", "\U0001faf7\u200d\U0001fa77"])
def test_an_emoji_newer_than_this_python_stays(emoji):
    assert line(f"Cảm ơn {emoji} chị") == f"Cảm ơn {emoji} chị"


def test_a_joiner_between_marks_is_no_emoji():
    """It would hide there, and the text would change once more at the next save."""
    assert nfc("a\u0301\u200d\u0302") == nfc(nfc("a\u0301\u200d\u0302"))
    assert "\u200d" not in nfc("a\u0301\u200d\u0302")


def test_a_line_is_one_line_with_single_spaces():
    assert line("  Hà\u00a0Nội\t\n hôm\u2028nay\r\n ") == "Hà Nội hôm nay"


def test_prose_keeps_paragraphs_and_at_most_one_empty_line():
    assert prose("  Một \r\n\r\n\r\n\r\n hai  ba\rbốn\n ") == "Một\n\nhai ba\nbốn"


def test_cleaning_twice_changes_nothing_more():
    chance = random.Random(20)
    letters = "aĐệ\u0301\u0323\u200d\u200b\ufe0f👩\U0001fa77❤↔ \n\t\x00\ud800\u202e\u1160>"
    for _ in range(3000):
        text = "".join(chance.choices(letters, k=chance.randint(1, 12)))
        assert nfc(nfc(text)) == nfc(text), ascii(text)
        assert line(line(text)) == line(text), ascii(text)
        assert prose(prose(text)) == prose(text), ascii(text)
        assert fold(line(text)) == fold_with_offsets(line(text))[0], ascii(text)


def test_people_sort_by_given_name_then_by_the_rest():
    names = ["Trần Văn Ân", "Đỗ An", "Nguyễn Thị Bình", "Lê Ánh", "Mỹ Lệ", "An"]
    assert sorted(names, key=person_sort_key) == [
        "An",
        "Đỗ An",
        "Trần Văn Ân",
        "Lê Ánh",
        "Nguyễn Thị Bình",
        "Mỹ Lệ",
    ]


def test_a_name_sorts_alike_with_and_without_extra_spaces():
    assert person_sort_key("  Đỗ   An ") == person_sort_key("Đỗ An") == "an do"
