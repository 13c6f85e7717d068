"""Every public page for readers who see little, use no mouse, or enlarge what they read."""

import re
from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.db import OperationalError
from django.urls import reverse
from django.utils import timezone

from articles import corrections, workflow
from articles.body.figures import Figure
from articles.models import Page, Withdrawal
from cms.models import SiteSettings
from comments import erasing, own_addresses, privacy, reader_mail
from tests import factories

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EMBED = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
TABLE = (
    "<table><caption>Vốn</caption><thead><tr><th>Năm</th><th>Tỷ đồng</th></tr></thead>"
    "<tbody><tr><td>2018</td><td>120</td></tr></tbody></table>"
)


def rich_body():
    photos = [factories.photo(factories.picture_file((900, 600))) for _ in range(4)]
    wide, left, *grid = photos
    return "".join([
        f"<p>{'Các cấp ủy cơ sở đã thực hiện nghiêm túc, hiệu quả, đúng tiến độ. ' * 6}</p>",
        str(Figure(wide.pk, "wide", caption="Toàn cảnh", credit="Ảnh: Mỹ Lệ", alt="Cánh đồng")),
        "<h2>Trong ga</h2><h3>Sân ga số một</h3>",
        str(Figure(left.pk, "left", credit="Ảnh: Mỹ Lệ", decorative=True)),
        '<p>Theo <a href="https://example.org/van-ban">văn bản</a>, <em>hành khách</em> tăng.</p>',
        "<blockquote><p>Tàu rất đúng giờ.</p></blockquote>",
        '<blockquote class="pull"><p>Đúng giờ</p><p>Ông Bình</p></blockquote>',
        "<ul><li>Một</li></ul><ol><li>Hai</li></ol><hr>", TABLE,
        *(str(Figure(p.pk, "grid", caption="Ga", credit="Ảnh: An", alt="Sân ga")) for p in grid),
        f'<figure data-embed="{EMBED}"><figcaption>Tàu rời ga</figcaption></figure>',
    ])  # fmt: skip


@pytest.fixture
def paper():
    """A paper with something on every page; the addresses of all kinds of its pages."""
    SiteSettings(
        name="Báo Hải Đăng", tagline="Tin gần", licence="Giấy phép 12", phone="0123 456 789",
        email="bao@example.org", comment_policy="Viết có dấu.", copyright="© Báo Hải Đăng",
    ).save()  # fmt: skip
    editor = factories.managing_editor()
    top = factories.section("Thời sự", description="Tin trong ngày")
    child = factories.section("Đô thị", parent=top)
    topic = factories.topic("Đường sắt", description="Bài về tàu")
    face = factories.photo(factories.picture_file((300, 300)))
    author = factories.author("Trần Bình", bio="Phóng viên từ năm 2010", portrait=face)

    def story(headline, **fields):
        words = {
            "headline": headline, "kicker": "Giao thông", "standfirst": "Tàu rời ga lúc sáu giờ.",
            "section": child, "topics": [topic], "authors": [author], "lead_alt": "Sân ga",
            "lead_photo": factories.photo(), "lead_credit": "Ảnh: Mỹ Lệ", "mark": "HĐ",
            **fields,
        }  # fmt: skip
        return factories.story(**words)

    shown = story("Đường sắt được mở lại", body=rich_body(), source="Theo TTXVN")
    for number in range(12):
        story(f"Tàu chạy chuyến thứ {number}")
    corrections.add(shown, editor, kind="erratum", text="Tàu chạy lúc bảy giờ.")
    answered = factories.comment(shown)
    factories.comment(shown, parent=answered)
    reader = reader_mail.address_of("ban@example.org")
    erasing.erase(factories.comment(shown, email="khac@example.org"))
    gone = story("Bài đã gỡ")
    workflow.withdraw(gone, editor, kind=Withdrawal.FINAL, reason="Tòa yêu cầu")
    about = Page.objects.create(title="Giới thiệu", body="<h2>Tòa soạn</h2><p>Ở Hải Đăng.</p>")
    day = f"{timezone.localdate():/luu-tru/%Y/%m/%d/}"
    return {
        "front page": "/",
        "section": top.get_absolute_url(),
        "sub-section": child.get_absolute_url(),
        "topic": topic.get_absolute_url(),
        "author": author.get_absolute_url(),
        "archive": "/luu-tru/",
        "year": day[:14],
        "month": day[:17],
        "day": day,
        "search": "/tim-kiem/",
        "search with results": "/tim-kiem/?q=tau",
        "search with filters": "/tim-kiem/?q=tau&muc=thoi-su",
        "search without results": "/tim-kiem/?q=khongthaygi",
        "search in comments": "/tim-kiem/y-kien/?q=bai",
        "search in comments without results": "/tim-kiem/y-kien/?q=khongthaygi",
        "corrections": "/dinh-chinh/",
        "static page": about.get_absolute_url(),
        "feeds": "/rss/",
        "story": shown.get_absolute_url(),
        "sheet": shown.get_print_url(),
        "comment form": f"/binh-luan/{shown.pk}/",
        "link that was mailed": "/binh-luan/xac-nhan/x/",
        "reply": f"/binh-luan/{shown.pk}/?tra-loi={answered.pk}",
        "comments of a story": f"/binh-luan/{shown.pk}/y-kien/",
        "one comment": answered.get_absolute_url(),
        "report of an error": f"/gop-y/{shown.pk}/",
        "like": f"{answered.get_absolute_url()}thich/",
        "report": f"/binh-luan/{shown.pk}/bao-cao/{answered.pk}/",
        "comment sent": own_addresses.address(answered),
        "comment not to be changed": own_addresses.address(answered, "revise"),
        "privacy": "/rieng-tu/",
        "a link of before": "/rieng-tu/x/",
        "what is kept": reverse("comments:my_data", args=[privacy.token(reader)]),
        "mail": reader_mail.link(reader, "confirm_mail").removeprefix(settings.SITE_URL),
        "404": "/khong-co/",
        "410": gone.get_absolute_url(),
    }


