"""What moderators decide at their desk, without JavaScript; and who may."""

import re
from itertools import count
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from cms.roles import Role
from comments import confirming, moderation, own
from comments.models import Block, Comment, Contact, ContactView, Decision, Report, Status, Verb
from comments.moderation import decide
from tests import factories
from tests.page import Page

from .desk import DECIDE, QUEUE, bulk, said, status, waiting
from .reader import post


@pytest.fixture
def story(db):
    return factories.story()


@pytest.fixture
def at_work(login, moderator):
    return login(moderator)


@pytest.mark.parametrize(
    ("verb", "after"), [("approve", "approved"), ("spam", "spam"), ("reject", "rejected")]
)
def test_one_decision_from_a_card(at_work, moderator, story, verb, after):
    row, other = waiting(story, "một"), waiting(story, "hai")
    data = {"decide": f"{verb}:{row.pk}:1", f"reason-{row.pk}": "insult", "query": "q=mot"}
    response = at_work.post(DECIDE, data)
    assert response.url == f"{QUEUE}?q=mot"
    assert status(row) == after
    assert status(other) == Status.PENDING
    decision = Decision.objects.get()
    assert decision.actor == moderator
    assert decision.reason == ("insult" if verb == "reject" else "")


def test_a_decision_is_undone_by_putting_the_comment_back(at_work, story):
    row = factories.comment(story)
    at_work.post(DECIDE, {"decide": f"reopen:{row.pk}:{row.version}"})
    assert status(row) == Status.PENDING


@pytest.mark.parametrize("reason", [None, "", "no-such-reason"])
def test_a_rejection_without_reason_decides_nothing_and_says_so(at_work, story, reason):
    row = waiting(story, "một")
    data = {"decide": f"reject:{row.pk}:1"} | ({f"reason-{row.pk}": reason} if reason else {})
    response = at_work.post(DECIDE, data, follow=True)
    assert status(row) == Status.PENDING
    assert len(said(response)) == 1


@pytest.mark.parametrize(
    "posted", ["", "approve", "approve:x:1", "approve:1:x", "eat:1:1", "approve:1:1:1", "::"]
)
def test_a_damaged_decision_decides_nothing(at_work, story, posted):
    row = waiting(story, "một")
    assert at_work.post(DECIDE, {"decide": posted}).status_code == 302
    assert status(row) == Status.PENDING


def test_numbers_beyond_the_database_decide_nothing(at_work, story):
    big = 10**30
    assert at_work.post(DECIDE, {"decide": f"approve:{big}:{big}"}, follow=True).status_code == 200
    row = waiting(story, "một")
    assert at_work.post(DECIDE, {"decide": f"approve:{row.pk}:{big}"}).status_code == 302
    assert status(row) == Status.PENDING


def test_a_decision_that_a_colleague_took_first_names_the_colleague(at_work, story):
    row = waiting(story, "một")
    factories.decide([(row.pk, 1)], "spam", factories.moderator(full_name="Mai Phương"))
    response = at_work.post(DECIDE, {"decide": f"approve:{row.pk}:1"}, follow=True)
    assert status(row) == Status.SPAM
    assert "Mai Phương" in " ".join(said(response))


@pytest.mark.parametrize(("verb", "after"), [("approve", "approved"), ("spam", "spam")])
def test_many_are_decided_on_at_once_each_with_its_decision(at_work, story, verb, after):
    rows = [waiting(story, f"số {number}") for number in range(3)]
    left = waiting(story, "không chọn")
    response = bulk(at_work, verb, rows)
    assert {status(row) for row in rows} == {after}
    assert status(left) == Status.PENDING
    assert Decision.objects.count() == 3
    assert "3" in said(response)[0]


def test_the_page_itself_carries_what_a_bulk_decision_needs(at_work, story):
    rows = [waiting(story, f"số {number}") for number in range(2)]
    html = at_work.get(QUEUE).content.decode()
    for row in rows:
        assert f'name="item" value="{row.pk}:{row.version}" form="ticked"' in html
    assert Page(at_work.get(QUEUE)).posts_to(DECIDE)


