"""The body of a story in a real browser: photos by picker and paste, by keyboard, on a phone."""

import base64
import json
import re
from hashlib import sha256

import pytest
from playwright.sync_api import expect

from articles.body import figures, markup
from articles.models import Article, Photo
from articles.versions import revisions
from tests import factories

from .test_forms import PHONE, log_in, overhang

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@pytest.fixture
def library():
    return [
        factories.photo(caption="Ga Hà Nội", credit="Ảnh: Mỹ Lệ", alt="Sân ga đông người"),
        factories.photo(caption="Cầu Long Biên", credit="Ảnh: Đỗ An", alt="Cây cầu"),
    ]


@pytest.fixture
def desk(new_page, live_server):
    """``desk(story)``: the story form, open; requests to others and missing files fail the test."""
    wrong = []

    def open_(story, **options):
        page = new_page(**options)
        page.on("response", lambda answer: wrong.append(answer.url) if _bad(answer) else None)
        page.on("request", lambda asked: wrong.append(asked.url) if outside(asked.url) else None)
        page.on("console", lambda line: wrong.append(line.text) if line.type == "error" else None)
        log_in(page, factories.managing_editor())
        page.goto(f"/admin/articles/article/{story.pk}/change/")
        if options.get("width", 1280) >= 640:
            page.locator(".rich-text.with-editor").wait_for()
        return page

    def _bad(answer):
        return answer.status >= 400

    def outside(address):
        return not address.startswith((live_server.url, "data:", "blob:", "about:"))

    yield open_
    assert wrong == []


def text_frame(page):
    return page.frame_locator(".field-body iframe")


def save(page, button="Lưu"):
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).first.click()
    page.locator(".messagelist .success").wait_for()


def body_of(story):
    return revisions.working(Article.objects.get(pk=story.pk))["body"]


def test_a_photo_goes_from_the_library_into_the_story_and_to_the_readers(desk, new_page, library):
    story = factories.draft(body="<p>Đoạn một.</p>")
    page = desk(story)
    text_frame(page).locator("p").first.click()
    page.keyboard.press("End")
    page.locator(".cke_button__photo").click()
    page.locator(".photo-card").nth(1).wait_for()
    page.locator(".photo-picker [type=search]").fill("ga ha noi")
    page.locator(".photo-card").nth(1).wait_for(state="detached")
    page.locator(".photo-card").click()
    words = page.locator("dialog[data-ask=figure]")
    assert words.locator("[name=credit]").input_value() == "Ảnh: Mỹ Lệ"
    words.locator("[name=caption]").fill("ộ" * 501)
    words.locator("[value=done]").click()
    assert words.is_visible()  # too long to be kept: said, not cut off
    words.locator("[name=caption]").fill('Sáng nay & "ở ga" <b>')
    words.locator("[value=wide]").check()
    words.locator("[value=done]").click()
    shown = text_frame(page).locator("figure.align-wide")
    assert shown.locator("img").evaluate("image => image.decode().then(() => image.naturalWidth)")
    assert shown.locator("figcaption").inner_text() == 'Sáng nay & "ở ga" <b> (Ảnh: Mỹ Lệ)'
    save(page)
    [figure] = figures.find(body_of(story))
    assert figure == figures.Figure(
        library[0].pk, "wide", 'Sáng nay & "ở ga" <b>', "Ảnh: Mỹ Lệ", "Sân ga đông người"
    )
    assert "<img" not in body_of(story)

    # Loaded again it is a photo again, and can be edited by double click.
    page.locator(".rich-text.with-editor").wait_for()
    text_frame(page).locator("figure img").dblclick()
    words.locator("[name=caption]").fill("Ga sáng nay")
    words.locator("[value=done]").click()
    save(page, "Xuất bản")

    reading = new_page()
    reading.goto(Article.objects.get(pk=story.pk).get_absolute_url())
    printed = reading.locator(".prose figure")
    assert printed.get_attribute("class").split()[:2] == ["photo", "align-wide"]
    caption = printed.locator("figcaption").inner_text()
    assert "Ga sáng nay" in caption
    assert caption.count("Ảnh: Mỹ Lệ") == 1
    image = printed.locator("img")
    assert image.get_attribute("alt") == "Sân ga đông người"
    assert int(image.get_attribute("width")) > 0
    assert int(image.get_attribute("height")) > 0
    assert not re.search("cke|data-widget|data-photo|contenteditable", reading.content())