def complaints(page):
    result = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    return [
        f"{rule['id']}: {rule['nodes'][0]['html'][:200]}" for rule in result.response["violations"]
    ]


def levels(page):
    return [int(name[1]) for name in page.locator("h1, h2, h3, h4").evaluate_all(
        "all => all.filter(h => h.checkVisibility()).map(h => h.localName)"
    )]  # fmt: skip


@pytest.mark.parametrize(("scheme", "width"), [("light", 390), ("dark", 1280)])
def test_no_public_page_breaks_a_rule(new_page, paper, scheme, width):
    page = new_page(width=width, color_scheme=scheme)
    found = {}
    for name, path in paper.items():
        page.goto(path, wait_until="load")
        if problems := complaints(page):
            found[name] = problems
        found_levels = levels(page)
        assert found_levels.count(1) == 1, name
        assert all(b - a <= 1 for a, b in pairwise(found_levels)), name
        assert page.locator("html").get_attribute("lang") == "vi"
    assert found == {}


def test_the_page_of_a_site_without_its_database_keeps_the_rules(new_page, monkeypatch):
    def away(*args):
        raise OperationalError("away")

    monkeypatch.setattr("articles.views.paged", away)
    page = new_page()
    assert page.goto("/dinh-chinh/").status == 503
    assert complaints(page) == []


def test_nothing_has_to_be_scrolled_sideways_at_320_pixels_or_400_percent(new_page, paper):
    page = new_page(width=320, height=256)
    for name, path in paper.items():
        page.goto(path, wait_until="load")
        wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wider <= 0, name


def test_text_twice_as_large_fits_into_a_window_of_usual_width(new_page, paper):
    page = new_page(width=1280)
    for name, path in paper.items():
        page.goto(path, wait_until="load")
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wider <= 0, name


SEEN = """() => {
  const element = document.activeElement;
  if (element === document.body) return null;
  const marked = element.closest(".teaser") ?? element;
  const style = [element, marked].map((e) => getComputedStyle(e));
  const box = element.getBoundingClientRect();
  return {
    what: element.outerHTML.slice(0, 120),
    outlined: style.some((s) => s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2),
    inSight: box.bottom > 0 && box.top < innerHeight && box.width > 0,
  };
}"""


@pytest.mark.parametrize("name", ["front page", "story", "search with filters", "comment form"])
def test_whoever_uses_keys_reaches_everything_and_sees_where_they_are(new_page, paper, name):
    page = new_page(width=1280, reduced_motion="reduce")  # a slow scroll is still on its way
    page.goto(paper[name], wait_until="networkidle")
    steps = []
    while len(steps) < 300:
        page.keyboard.press("Tab")
        step = page.evaluate(SEEN)
        if step is None:
            break
        steps.append(step)
    # Counted now: a slow script may have put away meanwhile what is for browsers without one.
    reachable = page.locator("a[href], button, input, textarea, select, summary").evaluate_all(
        "all => all.filter(e => e.checkVisibility() && e.tabIndex >= 0 && !e.disabled).length"
    )
    assert [step["what"] for step in steps if not step["outlined"]] == []
    assert [step["what"] for step in steps if not step["inSight"]] == []
    assert len(steps) >= reachable


def test_the_first_key_offers_the_way_past_the_navigation(new_page, paper):
    page = new_page()
    page.goto(paper["story"])
    page.keyboard.press("Tab")
    link = page.locator(".skip")
    assert link.is_visible()
    page.keyboard.press("Enter")
    assert re.search(r"#noi-dung$", page.url)
    assert page.evaluate("document.activeElement.id") == "noi-dung"


def test_who_wants_no_motion_gets_none(new_page, paper):
    page = new_page(reduced_motion="reduce")
    page.goto(paper["story"])
    page.locator("a.enlarge").first.click()
    page.locator(".photo-view").wait_for()
    assert page.evaluate("document.getAnimations().length") == 0
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    assert complaints(page) == []
