"""Minor or material: what is claimed of an update is compared with what really changed."""

import time

import pytest
from django.utils import timezone

from articles import gate, going_live, workflow
from articles.body.figures import Figure
from articles.versions import revisions
from tests import factories

from .desk import fresh

pytestmark = pytest.mark.django_db

BODY = (
    "<p>Sáng 12/11, ông Nguyễn Văn Hòa cho biết cầu dài 1.200 mét đã xong.</p>"
    "<p>“Chúng tôi làm ba ca suốt hai năm”, ông nói. Hôm nay xe chạy thử.</p>"
)


@pytest.fixture
def editor(db):
    return factories.managing_editor()


@pytest.fixture
def story(db):
    return factories.story(headline="Cầu sông Lèn thông xe", body=BODY)


def change(story, **changes):
    story = fresh(story)
    data = {**revisions.working(story), **changes}
    revisions.save(story, data, None, base_id=story.latest_revision_id)
    return fresh(story)


def body(old, new):
    assert old in BODY
    return {"body": BODY.replace(old, new)}


def doubts(story, **changes):
    story = change(story, **changes)
    return {each.rule for each in going_live.look(story, minor=True).warnings}


@pytest.mark.parametrize(
    "changes",
    [
        body("đã xong", "đã xng"),
        body("suốt hai năm”", "suốt hai năm.”"),  # a full stop within the quote
        body("Hòa", "Hoà"),
        body("Hôm nay xe", "Nay xe"),
        {"headline": "Cầu sông Lèn, thông xe!"},
        {"headline": "Cầu của sông Lèn thông xe"},
        {"headline": "Cầu sông Lèn thông  xe"},
        {"standfirst": "Chuyến tàu đầu tiên rời ga lúc sáu giờ rưỡi."},
        {"seo_title": "Số 2 khác hẳn 15", "topics": [], "kicker": ""},
    ],
)
def test_a_slip_of_the_pen_is_minor(story, changes):
    assert doubts(story, **changes) == set()


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"headline": "Cầu sông Lèn chưa thông xe"}, "minor_leaves_the_headline"),
        ({"headline": "Cầu sông Lèn bị sập"}, "minor_leaves_the_headline"),
        ({"headline": "Sông Lèn cầu thông xe"}, "minor_leaves_the_headline"),
        (body("1.200 mét", "1.300 mét"), "minor_leaves_numbers"),
        (body("12/11", "13/11"), "minor_leaves_numbers"),
        ({"standfirst": "Chuyến tàu rời ga lúc 6 giờ."}, "minor_leaves_numbers"),
        (body("Nguyễn Văn Hòa", "Nguyễn Văn Hoa"), "minor_leaves_names"),
        (body("ông nói", "ông Tư nói"), "minor_leaves_names"),
        (body("ba ca", "bốn ca"), "minor_leaves_quotes"),
        ({"body": f"{BODY}<p>Một đoạn dài được viết thêm.</p>"}, "minor_is_a_few_words"),
        ({"source": "Theo Reuters"}, "minor_leaves_names"),
    ],
)
def test_what_changes_the_meaning_is_doubted(story, changes, rule):
    assert rule in doubts(story, **changes)


@pytest.mark.parametrize("slip", ["thôngg xe", "thngô xe", "thôngxe", "thông xee"])
def test_a_slip_in_the_headline_is_one_that_is_no_vietnamese(slip):
    story = factories.story(headline=f"Cầu sông Lèn {slip}")
    assert doubts(story, headline="Cầu sông Lèn thông xe") == set()


def test_other_photos_and_other_authors_are_doubted(story):
    photo = factories.photo(factories.picture_file((64, 48)))
    figure = str(Figure(photo.pk, caption="Trên cầu", credit="Ảnh: A", alt="B"))
    assert "minor_leaves_photos" in doubts(story, body=BODY + figure)
    assert "minor_leaves_bylines" in doubts(story, authors=[factories.author().pk])


def test_a_doubt_names_what_changed(story):
    story = change(story, **body("1.200 mét", "1.300 mét"))
    [warning] = going_live.look(story, minor=True).warnings
    assert "1.200 → 1.300" in warning.message
    assert warning.field == "body"


def test_nothing_is_doubted_where_nothing_is_claimed(story):
    story = change(story, headline="Chuyện hoàn toàn khác 99")
    for claim in (None, False):
        assert not going_live.look(story, minor=claim).warnings
    draft = factories.draft()
    assert not gate.look(draft.latest_revision.snapshot, draft, minor=True).warnings


def test_two_long_texts_are_compared_in_no_time(editor):
    words = " ".join(f"chữ{number} việt nam" for number in range(2000))
    story = factories.story(body=f"<p>{words}</p>")
    story = change(story, body=f"<p>{' '.join(reversed(words.split()))}</p>")
    started = time.process_time()
    found = going_live.look(story, minor=True).warnings
    assert time.process_time() - started < 15
    assert [each.rule for each in found] == ["minor_is_a_few_words"]


# --- The time of "updated" ----------------------------------------------------------------


def test_updated_moves_on_material_updates_only_and_the_log_keeps_the_claim(story, editor):
    change(story, headline="Cầu sông Lèn thông xe!")
    workflow.publish(fresh(story), editor, minor=True)
    assert fresh(story).updated_at is None
    assert fresh(story).transitions.first().minor
    before = timezone.now()
    change(story, headline="Cầu sông Lèn đóng lại")
    workflow.publish(fresh(story), editor)
    assert fresh(story).updated_at >= before
    assert not fresh(story).transitions.first().minor


def test_a_doubted_claim_is_passed_with_a_click_that_is_logged(story, editor):
    change(story, **body("1.200 mét", "1.300 mét"))
    with pytest.raises(workflow.Refused) as caught:
        workflow.publish(fresh(story), editor, minor=True)
    keys = [each.key for each in caught.value.warnings]
    workflow.publish(fresh(story), editor, minor=True, passed=keys)
    step = fresh(story).transitions.first()
    assert step.minor
    assert [each["rule"] for each in step.passed] == ["minor_leaves_numbers"]
    assert fresh(story).updated_at is None


def test_what_readers_cannot_see_never_moves_the_time_of_updated(story, editor):
    change(story, seo_title="Khác", topics=[factories.topic().pk])
    workflow.publish(fresh(story), editor)
    assert fresh(story).updated_at is None


def test_the_first_publication_is_no_minor_update(editor):
    draft = factories.draft()
    workflow.publish(draft, editor, minor=True)
    assert not fresh(draft).transitions.first().minor
