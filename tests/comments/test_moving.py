"""Moving house: out of one site and into another, as often as one likes, and nothing is lost."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from cms.events import Event, Kind
from comments import counting
from comments.models import Comment, Contact, Decision, Status
from comments.moderation import decide
from comments.moving import within
from tests import factories
from tests.page import Page

OLD = {
    "key": "wp-1",
    "story": {"legacy_id": "wp:77"},
    "name": "Trần Bình",
    "body": "Bài viết rất hay.",
    "status": "approved",
    "submitted_at": "2019-11-26T12:13:00+07:00",
}


@pytest.fixture
def story(db):
    story = factories.story()
    story.legacy_id = "wp:77"
    story.save()
    return story


def export(tmp_path, *options):
    file = tmp_path / "out.jsonl"
    call_command("export_comments", str(file), *options, stderr=StringIO())
    return file


def take_in(tmp_path, *lines, **options):
    """What the command says of the lines, on both of its outlets."""
    file = tmp_path / "in.jsonl"
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    file.write_text("\n".join(texts), "utf-8")
    said, wrong = StringIO(), StringIO()
    call_command("import_comments", str(file), stdout=said, stderr=wrong, **options)
    return said.getvalue() + wrong.getvalue()


def test_out_and_into_an_empty_site_and_out_again_is_the_same(story, moderator, tmp_path):
    first = factories.comment(story, body="Chữ một\n\nđoạn hai")
    factories.comment(story, parent=first)
    factories.comment(story, Status.PENDING, body="đang chờ")
    refused = factories.comment(story, Status.REJECTED)
    decide([(refused.pk, refused.version)], "reopen", moderator)
    before = export(tmp_path, "--with-contacts").read_text("utf-8").splitlines()
    assert len(before) == 4
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM comments_decision")  # which nothing else does
    Comment.objects.update(parent=None)
    Comment.objects.all().delete()
    assert "4 added" in take_in(tmp_path, *before)
    after = export(tmp_path, "--with-contacts").read_text("utf-8").splitlines()
    assert sorted(after) == sorted(before)
    assert "0 added, 4 were here already" in take_in(tmp_path, *before)
    assert Comment.objects.count() == 4


def test_contacts_go_out_only_when_asked_for_and_that_is_logged(story, tmp_path):
    factories.comment(story, email="bi-mat@example.org")
    assert "bi-mat" not in export(tmp_path).read_text("utf-8")
    assert not Event.objects.filter(kind=Kind.READER_EXPORT).exists()
    assert "bi-mat" in export(tmp_path, "--with-contacts").read_text("utf-8")
    assert Event.objects.filter(kind=Kind.READER_EXPORT).count() == 1


def test_a_comment_of_the_old_system_is_under_its_story_and_found(story, client, tmp_path):
    client.get(story.get_absolute_url())
    assert "1 added" in take_in(tmp_path, OLD, by="Nguyễn Chuyển Nhà")
    page = Page(client.get(story.get_absolute_url()))
    assert "Bài viết rất hay." in page.text
    assert "26/11/2019 12:13" in page.text
    assert "Bài viết rất hay" in Page(client.get("/tim-kiem/y-kien/?q=rat+hay")).text
    step = Decision.objects.get()
    assert (step.verb, step.after, step.actor_name) == ("import", "approved", "Nguyễn Chuyển Nhà")


@pytest.mark.parametrize("status", ["pending", "rejected", "spam", None])
def test_nothing_becomes_public_that_the_file_does_not_call_approved(story, tmp_path, status):
    take_in(tmp_path, {**OLD, "status": status})
    assert Comment.objects.get().status == (status or "pending")
    assert "rất hay" not in Page(Client().get(story.get_absolute_url())).text


def test_a_reply_may_stand_before_what_it_replies_to_and_deeper_ones_say_whom(story, tmp_path):
    deep = {**OLD, "key": "c", "parent": "b", "name": "C"}
    deep["submitted_at"] = "2019-11-28T08:00:00+07:00"
    reply = {**OLD, "key": "b", "parent": "a", "name": "B"}
    reply["submitted_at"] = "2019-11-27T08:00:00+07:00"
    take_in(tmp_path, deep, reply, {**OLD, "key": "a"})
    top = Comment.objects.get(nonce="a")
    assert {row.parent for row in Comment.objects.exclude(pk=top.pk)} == {top}
    assert Comment.objects.get(nonce="c").body == "@B: Bài viết rất hay."
    take_in(tmp_path, deep, reply, {**OLD, "key": "a"})
    assert Comment.objects.get(nonce="c").body == "@B: Bài viết rất hay."


def test_replies_in_a_circle_end(story, tmp_path):
    take_in(tmp_path, {**OLD, "key": "a", "parent": "b"}, {**OLD, "key": "b", "parent": "a"})
    assert Comment.objects.filter(parent=None).count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        "{", "[]", "7", '"x"', "null",
        {**OLD, "key": ""}, {**OLD, "key": 7}, {**OLD, "body": ""}, {**OLD, "body": " \u200b "},
        {**OLD, "body": ["x"]}, {**OLD, "body": "x" * 30_000}, {**OLD, "name": ""},
        {**OLD, "status": "public"}, {**OLD, "status": "unconfirmed"},
        {**OLD, "submitted_at": None}, {**OLD, "submitted_at": "hôm qua"},
        {**OLD, "submitted_at": "2999-01-01T00:00:00Z"}, {**OLD, "submitted_at": 5},
        {**OLD, "story": {"legacy_id": "wp:78"}}, {**OLD, "story": {}}, {**OLD, "story": "x"},
        {**OLD, "contact": {"email": "không"}}, {**OLD, "contact": "x"},
        {**OLD, "steps": [{"verb": "eat", "before": "pending", "after": "approved"}]},
        {**OLD, "steps": ["x"]}, "[" * 100_000,
    ],
)  # fmt: skip
def test_a_wrong_line_is_told_with_its_number_and_the_others_go_on(story, tmp_path, wrong):
    said = take_in(tmp_path, {**OLD, "key": "first"}, wrong, {**OLD, "key": "last"})
    assert "2 added" in said
    assert "line 2:" in said
    assert set(Comment.objects.values_list("nonce", flat=True)) == {"first", "last"}


def test_a_dry_run_says_what_would_happen_and_changes_nothing(story, tmp_path):
    assert "1 would be added, 0 were here already, 1 are wrong" in take_in(
        tmp_path, OLD, "x", dry_run=True
    )
    assert not Comment.objects.exists()


def test_text_is_cleaned_as_the_form_cleans_it(story, tmp_path):
    take_in(
        tmp_path,
        {**OLD, "name": " Nguyê\u0303n\u200b ", "body": "Hay\r\n\r\n\r\n\r\nla\u0306\u0301m"},
    )
    row = Comment.objects.get()
    assert (row.name, row.body, row.folded) == ("Nguyễn", "Hay\n\nlắm", "nguyen hay lam")
    assert not Contact.objects.exists()


def test_long_keys_and_addresses_are_known_again(db, tmp_path):
    story = factories.story()
    line = {**OLD, "key": "k" * 300, "story": {"address": story.get_absolute_url()}}
    assert "1 added" in take_in(tmp_path, line)
    assert "0 added, 1 were here already" in take_in(tmp_path, line)
    elsewhere = {**line, "key": "x", "story": {"address": f"/x/y-{story.pk}.html"}}
    assert "its story is not here" in take_in(tmp_path, elsewhere)


def test_without_a_file_it_says_so(db):
    with pytest.raises(CommandError):
        call_command("import_comments", "/nowhere/x.jsonl")


def test_no_reply_is_public_before_it_hangs_under_what_it_replies_to(story, tmp_path, monkeypatch):
    refused = {**OLD, "key": "wp-2", "status": "rejected"}
    reply = {**OLD, "key": "wp-3", "parent": "wp-2", "body": "Trả lời kín",
             "submitted_at": "2019-11-27T12:13:00+07:00"}  # fmt: skip
    seen = []

    def killed(batch):
        seen.append(Page(Client().get(story.get_absolute_url())).text)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(within, "_hang_up", killed)
        with pytest.raises(KeyboardInterrupt):
            take_in(tmp_path, OLD, refused, reply)
    assert "Bài viết rất hay" in seen[0]
    assert "Trả lời kín" not in seen[0]
    # Run again, it is what the file says: approved, below what nobody sees.
    take_in(tmp_path, OLD, refused, reply)
    row = Comment.objects.get(nonce="wp-3")
    assert (row.status, row.parent.nonce) == (Status.APPROVED, "wp-2")
    assert "Trả lời kín" not in Page(Client().get(story.get_absolute_url())).text


def test_a_reply_whose_parent_is_nowhere_is_public_on_its_own(story, tmp_path):
    take_in(tmp_path, {**OLD, "parent": "wp-0", "body": "Một mình"})
    assert "Một mình" in Page(Client().get(story.get_absolute_url())).text


def test_the_name_of_who_was_refused_gets_into_nobody_elses_words(story, tmp_path):
    later = {"submitted_at": "2019-11-27T12:13:00+07:00"}
    refused = {**OLD, **later, "key": "b", "parent": "wp-1", "name": "Kẻ Kín", "status": "rejected"}
    deep = {**OLD, "key": "c", "parent": "b", "submitted_at": "2019-11-28T12:13:00+07:00"}
    take_in(tmp_path, OLD, refused, deep)
    row = Comment.objects.get(nonce="c")
    assert (row.parent.nonce, row.body) == ("wp-1", "Bài viết rất hay.")


@pytest.mark.parametrize("version", ["x", -1, 1e30, 10**30, [1]])
def test_a_consent_of_no_version_is_told_with_its_line(story, tmp_path, version):
    contact = {"email": "hoa@example.org", "consent_version": version}
    said = take_in(tmp_path, {**OLD, "contact": contact}, {**OLD, "key": "wp-2"})
    assert "1" in said
    assert "consent_version" in said
    assert Comment.objects.get().nonce == "wp-2"


@pytest.mark.parametrize("parent", [17, ["wp-1"], {"key": "wp-1"}, True])
def test_a_parent_that_is_no_key_is_told_with_its_line(story, tmp_path, parent):
    said = take_in(tmp_path, OLD, {**OLD, "key": "wp-2", "parent": parent})
    assert "its parent is no key" in said
    assert Comment.objects.get().status == Status.APPROVED


def test_a_reply_that_was_public_is_counted_no_more_when_its_parent_came_and_is_refused(
    story, tmp_path
):
    later = {"submitted_at": "2019-11-27T12:13:00+07:00"}
    reply = {**OLD, **later, "key": "wp-3", "parent": "wp-2"}
    take_in(tmp_path, reply)
    assert counting.of_story(story) == 1
    take_in(tmp_path, reply, {**OLD, "key": "wp-2", "status": "rejected"})
    assert counting.of_story(story) == 0
