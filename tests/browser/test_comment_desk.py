"""The moderators' desk by keyboard, with an input method on; two at once; and a phone."""

import os
import time

import pytest

from comments import own
from comments.models import Block, Comment, Decision, Status
from tests import factories

from .test_forms import log_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
QUEUE = "/admin/comments/comment/"
DRILL = bool(os.environ.get("DRILL"))


@pytest.fixture
def story(db):
    return factories.story()


def waiting(story, number, **fields):
    fields = {"body": f"Ý kiến thứ {number}", "name": f"Bạn đọc {number}", **fields}
    return factories.comment(story, Status.PENDING, **fields)


@pytest.fixture
def desk(new_page):
    """``desk(person)``: the queue, open in a browser of its own."""

    def open_(person, **options):
        page = new_page(**options)
        log_in(page, person)
        page.goto(QUEUE)
        page.loads = 0
        page.on("load", lambda _: setattr(page, "loads", page.loads + 1))
        return page

    return open_


def status(row):
    return Comment.objects.get(pk=row.pk).status


def until(holds, seconds=10):
    ends = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < ends, "it did not happen"
        time.sleep(0.05)


def focused(page):
    """The comment whose turn it is; not one that is being decided while the next are awaited."""
    return page.evaluate(
        "() => { const at = document.activeElement.dataset; return at.busy ? '' : at.pk ?? ''; }"
    )


def decisions(page, number, *, left):
    """As a person goes on until no more than ``left`` wait: whose turn it is, each time."""
    troubles, made = [], 0
    page.on("response", lambda answer: troubles.append(answer) if answer.status >= 400 else None)
    while (todo := Comment.objects.waiting().count() - left) > 0:
        for _ in range(todo):
            until(lambda: focused(page), seconds=20)
            yield made
            made += 1
        until(lambda: not page.locator("[data-busy]").count(), seconds=number)
        # What is not decided yet stands there still, and is decided now.
        until(lambda: focused(page) or Comment.objects.waiting().count() == left)
    assert troubles == []
    print(f"{made} decisions for {number} comments")
    assert made <= number + number // 100


def test_each_verb_has_its_key_and_the_page_never_loads_again(desk, moderator, story):
    rows = [waiting(story, number) for number in range(5)]
    page = desk(moderator)
    page.keyboard.press("ArrowDown")
    assert focused(page) == str(rows[0].pk)
    page.keyboard.press("1")
    page.keyboard.press("3")
    page.keyboard.press("2")
    page.keyboard.press("2")  # the second reason
    until(lambda: Comment.objects.waiting().count() == 2)
    assert [status(row) for row in rows[:3]] == ["approved", "spam", "rejected"]
    assert Decision.objects.get(comment=rows[2]).reason == "insult"
    page.keyboard.press("0")
    page.keyboard.press("0")
    until(lambda: status(rows[1]) == Status.PENDING)
    page.locator(f"#c-{rows[1].pk}").wait_for()
    page.keyboard.press("3")
    until(lambda: status(rows[1]) == Status.SPAM)
    page.locator(f"#c-{rows[2].pk}").focus()
    page.locator(f"#c-{rows[2].pk}").wait_for()
    assert focused(page) == str(rows[2].pk)
    page.keyboard.press("4")
    page.keyboard.press("Control+A")
    page.keyboard.type("Lời đã biên tập 123")
    page.keyboard.press("Control+Enter")
    page.get_by_text("Đã lưu lời biên tập").wait_for()
    assert Comment.objects.get(pk=rows[2].pk).body == "Lời đã biên tập 123"
    page.keyboard.press("1")
    until(lambda: status(rows[2]) == Status.APPROVED)
    assert page.loads == 0
    page.keyboard.press("?")
    assert page.get_by_role("dialog", name="Phím tắt").is_visible()
    page.keyboard.press("1")
    page.keyboard.press("Escape")
    assert Comment.objects.waiting().count() == 2


# What browsers report while Telex and VNI make a letter: the key is taken by the method.
TELEX = [("a", "a"), ("â", "a"), ("ấ", "s")]
VNI = [("a", "a"), ("â", "6"), ("ấ", "1")]


