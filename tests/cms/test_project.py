"""Rules of the house that no page shows: imports, sizes, requirements, catalogues."""

import ast
import importlib
from importlib.metadata import version

import polib
import pytest
from django.conf import settings
from django.core.management import call_command, get_commands
from packaging.requirements import Requirement

ROOT = settings.BASE_DIR
APPS = ("cms", "articles", "comments")
# The part of cms that knows the other apps: it wires them together.
WIRING = {
    "urls", "views", "admin", "admin_site", "context_processors", "checks", "apps", "demo",
    "management", "migrations", "logins", "today", "today_panels", "index_panels", "page_tags",
}  # fmt: skip
# What each part may import of the project; nothing else.
MAY_IMPORT = {
    "mechanics": {"mechanics"},
    "articles": {"mechanics", "articles"},
    "comments": {"mechanics", "articles", "comments"},
    "wiring": {"mechanics", "wiring", "articles", "comments"},
}


def sources(*folders):
    return sorted(
        path for folder in folders for path in (ROOT / folder).rglob("*.py") if path.is_file()
    )


def part_of(module):
    """Which part of the house a module belongs to, by its dotted name."""
    app, _, rest = module.partition(".")
    if app != "cms":
        return app
    return "wiring" if rest.partition(".")[0] in WIRING else "mechanics"


def module_of(path):
    names = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(names[:-1] if names[-1] == "__init__" else names)


def imported(path):
    """Dotted names of what a file imports of this project, relative imports resolved."""
    package = module_of(path) if path.name == "__init__.py" else module_of(path.parent / "x")
    package = package.removesuffix(".x")
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, *([base] if base else [])])
            # "from cms import colour" imports cms.colour; "from cms.roles import Role" cms.roles.
            names = [f"{base}.{alias.name}" for alias in node.names]
        else:
            continue
        yield from (name for name in names if name.split(".")[0] in APPS)


@pytest.mark.parametrize("path", sources(*APPS), ids=module_of)
def test_imports_run_one_way(path):
    if "migrations" in path.parts:
        return  # they name each other's states, as Django wants it
    here = part_of(module_of(path))
    wrong = [name for name in imported(path) if part_of(name) not in MAY_IMPORT[here]]
    assert not wrong, f"{module_of(path)} ({here}) imports {wrong}"


def test_the_walk_over_imports_sees_relative_ones():
    found = set(imported(ROOT / "comments" / "posting.py"))
    assert {"comments.screening", "comments.models.Comment", "cms.models.SiteSettings"} <= found


def test_stories_never_name_comments_in_their_templates_either():
    allowed = "{% load"  # a page shows comments through the tag of that app
    for path in (ROOT / "templates" / "articles").rglob("*.html"):
        for number, text in enumerate(path.read_text("utf-8").splitlines(), start=1):
            if "comments/" in text and allowed not in text:
                pytest.fail(f"{path.name}:{number} reaches into comments: {text.strip()}")


PUBLIC = [
    "views", "listing", "related", "layout/front_page", "feeds", "feed_text", "sitemaps",
    "structured_data", "periods", "archive", "versions/preview", "reads/*",
    "search/finding", "search/results", "search/marking",
]  # fmt: skip


def test_public_pages_begin_with_what_is_live():
    """TRAPS 3: in public modules nothing but ``Article.objects.live(``."""
    paths = [path for name in PUBLIC for path in (ROOT / "articles").glob(f"{name}.py")]
    paths += sources("articles/templatetags", "comments/templatetags")
    paths += [ROOT / "comments" / "views.py", ROOT / "cms" / "context_processors.py"]
    assert len(paths) > 8
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.Attribute) and ast.unparse(node) == "Article.objects"):
                continue
            lines = path.read_text("utf-8").splitlines()
            rest = lines[node.end_lineno - 1][node.end_col_offset :]
            following = "".join([rest, *lines[node.end_lineno : node.end_lineno + 2]])
            following = following.replace(" ", "")
            assert following.startswith(".live("), f"{path}:{node.lineno}"