@pytest.mark.parametrize("version", ["9" * 5000, "٣", "-1", "x", ""])
def test_a_version_that_is_no_number_of_ours_decides_nothing(at_work, story, version):
    row = waiting(story, "một")
    assert bulk(at_work, "approve", [row], {row.pk: version}).status_code == 200
    assert status(row) == Status.PENDING


def test_a_stale_version_in_a_bulk_decision_is_left_alone_and_said(at_work, story):
    fresh, stale = waiting(story, "mới"), waiting(story, "cũ")
    colleague = factories.moderator(full_name="Mai Phương")
    factories.decide([(stale.pk, 1)], "approve", colleague)
    factories.decide([(stale.pk, 2)], "reopen", colleague)
    response = bulk(at_work, "spam", [fresh, stale], {fresh.pk: 1, stale.pk: 1})
    assert status(fresh) == Status.SPAM
    assert status(stale) == Status.PENDING
    assert "Mai Phương" in " ".join(said(response))


def test_the_ticked_are_rejected_with_one_reason(at_work, story):
    rows = [waiting(story, f"số {number}") for number in range(2)]
    assert "lý do" in said(bulk(at_work, "reject", rows))[0]
    assert {status(row) for row in rows} == {Status.PENDING}
    bulk(at_work, "reject", rows, reason="insult")
    assert {row.decisions.get().reason for row in rows} == {"insult"}


def test_nothing_ticked_is_said_and_decides_nothing(at_work, story):
    row = waiting(story, "một")
    assert len(said(bulk(at_work, "approve", []))) == 1
    assert status(row) == Status.PENDING


def test_of_very_many_that_were_not_decided_a_few_are_told_and_the_rest_counted(at_work, story):
    rows = [waiting(story, f"số {number}") for number in range(12)]
    colleague = factories.moderator(full_name="Mai Phương")
    factories.decide([(row.pk, 1) for row in rows], "spam", colleague)
    told = said(bulk(at_work, "approve", rows))
    assert len(told) == 6
    assert "7" in told[-1]


def test_nobody_types_changes_or_deletes_a_comment(at_work, story):
    row = waiting(story, "một")
    assert at_work.get(f"{QUEUE}add/").status_code == 403
    assert at_work.post(f"{QUEUE}add/", {"name": "x"}).status_code == 403
    assert at_work.post(f"{QUEUE}{row.pk}/change/", {"body": "khác"}).status_code == 405
    assert at_work.post(f"{QUEUE}{row.pk}/delete/", {"post": "yes"}).status_code == 403
    bulk_delete = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    assert at_work.post(QUEUE, bulk_delete).status_code == 405
    row.refresh_from_db()
    assert row.body == "một"


def test_one_comment_is_shown_with_its_history_and_without_address(at_work, story):
    row = factories.comment(story, email="bi-mat@example.org")
    page = Page(at_work.get(f"{QUEUE}{row.pk}/change/"))
    assert row.body in page.text
    assert row.decisions.get().actor_name in page.text
    assert "bi-mat@example.org" not in page.html
    assert "bi-mat@example.org" not in Page(at_work.get(QUEUE, {"status": "all"})).html


def test_looking_at_a_contact_is_a_post_and_recorded_each_time(at_work, moderator, story):
    row = factories.comment(story, email="bi-mat@example.org")
    address = reverse("admin:comments_contact", args=[row.pk])
    assert at_work.get(address).status_code == 405
    assert not ContactView.objects.exists()
    for _ in range(2):
        response = at_work.post(address, follow=True)
        assert "bi-mat@example.org" in " ".join(said(response))
    views = ContactView.objects.filter(contact=row.contact, actor=moderator)
    assert [view.actor_name for view in views] == [str(moderator)] * 2


def test_a_contact_stands_in_no_cookie(at_work, story):
    row = factories.comment(story, email="bi-mat@example.org")
    response = at_work.post(reverse("admin:comments_contact", args=[row.pk]))
    assert set(response.cookies) <= {"sessionid"}


