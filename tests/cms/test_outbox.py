"""What goes out after a step, with real servers: that it arrives, and what trouble it makes."""

import email
import email.policy
import hashlib
import hmac
import json
import time
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django_tasks import task_backends
from django_tasks_db.models import DBTaskResult

from articles import workflow
from cms import mail, outbox, webhook
from cms.delivery import Channel
from cms.models import Delivery, SiteSettings
from tests import factories
from tests.articles.desk import fresh, in_state, seen
from tests.servers import HookServer, MailServer, SilentServer, free_port

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

SECRET = "mot-khoa-bi-mat-that-dai"


@pytest.fixture(autouse=True)
def _rested():
    cache.clear()


@pytest.fixture
def smtp(settings):
    with MailServer() as server:
        use_mail(settings, server.port)
        yield server


@pytest.fixture
def hook(settings):
    with HookServer() as server:
        use_hook(server.url)
        settings.WEBHOOK_PRIVATE_HOSTS = ["127.0.0.1"]
        settings.WEBHOOK_TIMEOUT = 0.5
        yield server


def use_mail(settings, port):
    settings.MAIL_IS_ON = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_TIMEOUT = 0.5


def use_hook(url):
    SiteSettings.objects.update_or_create(
        pk=1, defaults={"name": "Báo Hải Đăng", "webhook_url": url, "webhook_secret": SECRET}
    )


def post(*addresses):
    rows = [mail.message(to, subject="Tin", text="Chữ", html="<p>Chữ</p>") for to in addresses]
    with transaction.atomic():
        outbox.post(rows)


def call(**payload):
    row = Delivery(channel=Channel.WEBHOOK, to="hook", subject="publish", payload=payload)
    with transaction.atomic():
        outbox.post([row])
    return row


def later(minutes):
    """Time goes by: everything is due ``minutes`` earlier, and nobody rests any more."""
    cache.clear()
    for row in Delivery.objects.waiting():
        row.due_at -= timedelta(minutes=minutes)
        row.save()


def returned(reporter, editor):
    """Sends a story back, as a person does, and says how long that took."""
    story = in_state("submitted", by=reporter)
    started = time.monotonic()
    workflow.send_back(story, editor, reason="Thiếu nguồn tin thứ hai")
    taken = time.monotonic() - started
    assert fresh(story).stage == "returned"
    return taken


# --- Mail ---------------------------------------------------------------------------------


def test_a_mail_arrives_in_the_papers_name_and_wants_no_answering_machine(smtp, settings):
    settings.DEFAULT_FROM_EMAIL = "no-reply@example.org"
    SiteSettings(name="Báo Hải Đăng", email="toasoan@example.org").save()
    reporter, editor = factories.reporter(), factories.managing_editor()
    returned(reporter, editor)
    ((to, content),) = smtp.messages
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert to == [reporter.email]
    assert message["From"] == "Báo Hải Đăng <no-reply@example.org>"
    assert message["Reply-To"] == "toasoan@example.org"
    assert message["Auto-Submitted"] == "auto-generated"
    assert "trả lại bài" in message["Subject"]
    kinds = {part.get_content_type(): part.get_content() for part in message.iter_parts()}
    assert "Thiếu nguồn tin thứ hai" in kinds["text/plain"]
    assert "Thiếu nguồn tin thứ hai" in kinds["text/html"]
    assert not Delivery.objects.exists()


def test_nothing_goes_out_of_a_step_that_is_undone(smtp):
    def step():
        with transaction.atomic():
            outbox.post([mail.message("a@example.org", subject="Tin", text="", html="")])
            raise LookupError

    with pytest.raises(LookupError):
        step()
    assert smtp.messages == []
    assert not Delivery.objects.exists()


def test_a_dead_mail_server_undoes_and_delays_nothing(settings):
    use_mail(settings, free_port())
    reporter, editor = factories.reporter(), factories.managing_editor()
    assert returned(reporter, editor) < 2
    row = Delivery.objects.get()
    assert row.attempts == 1
    assert row.failed_at is not None
    assert row.error
    assert row.due_at > timezone.now()


