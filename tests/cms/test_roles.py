"""The roles have exactly the rights of the matrix in the design."""

import pytest
from django.contrib.auth.models import Group

from cms.roles import Role, role_label

R, E, M, O, P = "Reporter", "Editor", "Managing editor", "Moderator", "Publisher"  # noqa: E741

# Permission: the roles that have it. Whatever is not here, no role has.
MATRIX = {
    # write, upload photos, submit own stories
    "articles.view_article": {R, E, M, P},
    "articles.add_article": {R, E, M, P},
    "articles.change_article": {R, E, M, P},
    "articles.view_photo": {R, E, M, P},
    "articles.add_photo": {R, E, M, P},
    "articles.change_photo": {R, E, M, P},
    # to choose from in the form
    "articles.view_section": {R, E, M, P},
    "articles.view_topic": {R, E, M, P},
    "articles.view_author": {R, E, M, P},
    # see and edit others' drafts
    "articles.edit_any_article": {E, M, P},
    "articles.approve_article": {E, M, P},
    # publish, schedule, withdraw, correct
    "articles.publish_article": {M, P},
    "articles.arrange_front_page": {M, P},
    # topics, authors; sections and static pages
    "articles.add_topic": {E, M, P},
    "articles.change_topic": {E, M, P},
    "articles.add_author": {E, M, P},
    "articles.change_author": {E, M, P},
    "articles.add_section": {M, P},
    "articles.change_section": {M, P},
    "articles.view_page": {M, P},
    "articles.add_page": {M, P},
    "articles.change_page": {M, P},
    # takedown register, redirects
    "articles.view_takedown": {M, P},
    "articles.add_takedown": {M, P},
    "articles.change_takedown": {M, P},
    "articles.view_redirect": {M, P},
    "articles.add_redirect": {M, P},
    "articles.change_redirect": {M, P},
    "articles.view_houseword": {M, P},
    "articles.add_houseword": {M, P},
    "articles.change_houseword": {M, P},
    # moderate comments
    "comments.view_comment": {M, O, P},
    "comments.moderate_comment": {M, O, P},
    # see e-mail and network of a commenter
    "comments.view_contact": {O, P},
    # requests about personal data, what has to be kept
    "comments.view_privacyrequest": {P},
    "comments.add_privacyrequest": {P},
    "comments.change_privacyrequest": {P},
    "comments.view_hold": {P},
    "comments.add_hold": {P},
    "comments.change_hold": {P},
    # staff, site settings, the log
    "cms.view_event": {P},
    "cms.view_user": {P},
    "cms.add_user": {P},
    "cms.change_user": {P},
    "cms.view_sitesettings": {P},
    "cms.change_sitesettings": {P},
    # what did not go out
    "cms.view_delivery": {P},
}


@pytest.mark.parametrize("role", Role)
def test_a_role_has_exactly_the_rights_of_the_matrix(db, role):
    group = Group.objects.get(name=role)
    rows = group.permissions.select_related("content_type")
    found = {f"{row.content_type.app_label}.{row.codename}" for row in rows}
    assert found == {right for right, roles in MATRIX.items() if role in roles}


def test_there_are_these_roles_and_no_others(db):
    assert set(Group.objects.values_list("name", flat=True)) == set(Role)


def test_nobody_but_a_superuser_deletes(staff):
    for person in staff.values():
        assert not [right for right in person.get_all_permissions() if ".delete_" in right]


def test_a_group_of_the_operators_own_keeps_its_name(db):
    assert role_label(Group(name="Thực tập")) == "Thực tập"
    assert role_label(Group(name=Role.REPORTER)) == str(Role.REPORTER.label)