def test_a_contact_that_was_erased_is_said_to_be(at_work, story):
    row = factories.comment(story)
    Contact.objects.all().delete()
    response = at_work.post(reverse("admin:comments_contact", args=[row.pk]), follow=True)
    assert response.status_code == 200
    assert len(said(response)) == 1
    assert not ContactView.objects.exists()
    assert at_work.get(QUEUE, {"status": "all"}).status_code == 200


def test_a_managing_editor_moderates_without_seeing_contacts(login, managing_editor, story):
    client = login(managing_editor)
    row = waiting(story, "một", email="bi-mat@example.org")
    contact = reverse("admin:comments_contact", args=[row.pk])
    assert contact not in client.get(f"{QUEUE}{row.pk}/change/").content.decode()
    assert client.post(contact).status_code == 403
    assert not ContactView.objects.exists()
    # Not by guessing either.
    assert client.get(QUEUE, {"contact__email__startswith": "bi"}).status_code == 400
    client.post(DECIDE, {"decide": f"approve:{row.pk}:1"})
    assert status(row) == Status.APPROVED


@pytest.mark.parametrize("role", [Role.REPORTER, Role.EDITOR, None])
def test_other_roles_find_every_door_closed(client, staff, story, role):
    client.force_login(staff[role])
    row = waiting(story, "một")
    doors = [
        client.get(QUEUE),
        client.get(f"{QUEUE}{row.pk}/change/"),
        client.get(f"{QUEUE}{row.pk}/history/"),
        client.post(DECIDE, {"decide": f"approve:{row.pk}:1"}),
        client.post(reverse("admin:comments_contact", args=[row.pk])),
        bulk(client, "approve", [row]),
    ]
    assert {door.status_code for door in doors} == {403}
    assert status(row) == Status.PENDING
    assert QUEUE not in client.get("/admin/").content.decode()


def test_a_decision_is_refused_without_a_csrf_token(moderator, story):
    client = Client(enforce_csrf_checks=True)
    client.force_login(moderator)
    row = waiting(story, "một")
    assert client.post(DECIDE, {"decide": f"approve:{row.pk}:1"}).status_code == 403
    assert status(row) == Status.PENDING


def test_a_decision_leads_back_to_the_list_as_it_was_filtered(at_work, story):
    spam = factories.comment(story, Status.SPAM, body="vay tiền nhanh")
    path = f"{QUEUE}?status=spam&q=vay"
    page = Page(at_work.get(path))
    answer = at_work.post(
        DECIDE,
        {
            "decide": f"reopen:{spam.pk}:{spam.version}",
            "query": page.form("ticked")["query"],
        },
    )
    assert answer.url == path


def test_a_single_comment_can_be_decided_on_where_it_is_read(at_work, story):
    row = waiting(story, "đợi duyệt")
    html = at_work.get(f"{QUEUE}{row.pk}/change/").content.decode()
    assert f'value="approve:{row.pk}:{row.version}"' in html


def test_the_last_step_of_a_login_is_undone_by_a_button(at_work, story):
    rows = [waiting(story, f"số {number}") for number in range(2)]
    assert Page(at_work.get(QUEUE)).posts_to(f"{QUEUE}undo/")
    bulk(at_work, "spam", rows)
    assert len(said(at_work.post(f"{QUEUE}undo/", follow=True))) == 1
    assert {status(row) for row in rows} == {Status.PENDING}
    # Once is enough.
    at_work.post(f"{QUEUE}undo/", follow=True)
    assert {status(row) for row in rows} == {Status.PENDING}


