"""Two versions of a story compared: which words, paragraphs, photos and fields differ."""

import random
import time

import pytest
from django.utils import timezone, translation

from articles.versions import body_difference, difference, sequences, wording
from tests import factories


def marked(parts):
    """Parts as text: ``[-gone-]`` and ``{+come+}``."""
    kinds = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return "".join(kinds[part.kind].format(part.text) for part in parts)


def rows_of(before, after):
    with translation.override("en"):
        found = body_difference.rows(before, after, lambda photo_id: None, sequences.Effort())
    return [(row.change, row.count or marked(row.parts)) for row in found]


# --- Words --------------------------------------------------------------------------------


def test_words_and_numbers_are_marked_whole():
    parts = wording.compare(
        "Giá vàng hôm nay tăng 1.250.000 đồng theo Nghị định 147/2024/NĐ-CP.",
        "Giá vàng hôm nay giảm 250.000 đồng theo Nghị định 147/2024/NĐ-CP.",
    )
    assert marked(parts) == (
        "Giá vàng hôm nay [-tăng 1.250.000 -]{+giảm 250.000 +}đồng theo Nghị định 147/2024/NĐ-CP."
    )


def test_a_mark_on_a_letter_is_a_difference_and_a_space_is_none():
    assert marked(wording.compare("Hòa  Bình", "Hoà Bình")) == "[-Hòa  -]{+Hoà +}Bình"
    assert marked(wording.compare("một  hai", "một hai")) == "một hai"


def test_a_word_that_stayed_amid_changes_is_no_island():
    before, after = "mưa rất to và gió mạnh dần", "nắng gắt khắp nơi và trời trong xanh"
    assert marked(wording.compare(before, after)) == f"[-{before} -]{{+{after}+}}"


def test_a_new_text_and_a_removed_one_are_marked_whole():
    assert marked(wording.compare("", "một hai")) == "{+một hai+}"
    assert marked(wording.compare("một hai", "")) == "[-một hai-]"
    assert marked(wording.compare("một hai", "một")) == "một [-hai-]"
    assert wording.compare("", "") == []


def test_names_count_as_one_word_each():
    parts = wording.of_names(["Bùi An", "Lê Ánh"], ["Lê Ánh", "Đỗ Bình"])
    assert marked(parts) == "[-Bùi An, -]Lê Ánh, {+Đỗ Bình+}"
    assert marked(wording.of_names(["Bùi An", "Lê Ánh"], ["Bùi An"])) == "Bùi An, [-Lê Ánh-]"


def test_both_texts_can_be_read_from_the_parts():
    rows = random.Random(4)
    for _round in range(500):
        before, after = (
            [rows.choice("a b c d , .".split()) for _ in range(rows.randint(0, 14))] for _ in "12"
        )
        parts = wording.compare(" ".join(before), " ".join(after))
        for words, hidden in ((before, "added"), (after, "removed")):
            text = " ".join(part.text for part in parts if part.kind != hidden)
            assert text.split() == words


# --- Paragraphs ---------------------------------------------------------------------------


def paragraphs(*texts):
    return "".join(f"<p>{text}</p>" for text in texts)


MANY = [f"Đoạn số {number} kể một chuyện riêng của nó." for number in range(9)]


def test_paragraphs_that_stayed_are_folded_and_the_changed_one_is_shown_word_by_word():
    after = [*MANY]
    after[4] = "Đoạn số 4 kể một chuyện khác của nó."
    assert rows_of(paragraphs(*MANY), paragraphs(*after)) == [
        ("gap", 3),
        ("same", MANY[3]),
        ("changed", "Đoạn số 4 kể một chuyện [-riêng -]{+khác +}của nó."),
        ("same", MANY[5]),
        ("gap", 3),
    ]


def test_a_new_paragraph_between_two_rewritten_ones_is_not_mixed_up_with_them():
    before = paragraphs("Trời mưa to từ sáng sớm.", "Đường ngập sâu nửa mét.")
    after = paragraphs(
        "Trời mưa rất to từ sáng sớm.", "Hàng trăm xe chết máy.", "Đường ngập sâu một mét."
    )
    shown = rows_of(before, after)
    assert {change for change, _text in shown} == {"changed"}
    text = " ".join(text for _change, text in shown)
    assert "{+rất +}" in text
    assert "Hàng trăm xe chết máy" in text
    assert "[-Trời" not in text


def test_a_paragraph_that_was_divided_shows_where():
    before = paragraphs("Trời mưa to từ sáng sớm. Đường ngập sâu nửa mét.")
    after = paragraphs("Trời mưa to từ sáng sớm.", "Đường ngập sâu nửa mét.")
    assert rows_of(before, after) == [
        ("changed", "Trời mưa to từ sáng sớm. {+¶ +}Đường ngập sâu nửa mét.")
    ]