def test_the_whole_way_by_keyboard(desk, library):
    story = factories.draft(body="<p>Đoạn một.</p><p>Đoạn hai.</p>")
    page = desk(story)
    text_frame(page).locator("p").first.click()
    page.keyboard.press("Alt+F10")
    page.locator(".cke_button__photo").focus()
    page.keyboard.press("Enter")
    page.locator(".photo-card").nth(1).wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    words = page.locator("dialog[data-ask=figure]")
    words.wait_for()
    page.keyboard.insert_text(" Thêm.")
    for _ in range(8):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.value") == "done":
            break
    page.keyboard.press("Enter")
    figure = text_frame(page).locator("figure")
    figure.wait_for()

    # Enter on the photo opens its words, Escape leaves them, Delete takes it out.
    page.evaluate("Object.values(CKEDITOR.instances.id_body.widgets.instances)[0].focus()")
    page.keyboard.press("Enter")
    words.wait_for()
    page.keyboard.press("Escape")
    words.wait_for(state="detached")
    html = page.evaluate("CKEDITOR.instances.id_body.getData()")
    assert f'data-photo="{library[0].pk}"' in html
    page.evaluate("CKEDITOR.instances.id_body.focus()")
    page.keyboard.press("Delete")
    figure.wait_for(state="detached")
    page.keyboard.press("Control+z")
    figure.wait_for()


def test_escape_chooses_nothing_and_leads_back(desk, library):
    page = desk(factories.draft(body="<p>Đoạn một.</p>"))
    button = page.locator(".lead-chooser button").first
    button.click()
    page.locator(".photo-card").first.wait_for()
    page.keyboard.press("Escape")
    page.locator(".photo-picker").wait_for(state="hidden")
    assert button.evaluate("button => button === document.activeElement")
    assert page.locator("#id_lead_photo").input_value() == ""


def test_a_photo_is_moved_by_cut_and_paste(desk, library):
    figure = str(figures.Figure(library[0].pk, "left", "C", "Ảnh: A", "Alt"))
    story = factories.draft(body=f"{figure}<p>Một.</p><p>Hai.</p>")
    page = desk(story)
    text_frame(page).locator("figure img").click()
    page.keyboard.press("Control+x")
    text_frame(page).locator("figure").wait_for(state="detached")
    text_frame(page).locator("p", has_text="Hai.").click()
    page.keyboard.press("End")
    page.keyboard.press("Control+v")
    text_frame(page).locator("figure img").wait_for()
    save(page)
    body = body_of(story)
    assert figures.find(body) == [figures.Figure(library[0].pk, "left", "C", "Ảnh: A", "Alt")]
    assert body.index("Hai.") < body.index("<figure")


def test_the_lead_photo_is_chosen_changed_and_taken_away(desk, library):
    story = factories.draft()
    page = desk(story)
    fields = [page.locator(f"#id_lead_{name}") for name in ("caption", "credit", "alt")]

    def shows(*words):
        for field, word in zip(fields, words, strict=True):
            expect(field).to_have_value(word)

    fields[2].fill("Tự viết")
    pick, clear = page.locator(".lead-chooser button").all()
    pick.click()
    page.locator(".photo-card", has_text="Ga Hà Nội").click()
    expect(page.locator(".lead-thumbnail")).to_be_visible()
    shows("Ga Hà Nội", "Ảnh: Mỹ Lệ", "Tự viết")
    pick.click()
    page.locator(".photo-card", has_text="Cầu Long Biên").click()
    shows("Cầu Long Biên", "Ảnh: Đỗ An", "Tự viết")
    save(page)
    assert Article.objects.get(pk=story.pk).lead_photo == library[1]
    expect(page.locator(".lead-thumbnail")).to_be_visible()
    clear.click()
    shows("", "", "Tự viết")
    save(page)
    assert Article.objects.get(pk=story.pk).lead_photo is None