def test_pressed_again_what_was_done_before_that_is_undone(at_work, story, moderator):
    rows = [waiting(story, f"số {number}") for number in range(3)]
    for row in rows:
        at_work.post(DECIDE, {"decide": f"spam:{row.pk}:1"})
    at_work.post(f"{QUEUE}undo/")
    assert [status(row) for row in rows] == [Status.SPAM, Status.SPAM, Status.PENDING]
    # What cannot be undone any more does not stand in the way of what can.
    decide([(rows[1].pk, 2)], Verb.APPROVE, factories.moderator())
    at_work.post(f"{QUEUE}undo/")
    at_work.post(f"{QUEUE}undo/")
    assert [status(row) for row in rows] == [Status.PENDING, Status.APPROVED, Status.PENDING]
    assert "Không có gì để hoàn tác." in said(at_work.post(f"{QUEUE}undo/", follow=True))


def test_a_list_goes_on_with_its_own_action_only(at_work, story):
    one, other = waiting(story, "một"), waiting(story, "hai")
    at_work.post(DECIDE, {"decide": f"spam:{other.pk}:1"})
    at_work.post(f"{QUEUE}many/?q=mot", {"verb": "approve", "again": "x"})
    at_work.post(f"{QUEUE}undo/")
    assert [status(one), status(other)] == [Status.PENDING, Status.SPAM]


@pytest.mark.parametrize(("verb", "field"), [("edit", "text"), ("answer", "answer")])
def test_without_words_nothing_is_edited_or_answered(at_work, story, verb, field):
    row = waiting(story, "nguyên văn")
    data = {"decide": f"{verb}:{row.pk}:1", f"{field}-{row.pk}": " \u200b "}
    assert len(said(at_work.post(DECIDE, data, follow=True))) == 1
    assert Comment.objects.get().body == "nguyên văn"


def test_an_edit_keeps_the_readers_words_and_names_who_edited(at_work, moderator, story):
    row = waiting(story, "nguyên văn của bạn đọc")
    at_work.post(DECIDE, {"decide": f"edit:{row.pk}:1", f"text-{row.pk}": "lời biên tập"})
    page = Page(at_work.get(f"{QUEUE}{row.pk}/change/"))
    assert "lời biên tập" in page.text
    assert "nguyên văn của bạn đọc" in page.text
    assert str(moderator) in page.text
    row.refresh_from_db()
    assert row.house_edited_at


def test_a_name_is_corrected_beside_the_text_and_the_old_one_is_in_the_log(at_work, story):
    row = waiting(story, "nguyên văn", name="Vay 0912345678")
    assert 'maxlength="60">Vay 0912345678</textarea>' in Page(at_work.get(QUEUE)).html
    sent = {f"text-{row.pk}": "nguyên văn", f"name-{row.pk}": "Nguyễn Văn Hòa"}
    at_work.post(DECIDE, {"decide": f"edit:{row.pk}:1", **sent})
    page = Page(at_work.get(f"{QUEUE}{row.pk}/change/"))
    assert "Nguyễn Văn Hòa" in page.text
    assert "Vay 0912345678" in page.text
    row.refresh_from_db()
    assert (row.name, row.body) == ("Nguyễn Văn Hòa", "nguyên văn")


def test_the_name_of_the_paper_is_refused_in_words_and_nothing_is_changed(at_work, story):
    row = waiting(story, "nguyên văn")
    sent = {f"text-{row.pk}": "lời biên tập", f"name-{row.pk}": "Tòa soạn"}
    response = at_work.post(DECIDE, {"decide": f"edit:{row.pk}:1", **sent}, follow=True)
    refused = "Tên này khiến bạn đọc tưởng chính tòa soạn viết; chưa có gì thay đổi."
    assert said(response)[0] == refused
    row.refresh_from_db()
    assert (row.name, row.body) == ("Nguyễn Văn Hòa", "nguyên văn")


def test_what_was_found_in_a_name_is_marked_until_the_newsroom_gives_another(
    at_work, moderator, story
):
    row = waiting(story, "nguyên văn", name="Vay <b> 0912345678")
    row.findings.create(rule="phone", field="name", start=8, end=18)
    assert "Vay &lt;b&gt; <mark>0912345678</mark>" in Page(at_work.get(QUEUE)).html
    answer = moderation.edit(row.pk, 1, "nguyên văn", moderator, "Nguyễn Văn Hòa Bình")
    assert "<mark>" not in Page(at_work.get(QUEUE)).html
    moderation.undo(answer.decision, moderator)
    assert "<mark>0912345678</mark>" in Page(at_work.get(QUEUE)).html


