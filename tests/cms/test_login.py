"""Logging in: guessing is slow, and nobody can lock out a colleague."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.test import Client
from django.utils import timezone

from tests import factories

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/login/"


def attempt(username, password, ip="192.0.2.7"):
    data = {"username": username, "password": password}
    return Client().post(ADDRESS, data, REMOTE_ADDR=ip)


def guess(username, times, **where):
    for number in range(times):
        answer = attempt(username, f"sai-{number}", **where)
    return answer


@pytest.fixture
def lan():
    return factories.reporter(username="lan")


def test_a_few_wrong_passwords_are_forgiven(lan):
    assert guess("lan", settings.AXES_FAILURE_LIMIT - 1).status_code == 200
    assert attempt("lan", factories.PASSWORD).status_code == 302


def test_many_wrong_passwords_make_the_login_rest_and_say_for_how_long(lan):
    answer = guess("lan", settings.AXES_FAILURE_LIMIT)
    assert answer.status_code == 429
    assert "15 phút" in answer.text
    assert attempt("lan", factories.PASSWORD).status_code == 429


def test_after_a_quarter_of_an_hour_the_login_works_again(lan):
    guess("lan", settings.AXES_FAILURE_LIMIT)
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert attempt("lan", factories.PASSWORD).status_code == 302


def test_colleagues_behind_the_same_address_still_log_in(lan):
    factories.reporter(username="minh")
    guess("lan", settings.AXES_FAILURE_LIMIT)
    assert attempt("minh", factories.PASSWORD).status_code == 302


def test_a_stranger_elsewhere_does_not_lock_out_the_person(lan):
    guess("lan", settings.AXES_FAILURE_LIMIT, ip="198.51.100.9")
    assert attempt("lan", factories.PASSWORD).status_code == 302


def test_a_forged_forwarding_header_is_no_new_address(lan):
    for number in range(settings.AXES_FAILURE_LIMIT):
        data = {"username": "lan", "password": "sai"}
        header = {"HTTP_X_FORWARDED_FOR": f"203.0.113.{number}"}
        answer = Client().post(ADDRESS, data, REMOTE_ADDR="192.0.2.7", **header)
    assert answer.status_code == 429


def test_the_password_of_a_failed_login_is_kept_nowhere(lan):
    guess("lan", 2)
    kept = " ".join(str(value) for row in AccessAttempt.objects.values() for value in row.values())
    assert "sai-1" not in kept
