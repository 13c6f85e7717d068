"""Videos of other services in a body: which addresses, what is stored, what the page shows."""

import pytest

from articles import gate
from articles.body import embeds, markup
from articles.body.markup import clean, left_out
from articles.models import Page
from tests import factories

from .desk import seen, words_of
from .test_richtext import shown

ID = "dQw4w9WgXcQ"
WATCH = f"https://www.youtube.com/watch?v={ID}"


def figure(address, caption=""):
    return f'<figure data-embed="{address}"><figcaption>{caption}</figcaption></figure>'


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (WATCH, WATCH),
        (f"http://m.youtube.com/watch?app=desktop&amp;v={ID}&amp;t=10s&amp;list=RD", WATCH),
        (f"https://youtu.be/{ID}?si=ai-da-gui", WATCH),
        (f"https://www.youtube-nocookie.com/embed/{ID}", WATCH),
        (f"https://youtube.com/live/{ID}?feature=share", WATCH),
        (f" https://www.youtube.com/shorts/{ID}?x=1 ", f"https://www.youtube.com/shorts/{ID}"),
        ("https://www.tiktok.com/@bao.hd/video/7123456789012345678?_r=1&amp;_t=8x",
         "https://www.tiktok.com/@bao.hd/video/7123456789012345678"),
        ("https://www.facebook.com/watch/?v=1234567890&amp;ref=sharing",
         "https://www.facebook.com/watch/?v=1234567890"),
        ("https://m.facebook.com/bao.hd/videos/tau-roi-ga/1234567890/?mibextid=x",
         "https://www.facebook.com/watch/?v=1234567890"),
        (f"https://music.youtube.com/watch?v={ID}&amp;si=x", WATCH),
        (f"https://www.youtube.com/v/{ID}?version=3", WATCH),
        ("https://www.facebook.com/watch/live/?v=1234567890",
         "https://www.facebook.com/watch/?v=1234567890"),
        ("https://fb.com/bao.hd/videos/1234567890/", "https://www.facebook.com/watch/?v=1234567890"),
        ("https://www.facebook.com/reel/1234567890?s=yWDuG2", "https://www.facebook.com/reel/1234567890"),
    ],
)  # fmt: skip
def test_a_video_is_stored_under_one_address_without_who_shared_it(typed, kept):
    assert clean(figure(typed, "Tàu")) == figure(kept, "Tàu")
    assert clean(figure(kept)) == figure(kept)
    assert left_out(figure(typed)) == []


@pytest.mark.parametrize(
    "address",
    [
        "https://vimeo.com/76979871",
        "https://vm.tiktok.com/ZMabc/",
        "https://www.youtube.com/@bao",
        "https://www.youtube.com.evil.example/watch?v=" + ID,
        "https://www.facebook.com/bao/posts/1234567890",
        "https://www.youtube.com/watch?v=" + ID + "x",
    ],
)
def test_any_other_address_is_a_link_in_the_text_and_that_is_said(address):
    html = clean(figure(address, "Tàu rời ga"))
    assert html == f'<p>Tàu rời ga <a href="{address}" rel="noopener">{address}</a></p>'
    [notice] = left_out(figure(address))
    assert address in notice


@pytest.mark.parametrize(
    "address",
    [
        "https://vm.tiktok.com/ZMabc/",
        "https://vt.tiktok.com/ZSabc/",
        "https://www.tiktok.com/t/ZTabc/",
        "https://fb.watch/abc-1/",
        "https://www.facebook.com/share/v/1AbC/",
    ],
)
def test_for_a_short_address_that_says_nothing_the_long_one_is_asked(address):
    assert f'href="{address}"' in clean(figure(address, "Tàu rời ga"))
    [notice] = left_out(figure(address, "Tàu rời ga"))
    assert address in notice
    assert "youtube" not in notice.lower()


def test_what_is_no_address_at_all_stays_as_words():
    assert clean(figure("javascript:alert(1)", "Tàu")) == "<p>Tàu javascript:alert(1)</p>"


def test_the_caption_of_a_video_is_text_and_no_word_of_it_is_lost():
    html = clean(figure(WATCH, "<b>Tàu</b> rời " + "ga " * 300))
    [embed] = embeds.find(html)
    assert embed.caption.startswith("Tàu rời ga")
    assert words_of(html).split() == ["Tàu", "rời", *["ga"] * 300]


def test_the_page_shows_a_link_and_the_script_once():
    html = shown(figure(WATCH, "Tàu") + figure(f"https://www.youtube.com/shorts/{ID}"))
    assert html.count("js/embed") == 1
    assert html.count("<figure") == 2
    assert f'href="{WATCH}"' in html
    assert "<iframe" not in html
    assert "js/embed" not in shown("<p>Không có phim</p>")


def test_a_raw_row_with_another_address_shows_its_caption_only():
    html = shown(figure("https://evil.example/x", "Tàu &lt;b&gt;"))
    assert html == "<p>Tàu &lt;b&gt;</p>"


@pytest.mark.django_db
def test_the_content_policy_lets_in_the_players_of_the_page_and_nobody_elses(client):
    plain = factories.story()
    films = factories.story(body=figure(WATCH) + figure("https://www.facebook.com/reel/1234567890"))
    page = Page.objects.create(title="Giới thiệu", slug="gioi-thieu", body=figure(WATCH))

    def frames(path):
        policy = client.get(path)["Content-Security-Policy"]
        parts = dict(part.strip().partition(" ")[::2] for part in policy.split(";"))
        assert parts["default-src"] == "'none'"
        return parts.get("frame-src", "").split()

    assert frames(plain.get_absolute_url()) == []
    assert frames(films.get_absolute_url()) == [
        "https://www.facebook.com", "https://www.youtube-nocookie.com",
    ]  # fmt: skip
    assert frames(page.get_absolute_url()) == ["https://www.youtube-nocookie.com"]


@pytest.mark.django_db
def test_the_preview_plays_what_readers_will_get(login):
    story = factories.draft(body=figure(WATCH, "Tàu rời ga"))
    path = f"/admin/articles/article/{story.pk}/preview/"
    response = login(factories.superuser()).get(path)
    assert "Tàu rời ga" in seen(response)
    assert "https://www.youtube-nocookie.com" in response["Content-Security-Policy"]


@pytest.mark.django_db
def test_a_video_is_no_missing_photo():
    assert gate.reasons_against(factories.snapshot(body=figure(WATCH), authors=[])) == []


def test_a_player_on_another_page_becomes_the_video():
    player = (
        f'<iframe src="//www.youtube.com/embed/{ID}?rel=0" width="560" allowfullscreen></iframe>'
    )
    assert clean(f"<p>a</p>{player}<p>b</p>") == f"<p>a</p>{figure(WATCH)}<p>b</p>"
    assert clean('<p>a</p><iframe src="https://ads.example/x"></iframe>') == "<p>a</p>"
    assert "iframe" not in str(markup.ALLOWED)