def marked_in(client, row):
    return re.findall("<mark>(.*?)</mark>", client.get(f"{QUEUE}{row.pk}/change/").content.decode())


def test_what_was_noticed_is_marked_in_the_words_it_was_noticed_in_only(at_work, story):
    row = waiting(story, "Mua ngay ở đây")
    row.findings.create(rule="watch_word", start=0, end=8, weight=3, detail="mua ngay")
    assert marked_in(at_work, row) == ["Mua ngay"]
    edited = {"decide": f"edit:{row.pk}:1", f"text-{row.pk}": "Tôi từng mua ngay ở đây"}
    at_work.post(DECIDE, edited)
    assert marked_in(at_work, row) == [], "these places are of another text"
    assert "từ cần để ý" in Page(at_work.get(f"{QUEUE}{row.pk}/change/")).text
    at_work.post(f"{QUEUE}undo/")
    assert marked_in(at_work, row) == ["Mua ngay"]


def test_nothing_is_marked_in_the_old_text_after_a_newer_one_was_refused(at_work, story):
    row = factories.comment(story, body="Bài viết rất hay, cảm ơn nhiều")
    own.revise(row, "Gọi tôi 0912 345 678 nhé")
    at_work.post(DECIDE, {"decide": f"reject:{row.pk}:3", f"reason-{row.pk}": "personal_data"})
    row.refresh_from_db()
    assert not row.proposed
    assert marked_in(at_work, row) == []


def test_who_blocked_a_sender_is_known_and_that_they_took_the_address_out(
    at_work, moderator, story
):
    row = waiting(story, "đợi", email="xau@example.org")
    at_work.post(f"{QUEUE}{row.pk}/block/", {f"kind-{row.pk}": "email"})
    assert Block.objects.get().actor_name == str(moderator)
    assert ContactView.objects.get().comment_id == row.pk
    assert str(moderator) in at_work.get("/admin/comments/block/").content.decode()


def test_a_sender_is_blocked_without_the_address_being_shown(at_work, story):
    row = waiting(story, "một", email="Bi-Mat@example.org")
    address = f"{QUEUE}{row.pk}/block/"
    answer = at_work.post(address, {f"kind-{row.pk}": "email"}, follow=True)
    assert "example.org" not in answer.content.decode()
    assert Block.objects.get().value == "bi-mat@example.org"
    # Nor by what screening says of the next one.
    post("Bốn năm sáu bảy", story=story, email="bi-mat@example.org")
    queue = at_work.get(QUEUE)
    assert "example.org" not in queue.content.decode()
    assert "nằm trong danh sách chặn: địa chỉ email" in Page(queue).text
    at_work.post(address, {f"kind-{row.pk}": "email"})
    assert Block.objects.count() == 1
    answer = at_work.post(address, {f"kind-{row.pk}": "x"}, follow=True)
    assert "Hãy chọn đối tượng cần chặn." in said(answer)
    assert Block.objects.count() == 1


def test_a_block_is_undone_as_an_action_of_its_own(at_work, story):
    row, other = waiting(story, "một", email="xau@example.org"), waiting(story, "hai")
    at_work.post(DECIDE, {"decide": f"spam:{other.pk}:1"})
    at_work.post(f"{QUEUE}{row.pk}/block/", {f"kind-{row.pk}": "email"})
    answer = at_work.post(f"{QUEUE}undo/", follow=True)
    assert "Đã bỏ chặn người gửi." in said(answer)
    assert not Block.objects.exists()
    assert status(other) == Status.SPAM
    at_work.post(f"{QUEUE}undo/")
    assert status(other) == Status.PENDING


