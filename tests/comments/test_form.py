"""What the form refuses, and how it says so: beside the field, with everything typed kept."""

import pytest
from django.http import QueryDict
from django.urls import reverse

from articles import workflow
from articles.models import CommentPolicy
from cms.models import SiteSettings
from comments.forms import BODY_LIMIT, CommentForm
from comments.models import Comment, Status
from comments.screening import LABELS
from tests import factories
from tests.page import Page

from .reader import TYPED, Reader


@pytest.fixture(autouse=True)
def _embedded(settings):
    settings.COMMENT_VERIFICATION = "embedded"


@pytest.fixture
def reader(db):
    reader = Reader(factories.story())
    reader.opens_the_form()
    return reader


def send(reader, **changes):
    return reader.sends({**TYPED, "answer": reader.answer(), **changes})


REFUSED = {
    "no name": ("name", ""),
    "a name of spaces": ("name", " \u00a0 "),
    "a name of digits": ("name", "123"),
    "a name too long by one": ("name", "Đ" * 61),
    "no e-mail": ("email", ""),
    "no at sign": ("email", "hoa.example.org"),
    "no domain": ("email", "hoa@"),
    "two addresses": ("email", "hoa@example.org, lan@example.org"),
    "a header in the e-mail": ("email", "hoa@example.org\r\nBcc: all@example.org"),
    "an e-mail too long": ("email", f"{'h' * 250}@example.org"),
    "no comment": ("body", ""),
    "only invisible characters": ("body", "\u200b\u200d\u2060\ufeff\u00ad\u202e\u3164\u2800"),
    "only NUL": ("body", "\x00\x00"),
    "only signs": ("body", "...!!! ??? \U0001f600"),
    "a comment too long by one": ("body", "ă" * (BODY_LIMIT + 1)),
    "no consent": ("consent", None),
}


@pytest.mark.parametrize(("field", "value"), REFUSED.values(), ids=REFUSED)
def test_a_wrong_field_is_named_and_everything_typed_is_kept(reader, field, value):
    response = send(reader, **{field: value})
    assert response.status_code == 422
    assert not Comment.objects.exists()
    assert len(reader.page.said_beside(field)) > 10
    others = [name for name in TYPED if name != field]
    assert not any(reader.page.said_beside(name) for name in others)
    back = reader.page.form(reader.address)
    assert {name: back[name] for name in others} == {name: TYPED[name] for name in others}
    # What was wrong is there too, to be corrected and not typed again.
    if value and value.isprintable() and value.strip():
        assert back[field] == value


def test_several_wrong_fields_are_all_named_at_once(reader):
    send(reader, name="", email="hoa@", body="", consent=None)
    assert all(reader.page.said_beside(name) for name in TYPED)


def test_after_each_refusal_the_same_form_can_be_sent(reader):
    send(reader, email="hoa@")
    assert reader.sends(email=TYPED["email"]).status_code == 303


def test_the_limit_is_said_with_numbers(reader):
    send(reader, body="x" * (BODY_LIMIT + 7))
    said = reader.page.said_beside("body")
    assert "2007" in said.replace(".", "")
    assert "2000" in said.replace(".", "")


