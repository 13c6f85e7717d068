"""The Vietnamese of Django's own words: ``cms/django_locale``.

Django ships an unfinished ``vi``; the catalogue in ``cms/django_locale`` fills it up and is
loaded over it (``LOCALE_PATHS``). These tests name what is missing after an upgrade of Django.
"""

import ast
import datetime
import json
import re
import unicodedata
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.contrib.humanize.templatetags import humanize
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone, translation
from django.utils.dateformat import format as format_date
from django.utils.text import Truncator
from django.utils.timesince import timesince
from django.views.i18n import JavaScriptCatalog

OURS = Path(__file__).resolve().parents[2] / "cms" / "django_locale" / "vi" / "LC_MESSAGES"
DJANGO = Path(find_spec("django").origin).parent
DOMAINS = ["django", "djangojs"]

# (name, folder with ``locale``, domain)
CATALOGUES = [
    pytest.param(DJANGO / folder, domain, id=f"{folder}:{domain}")
    for folder, domain in [
        ("conf", "django"),
        ("contrib/admin", "django"),
        ("contrib/admin", "djangojs"),
        ("contrib/auth", "django"),
        ("contrib/contenttypes", "django"),
        ("contrib/sessions", "django"),
        ("contrib/humanize", "django"),
    ]
]
# Apps that ship no Vietnamese at all, nor a complete English catalogue: read their code.
PACKAGES = ["django_recaptcha"]

# The same in Vietnamese as in English: names, formats, signs.
SAME_IN_BOTH = {
    "%(class_name)s %(instance)s",
    "%(size)d byte",
    "%(truncated_text)s…",
    "%(value)s googol",
    "%s GB",
    "%s KB",
    "%s MB",
    "%s PB",
    "%s TB",
    ", ",
    ":",
    ":?.!",
    "Email",
    "IPv4",
    "IPv6",
    "…",
}

PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sdrif]|\{\w*\}")
TAG = re.compile(r"</?\w[^>]*>")
# "hoá", "thuỷ": papers print "hóa", "thủy" ("quý" is right either way).
NEW_STYLE_TONE = re.compile(r"(?<!q)(?:o[áàảãạéèẻẽẹ]|u[ýỳỷỹỵ])(?!\w)", re.IGNORECASE)


