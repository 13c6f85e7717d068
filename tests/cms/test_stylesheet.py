"""The public pages have one style sheet, made of the parts that others load by themselves."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command

from cms import stylesheet


def test_every_rule_of_the_parts_stands_in_the_one_file_in_their_order():
    css = stylesheet.joined()
    places = [css.index(rule) for rule in (":root{", ".prose{", ".masthead{", "@page{")]
    assert places == sorted(places)
    parts = "".join(served(f"css/{part}.css") for part in stylesheet.PARTS)
    assert css.count("{") == without_comments(parts).count("{")
    assert "/*" not in css
    assert "\n" not in css


@pytest.mark.parametrize(
    "path", sorted(Path("static/css").glob("*.css")), ids=lambda path: path.name
)
def test_a_sheet_is_whole_to_its_end(path):
    depth = 0
    for line in without_comments(path.read_text("utf-8")).splitlines():
        assert not line.startswith(("<<<<<<<", "=======", ">>>>>>>")), line
        for char in line:
            depth += {"{": 1, "}": -1}.get(char, 0)
            assert depth >= 0, line
    assert depth == 0


def served(name):
    return Path(finders.find(name)).read_text("utf-8")


def without_comments(css):
    return re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)


@pytest.mark.parametrize(
    ("css", "small"),
    [
        ("a { b: c;\n  d: e; }", "a{b: c;d: e}"),
        ('a::before { content: "; { }  /* x */"; }', 'a::before{content: "; { }  /* x */"}'),
        ("a { b: calc(1px + 2px); } /* c */ d e { f: g }", "a{b: calc(1px + 2px)}d e{f: g}"),
    ],
)
def test_blanks_and_comments_go_and_what_is_quoted_stays(css, small):
    assert stylesheet.minified(css) == small


def test_a_part_that_is_saved_is_in_the_file_at_the_next_request(monkeypatch):
    before = served(stylesheet.NAME)
    monkeypatch.setattr(stylesheet, "PARTS", ("tokens", "prose"))
    assert len(served(stylesheet.NAME)) < len(before)
    monkeypatch.undo()
    assert served(stylesheet.NAME) == before


def test_collecting_hashes_the_fonts_it_names(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "cms.storage.StaticStorage"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    [page_css] = settings.STATIC_ROOT.glob("css/paper.????????????.css")
    text = page_css.read_text("utf-8")
    fonts = re.findall(r'url\("(\.\./fonts/[^"]+)"\)', text)
    assert len(fonts) == 4
    assert all((page_css.parent / font).resolve().is_file() for font in fonts)
    assert all(re.search(r"\.[0-9a-f]{12}\.woff2$", font) for font in fonts)
    assert page_css.with_name(f"{page_css.name}.gz").is_file()