def paste(page, html, files=()):
    """Pastes into the text, as the browser hands it over: HTML, or files."""
    page.evaluate(
        """([html, files]) => {
          const editor = CKEDITOR.instances.id_body;
          const data = new DataTransfer();
          if (html) data.setData("text/html", html);
          for (const file of files) {
            const bytes = Uint8Array.from(atob(file), (sign) => sign.charCodeAt(0));
            data.items.add(new File([bytes], "dan.png", { type: "image/png" }));
          }
          editor.focus();
          const event = new editor.window.$.ClipboardEvent(
            "paste", { clipboardData: data, bubbles: true, cancelable: true });
          editor.editable().$.dispatchEvent(event);
        }""",
        [html, [base64.b64encode(file).decode() for file in files]],
    )


def png():
    return factories.picture_file((64, 48), image_format="PNG").read()


def test_pasted_pictures_become_photos_and_lack_their_words(desk):
    story = factories.draft(body="<p>Một.</p>")
    page = desk(story)
    data = base64.b64encode(png()).decode()
    paste(page, f'<p>Dán</p><p><img src="data:image/png;base64,{data}"></p><p>Tiếp</p>')
    text_frame(page).locator("figure img").wait_for()
    paste(page, "", [png()])
    text_frame(page).locator("figure img").nth(1).wait_for()
    assert text_frame(page).locator(".editor-notice").count() == 2
    save(page)
    found = figures.find(body_of(story))
    assert {figure.photo_id for figure in found} == set(Photo.objects.values_list("pk", flat=True))
    assert len(found) == 2
    assert "data:" not in body_of(story)
    assert "Dán" in body_of(story)


def test_a_picture_whose_bytes_nobody_has_leaves_an_empty_place_to_fill(desk, library):
    story = factories.draft(body="<p>Một.</p>")
    page = desk(story)
    paste(page, '<p>Dán <img src="https://khac.example/a.jpg" alt="x"> tiếp</p>')
    add = text_frame(page).locator("figure .editor-add")
    add.wait_for()
    html = page.evaluate("CKEDITOR.instances.id_body.getData()")
    assert "khac.example" not in html
    save(page)
    assert [figure.photo_id for figure in figures.find(body_of(story))] == [None]
    page.locator(".rich-text.with-editor").wait_for()
    add.click()
    page.locator(".photo-card", has_text="Cầu Long Biên").click()
    text_frame(page).locator("figure img").wait_for()
    save(page)
    [figure] = figures.find(body_of(story))
    assert (figure.photo_id, figure.credit) == (library[1].pk, "Ảnh: Đỗ An")


def test_a_picture_uploaded_in_the_picker_is_chosen(desk, tmp_path):
    picture = tmp_path / "DSC_1.JPG"
    picture.write_bytes(factories.picture_file((320, 240)).read())
    page = desk(factories.draft())
    page.locator(".lead-chooser button").first.click()
    page.locator(".photo-picker [type=file]").set_input_files(picture)
    page.locator(".lead-thumbnail:visible").wait_for()
    expect(page.locator("#id_lead_photo")).not_to_have_value("")
    assert page.locator("#id_lead_photo").input_value() == str(Photo.objects.get().pk)
    # The same file again is not stored twice: it is the photo that is there.
    text_frame(page).locator("p").first.click()
    page.locator(".cke_button__photo").click()
    page.locator(".photo-picker [type=file]").set_input_files(picture)
    words = page.locator("dialog[data-ask=figure]")
    expect(words.locator("[name=caption]")).to_be_visible()
    expect(words.locator("[data-to-come]")).to_be_hidden()
    words.locator("[value=done]").click()
    figure = f'data-photo="{Photo.objects.get().pk}"'
    page.wait_for_function(
        "figure => CKEDITOR.instances.id_body.getData().includes(figure)", arg=figure
    )


def test_several_pictures_of_the_device_become_a_gallery(desk, tmp_path):
    files = []
    for number in range(3):
        files.append(tmp_path / f"{number}.jpg")
        files[-1].write_bytes(factories.picture_file((64, 48)).read())
    story = factories.draft(body="<p>Một.</p>")
    page = desk(story)
    text_frame(page).locator("p").first.click()
    page.locator(".cke_button__photo").click()
    page.locator(".photo-picker [type=file]").set_input_files(files)
    expect(text_frame(page).locator("figure img")).to_have_count(3)
    expect(page.locator("#photo-queue")).to_have_class(re.compile("done"))
    save(page)
    found = figures.find(body_of(story))
    assert {figure.photo_id for figure in found} == set(Photo.objects.values_list("pk", flat=True))
    assert [figure.align for figure in found] == ["grid"] * 3
    # As files come: the first stands first.
    colours = [Photo.objects.get(pk=figure.photo_id).file.checksum for figure in found]
    assert colours == [sha256(file.read_bytes()).hexdigest() for file in files]


