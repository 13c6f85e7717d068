"""The publisher's hands: staff, roles, sections, sessions, a leaver's stories."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from articles.models import Article
from cms.models import User
from cms.roles import Role
from tests import factories
from tests.page import Page


@pytest.fixture
def publisher(db):
    return factories.user(Role.PUBLISHER)


@pytest.fixture
def at_work(login, publisher):
    return login(publisher)


def change(person):
    return reverse("admin:cms_user_change", args=[person.pk])


def form_of(person, **changes):
    """What the form of a person sends; lists for roles and sections."""
    data = {
        "username": person.username,
        "full_name": person.full_name,
        "email": person.email,
        "language": person.language,
        "is_active": "on" if person.is_active else "",
        "groups": [group.pk for group in person.groups.all()],
        "desks": [section.pk for section in person.desks.all()],
        **changes,
    }
    return {name: value for name, value in data.items() if value != ""}


def test_a_new_reporter_is_made_with_role_and_section_and_can_log_in(at_work):
    section = factories.section("Kinh tế")
    data = {
        "username": "lan",
        "full_name": "Trần Thị Lan",
        "email": "lan@example.org",
        "password1": factories.PASSWORD,
        "password2": factories.PASSWORD,
        "usable_password": "true",
    }
    response = at_work.post(reverse("admin:cms_user_add"), data)
    lan = User.objects.get(username="lan")
    assert response.url == change(lan)
    reporter = Group.objects.get(name=Role.REPORTER)
    changes = form_of(lan, groups=[reporter.pk], desks=[section.pk])
    assert at_work.post(change(lan), changes).status_code == 302
    lan.refresh_from_db()
    assert lan.is_staff
    assert not lan.is_superuser
    assert list(lan.groups.all()) == [reporter]
    assert list(lan.desks.all()) == [section]
    own = Client()
    assert factories.logs_in(own, "lan")
    assert own.get("/admin/articles/article/add/").status_code == 200


def test_a_password_that_is_too_simple_is_refused_beside_its_field(at_work):
    data = {"username": "lan", "full_name": "Lan", "password1": "12345678", "password2": "12345678"}
    page = Page(at_work.post(reverse("admin:cms_user_add"), data))
    assert page.status == 200
    assert page.said_beside("password2")
    assert not User.objects.filter(username="lan").exists()


@pytest.mark.parametrize("flag", ["is_superuser", "is_staff", "user_permissions", "session_epoch"])
def test_a_field_that_is_not_in_the_form_changes_nothing(at_work, publisher, flag):
    everything = [row.pk for row in Permission.objects.all()]
    person = factories.user(Role.REPORTER)
    for target in (person, publisher):
        value = everything if flag == "user_permissions" else "1"
        at_work.post(change(target), form_of(target, **{flag: value}))
        target.refresh_from_db()
        assert not target.is_superuser
        assert not target.user_permissions.exists()
        assert target.session_epoch == 0
        assert target.is_staff


@pytest.fixture
def stronger_group(db):
    group = Group.objects.create(name="Quản trị")
    group.permissions.set(Permission.objects.filter(codename__in=["change_group", "view_user"]))
    return group


def test_nobody_grants_more_than_their_own_rights(at_work, stronger_group):
    person = factories.reporter()
    page = Page(at_work.get(change(person)))
    assert "Quản trị" not in page.text
    response = at_work.post(change(person), form_of(person, groups=[stronger_group.pk]))
    assert response.status_code == 200  # the form again, with the refusal
    assert stronger_group not in person.groups.all()


def test_nor_to_themselves(at_work, publisher, stronger_group):
    own = [group.pk for group in publisher.groups.all()]
    at_work.post(change(publisher), form_of(publisher, groups=[*own, stronger_group.pk]))
    assert stronger_group not in publisher.groups.all()


def superuser(group):
    return factories.superuser()


def with_more_rights(group):
    person = factories.reporter()
    person.groups.add(group)
    return person


def with_a_right_of_their_own(group):
    person = factories.reporter()
    person.user_permissions.add(Permission.objects.get(codename="change_group"))
    return person


@pytest.mark.parametrize("active", [True, False])
@pytest.mark.parametrize("who", [superuser, with_more_rights, with_a_right_of_their_own])
def test_who_has_more_rights_cannot_be_edited_logged_out_or_given_a_password(
    at_work, stronger_group, who, active
):
    person = who(stronger_group)
    person.is_active = active
    person.save()
    password, story = person.password, factories.draft(by=person)
    new = {"password1": "mot-mat-khau-khac", "password2": "mot-mat-khau-khac"}
    doors = [
        at_work.post(change(person), form_of(person, full_name="Khác", is_active="on")),
        at_work.get(reverse("admin:auth_user_password_change", args=[person.pk])),
        at_work.post(reverse("admin:auth_user_password_change", args=[person.pk]), new),
        at_work.post(reverse("admin:cms_user_end_sessions", args=[person.pk])),
        at_work.post(
            reverse("admin:cms_user_hand_over", args=[person.pk]),
            {"heir": factories.reporter().pk},
        ),
    ]
    assert {door.status_code for door in doors} == {403}
    person.refresh_from_db()
    story.refresh_from_db()
    assert (person.password, person.session_epoch, person.is_active) == (password, 0, active)
    assert person.full_name != "Khác"
    assert story.reporter == person


def test_a_publisher_gives_a_reporter_a_new_password(at_work):
    person = factories.reporter()
    address = reverse("admin:auth_user_password_change", args=[person.pk])
    assert at_work.get(address).status_code == 200
    new = {"password1": "mot-mat-khau-khac", "password2": "mot-mat-khau-khac"}
    at_work.post(address, {**new, "usable_password": "true"})
    assert factories.logs_in(Client(), person.username, "mot-mat-khau-khac")


def test_ending_sessions_logs_a_person_out_everywhere_and_only_that_person(at_work):
    person = factories.reporter()
    phone, desk = Client(), Client()
    for client in (phone, desk):
        client.force_login(person)
        assert client.get("/admin/").status_code == 200
    address = reverse("admin:cms_user_end_sessions", args=[person.pk])
    assert at_work.get(address).status_code == 200
    assert phone.get("/admin/").status_code == 200  # asking is not doing
    at_work.post(address)
    assert {client.get("/admin/").status_code for client in (phone, desk)} == {302}
    assert at_work.get("/admin/").status_code == 200
    phone.force_login(User.objects.get(pk=person.pk))
    assert phone.get("/admin/").status_code == 200


def test_a_login_that_is_switched_off_ends_at_once(at_work):
    person = factories.reporter()
    phone = Client()
    phone.force_login(person)
    at_work.post(change(person), form_of(person, is_active=""))
    assert phone.get("/admin/").status_code == 302


def test_the_unpublished_stories_of_a_leaver_go_to_a_colleague_and_it_is_logged(at_work, publisher):
    leaver, heir = factories.reporter(), factories.reporter()
    open_story, live = factories.draft(by=leaver), factories.story(by=leaver)
    other = factories.draft(by=factories.reporter())
    address = reverse("admin:cms_user_hand_over", args=[leaver.pk])
    at_work.post(address, {"heir": heir.pk})
    owners = {story.pk: story.reporter for story in Article.objects.all()}
    assert owners[open_story.pk] == heir
    assert owners[live.pk] == leaver
    assert owners[other.pk] != heir
    step = open_story.transitions.first()
    assert (step.verb, step.actor) == ("hand_over", publisher)
    assert str(leaver) in step.reason
    assert str(heir) in step.reason
    heirs_desk = Client()
    heirs_desk.force_login(heir)
    page = heirs_desk.get(reverse("admin:articles_article_change", args=[open_story.pk]))
    assert page.status_code == 200


@pytest.mark.parametrize("heir", ["the leaver", "a moderator", "switched off", "nobody"])
def test_stories_go_only_to_somebody_who_can_go_on_writing(at_work, heir):
    leaver = factories.reporter()
    story = factories.draft(by=leaver)
    chosen = {
        "the leaver": leaver,
        "a moderator": factories.moderator(),
        "switched off": factories.reporter(is_active=False),
    }.get(heir)
    address = reverse("admin:cms_user_hand_over", args=[leaver.pk])
    response = at_work.post(address, {"heir": chosen.pk if chosen else ""})
    assert response.status_code == 200
    story.refresh_from_db()
    assert story.reporter == leaver


@pytest.mark.parametrize("role", ["Reporter", "9" * 30, "x"])
def test_an_odd_filter_is_no_error(at_work, role):
    assert at_work.get("/admin/cms/user/", {"role": role}).status_code == 200


def test_staff_are_found_without_diacritics_and_by_role(at_work):
    factories.reporter(full_name="Đỗ Thị Ánh")
    factories.moderator(full_name="Lê Văn Bình")
    assert "Đỗ Thị Ánh" in Page(at_work.get("/admin/cms/user/", {"q": "do thi anh"})).text
    group = Group.objects.get(name=Role.MODERATOR)
    text = Page(at_work.get("/admin/cms/user/", {"role": group.pk})).text
    assert "Lê Văn Bình" in text
    assert "Đỗ Thị Ánh" not in text


def test_nobody_takes_away_their_own_rights_so_somebody_can_always_give_them(at_work, publisher):
    response = at_work.post(change(publisher), form_of(publisher, is_active="", groups=[]))
    assert response.status_code == 302
    publisher.refresh_from_db()
    assert publisher.is_active
    assert publisher.groups.get().name == Role.PUBLISHER


def test_one_changes_ones_own_name_and_language(at_work, publisher):
    changes = form_of(publisher, full_name="Trần Thị Lan", language="en")
    assert at_work.post(change(publisher), changes).status_code == 302
    publisher.refresh_from_db()
    assert (publisher.full_name, publisher.language) == ("Trần Thị Lan", "en")


def test_a_publisher_may_look_at_the_administrator_and_change_nothing(at_work):
    root = factories.superuser(full_name="Quản Trị", desks=[factories.section("Kinh tế")])
    page = at_work.get(change(root))
    assert page.status_code == 200
    assert "Quản Trị" in page.text
    assert "Kinh tế" in page.text
    assert at_work.post(change(root), form_of(root, is_active="")).status_code == 403


@pytest.mark.parametrize("role", [Role.EDITOR, Role.MANAGING_EDITOR])
def test_a_byline_is_bound_to_a_login_by_those_who_answer_for_all_desks(login, publisher, role):
    """Whoever owns a byline opens its stories: an editor must not reach other desks that way."""
    economy, sport = factories.section("Kinh tế"), factories.section("Thể thao")
    pen = factories.author("Trần Bình")
    story = factories.draft(section=economy, authors=[pen])
    editor = factories.user(role, desks=[sport])
    address = reverse("admin:articles_author_change", args=[pen.pk])
    data = {"pen_name": pen.pen_name, "slug": pen.slug, "bio": "Phóng viên"}
    assert login(editor).post(address, {**data, "user": editor.pk}).status_code == 302
    pen.refresh_from_db()
    assert (pen.bio, pen.user) == ("Phóng viên", None)
    shown = reverse("admin:articles_article_change", args=[story.pk])
    assert login(editor).get(shown).status_code != 200
    assert login(publisher).post(address, {**data, "user": editor.pk}).status_code == 302
    pen.refresh_from_db()
    assert pen.user == editor
