"""Which addresses the webhook calls, and that the site cannot be made to call others."""

import ipaddress
import socket
import time

import pytest
from django.urls import reverse

from cms import webhook
from cms.models import SiteSettings
from cms.roles import Role
from tests import factories
from tests.page import Page
from tests.servers import HookServer

ADDRESS = "/admin/cms/sitesettings/1/change/"

PRIVATE = [
    "https://127.0.0.1/", "https://10.1.2.3/", "https://192.168.0.1:8443/x", "https://[::1]/",
    "https://169.254.169.254/latest/meta-data/", "https://[::ffff:127.0.0.1]/",
    "https://0.0.0.0/", "https://localhost/", "https://redis:6379/", "https://nas.local/",
    "https://metadata.google.internal/", "https://[fd00::1]/", "https://100.64.0.1/",
    "https://224.0.0.1/",
]  # fmt: skip
NONSENSE = [
    "ftp://example.org/", "https://", "//example.org", "example.org", "https://[::1",
    "javascript:1", "https://user:password@example.org/", "https://example.org:0/",
    "https://example.org:99999/", "https://ví-dụ.vn/",
]  # fmt: skip


@pytest.mark.parametrize("url", [*PRIVATE, *NONSENSE, "http://example.org/"])
def test_no_other_address_than_a_public_one_behind_https_is_called(url):
    with pytest.raises(webhook.Unsafe):
        webhook.refuse_unsafe(url)
    with pytest.raises(webhook.Unsafe):
        webhook.send(url, "x", {}, key="1", timeout=0.2)


@pytest.mark.parametrize("url", ["https://example.org/hook", "https://93.184.216.34:8443/?a=b"])
def test_a_public_address_is_fine(url):
    webhook.refuse_unsafe(url)


def test_what_the_operator_names_may_be_called_without_https(settings):
    settings.WEBHOOK_PRIVATE_HOSTS = ["relay.internal"]
    webhook.refuse_unsafe("http://relay.internal:8080/")
    with pytest.raises(webhook.Unsafe):
        webhook.refuse_unsafe("http://other.internal/")


@pytest.mark.parametrize("number", ["127.0.0.1", "10.0.0.5", "::1", "169.254.169.254"])
def test_a_public_name_that_points_within_the_network_is_not_called(monkeypatch, number):
    """The name was harmless when it was typed; its owner points it elsewhere later."""
    family = socket.AF_INET6 if ":" in number else socket.AF_INET

    def lookup(host, port, **options):
        public = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", port))
        return [public, (family, socket.SOCK_STREAM, 6, "", (number, port))]

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    with pytest.raises(webhook.Unsafe):
        webhook.send("https://rebind.example.org/", "x", {}, key="1", timeout=0.2)
    assert ipaddress.ip_address(number).is_private


def test_a_name_that_nobody_answers_for_is_given_up_in_time(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **options: time.sleep(3))
    started = time.monotonic()
    with pytest.raises(webhook.Failed):
        webhook.send("https://slow.example.org/", "x", {}, key="1", timeout=0.2)
    assert time.monotonic() - started < 1


def test_a_server_without_a_certificate_of_that_name_is_not_spoken_to(settings):
    settings.WEBHOOK_PRIVATE_HOSTS = ["127.0.0.1"]
    with HookServer() as server:  # speaks plain http
        url = server.url.replace("http://", "https://")
        with pytest.raises(webhook.Failed):
            webhook.send(url, "x", {}, key="1", timeout=0.5)
        assert server.posts == []


# --- In the settings of the paper ---------------------------------------------------------


@pytest.fixture
def at_work(login, db):
    client = login(factories.user(Role.PUBLISHER))
    client.get("/admin/cms/sitesettings/")
    return client


def save(client, **changes):
    fields = Page(client.get(ADDRESS)).form("sitesettings_form")
    data = {**fields, "approval_steps": "2", "feed_text": "summary", **changes}
    return Page(client.post(ADDRESS, data, follow=True))


def test_the_publisher_sets_the_address_and_gets_a_secret(at_work):
    save(at_work, webhook_url="https://example.org/hook")
    site = SiteSettings.load()
    assert site.webhook_url == "https://example.org/hook"
    assert len(site.webhook_secret) >= 32
    save(at_work, webhook_secret="cua-toi-chon-that-dai")
    assert SiteSettings.load().webhook_secret == "cua-toi-chon-that-dai"


@pytest.mark.parametrize(
    "changes",
    [
        {"webhook_url": "http://example.org/"},
        {"webhook_url": "https://192.168.1.1/"},
        {"webhook_url": "x" * 400},
        {"webhook_url": "https://example.org/", "webhook_secret": "ngan"},
    ],
)
def test_what_is_unsafe_is_refused_beside_its_field(at_work, changes):
    page = save(at_work, **changes)
    assert page.said_beside(list(changes)[-1])
    assert SiteSettings.load().webhook_url == ""


def test_no_reader_ever_gets_the_secret(at_work, client):
    save(at_work, webhook_url="https://example.org/hook")
    secret = SiteSettings.load().webhook_secret
    for address in ("/", "/health/", "/tim-kiem/?q=a"):
        assert secret not in client.get(address).content.decode()
    client.force_login(factories.managing_editor())
    assert client.get(ADDRESS).status_code == 403
    assert client.get(reverse("admin:cms_delivery_changelist")).status_code == 403