@pytest.mark.parametrize("method", [TELEX, VNI], ids=["telex", "vni"])
@pytest.mark.parametrize("where", ["field", "page"])
def test_nothing_acts_while_an_input_method_makes_a_letter(desk, moderator, story, method, where):
    rows = [waiting(story, number) for number in range(3)]
    page = desk(moderator)
    page.keyboard.press("ArrowDown")
    if where == "field":
        page.keyboard.press("4")
    page.evaluate(
        """method => {
            const at = document.activeElement;
            const fire = (kind, name, more) => at.dispatchEvent(
                new kind(name, { bubbles: true, cancelable: true, ...more }));
            fire(CompositionEvent, "compositionstart", { data: "" });
            for (const [made, key] of method) {
                const code = /[0-9]/.test(key) ? `Digit${key}` : `Key${key.toUpperCase()}`;
                fire(KeyboardEvent, "keydown",
                     { key: "Process", code, keyCode: 229, isComposing: true });
                // Some methods let the key itself through, marked as composing.
                fire(KeyboardEvent, "keydown", { key, code, isComposing: true });
                fire(CompositionEvent, "compositionupdate", { data: made });
                fire(KeyboardEvent, "keyup", { key, code, isComposing: true });
            }
            fire(CompositionEvent, "compositionend", { data: method.at(-1)[0] });
        }""",
        [list(each) for each in method],
    )
    if where == "field":
        page.keyboard.type("1 2 3 0 là số")  # and digits in a text are text
    else:
        page.keyboard.type("aasdfjwxz")  # and letters do nothing
    page.wait_for_timeout(300)
    assert {status(row) for row in rows} == {Status.PENDING}
    assert not Decision.objects.exists()


def test_a_key_with_a_modifier_or_held_down_is_not_a_verdict(desk, moderator, story):
    rows = [waiting(story, number) for number in range(3)]
    page = desk(moderator)
    page.keyboard.press("ArrowDown")
    for chord in ("Control+1", "Alt+1", "Meta+1"):
        page.keyboard.press(chord)
    page.evaluate(
        """() => document.activeElement.dispatchEvent(new KeyboardEvent("keydown",
            { key: "1", repeat: true, bubbles: true }))"""
    )
    page.wait_for_timeout(200)
    assert {status(row) for row in rows} == {Status.PENDING}


def pressing(page, row, reason=None):
    """The field for the note of a rejection, with a reason chosen if there is one."""
    card = page.locator(f"#c-{row.pk}")
    card.locator(".rejection summary").click()
    if reason:
        card.get_by_label(reason).check()
    return card.get_by_label("Ghi chú cho đồng nghiệp")


def test_enter_in_a_rejection_rejects_and_never_approves(desk, moderator, story):
    noted, chosen, bare = rows = [waiting(story, number) for number in range(3)]
    page = desk(moderator)
    note = pressing(page, noted, "xúc phạm")
    note.fill("gửi lần thứ ba")
    note.press("Enter")
    until(lambda: status(noted) == Status.REJECTED)
    assert noted.decisions.get().note == "gửi lần thứ ba"
    pressing(page, chosen, "xúc phạm")
    page.locator(f"#c-{chosen.pk}").get_by_label("xúc phạm").press("Enter")
    until(lambda: status(chosen) == Status.REJECTED)
    note = pressing(page, bare)
    note.fill("không rõ")
    note.press("Enter")
    page.get_by_text("Hãy chọn lý do từ chối trước").wait_for()
    assert note.input_value() == "không rõ"
    assert focused(page) == "", "the moderator is still in the note"
    assert [status(row) for row in rows] == ["rejected", "rejected", "pending"]


def test_enter_on_a_tick_decides_nothing(desk, moderator, story):
    rows = [waiting(story, number) for number in range(2)]
    page = desk(moderator)
    tick = page.locator(f"#c-{rows[0].pk}").get_by_label("Đánh dấu bình luận")
    tick.check()
    tick.press("Enter")
    page.wait_for_timeout(300)
    assert not Decision.objects.exists()
    assert tick.is_checked()
    page.get_by_role("button", name="Duyệt mục đã chọn").click()
    until(lambda: status(rows[0]) == Status.APPROVED)


@pytest.mark.parametrize("where", ["note", "reason", "tick"])
def test_without_the_script_enter_approves_nothing_either(desk, moderator, story, where):
    row = waiting(story, 1)
    page = desk(moderator, java_script_enabled=False)
    reason = None if where == "note" else "xúc phạm"
    note = pressing(page, row, reason)
    card = page.locator(f"#c-{row.pk}")
    field = {
        "note": note,
        "reason": card.get_by_label("xúc phạm"),
        "tick": card.get_by_label("Đánh dấu bình luận"),
    }[where]
    if where == "tick":
        field.check()
    field.press("Enter")
    page.wait_for_timeout(500)
    assert status(row) == (Status.REJECTED if where == "reason" else Status.PENDING)
    assert page.get_by_text("Hãy chọn lý do từ chối trước").count() == (where == "note")