def test_who_was_blocked_before_stays_so_and_what_is_off_the_list_is_said_to_be(at_work, story):
    row, other = waiting(story, "một", email="xau@example.org"), waiting(story, "hai")
    Block.objects.create(kind="email", value="xau@example.org", actor_name="Mai Phương")
    at_work.post(DECIDE, {"decide": f"spam:{other.pk}:1"})
    address = f"{QUEUE}{row.pk}/block/"
    answer = at_work.post(address, {f"kind-{row.pk}": "email"}, follow=True)
    assert "Người gửi đã có trong danh sách chặn từ trước." in said(answer)
    at_work.post(f"{QUEUE}undo/")
    assert Block.objects.exists()
    assert status(other) == Status.PENDING, "this was the last thing that was done"
    at_work.post(address, {f"kind-{row.pk}": "domain"})
    Block.objects.filter(kind="domain").delete()
    answer = at_work.post(f"{QUEUE}undo/", follow=True)
    assert "Mục chặn này đã được gỡ khỏi danh sách." in said(answer)


def test_of_a_whole_list_what_came_or_changed_since_it_was_shown_is_left_alone(at_work, story):
    kept, changed = waiting(story, "một hay"), waiting(story, "một đẹp")
    unconfirmed = factories.comment(story, Status.UNCONFIRMED, body="một lạ")
    waiting(story, "một cuối")
    address = f"{QUEUE}many/?q=mot"
    shown = at_work.get(address).context
    shown = {name: shown[name] for name in ("until", "seen")}
    own.revise(changed, "một chữ mới")
    confirming.confirm(unconfirmed)
    late = waiting(story, "một muộn")
    at_work.post(address, {**shown, "verb": "approve"})
    assert status(kept) == Status.APPROVED
    assert {status(row) for row in (changed, unconfirmed, late)} == {Status.PENDING}


@pytest.mark.parametrize("queue", ["all", "rejected"])
def test_a_whole_list_overrules_no_colleague(at_work, story, queue):
    decided_on = [factories.comment(story, Status.REJECTED, body=f"một {n}") for n in range(2)]
    open_ = waiting(story, "một nữa")
    address = f"{QUEUE}many/?status={queue}&q=mot"
    page = Page(at_work.get(address))
    left = "2 bình luận khác trong danh sách này không chờ quyết định nên được giữ nguyên."
    assert left in page.text
    assert ("một nữa" in page.text) == (queue == "all")
    assert "một 0" not in page.text
    at_work.post(address, {"verb": "approve"})
    assert {status(row) for row in decided_on} == {Status.REJECTED}
    assert status(open_) == (Status.APPROVED if queue == "all" else Status.PENDING)


def test_of_a_whole_list_that_waits_nothing_is_said_to_be_left_alone(at_work, story):
    waiting(story, "một")
    assert "giữ nguyên" not in Page(at_work.get(f"{QUEUE}many/?q=mot")).text


def test_all_that_is_reported_can_be_decided_on_as_a_whole(at_work, story):
    row = factories.comment(story, body="một")
    Report.objects.create(comment=row, reason="insult", nonce="x")
    at_work.post(f"{QUEUE}many/?status=reported&q=mot", {"verb": "spam"})
    assert status(row) == Status.SPAM


def test_a_whole_list_is_undone_as_a_whole(at_work, story, moderator):
    other = waiting(story, "hai")
    at_work.post(DECIDE, {"decide": f"spam:{other.pk}:1"})
    rows = [waiting(story, f"một {number}") for number in range(3)]
    address = f"{QUEUE}many/?q=mot"
    at_work.post(address, {"verb": "approve"})
    assert {status(row) for row in rows} == {Status.APPROVED}
    at_work.post(f"{QUEUE}undo/")
    assert {status(row) for row in rows} == {Status.PENDING}
    assert status(other) == Status.SPAM