def test_a_link_to_one_of_our_stories(desk):
    linked = factories.story(headline="Cầu sông Lèn thông xe")
    story = factories.draft(body="<p>Đoạn một.</p>")
    page = desk(story)
    text_frame(page).locator("p").first.click(click_count=3)
    page.locator(".cke_button__link").click()
    dialog = page.locator("dialog[data-ask=link]")
    dialog.locator("[data-search]").fill("cau song len")
    dialog.locator(".link-stories button", has_text="Cầu sông Lèn").click()
    dialog.locator("[value=done]").click()
    dialog.wait_for(state="detached")
    save(page)
    address = linked.get_absolute_url()
    assert f'<a href="{address}" rel="noopener">Đoạn một.</a>' in body_of(story)


def test_on_a_phone_the_text_is_plain_and_a_photo_can_be_added(desk, library):
    story = factories.draft(body="<p>Đoạn <strong>một</strong>.</p><h2>Tít phụ</h2><p>Hai.</p>")
    page = desk(story, width=PHONE, height=800)
    area = page.locator("#id_body")
    assert area.input_value() == "Đoạn <strong>một</strong>.\n\n<h2>Tít phụ</h2>\n\nHai."
    assert page.evaluate("typeof CKEDITOR") == "undefined"
    area.evaluate("area => { area.focus(); area.setSelectionRange(3, 3); }")
    page.locator("[data-add-photo]").click()
    page.locator(".photo-card", has_text="Ga Hà Nội").click()
    assert overhang(page) <= 0
    page.locator("dialog[data-ask=figure] [value=done]").click()
    page.locator("dialog[data-ask=figure]").wait_for(state="detached")
    area.evaluate("area => { area.value += '\\n\\nBa\\nbốn & năm'; }")
    save(page)
    figure = figures.Figure(library[0].pk, "center", "Ga Hà Nội", "Ảnh: Mỹ Lệ", "Sân ga đông người")
    assert body_of(story) == (
        f"<p>Đoạn <strong>một</strong>.</p>{figure}<h2>Tít phụ</h2><p>Hai.</p>"
        "<p>Ba<br>bốn &amp; năm</p>"
    )


def test_on_a_phone_the_photos_of_the_text_are_a_list_to_edit_move_and_remove(desk, library):
    one, two = (
        str(figures.Figure(photo.pk, "left", caption, "Ảnh: A", "Cảnh"))
        for photo, caption in zip(library, ("Ga", "Cầu"), strict=True)
    )
    story = factories.draft(body=f"<p>Một.</p>{one}<p>Hai.</p>{two}")
    page = desk(story, width=PHONE, height=800)
    area, rows = page.locator("#id_body"), page.locator(".rich-text-photos li")
    expect(rows.locator("b")).to_have_text(["Ga", "Cầu"])
    assert rows.locator("img").first.evaluate("image => image.decode().then(() => image.width)")
    assert overhang(page) <= 0

    rows.nth(1).get_by_role("button", name="Chuyển lên").click()
    expect(area).to_have_value(re.compile("Ga.*Cầu.*Hai", re.S))
    rows.nth(1).get_by_role("button", name="Chuyển lên").click()
    expect(rows.locator("b")).to_have_text(["Cầu", "Ga"])
    for _ in range(2):
        rows.nth(0).get_by_role("button", name="Chuyển lên").click()
        if rows.nth(0).get_by_role("button", name="Chuyển lên").is_disabled():
            break
    rows.nth(1).get_by_role("button", name="Chuyển xuống").click()
    expect(area).to_have_value(re.compile(r"^<figure.*Cầu.*Một\..*Hai\..*Ga", re.S))

    rows.nth(0).get_by_role("button", name="Sửa").click()
    words = page.locator("dialog[data-ask=figure]")
    assert words.locator("[name=caption]").input_value() == "Cầu"
    words.locator("[name=caption]").fill('Cầu & "sông" <b>')
    words.locator("[value=wide]").check()
    words.locator("[value=done]").click()
    expect(rows.nth(0).locator("b")).to_have_text('Cầu & "sông" <b>')
    rows.nth(1).get_by_role("button", name="Bỏ khỏi bài").click()
    expect(rows).to_have_count(1)
    area.evaluate("area => area.setSelectionRange(0, 0)")
    area.press_sequentially("Đầu.\n\n")  # the list follows what is typed
    expect(rows).to_have_count(1)
    save(page)
    figure = figures.Figure(library[1].pk, "wide", 'Cầu & "sông" <b>', "Ảnh: A", "Cảnh")
    assert body_of(story) == f"<p>Đầu.</p>{figure}<p>Một.</p><p>Hai.</p>"