def test_buttons_stay_where_they_are_and_what_is_said_stays_in_sight(desk, moderator, story):
    rows = [waiting(story, number) for number in range(12)]
    for width in (1280, 390):
        page = desk(moderator, width=width)
        card = page.locator(f"#c-{rows[6].pk}")
        spam, approve = (card.get_by_role("button", name=name) for name in ("Rác", "Duyệt"))

        def place(spam=spam, approve=approve):
            one, other = spam.bounding_box(), approve.bounding_box()
            return one["x"], one["y"] - other["y"], one["width"]

        before = place()
        card.get_by_text("Từ chối…").click()
        assert place() == before
        card.get_by_text("Từ chối…").dblclick()
        assert status(rows[6]) == Status.PENDING
        approve.click()
        told = page.get_by_text("Đã duyệt 1 bình luận")
        told.wait_for()
        box = told.bounding_box()
        assert 0 <= box["y"] <= 900 - box["height"]
        rows.pop(6)


def leave(page):
    """The focus goes out of the field, as when somebody reads on."""
    page.locator(".desk-bar [data-help]").focus()


def test_what_is_typed_stays_when_a_colleague_decides_first(desk, moderator, story):
    replied, noted, bare = rows = [waiting(story, number) for number in range(3)]
    page = desk(moderator)
    cards = [page.locator(f"#c-{row.pk}") for row in rows]
    cards[0].get_by_text("Thêm…").click()
    cards[0].get_by_label("Trả lời nhân danh tòa soạn").fill("Cảm ơn bạn đã viết.")
    pressing(page, noted).fill("đã gửi ba lần")
    leave(page)
    factories.decide([(replied.pk, 1)], "approve", factories.moderator())
    factories.decide([(noted.pk, 1), (bare.pk, 1)], "spam", factories.moderator())
    until(lambda: not cards[2].count(), seconds=15)  # nothing was typed there
    assert status(bare) == Status.SPAM
    reply = cards[0].get_by_label("Trả lời nhân danh tòa soạn")
    assert reply.is_visible()
    assert reply.input_value() == "Cảm ơn bạn đã viết."
    note = cards[1].get_by_label("Nội dung bạn đã gõ:")
    assert note.input_value() == "đã gửi ba lần"
    assert not note.is_editable()
    assert page.locator(".comment-card.decided").count() == 2


def test_nobody_leaves_the_desk_with_words_in_a_card_without_being_asked(desk, moderator, story):
    row = waiting(story, 1)
    page = desk(moderator)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.get_by_role("link", name="Gắn cờ").click()
    page.wait_for_url("**flagged**")
    assert asked == []
    page.goto(QUEUE)
    page.locator(f"#c-{row.pk}").get_by_text("Thêm…").click()
    reply = page.locator(f"#c-{row.pk}").get_by_label("Trả lời nhân danh tòa soạn")
    reply.fill("Cảm ơn bạn.")
    page.get_by_role("link", name="Gắn cờ").click(no_wait_after=True)
    until(lambda: asked == ["beforeunload"])
    assert reply.input_value() == "Cảm ơn bạn."


def test_a_reply_outlives_another_verb_and_goes_with_its_own(desk, moderator, story):
    row = waiting(story, 1, body="Gọi tôi 0912 345 678 nhé")
    page = desk(moderator)
    card = page.locator(f"#c-{row.pk}")
    card.get_by_text("Thêm…").click()
    reply = card.get_by_label("Trả lời nhân danh tòa soạn")
    reply.fill("Tòa soạn sẽ gọi.")
    card.get_by_role("button", name="Che số").click()
    card.get_by_text("•••• ••• •••").first.wait_for()
    assert reply.is_visible()
    assert reply.input_value() == "Tòa soạn sẽ gọi."
    card.get_by_role("button", name="Duyệt và trả lời").click()
    until(lambda: Comment.objects.filter(from_paper=True, body="Tòa soạn sẽ gọi.").exists())
    page.get_by_text("Không có bình luận nào").wait_for()


