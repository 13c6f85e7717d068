"""What readers do with comments in a real browser: like one, read more, in another order."""

import pytest

from comments.models import Comment
from tests import factories
from tests.comments.test_thread_pages import written

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@pytest.fixture
def story():
    return factories.story()


@pytest.mark.parametrize("width", [390, 1280])
def test_a_press_is_a_like_and_another_takes_it_back(new_page, story, width):
    comment = factories.comment(story)
    page = new_page(width=width)
    page.goto(story.get_absolute_url())
    like = page.locator(f'#y-kien-{comment.pk} [data-like="{comment.pk}"]')
    like.click()
    page.locator('[data-like][aria-pressed="true"]').wait_for()
    assert like.inner_text().split() == ["Thích", "1"]
    assert Comment.objects.get(pk=comment.pk).likes == 1
    page.reload()
    page.locator('[data-like][aria-pressed="true"]').click()
    page.locator('[data-like][aria-pressed="false"]').wait_for()
    assert like.inner_text().split() == ["Thích"]
    assert Comment.objects.get(pk=comment.pk).likes == 0
    assert page.url.endswith(story.get_absolute_url()), "the reader never left the story"


def test_where_the_script_is_away_the_page_of_a_like_opens(new_page, story):
    comment = factories.comment(story)
    page = new_page()
    page.route("**/comment-thread*.js", lambda route: route.abort())
    page.goto(story.get_absolute_url())
    page.locator("[data-like]").click()
    page.wait_for_url(f"**{comment.get_absolute_url()}thich/")
    page.get_by_role("button", name="Tôi thích ý kiến này").wait_for()


def test_more_comments_come_below_and_the_keyboard_goes_on_there(new_page, story):
    rows = written(story, 45)
    page = new_page(width=390)
    page.goto(story.get_absolute_url())
    for shown in (40, 45):
        page.get_by_role("link", name="Xem thêm bình luận").press("Enter")
        page.locator(".comment").nth(shown - 1).wait_for()
    assert page.get_by_role("link", name="Xem thêm bình luận").count() == 0
    ids = page.locator(".comment").evaluate_all("rows => rows.map(row => row.id)")
    assert ids == [f"y-kien-{row.pk}" for row in reversed(rows)]
    focused = page.evaluate("document.activeElement.closest('.comment')?.id")
    assert focused == f"y-kien-{rows[4].pk}", "on the first of those that came"


def test_another_order_takes_their_place(new_page, story):
    rows = written(story, 3)
    Comment.objects.filter(pk=rows[1].pk).update(likes=4)
    page = new_page()
    page.goto(story.get_absolute_url())
    first = page.locator(".thread .comment").first
    assert first.get_attribute("id") == f"y-kien-{rows[2].pk}"
    page.get_by_role("link", name="Thích nhiều nhất").click()
    page.locator(f".thread > li:first-child > #y-kien-{rows[1].pk}").wait_for()
    current = page.locator(".thread-pages [aria-current]")
    assert current.inner_text() == "Thích nhiều nhất"
    assert current.evaluate("each => each === document.activeElement")
    # A reply is written in place here, too.
    page.locator(f"#y-kien-{rows[0].pk} [data-reply]").click()
    assert page.locator(f"li:has(#y-kien-{rows[0].pk}) .comment-box").count() == 1


@pytest.mark.parametrize("there_still", [True, False])
def test_a_reply_that_is_being_written_outlives_another_order(new_page, story, there_still):
    rows = written(story, 25)
    comment = rows[24]
    liked = rows if there_still else rows[:24]
    Comment.objects.filter(pk__in=[row.pk for row in liked[4:]]).update(likes=4)
    page = new_page()
    page.goto(story.get_absolute_url())
    page.locator(f"#y-kien-{comment.pk} [data-reply]").click()
    page.keyboard.type("Tôi đồng ý với bạn.")
    page.get_by_role("link", name="Thích nhiều nhất").click()
    page.locator(".thread-pages [aria-current]", has_text="Thích nhiều nhất").wait_for()
    box = page.locator(".comment-box")
    assert box.locator("textarea").input_value() == "Tôi đồng ý với bạn."
    assert box.locator("[name=parent]").input_value() == str(comment.pk), "a reply it stays"
    assert box.locator(".replying").inner_text().startswith(f"Trả lời {comment.name}")
    below = page.locator(f"li:has(#y-kien-{comment.pk}) .comment-box")
    assert below.count() == there_still, "or in its own place, where the comment is not shown"