def texts(entry):
    """The Vietnamese of an entry: one text, plural or not."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def key(entry):
    return (entry.msgctxt or None, entry.msgid, bool(entry.msgid_plural))


def ours(domain):
    return list(polib.pofile(str(OURS / f"{domain}.po")))


def compiled(path):
    return {key(entry): texts(entry) for entry in polib.mofile(str(path)) if all(texts(entry))}


def shipped_with_ours(folder, domain):
    """What is loaded at run time: the compiled catalogue of the app under ours."""
    shipped = folder / "locale" / "vi" / "LC_MESSAGES" / f"{domain}.mo"
    return {
        **(compiled(shipped) if shipped.exists() else {}),
        **compiled(OURS / f"{domain}.mo"),
    }


def english(folder, domain):
    path = folder / "locale" / "en" / "LC_MESSAGES" / f"{domain}.po"
    return {key(entry) for entry in polib.pofile(str(path)) if not entry.obsolete}


def words_marked_in_the_code_of(package):
    """Every constant in ``_("…")``, read from the source without importing it."""
    marked = set()
    for path in Path(find_spec(package).origin).parent.rglob("*.py"):
        if "tests" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in {"_", "gettext", "gettext_lazy"}
                and node.args
                and isinstance(node.args[0], ast.Constant)
            ):
                marked.add((None, node.args[0].value, False))
    return marked


# --- The files ---------------------------------------------------------------------------


def test_the_settings_load_our_catalogue():
    assert OURS.parents[1] in [Path(path).resolve() for path in settings.LOCALE_PATHS]


@pytest.mark.parametrize("domain", DOMAINS)
def test_the_compiled_catalogue_is_current_with_its_source(domain):
    source = {key(entry): texts(entry) for entry in ours(domain)}
    assert source
    assert source == compiled(OURS / f"{domain}.mo")
    metadata = polib.mofile(str(OURS / f"{domain}.mo")).metadata
    assert metadata == polib.pofile(str(OURS / f"{domain}.po")).metadata
    assert metadata["Plural-Forms"] == "nplurals=1; plural=0;"


@pytest.mark.parametrize("domain", DOMAINS)
def test_nothing_is_fuzzy_empty_obsolete_or_written_twice(domain):
    entries = ours(domain)
    assert [e.msgid for e in entries if e.fuzzy or e.obsolete] == []
    assert [e.msgid for e in entries if not all(text.strip() for text in texts(e))] == []
    assert [e.msgid for e in entries if len(texts(e)) != 1] == []
    assert [k for k, n in Counter((e.msgctxt, e.msgid) for e in entries).items() if n > 1] == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_placeholders_and_tags_are_the_same_in_both_languages(domain):
    wrong = []
    for entry in ours(domain):
        for text in texts(entry):
            original = entry.msgid_plural or entry.msgid
            for pattern in (PLACEHOLDER, TAG):
                if Counter(pattern.findall(original)) != Counter(pattern.findall(text)):
                    wrong.append((original, text))
    assert wrong == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_spaces_at_both_ends_are_kept(domain):
    assert [
        entry.msgid
        for entry in ours(domain)
        for text in texts(entry)
        if (entry.msgid[:1].isspace(), entry.msgid[-1:].isspace())
        != (text[:1].isspace(), text[-1:].isspace())
    ] == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_the_text_is_composed_unicode(domain):
    source = (OURS / f"{domain}.po").read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", source)


# --- Nothing is left in English ----------------------------------------------------------


@pytest.mark.parametrize(("folder", "domain"), CATALOGUES)
def test_every_django_string_has_vietnamese(folder, domain):
    wanted = english(folder, domain)
    assert wanted
    assert sorted(wanted - shipped_with_ours(folder, domain).keys(), key=repr) == []


@pytest.mark.parametrize("package", PACKAGES)
def test_every_string_of_an_installed_package_has_vietnamese(package):
    wanted = words_marked_in_the_code_of(package)
    assert wanted
    loaded = {**shipped_with_ours(DJANGO / "conf", "django"), **compiled(OURS / "django.mo")}
    assert sorted(wanted - loaded.keys()) == []


@pytest.mark.parametrize(("folder", "domain"), CATALOGUES)
def test_no_vietnamese_is_the_english_repeated(folder, domain):
    loaded = shipped_with_ours(folder, domain)
    assert [
        entry
        for entry in english(folder, domain)
        if entry[1] in loaded[entry] and entry[1] not in SAME_IN_BOTH
    ] == []


@pytest.mark.parametrize(("folder", "domain"), CATALOGUES)
def test_tone_marks_stand_where_newspapers_print_them(folder, domain):
    loaded = shipped_with_ours(folder, domain)
    assert [
        text
        for entry in english(folder, domain)
        for text in loaded[entry]
        if NEW_STYLE_TONE.search(unicodedata.normalize("NFC", text))
    ] == []


def test_no_entry_has_outlived_the_string_it_translates():
    known = {"django": set(), "djangojs": set()}
    for parameters in CATALOGUES:
        folder, domain = parameters.values
        known[domain] |= english(folder, domain)
    for package in PACKAGES:
        known["django"] |= words_marked_in_the_code_of(package)
    for domain in DOMAINS:
        assert {key(entry) for entry in ours(domain)} - known[domain] == set()


# --- What a reader or an editor sees -----------------------------------------------------


@pytest.fixture
def vietnamese():
    with translation.override("vi"):
        yield


def test_our_words_win_over_those_of_django(vietnamese):
    lost = []
    for entry in ours("django"):
        if entry.msgid_plural and entry.msgctxt:
            shown = translation.npgettext(entry.msgctxt, entry.msgid, entry.msgid_plural, 2)
        elif entry.msgid_plural:
            shown = translation.ngettext(entry.msgid, entry.msgid_plural, 2)
        elif entry.msgctxt:
            shown = translation.pgettext(entry.msgctxt, entry.msgid)
        else:
            shown = translation.gettext(entry.msgid)
        if shown not in texts(entry):
            lost.append((entry.msgid, shown))
    assert lost == []


def test_weekdays_are_written_as_newspapers_write_them(vietnamese):
    tuesday = datetime.date(2019, 11, 26)
    assert format_date(tuesday, "l") == "Thứ ba"
    week = [tuesday + datetime.timedelta(days=days) for days in range(-1, 6)]
    assert [format_date(day, "l") for day in week] == [
        "Thứ hai",
        "Thứ ba",
        "Thứ tư",
        "Thứ năm",
        "Thứ sáu",
        "Thứ bảy",
        "Chủ nhật",
    ]
    assert [format_date(day, "D") for day in week] == ["T2", "T3", "T4", "T5", "T6", "T7", "CN"]


@pytest.mark.parametrize("month", range(1, 13))
def test_a_month_has_one_name_in_every_form(vietnamese, month):
    first = datetime.date(2019, month, 1)
    assert {format_date(first, form).lower() for form in "FMNEb"} == {f"tháng {month}"}


def test_the_hours_of_the_day_are_vietnamese(vietnamese):
    assert format_date(datetime.datetime(2019, 11, 26, 23, 30), "P") == "11:30 CH"
    assert format_date(datetime.datetime(2019, 11, 26, 0, 0), "P") == "nửa đêm"


def test_time_since_is_vietnamese(vietnamese):
    now = datetime.datetime(2019, 11, 26, 12, 0)

    def since(**parts):
        return timesince(now - datetime.timedelta(**parts), now).replace("\xa0", " ")

    assert since(days=1, hours=1) == "1 ngày, 1 giờ"
    assert since(weeks=2, days=3) == "2 tuần, 3 ngày"
    assert since(minutes=5) == "5 phút"
    assert since(days=400) == "1 năm, 1 tháng"


def test_humanized_times_and_numbers_are_vietnamese(vietnamese):
    def ago(**parts):
        moment = timezone.now() - datetime.timedelta(seconds=1, **parts)
        return humanize.naturaltime(moment).replace("\xa0", " ")

    assert ago(days=1, hours=1) == "1 ngày, 1 giờ trước"
    assert ago(days=-2) == "1 ngày, 23 giờ nữa"
    assert humanize.naturaltime(timezone.now() + datetime.timedelta(minutes=3)).endswith("nữa")
    assert humanize.ordinal(3) == humanize.ordinal(13).replace("13", "3") == "thứ 3"
    assert humanize.apnumber(7) == "bảy"
    assert humanize.naturalday(timezone.localdate()) == "hôm nay"


def test_the_theme_switch_of_the_admin_is_vietnamese(vietnamese):
    for theme, shown in {"auto": "tự động", "light": "sáng", "dark": "tối"}.items():
        text = translation.gettext(f"Toggle theme (current theme: {theme})")
        assert text == f"Đổi giao diện (đang dùng: {shown})"
    page = render_to_string("admin/color_theme_toggle.html")
    assert "Đổi giao diện" in page
    assert "Toggle theme" not in page


def test_the_frame_of_the_admin_is_vietnamese(vietnamese):
    assert {
        english: translation.gettext(english)
        for english in [
            "Breadcrumbs",
            "Home",
            "Add",
            "Delete",
            "Save",
            "Save and continue editing",
            "Save and add another",
            "History",
            "Log in",
            "Log out",
            "Search",
            "Filter",
            "Action:",
            "Skip to main content",
        ]
    } == {
        "Breadcrumbs": "Đường dẫn điều hướng",
        "Home": "Trang chủ",
        "Add": "Thêm",
        "Delete": "Xóa",
        "Save": "Lưu",
        "Save and continue editing": "Lưu và sửa tiếp",
        "Save and add another": "Lưu và thêm mới",
        "History": "Lịch sử",
        "Log in": "Đăng nhập",
        "Log out": "Đăng xuất",
        "Search": "Tìm kiếm",
        "Filter": "Bộ lọc",
        "Action:": "Hành động:",
        "Skip to main content": "Đến nội dung chính",
    }


def test_a_failed_password_reset_is_not_called_a_success(vietnamese):
    assert translation.gettext("Password reset unsuccessful") == "Đặt lại mật khẩu không thành công"


def test_the_names_of_accounts_stand_in_lower_case_inside_a_sentence(vietnamese):
    from django.contrib.auth.models import AbstractUser, Group, Permission

    names = [
        str(name)
        for model in (AbstractUser, Group, Permission)
        for name in (model._meta.verbose_name, model._meta.verbose_name_plural)
    ]
    assert names == ["người dùng", "người dùng", "nhóm", "nhóm", "quyền", "quyền"]
    fields = [str(field.verbose_name) for field in AbstractUser._meta.fields]
    assert [name for name in fields if name != name.lower()] == []


def test_cut_texts_end_in_an_ellipsis(vietnamese):
    assert Truncator("Bộ Y tế khuyến cáo người dân").words(3) == "Bộ Y tế…"


def test_the_script_of_the_admin_is_vietnamese(vietnamese):
    view = JavaScriptCatalog.as_view(packages=["django.contrib.admin"])
    script = view(RequestFactory().get("/jsi18n/")).content.decode()
    catalogue = json.loads(re.search(r"const newcatalog = (\{.*?\});", script, re.DOTALL)[1])
    assert catalogue["Monday"] == "Thứ hai"
    assert catalogue["one letter Sunday\x04S"] == "CN"
    assert catalogue["November"] == catalogue["abbrev. month November\x04Nov"] == "Tháng 11"
    assert catalogue["Choose all %s"] == "Chọn tất cả %s"
    assert catalogue["%(sel)s of %(cnt)s selected"] == ["Đã chọn %(sel)s trong số %(cnt)s"]


def test_english_stays_english():
    with translation.override("en"):
        assert format_date(datetime.date(2019, 11, 26), "l") == "Tuesday"
        assert translation.gettext("Save") == "Save"