def test_a_mail_server_that_says_nothing_is_waited_for_once(settings):
    with SilentServer() as server:
        use_mail(settings, server.port)
        reporter, editor = factories.reporter(), factories.managing_editor()
        assert returned(reporter, editor) < 2
        asleep = settings.EMAIL_TIMEOUT
        # Thirty stories approved in a row do not wait thirty times.
        assert returned(reporter, editor) < asleep
        assert Delivery.objects.filter(attempts=1).count() == 1
        assert Delivery.objects.filter(attempts=0).count() == 1


def test_what_waited_arrives_when_the_server_is_back(smtp, settings):
    settings.EMAIL_PORT = free_port()
    post("a@example.org", "b@example.org")
    settings.EMAIL_PORT = smtp.port
    later(minutes=2)
    post("c@example.org")
    assert sorted(to for (to,), _content in smtp.messages) == [
        "a@example.org", "b@example.org", "c@example.org",
    ]  # fmt: skip
    assert not Delivery.objects.exists()


def test_one_bad_address_is_no_trouble_for_the_others(smtp):
    smtp.refuse["b@example.org"] = "550 no such mailbox"
    post("a@example.org", "b@example.org", "c@example.org")
    assert [to for to, _content in smtp.messages] == [["a@example.org"], ["c@example.org"]]
    row = Delivery.objects.get()
    assert (row.to, row.attempts) == ("b@example.org", 1)
    assert "550" in row.error
    assert "no such mailbox" in row.error


def test_a_mail_is_tried_a_bounded_number_of_times(smtp):
    smtp.refuse["b@example.org"] = "451 later"
    post("b@example.org")
    for tries in range(2, len(outbox.WAITS) + 2):
        later(minutes=500)
        outbox.deliver.call()
        assert Delivery.objects.get().attempts == tries
    assert Delivery.objects.get().due_at is None
    outbox.deliver.call()
    assert Delivery.objects.get().attempts == len(outbox.WAITS) + 1


def test_a_row_that_another_process_has_in_hand_is_left_to_it(smtp):
    post("a@example.org")
    row = mail.message("b@example.org", subject="Tin", text="", html="")
    row.save()
    held = Delivery.objects.get(pk=row.pk)
    assert outbox._claim(held)
    assert not outbox._claim(row)
    outbox.deliver.call()
    assert len(smtp.messages) == 1
    later(minutes=6)  # it died with it
    outbox.deliver.call()
    assert len(smtp.messages) == 2


# --- The webhook --------------------------------------------------------------------------