def test_a_paragraph_that_was_moved_is_called_so():
    after = [MANY[5], *MANY[:5], *MANY[6:]]
    shown = rows_of(paragraphs(*MANY), paragraphs(*after))
    assert [text for change, text in shown if change == "moved"] == [MANY[5], MANY[5]]
    assert not {"added", "removed", "changed"} & {change for change, _text in shown}


def test_where_a_link_leads_is_compared():
    shown = rows_of(
        '<p>Xem <a href="https://a.vn/">bài</a>.</p>', '<p>Xem <a href="https://b.vn/">bài</a>.</p>'
    )
    assert shown == [("changed", "Xem bài [-‹https://a.vn/› -]{+‹https://b.vn/›+}.")]


def test_formatting_alone_is_said_in_a_word():
    with translation.override("en"):
        (row,) = body_difference.rows(
            "<p>Rất nóng</p>", "<p>Rất <strong>nóng</strong></p>", lambda _id: None,
            sequences.Effort(),
        )  # fmt: skip
    assert (row.change, row.remark) == ("changed", "formatting")


def test_items_quotes_and_rows_are_compared_one_by_one():
    def body(word):
        return (
            f"<ul><li>một</li><li>hai {word}</li></ul>"
            f"<blockquote><p>Lời của {word}</p></blockquote>"
            f"<table><tbody><tr><td>Hàng</td><td>{word}</td></tr></tbody></table>"
        )

    shown = rows_of(body("cũ"), body("mới"))
    assert [text for change, text in shown if change == "changed"] == [
        "hai [-cũ -]{+mới+}", "Lời của [-cũ -]{+mới+}", "Hàng | [-cũ -]{+mới+}",
    ]  # fmt: skip


@pytest.mark.django_db
def test_photos_in_the_text_are_compared_with_their_words():
    one, other = factories.photo(), factories.photo()

    def body(photo, caption, align="center"):
        return (
            f'<p>Trước ảnh.</p><figure data-photo="{photo.pk}" class="align-{align}" '
            f'data-credit="Ảnh: A" data-alt="Ga"><figcaption>{caption}</figcaption></figure>'
        )

    def change(before, after):
        old, new = factories.snapshot(body=before), factories.snapshot(body=after)
        found = {row.field: row for row in difference.compare(old, new)}
        return next(row for row in found["body"].rows if row.title)

    with translation.override("en"):
        row = change(body(one, "Ga sáng nay"), body(one, "Ga chiều nay"))
        assert "[-sáng -]{+chiều +}" in marked(row.parts)
        assert row.before == row.after == one.shot
        row = change(body(one, "Ga"), body(other, "Ga"))
        assert (row.before, row.after, row.remark) == (one.shot, other.shot, "another photo")
        row = change(body(one, "Ga"), body(one, "Ga", "wide"))
        assert row.remark == "another position"


# --- The whole story ----------------------------------------------------------------------


@pytest.mark.django_db
def test_every_kind_of_field_is_compared_in_words():
    photo, section = factories.photo(), factories.section("Thời sự")
    old = factories.snapshot(headline="Tít cũ", topics=[factories.topic("Mưa")])
    new = {
        **old,
        "headline": "Tít mới",
        "section": section.pk,
        "lead_photo": photo.pk,
        "lead_decorative": True,
        "topics": [factories.topic("Bão").pk, *old["topics"]],
        "authors": [factories.author("Mỹ Lệ").pk],
        "published_at": "2026-11-26T05:13:00+00:00",
        "comment_policy": "closed",
    }
    with translation.override("en"):
        found = {row.field: row for row in difference.compare(old, new)}
    assert set(found) == {name for name in old if old[name] != new[name]}
    assert marked(found["headline"].rows[0].parts) == "Tít [-cũ -]{+mới+}"
    assert marked(found["topics"].rows[0].parts) == "{+Bão, +}Mưa"
    assert found["published_at"].after == "26/11/2026 12:13"
    assert (found["lead_decorative"].before, found["lead_decorative"].after) == ("no", "yes")
    assert found["lead_photo"].rows[0].after == photo.shot
    assert found["lead_photo"].rows[0].before is None
    assert found["section"].after == "Thời sự"


@pytest.mark.django_db
def test_of_what_was_deleted_the_number_is_left():
    topic = factories.topic()
    old, new = factories.snapshot(), factories.snapshot(topics=[topic])
    pk = topic.pk
    topic.delete()
    with translation.override("en"):
        found = {row.field: row for row in difference.compare(old, new)}
    assert found["topics"].after == f"deleted (№ {pk})"