def test_no_migration_is_missing(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("path", sources(*APPS), ids=module_of)
def test_a_file_can_be_read_in_one_sitting(path):
    if "migrations" in path.parts:
        return
    lines = len(path.read_text("utf-8").splitlines())
    assert lines <= 300, f"{lines} lines"


def test_only_the_settings_read_the_environment():
    allowed = {"cms/settings.py", "cms/env.py"}
    for path in sources(*APPS):
        name = str(path.relative_to(ROOT))
        text = path.read_text("utf-8")
        reads = any(word in text for word in ("os.environ", "getenv", "environ.Env"))
        if name == "cms/wsgi.py":  # names the settings, and reads nothing
            reads = text.count("os.environ") != text.count("os.environ.setdefault")
        assert not reads or name in allowed, name


@pytest.mark.parametrize("name", ["requirements.txt", "tests/requirements.txt"])
def test_each_requirement_has_a_range_that_can_be_read(name):
    lines = [line.partition("#")[0].strip() for line in (ROOT / name).read_text().splitlines()]
    found = [Requirement(line) for line in lines if line and not line.startswith("-r")]
    assert found
    for requirement in found:
        assert requirement.specifier or requirement.name == "tzdata", requirement


def test_what_is_installed_is_in_the_range():
    lines = [line.partition("#")[0].strip() for line in (ROOT / "requirements.txt").open()]
    for requirement in (Requirement(line) for line in lines if line):
        assert requirement.specifier.contains(version(requirement.name)), requirement


def test_every_file_with_tests_has_a_name_that_is_collected():
    for path in sources("tests"):
        tree = ast.parse(path.read_text("utf-8"))
        functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        has_tests = any(function.name.startswith("test_") for function in functions)
        assert has_tests == path.name.startswith("test_"), path.relative_to(ROOT)


def test_every_folder_of_tests_is_a_package():
    for folder in {path.parent for path in (ROOT / "tests").rglob("test_*.py")}:
        assert (folder / "__init__.py").exists(), folder


CATALOGUES = sorted(
    [app / "locale" for app in (ROOT / name for name in APPS)] + [ROOT / "cms" / "django_locale"]
)


@pytest.mark.parametrize("folder", CATALOGUES, ids=lambda folder: str(folder.relative_to(ROOT)))
def test_the_compiled_catalogue_says_what_the_written_one_says(folder):
    written = folder / "vi" / "LC_MESSAGES" / "django.po"
    compiled = written.with_suffix(".mo")
    assert compiled.exists(), "make messages compiles it"

    def entries(catalogue):
        return {
            (entry.msgctxt, entry.msgid): entry.msgstr_plural or entry.msgstr
            for entry in catalogue
            if entry.msgid
        }

    said = polib.pofile(str(written)).translated_entries()
    assert entries(polib.mofile(str(compiled))) == entries(said)


@pytest.mark.parametrize("name", ["cms.wsgi", "cms.urls", "cms.settings"])
def test_the_entry_points_can_be_imported(name):
    assert importlib.import_module(name)


def test_what_the_project_does_not_use_is_not_required():
    """Every line of requirements.txt is imported somewhere, or is a back end named in settings."""
    names = {
        "Django": "django", "django-ckeditor": "ckeditor", "Pillow": "PIL",
        "django-recaptcha": "django_recaptcha", "django-environ": "environ", "django-csp": "csp",
        "pillow-heif": "pillow_heif", "django-axes": "axes",
        "django-storages": "storages.backends", "django-otp": "django_otp",
        "django-tasks": "django_tasks", "django-tasks-db": "django_tasks_db",
    }  # fmt: skip
    by_name_only = {"psycopg2-binary", "gunicorn", "redis", "tzdata"}
    text = "\n".join(path.read_text("utf-8") for path in sources(*APPS))
    for line in (ROOT / "requirements.txt").read_text().splitlines():
        line = line.partition("#")[0].strip()
        if not line or Requirement(line).name in by_name_only:
            continue
        name = Requirement(line).name
        assert names.get(name, name) in text, name


def test_the_timer_names_commands_that_there_are():
    lines = (ROOT / "deploy/newsroom.cron").read_text("utf-8").splitlines()
    named = [line.rpartition("manage.py ")[2] for line in lines if "manage.py" in line]
    assert len(named) == 4
    assert set(named) <= set(get_commands())
