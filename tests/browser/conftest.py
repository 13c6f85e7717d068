"""A real Chromium, driven by Playwright against a real server."""

import pytest

from tests.conftest import run_chromium


@pytest.fixture
def browser(chromium, live_server):
    yield from run_chromium(chromium)


@pytest.fixture
def new_page(browser, live_server):
    """``new_page(width=…)``: a fresh reader or member of the staff, without anybody's cookies.

    Errors of the page (scripts, content policy) fail the test.
    """
    contexts, problems = [], []

    def make(*, width=1280, height=900, **options):
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            locale="vi-VN",
            **options,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on(
            "console",
            lambda line: problems.append(line.text) if "Content Security" in line.text else None,
        )
        return page

    yield make
    for context in contexts:
        context.close()
    assert problems == []