# What the counter of the page counts: code points of the normal form, a line break as one.
LONGEST = {
    "line breaks sent as CR LF": "a\r\n" * (BODY_LIMIT // 2 - 1) + "bc",
    "decomposed letters": "e\u0302\u0301" * BODY_LIMIT,
    "emoji beyond the first plane": "\U0001f600" * (BODY_LIMIT - 1) + "a",
    "spaces around": "  " + "a" * BODY_LIMIT + "\r\n\r\n",
}


@pytest.mark.parametrize("body", LONGEST.values(), ids=LONGEST)
def test_the_longest_comment_is_stored_whole_and_one_more_is_refused(reader, body):
    assert send(reader, body="b" + body.strip()).status_code == 422
    assert send(reader, body=body).status_code == 303
    assert len(Comment.objects.get().body) == BODY_LIMIT


def test_nul_and_broken_characters_among_others_are_left_out_and_no_reason_to_refuse(reader):
    # A lone surrogate cannot be written in UTF-8; this is what a broken client sends for one.
    data = "&".join(
        [
            "name=H%00%C3%B2a",
            "email=hoa%40example.org%E2%80%8B",
            "body=Hay%00+qu%C3%A1+%ED%A0%80",
            "consent=on",
            "website=",
            f"ticket={reader.page.form(reader.address)['ticket']}",
            f"answer={reader.answer()}",
        ]
    )
    response = reader.client.post(
        reader.address, data, content_type="application/x-www-form-urlencoded"
    )
    assert response.status_code == 303
    comment = Comment.objects.get()
    assert comment.name == "Hòa"
    assert comment.body.startswith("Hay quá")
    assert "\x00" not in comment.body
    assert comment.contact.email == "hoa@example.org"


def test_the_form_in_code_takes_lone_surrogates_out(db):
    data = QueryDict(mutable=True)
    data.update({**TYPED, "body": "Hay \ud800quá", "name": "Hòa\udfff"})
    form = CommentForm(data)
    assert form.is_valid()
    assert form.cleaned_data["body"] == "Hay quá"
    assert form.cleaned_data["name"] == "Hòa"


@pytest.mark.parametrize("filled", ["https://casino.example", "\x00rác"])
def test_what_fills_the_field_that_nobody_sees_is_stored_with_a_finding(reader, filled):
    assert send(reader, website=filled).status_code == 303
    comment = Comment.objects.get()
    assert comment.status == Status.PENDING
    assert "honeypot" in {finding.rule for finding in comment.findings.all()}
    assert "honeypot" in LABELS


def test_the_field_that_nobody_sees_cannot_be_reached_by_keyboard_or_screen_reader(reader):
    trap = reader.page.html.partition('name="website"')
    assert 'tabindex="-1"' in trap[2].partition(">")[0]
    assert trap[0].rpartition("aria-hidden")[2].startswith('="true"')


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("pk", [None, 999_999_999, 10**30])
def test_a_story_that_readers_cannot_see_has_no_form(db, client, method, pk):
    pk = pk or factories.draft().pk
    address = reverse("comments:form", args=[pk])
    assert getattr(client, method)(address, TYPED).status_code == 404
    assert client.get(reverse("comments:challenge", args=[pk])).status_code == 404


def test_a_story_that_was_withdrawn_meanwhile_takes_no_comment(reader, managing_editor):
    workflow.withdraw(reader.article, managing_editor, reason="Sai sự thật")
    assert reader.client.post(reader.address, TYPED).status_code == 404
    assert not Comment.objects.exists()


@pytest.mark.parametrize("closed_by", ["story", "site"])
def test_where_comments_are_closed_that_is_said_and_the_text_kept(closed_by, db):
    policy = CommentPolicy.CLOSED if closed_by == "story" else CommentPolicy.DEFAULT
    story = factories.story(comment_policy=policy)
    if closed_by == "site":
        SiteSettings(comments_open=False).save()
    reader = Reader(story)
    assert reader.opens_the_form().status_code == 403
    assert not reader.page.posts_to(reader.address)
    # Closed between opening the form and sending it.
    page = Page(reader.client.post(reader.address, {**TYPED, "answer": "5"}))
    assert page.status == 403
    assert TYPED["body"].split("\n")[0] in page.text
    assert not Comment.objects.exists()
    # And the story offers no form any more.
    reader.opens_the_story()
    assert not reader.page.posts_to(reader.address)


def test_a_story_open_by_its_own_policy_does_not_overrule_the_site(db):
    SiteSettings(comments_open=False).save()
    reader = Reader(factories.story(comment_policy=CommentPolicy.OPEN))
    assert reader.opens_the_form().status_code == 403


def test_five_megabytes_are_refused_in_the_papers_clothes(reader):
    response = reader.client.post(reader.address, {**TYPED, "body": "x" * 5_000_000})
    assert response.status_code == 413
    page = Page(response)
    assert "Báo Mới Lập" in page.text
    assert not Comment.objects.exists()


def test_a_damaged_form_is_refused_in_the_papers_clothes(reader):
    many = "&".join(f"f{number}=1" for number in range(1_001))
    damaged = [
        ("multipart/form-data", b"--x"),
        ("application/x-www-form-urlencoded; charset=utf-16", b"name=a"),
        ("application/x-www-form-urlencoded", many.encode()),
    ]
    for content_type, body in damaged:
        response = reader.client.generic("POST", reader.address, body, content_type=content_type)
        assert response.status_code == 400, content_type
        assert "Báo Mới Lập" in Page(response).text


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options"])
def test_nothing_but_looking_and_sending_is_understood(reader, method):
    assert getattr(reader.client, method)(reader.address).status_code == 405


def test_only_a_stored_comment_sets_a_cookie_and_no_cache_keeps_a_form(reader):
    answers = [
        reader.opens_the_form(),
        send(reader, email="hoa@"),
        reader.sends(answer="1000", email=TYPED["email"]),
        reader.client.get(reverse("comments:challenge", args=[reader.article.pk])),
        reader.sends(answer=reader.answer()),
    ]
    answers.append(reader.client.get(answers[-1].headers["Location"]))
    assert [answer.status_code for answer in answers] == [200, 422, 200, 200, 303, 200]
    for answer in answers:
        assert "no-store" in answer.headers["Cache-Control"]
    # So that the writer can change it; pages that everybody shares never see it.
    assert [set(answer.cookies) for answer in answers] == [set()] * 4 + [{"own-comments"}, set()]
    cookie = answers[4].cookies["own-comments"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/binh-luan/", True, "Lax")


@pytest.mark.parametrize("is_there", [True, False], ids=["withdrawn", "never there"])
def test_a_comment_is_given_back_when_its_story_went_away_while_it_was_written(reader, is_there):
    story = reader.article
    workflow.withdraw(story, factories.managing_editor(), reason="Sai tên")
    if not is_there:
        reader.address = reverse("comments:form", args=[story.pk + 1000])
    response = reader.client.post(reader.address, {**TYPED, "ticket": "x"})
    assert response.status_code == 404
    assert "Chuyến tàu này tôi chờ đã lâu." in response.text
    assert story.headline not in response.text
    assert not Comment.objects.exists()