def test_an_edit_outlives_what_the_reader_changes_meanwhile(desk, moderator, story):
    row = waiting(story, 1)
    page = desk(moderator)
    card = page.locator(f"#c-{row.pk}")
    card.get_by_text("Sửa…").click()
    card.locator(".editing [name^=text]").fill("Lời đã biên tập")
    leave(page)
    own.revise(row, "Lời mới của bạn đọc")
    card.get_by_text("Lời mới của bạn đọc").first.wait_for()
    assert card.locator(".editing [name^=text]").is_visible()
    assert card.locator(".editing [name^=text]").input_value() == "Lời đã biên tập"
    page.get_by_text("Bạn đọc đã sửa bình luận trong lúc bạn gõ").wait_for()


def test_what_a_colleague_decides_goes_and_who_comes_second_is_told_who_was_first(desk, story):
    first, second = factories.moderator(full_name="Mai Phương"), factories.moderator()
    rows = [waiting(story, number) for number in range(3)]
    one, two = desk(first), desk(second)
    # At the same moment, before any look at what the other did.
    one.keyboard.press("ArrowDown")
    one.keyboard.press("1")
    until(lambda: status(rows[0]) == Status.APPROVED)
    two.keyboard.press("ArrowDown")
    two.keyboard.press("3")
    two.get_by_text("Mai Phương").first.wait_for()
    assert status(rows[0]) == Status.APPROVED
    assert rows[0].decisions.count() == 1
    # And without doing anything the other sees it within seconds.
    one.keyboard.press("3")
    until(lambda: status(rows[1]) == Status.SPAM)
    two.locator(f"#c-{rows[1].pk}.decided, body:not(:has(#c-{rows[1].pk}))").first.wait_for()
    until(lambda: two.locator(f"#c-{rows[1].pk}").count() == 0, seconds=15)
    assert two.locator("[data-count=pending]").inner_text() == "1"


def looked(page):
    """The desk has asked what is new, and said so."""
    with page.expect_response("**/state/**"):
        pass
    page.wait_for_timeout(300)


def test_what_comes_is_offered_in_the_queue_it_belongs_to(desk, moderator, story):
    waiting(story, 1, weight=9)
    page = desk(moderator)
    page.goto(f"{QUEUE}?status=flagged")
    waiting(story, 2)
    looked(page)
    assert page.locator(".new-ones").count() == 0
    waiting(story, 3, weight=9)
    page.get_by_text("Có bình luận mới").wait_for()


def test_what_was_fetched_ahead_is_not_offered_as_new(desk, moderator, story):
    for number in range(52):  # more than a page
        waiting(story, number)
    page = desk(moderator)
    page.keyboard.press("ArrowDown")
    for _ in range(28):
        page.keyboard.press("1")
    until(lambda: page.locator(".comment-card").count() == 24)
    looked(page)
    assert page.locator(".new-ones").count() == 0


def test_after_a_login_in_another_tab_the_desk_goes_on(desk, moderator, story):
    row = waiting(story, 1)
    page = desk(moderator)
    page.context.clear_cookies()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("1")
    page.get_by_text("Bạn đã bị đăng xuất").wait_for()
    assert status(row) == Status.PENDING
    other = page.context.new_page()
    log_in(other, moderator)
    page.bring_to_front()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("1")
    until(lambda: status(row) == Status.APPROVED)


def test_mask_pass_on_answer_and_block_by_button(desk, moderator, story):
    rows = [waiting(story, number, body=f"Gọi tôi 0912 345 67{number} nhé") for number in range(4)]
    page = desk(moderator)

    def more(row):
        card = page.locator(f"#c-{row.pk}")
        card.get_by_text("Thêm…").click()
        return card

    more(rows[0]).get_by_role("button", name="Che số").click()
    page.get_by_text("Đã che các số").wait_for()
    assert Comment.objects.get(pk=rows[0].pk).body == "Gọi tôi •••• ••• ••• nhé"
    more(rows[1]).get_by_role("button", name="Chuyển tòa soạn").click()
    until(lambda: status(rows[1]) == Status.FORWARDED)
    assert rows[1].body in story.notes.get().text
    card = more(rows[2])
    card.get_by_label("Trả lời nhân danh tòa soạn").fill("Cảm ơn bạn, tòa soạn sẽ gọi.")
    card.get_by_role("button", name="Duyệt và trả lời").click()
    until(lambda: Comment.objects.filter(from_paper=True).exists())
    reply = Comment.objects.get(from_paper=True)
    assert (reply.parent, reply.status, status(rows[2])) == (rows[2], "approved", "approved")
    more(rows[3]).get_by_role("button", name="Chặn người gửi").click()
    until(lambda: Block.objects.filter(value="ban@example.org").exists())
    assert status(rows[3]) == Status.PENDING