@pytest.mark.django_db
def test_comparing_asks_once_for_each_table(django_assert_max_num_queries):
    def version():
        return factories.snapshot(
            lead_photo=factories.photo(),
            topics=[factories.topic(), factories.topic()],
            authors=[factories.author()],
            related=[factories.draft()],
            further_sections=[factories.section()],
            body=f'<figure data-photo="{factories.photo().pk}"><figcaption></figcaption></figure>',
        )

    old, new = version(), version()
    # Sections, photos, topics, authors, stories; and which topics were merged, for each version.
    with django_assert_max_num_queries(7):
        difference.compare(old, new)


def test_a_summary_says_what_changed_in_a_few_words():
    old = factories.snapshot(section=None, body=paragraphs(*MANY))
    photo = '<figure data-photo="1"><figcaption></figcaption></figure>'
    texts = [*MANY[:2], "Đoạn mới", *MANY[3:], "Đoạn cuối"]
    new = {
        **old,
        "headline": "Khác",
        "lead_caption": "Chú thích",
        "lead_credit": "Ảnh: A",
        "body": paragraphs(*texts) + photo,
    }
    with translation.override("vi"):
        assert difference.summary(old, new) == [
            "tít", "chữ của ảnh chính", "2 đoạn", "1 ảnh trong bài",
        ]  # fmt: skip
        turned = {**old, "body": paragraphs(*MANY[::-1])}
        assert difference.summary(old, turned) == ["thứ tự các đoạn"]
    assert difference.summary(old, old) == []


# --- However long -------------------------------------------------------------------------


def words(number, seed=1):
    rows = random.Random(seed)
    vocabulary = [f"từ{each}" for each in range(800)]
    return [rows.choice(vocabulary[: rows.randint(1, 800)]) for _ in range(number)]


def rewritten(texts, share, seed=2):
    rows = random.Random(seed)
    return [f"sửa{rows.random()}" if rows.random() < share else word for word in texts]


def as_body(texts, length=70):
    cut = [texts[at : at + length] for at in range(0, len(texts), length)]
    return paragraphs(*(" ".join(part) + "." for part in cut))


@pytest.mark.parametrize("share", [0.002, 0.05, 0.5, 1])
def test_a_body_of_20000_words_is_compared_in_bounded_time(share):
    before = words(20_000)
    after = rewritten(before, share)
    effort = sequences.Effort()
    begun = time.process_time()
    found = body_difference.rows(as_body(before), as_body(after), lambda _id: None, effort)
    assert time.process_time() - begun < 15
    assert found
    # The search is counted: a busy machine does not change what it finds.
    assert effort.left > -1_000_000


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (" ".join(words(40_000)), " ".join(rewritten(words(40_000), 0.01))),
        (" ".join(words(40_000)), " ".join(words(40_000, seed=9))),
        ("a " * 100_000, "a b " * 50_000),
        ("? " * 100_000, "! " * 100_000),
        ("x" * 200_000, "y" * 200_000),
        ("à" * 200_000, "à " * 100_000),
    ],
    ids=["edited", "another", "repeated", "signs", "one word", "cut"],
)
def test_a_paragraph_of_200000_characters_is_compared_in_bounded_time(before, after):
    effort = sequences.Effort()
    begun = time.process_time()
    parts = wording.compare(before, after, effort)
    assert time.process_time() - begun < 15
    for text, hidden in ((before, "added"), (after, "removed")):
        shown = "".join(part.text for part in parts if part.kind != hidden)
        assert shown.split() == text.split()
    assert effort.left > -1_000_000


def test_an_edit_in_a_huge_paragraph_is_still_found_word_by_word():
    before = words(40_000)
    after = [*before]
    after[20_000] = "đổi"
    parts = wording.compare(" ".join(before), " ".join(after))
    assert [part.text for part in parts if part.kind == "added"] == ["đổi "]


def test_a_summary_of_long_bodies_is_fast():
    before, after = as_body(words(20_000)), as_body(words(20_000, seed=7))
    old = {**factories.snapshot(section=None), "body": before}
    begun = time.process_time()
    assert difference.summary(old, {**old, "body": after})
    assert time.process_time() - begun < 15


def test_moments_are_said_in_the_time_of_the_newsroom():
    old = factories.snapshot(section=None)
    new = {**old, "expires_at": timezone.now().isoformat()}
    assert f"{timezone.localtime():%d/%m/%Y}" in difference.compare(old, new)[0].after