def test_the_webhook_is_told_of_a_publication_and_can_trust_it(hook):
    editor = factories.managing_editor(full_name="Trần Đức Anh")
    story = factories.draft(headline="Cầu sông Lèn hợp long")
    workflow.publish(story, editor)
    ((path, headers, body),) = hook.posts
    assert path == "/hook?from=us"
    said = json.loads(body)
    story = fresh(story)
    assert said == {
        "verb": "publish",
        "story": story.pk,
        "headline": "Cầu sông Lèn hợp long",
        "status": "live",
        "actor": "Trần Đức Anh",
        "url": f"http://testserver{story.get_absolute_url()}",
        "at": story.transitions.get().at.isoformat(),
    }
    moment, _comma, digest = headers[webhook.SIGNATURE].partition(",")
    moment = moment.removeprefix("t=")
    assert abs(int(moment) - time.time()) < 60
    wanted = hmac.new(SECRET.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    assert digest == f"v1={wanted}"
    assert not Delivery.objects.exists()


def test_of_a_story_that_is_not_out_the_webhook_gets_no_address(hook):
    workflow.submit(factories.draft(), factories.managing_editor())
    said = json.loads(hook.posts[0][2])
    assert (said["verb"], said["status"], said["url"]) == ("submit", "submitted", None)


@pytest.mark.parametrize("trouble", ["500", "429", "404", "redirect", "refused", "slow", "drip"])
def test_a_webhook_in_trouble_undoes_and_delays_nothing(hook, trouble, settings):
    other = HookServer()
    if trouble.isdigit():
        hook.status = int(trouble)
    elif trouble == "redirect":
        hook.status, hook.headers = 302, {"Location": other.url}
    elif trouble == "refused":
        use_hook(f"http://127.0.0.1:{free_port()}/")
    elif trouble == "slow":
        hook.delay = 3
    else:
        hook.drip = True
    started = time.monotonic()
    story = factories.story()
    assert time.monotonic() - started < 2
    assert story.is_live()
    row = Delivery.objects.get()
    assert row.attempts == 1
    assert row.error
    assert "nobody may see" not in row.error
    assert other.posts == []
    # What will not get better by itself is not tried again.
    assert (row.due_at is None) == (trouble in ("404", "redirect"))


def test_each_try_says_that_it_is_the_same(hook):
    hook.status = 500
    row = call(verb="publish")
    hook.status = 204
    later(minutes=2)
    outbox.deliver.call()
    keys = [headers["X-Newsroom-Delivery"] for _path, headers, _body in hook.posts]
    assert keys == [str(row.key)] * 2
    assert not Delivery.objects.exists()


def test_a_webhook_that_was_switched_off_gets_nothing_more(hook):
    hook.status = 500
    call(verb="publish")
    SiteSettings.objects.update(webhook_url="")
    SiteSettings.forget()
    later(minutes=2)
    outbox.deliver.call()
    assert len(hook.posts) == 1
    assert not Delivery.objects.exists()


def test_trouble_with_the_webhook_is_none_of_the_mails(hook, smtp):
    hook.status = 500
    call(verb="publish")
    post("a@example.org")
    assert len(smtp.messages) == 1


# --- The worker ---------------------------------------------------------------------------


@pytest.fixture
def queue(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

    def begin_anew():
        # Kept per thread from the settings before.
        task_backends.__dict__.pop("settings", None)
        if hasattr(task_backends._connections, "default"):
            del task_backends._connections.default

    begin_anew()
    yield
    task_backends._settings = None
    begin_anew()


def work():
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)


def test_with_a_worker_a_step_waits_for_nobody(queue, settings):
    with SilentServer() as server:
        use_mail(settings, server.port)
        reporter, editor = factories.reporter(), factories.managing_editor()
        assert returned(reporter, editor) < settings.EMAIL_TIMEOUT
        assert Delivery.objects.get().attempts == 0
        work()
        assert Delivery.objects.get().attempts == 1


def test_the_worker_sends_and_comes_back_for_what_failed(queue, smtp, settings):
    settings.EMAIL_PORT = free_port()
    post("a@example.org")
    post("b@example.org")
    work()
    assert smtp.messages == []
    again = DBTaskResult.objects.filter(run_after__gt=timezone.now() - timedelta(minutes=1))
    again = again.filter(status="READY")
    assert again.count() == 1  # one, however many failed
    settings.EMAIL_PORT = smtp.port
    later(minutes=2)
    again.update(run_after=timezone.now())
    work()
    assert len(smtp.messages) == 2
    assert not DBTaskResult.objects.filter(status="READY").exists()


def test_a_queue_that_is_away_makes_no_error_of_a_step(smtp, settings, monkeypatch):
    def away(*args, **kwargs):
        raise OSError("no queue")

    monkeypatch.setattr("django_tasks.backends.immediate.ImmediateBackend.enqueue", away)
    returned(factories.reporter(), factories.managing_editor())
    assert Delivery.objects.count() == 1


# --- What the publisher sees --------------------------------------------------------------


def test_the_publisher_sees_what_failed_and_tries_again(smtp, client, settings):
    smtp.refuse["b@example.org"] = "550 no such mailbox"
    post("b@example.org")
    client.force_login(factories.superuser())
    SiteSettings().save()
    page = seen(client.get("/admin/cms/sitesettings/1/change/"))
    assert "550" in page
    assert "b@example.org" in page
    address = "/admin/cms/delivery/"
    assert "no such mailbox" in seen(client.get(address))
    smtp.refuse.clear()
    row = Delivery.objects.get()
    client.post(address, {"action": "try_again", "_selected_action": [row.pk]})
    assert len(smtp.messages) == 1
    assert not Delivery.objects.exists()