def test_a_list_that_takes_several_rounds_is_undone_with_all_of_them(at_work, story, monkeypatch):
    rows = [waiting(story, f"một {number}") for number in range(3)]
    monkeypatch.setattr("comments.admin.many._AT_ONCE", 2)
    monkeypatch.setattr("comments.admin.many.PATIENCE", 2)
    clock = SimpleNamespace(monotonic=count().__next__)
    monkeypatch.setattr("comments.admin.many.time", clock)
    address, data = f"{QUEUE}many/?q=mot", {"verb": "approve"}
    for _round in range(3):
        page = at_work.post(address, data)
        if page.status_code == 302:
            break
        shown = page.context
        data |= {name: shown[name] for name in ("until", "seen", "again")}
    monkeypatch.undo()
    assert {status(row) for row in rows} == {Status.APPROVED}
    at_work.post(f"{QUEUE}undo/")
    assert {status(row) for row in rows} == {Status.PENDING}


def test_what_one_time_does_not_undo_the_next_one_does(at_work, story, monkeypatch):
    rows = [waiting(story, f"một {number}") for number in range(3)]
    bulk(at_work, "approve", rows)
    monkeypatch.setattr("comments.admin.deciding.PATIENCE", -1)
    left = said(at_work.post(f"{QUEUE}undo/", follow=True))
    assert any("2 bước" in text for text in left)
    monkeypatch.undo()
    at_work.post(f"{QUEUE}undo/")
    assert {status(row) for row in rows} == {Status.PENDING}


def test_a_whole_list_is_not_decided_without_a_verb_or_a_reason(at_work, story):
    row = waiting(story, "một")
    address = f"{QUEUE}many/?q=mot"
    for data in ({}, {"verb": "eat"}, {"verb": "reject"}, {"verb": "reject", "reason": "x"}):
        answer = at_work.post(address, data)
        assert answer.status_code == 200
        assert "errornote" in answer.content.decode()
    assert status(row) == Status.PENDING
    at_work.post(address, {"verb": "reject", "reason": "insult", "until": row.pk})
    assert status(row) == Status.REJECTED


def test_a_screen_is_told_what_changed_and_nothing_of_what_it_has(at_work, story):
    same, changed = waiting(story, "như cũ"), waiting(story, "đã đổi")
    factories.decide([(changed.pk, 1)], "spam", factories.moderator(full_name="Mai Phương"))
    state = at_work.get(f"{QUEUE}state/", {"on": f"{same.pk}:1,{changed.pk}:1,999999:1,x:y,:"})
    told = state.json()
    assert [(row["pk"], row["waits"], row["by"]) for row in told["changed"]] == [
        (changed.pk, False, "Mai Phương")
    ]
    assert told["gone"] == [999999]
    assert told["counts"]["pending"] == 1
    assert "no-store" in state.headers["Cache-Control"]


def words_of(row, **typed):
    """What the form of a card sends along with each of its buttons."""
    sent = {"text": row.newest_text, "name": row.name, "answer": "", "note": "", **typed}
    return {f"{name}-{row.pk}": text for name, text in sent.items()}


@pytest.mark.parametrize(
    ("verb", "field"), [("edit", "text"), ("answer", "answer"), ("reject", "note")]
)
def test_words_that_came_too_late_are_given_back(at_work, story, verb, field):
    row = waiting(story, "nguyên văn")
    # What was refused is not answered.
    verdict = "approve" if verb == "answer" else "spam"
    factories.decide([(row.pk, 1)], verdict, factories.moderator(full_name="Mai Phương"))
    data = words_of(row, **{field: "Lời tôi vừa gõ."}) | {f"reason-{row.pk}": "insult"}
    answer = at_work.post(DECIDE, data | {"decide": f"{verb}:{row.pk}:1", "query": "q=nguyen"})
    page = Page(answer)
    assert "Mai Phương" in page.text
    assert "Lời tôi vừa gõ." in page.html
    assert Comment.objects.get(pk=row.pk).version == 2
    if field == "note":
        assert "Nội dung bạn đã gõ" in page.text, "a decided comment takes no note"
        return
    # Sent again from there it counts, and leads back to the list.
    again = page.form(DECIDE)
    assert again[f"{field}-{row.pk}"] == "Lời tôi vừa gõ."
    answer = at_work.post(DECIDE, again | {"decide": f"{verb}:{row.pk}:2"})
    assert answer.url == f"{QUEUE}?q=nguyen"
    assert Comment.objects.filter(body="Lời tôi vừa gõ.").exists()