def test_an_editor_that_does_not_come_leaves_the_plain_text(desk, new_page):
    story = factories.draft(body="<p>Đoạn một.</p>")
    page = new_page()
    log_in(page, factories.managing_editor())
    page.route("**/ckeditor.js*", lambda _route: None)  # never answered
    page.goto(f"/admin/articles/article/{story.pk}/change/", wait_until="commit")
    page.locator(".rich-text.starting").wait_for()
    page.locator(".rich-text:not(.starting)").wait_for(timeout=8000)
    area = page.locator("#id_body")
    assert area.is_visible()
    assert area.input_value() == "Đoạn một."
    area.fill("Đoạn một.\n\nĐoạn hai.")
    page.unroute("**/ckeditor.js*")  # or the next page never finishes loading
    save(page)
    assert body_of(story) == "<p>Đoạn một.</p><p>Đoạn hai.</p>"


def test_a_pull_quote_and_a_video_are_offered_as_far_as_the_server_takes_them(desk, monkeypatch):
    classes = {**markup.ALLOWED_CLASSES, "blockquote": {"pull"}}
    allowed = {**markup.ALLOWED, "figure": {*markup.ALLOWED["figure"], "data-embed"}}
    monkeypatch.setattr("articles.richtext.ALLOWED_CLASSES", classes)
    monkeypatch.setattr("articles.richtext.ALLOWED", allowed)
    page = desk(factories.draft(body="<p>Đoạn một.</p><p>Đoạn hai.</p>"))
    text_frame(page).locator("p").first.click()
    page.locator(".cke_button__pullquote").click()
    assert text_frame(page).locator("blockquote.pull p").inner_text() == "Đoạn một."
    text_frame(page).locator("p", has_text="hai").click()
    page.locator(".cke_button__video").click()
    dialog = page.locator("dialog[data-ask=video]")
    dialog.locator("[name=address]").fill("https://www.youtube.com/watch?v=abc&t=1")
    dialog.locator("[name=caption]").fill("Xem")
    dialog.locator("[value=done]").click()
    text_frame(page).locator("figure.editor-video").wait_for()
    html = page.evaluate("CKEDITOR.instances.id_body.getData()")
    assert '<blockquote class="pull"><p>Đoạn một.</p></blockquote>' in html
    assert (
        '<figure data-embed="https://www.youtube.com/watch?v=abc&amp;t=1">'
        "<figcaption>Xem</figcaption></figure>" in html
    )


def test_no_way_leads_to_the_source_an_upload_or_a_browser_of_the_editor(desk):
    page = desk(factories.draft())
    told = page.evaluate(
        """() => {
          const editor = CKEDITOR.instances.id_body;
          return JSON.stringify({
            commands: Object.keys(editor.commands), plugins: Object.keys(editor.plugins),
            buttons: Object.keys(editor.ui.items), source: editor.setMode.length,
          });
        }"""
    )
    told = json.loads(told)
    assert not {"source", "image", "iframe", "preview", "print", "templates", "newpage"} & {
        *told["commands"]
    }
    forbidden = {
        "sourcearea", "image", "uploadimage", "uploadwidget", "filebrowser", "iframe", "scayt",
        "wsc", "exportpdf", "forms", "templates",
    }  # fmt: skip
    assert not forbidden & {*told["plugins"]}
    assert "newsroom" in told["plugins"]
    assert not {"Source", "Image", "Iframe", "Templates"} & {*told["buttons"]}