def test_to_block_somebody_stays_at_the_comment_and_is_undone_alone(desk, moderator, story):
    first, row, _next = [waiting(story, number) for number in range(3)]
    page = desk(moderator)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("3")
    until(lambda: status(first) == Status.SPAM)
    card = page.locator(f"#c-{row.pk}")
    card.get_by_text("Thêm…").click()
    card.get_by_role("button", name="Chặn người gửi").click()
    page.get_by_text("Đã đưa người gửi vào danh sách chặn").wait_for()
    assert card.locator(":focus").count() == 1
    page.keyboard.press("0")
    page.get_by_text("Đã bỏ chặn người gửi.").wait_for()
    assert not Block.objects.exists()
    assert [status(first), status(row)] == [Status.SPAM, Status.PENDING]


def test_a_whole_cluster_is_decided_with_a_count_to_confirm(desk, moderator, story):
    first = waiting(story, 1)
    others = [waiting(story, number, alike=first) for number in (2, 3)]
    left = waiting(story, 4)
    page = desk(moderator)
    page.get_by_role("link", name="2 bình luận khác gần giống").first.click()
    page.get_by_role("link", name="Quyết định cả danh sách").click()
    assert "3 bình luận" in page.locator(".many-count").inner_text()
    late = waiting(story, 5, alike=first)
    page.get_by_label("Rác").check()
    page.get_by_role("button", name="Quyết định 3 bình luận").click()
    assert "3" in page.locator(".messagelist .success").inner_text()
    assert {status(row) for row in (first, *others)} == {Status.SPAM}
    assert {status(left), status(late)} == {Status.PENDING}


def test_the_desk_keeps_the_rules_and_fits_a_phone(desk, moderator, story):
    from axe_playwright_python.sync_playwright import Axe

    parent = factories.comment(story)
    waiting(story, 1, parent=parent, body="Xem www.example.org nhé " + "dài" * 60)
    changed = factories.comment(story)
    Comment.objects.filter(pk=changed.pk).update(proposed="Chữ mới hẳn")
    for options in ({"width": 390, "color_scheme": "dark"}, {"width": 1280}):
        page = desk(moderator, **options)
        for details in page.locator(".verdict details").all():
            details.locator("summary").click()
        found = Axe().run(page, context=".comment-desk #content")
        assert [rule["id"] for rule in found.response["violations"]] == []
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wide) <= 0


@pytest.mark.drill
def test_the_night_queue(desk, moderator, story):
    """400 comments, one tired person, a Vietnamese keyboard on; a laptop first, then a phone."""
    number = 400 if DRILL else 70
    for each in range(number):
        waiting(story, each)
    page = desk(moderator)
    page.keyboard.press("ArrowDown")
    on_laptop = number - 10
    began = time.monotonic()
    for each in decisions(page, on_laptop, left=10):
        page.keyboard.press("2" if each % 7 == 3 else "3" if each % 5 == 2 else "1")
        if each % 7 == 3:
            page.keyboard.press("3")
    took = time.monotonic() - began
    assert page.loads == 0
    assert on_laptop / took >= 1, f"{on_laptop / took:.1f} decisions a second"
    print(f"night queue: {on_laptop} decisions, {on_laptop / took:.1f} a second, no page loaded")
    page.context.close()

    phone = desk(moderator, width=390, height=800, has_touch=True)
    for _ in range(10):
        left = Comment.objects.waiting().count()
        open_ = phone.locator(".comment-card[data-waits]:not([data-busy])")
        open_.first.get_by_role("button", name="Duyệt").tap()
        until(lambda left=left: Comment.objects.waiting().count() == left - 1)
    phone.get_by_text("Không có bình luận nào").wait_for()
    decided = Comment.objects.exclude(status=Status.PENDING)
    assert decided.count() == number
    assert Decision.objects.filter(actor=moderator).count() == number


@pytest.mark.drill
def test_a_long_queue_is_cleared_by_keyboard_without_loading_a_page(desk, moderator, story):
    number = 1000 if DRILL else 60  # more than a page of it
    for each in range(number):
        waiting(story, each)
    page = desk(moderator)
    page.keyboard.press("ArrowDown")
    began = time.monotonic()
    for _ in decisions(page, number, left=0):
        page.keyboard.press("1")
    took = time.monotonic() - began
    print(f"{number}: {number / took:.1f} decisions a second, {page.loads} pages loaded")
    assert page.loads == 0
    assert took <= number