def test_a_name_that_another_button_did_not_take_is_given_back(at_work, story):
    row = waiting(story, "nguyên văn")
    data = words_of(row, name="Nguyễn Văn Hòa Bình") | {"decide": f"approve:{row.pk}:1"}
    again = Page(at_work.post(DECIDE, data)).form(DECIDE)
    assert again[f"name-{row.pk}"] == "Nguyễn Văn Hòa Bình"
    answer = at_work.post(DECIDE, again | {"decide": f"edit:{row.pk}:2"})
    assert answer.status_code == 302
    assert Comment.objects.get().name == "Nguyễn Văn Hòa Bình"


def test_a_corrected_name_leaves_the_marks_in_the_text(at_work, moderator, story):
    row = waiting(story, "Gọi 0912345678 nhé")
    row.findings.create(rule="phone", start=4, end=14)
    moderation.edit(row.pk, 1, row.body, moderator, "Nguyễn Văn Hòa Bình")
    assert "<mark>0912345678</mark>" in Page(at_work.get(QUEUE)).html
    moderation.edit(row.pk, 2, "Xin gọi 0912345678 nhé", moderator)
    moderation.mask(row.pk, 3, moderator)
    assert "<mark>" not in Page(at_work.get(QUEUE)).html


def test_a_note_without_a_reason_is_given_back_to_choose_one(at_work, story):
    row = waiting(story, "nguyên văn")
    data = words_of(row, note="gửi lần thứ ba") | {"decide": f"reject:{row.pk}:1"}
    page = Page(at_work.post(DECIDE, data))
    assert "Hãy chọn lý do từ chối trước" in page.text
    again = page.form(DECIDE) | {f"reason-{row.pk}": "insult", "decide": f"reject:{row.pk}:1"}
    assert at_work.post(DECIDE, again).status_code == 302
    assert row.decisions.get().note == "gửi lần thứ ba"


@pytest.mark.parametrize("verb", ["mask", "approve", "block"])
def test_a_reply_that_was_typed_when_another_verb_was_pressed_is_given_back(at_work, story, verb):
    row = waiting(story, "Gọi 0912 345 678 nhé")
    data = words_of(row, answer="Tòa soạn sẽ gọi.") | {f"kind-{row.pk}": "email"}
    address = f"{QUEUE}{row.pk}/block/" if verb == "block" else DECIDE
    page = Page(at_work.post(address, data | {"decide": f"{verb}:{row.pk}:1"}))
    assert page.form(DECIDE)[f"answer-{row.pk}"] == "Tòa soạn sẽ gọi."


@pytest.mark.parametrize("verb", ["mask", "edit", "approve", "answer"])
def test_what_was_taken_or_never_typed_leads_back_to_the_list(at_work, story, verb):
    row = waiting(story, "Gọi 0912 345 678 nhé\nDòng hai")
    edited = {"text": "Lời mới", "name": "Tên mới"}
    typed = {"edit": edited, "answer": {"answer": "Cảm ơn bạn."}}.get(verb, {})
    data = words_of(row, **typed) | {"decide": f"{verb}:{row.pk}:1"}
    assert at_work.post(DECIDE, data).status_code == 302


def test_words_for_a_comment_that_its_writer_withdrew_are_given_back_to_copy(at_work, story):
    row = waiting(story, "nguyên văn")
    own.withdraw(row)
    data = words_of(row, answer="Lời tôi vừa gõ.") | {"decide": f"answer:{row.pk}:1"}
    page = Page(at_work.post(DECIDE, data))
    assert "Nội dung bạn đã gõ" in page.text
    assert "Lời tôi vừa gõ." in page.html
