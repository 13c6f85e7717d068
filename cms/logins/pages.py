"""The second step of a login, and the page of one's own login: second factor, devices, codes."""

from functools import wraps
from io import BytesIO

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import PasswordResetConfirmView, redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse, reverse_lazy
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django_otp.plugins.otp_static.models import StaticDevice

from cms import sessions
from cms.events import Kind, record

from . import second_factor
from .forms import CodeForm, SetUpForm
from .second_factor import Standing

_KEY = "new_key"  # in the session: the key that the picture shows, until a code proves it
_FEW_CODES = 3


class SetPassword(PasswordResetConfirmView):
    """Where the link of ``manage.py let_in`` leads: it works once, and for an hour."""

    template_name = "admin/account/set_password.html"
    success_url = reverse_lazy("admin:login")
    title = gettext_lazy("Set a new password")

    def form_valid(self, form):
        record(Kind.PASSWORD, request=self.request, actor=form.user, person=form.user)
        messages.success(self.request, _("The new password is set. Log in with it."))
        return super().form_valid(form)


class AccountPages:
    """A part of `NewsroomSite`."""

    def get_urls(self):
        view, half = self.admin_view, self._half_way
        either = (Standing.SET_UP, Standing.IN)
        return [
            path("account/", view(self.account), name="account"),
            path("account/code/", half(self.code, Standing.CODE), name="code"),
            path("account/second-factor/", half(self.set_up, *either), name="second_factor"),
            path("account/second-factor/qr.svg", half(self.qr, *either), name="qr"),
            path("account/second-factor/off/", view(self.switch_off), name="second_factor_off"),
            path("account/recovery-codes/", view(self.recovery_codes), name="recovery_codes"),
            path("account/end/", view(require_POST(self.end_sessions)), name="end_sessions"),
            path(
                "set-password/<uidb64>/<token>/",
                SetPassword.as_view(extra_context={"site_header": self.site_header}),
                name="set_password",
            ),
            *super().get_urls(),
        ]

    # --- How far a login has come ------------------------------------------------------------

    def has_permission(self, request):
        return second_factor.standing(request) == Standing.IN

    def opens_half_way(self, request):
        """What is open to a login that has not come all the way."""
        open_to = {
            Standing.CODE: {"logout"},
            Standing.SET_UP: {"logout", "password_change", "password_change_done"},
        }.get(second_factor.standing(request), ())
        return request.resolver_match.url_name in open_to

    def next_step(self, request):
        """The redirect to what a half-way login has to do next; None for anybody else."""
        step = {Standing.CODE: "admin:code", Standing.SET_UP: "admin:second_factor"}.get(
            second_factor.standing(request)
        )
        wanted = urlencode({"next": request.get_full_path()})
        return step and HttpResponseRedirect(f"{reverse(step)}?{wanted}")

    def _half_way(self, view, *standings):
        """Opens ``view`` to logins that stand so, and sends others where they belong."""

        @wraps(view)
        def guarded(request):
            now = second_factor.standing(request)
            if now in standings:
                return view(request)
            if now == Standing.OUT:
                return redirect_to_login(request.get_full_path(), reverse("admin:login"))
            return (
                HttpResponseRedirect(_wanted(request))
                if now == Standing.IN
                else self.next_step(request)
            )

        return never_cache(guarded)

    def login(self, request, extra_context=None):
        standing = second_factor.standing(request)
        if request.method == "GET" and standing in (Standing.CODE, Standing.SET_UP):
            return self.next_step(request)
        return super().login(request, extra_context)

    def password_change(self, request, extra_context=None):
        response = super().password_change(request, extra_context)
        if request.method == "POST" and response.status_code == 302:
            record(Kind.PASSWORD, request=request, actor=request.user, person=request.user)
        return response

    def code(self, request):
        """The second step of a login."""
        form = CodeForm(request)
        if request.method == "POST" and form.is_valid():
            second_factor.enter(request, form.device)
            if isinstance(form.device, StaticDevice):
                messages.warning(request, _left(request.user))
            return HttpResponseRedirect(_wanted(request))
        context = {"form": form, "next": _wanted(request), "has": second_factor.has(request.user)}
        return self._page(request, "code", _("One more step"), **context)

    # --- One's own login ---------------------------------------------------------------------

    def account(self, request):
        user, current = request.user, request.session.session_key
        return self._page(
            request,
            "account",
            _("My login"),
            has=second_factor.has(user),
            must_have=second_factor.must_have(user),
            codes_left=second_factor.codes_left(user),
            few_codes=_FEW_CODES,
            logins=[(row, row.session_key == current) for row in sessions.of(user)],
            idle_hours=settings.SESSION_COOKIE_AGE // 3600,
            days=settings.SESSION_MAX_AGE // 86400,
        )

    def set_up(self, request):
        """Binds a phone to the login, or another phone in its place."""
        replacing = second_factor.has(request.user)
        key = request.session.get(_KEY)
        if key is None:
            key = request.session[_KEY] = second_factor.new_key()
        form = SetUpForm(request, key, replacing=replacing)
        if request.method == "POST" and form.is_valid():
            del request.session[_KEY]
            codes = second_factor.set_up(request, key, form.step)
            return self._codes(request, codes, wanted=_wanted(request))
        return self._page(
            request,
            "set_up",
            _("Replace the device") if replacing else _("Set up the second factor"),
            form=form,
            next=_wanted(request),
            replacing=replacing,
            forced=not self.has_permission(request),
            key=second_factor.readable(key),
            address=second_factor.otpauth(key, request.user),
        )

    def qr(self, request):
        """The new key as a picture, from an address of our own: nothing inline, nothing kept."""
        key = request.session.get(_KEY)
        if key is None:
            raise Http404("no key was made")
        out = BytesIO()
        code = segno.make(second_factor.otpauth(key, request.user), error="m", micro=False)
        code.save(out, kind="svg", scale=4, border=4, light="#fff", svgns=True)
        return HttpResponse(out.getvalue(), content_type="image/svg+xml")

    def switch_off(self, request):
        if second_factor.must_have(request.user):
            raise PermissionDenied
        form = self._proof(request)
        if form.is_valid():
            second_factor.switch_off(request)
            messages.success(request, _("The second factor is switched off."))
            return HttpResponseRedirect(reverse("admin:account"))
        return self._page(request, "prove", _("Switch off the second factor"), form=form)

    def recovery_codes(self, request):
        form = self._proof(request)
        if form.is_valid():
            return self._codes(request, second_factor.renew_codes(request))
        return self._page(
            request,
            "prove",
            _("Make new recovery codes"),
            form=form,
            said=_("The old recovery codes stop working."),
        )

    def end_sessions(self, request):
        """Ends one of one's own logins (``login``), or all but this one."""
        own, name = sessions.of(request.user), request.POST.get("login", "")
        others = own.exclude(session_key=request.session.session_key)
        chosen = [row for row in others if name in ("", row.name)]
        for row in chosen:
            row.delete()
            record(
                Kind.SESSION_ENDED, request=request, actor=request.user, person=request.user,
                browser=row.browser, ended_network=row.network,
            )  # fmt: skip
        if chosen:
            count = len(chosen)
            text = ngettext("%(count)s login was ended.", "%(count)s logins were ended.", count)
            messages.success(request, text % {"count": count})
        return HttpResponseRedirect(reverse("admin:account"))

    def _proof(self, request):
        if not second_factor.has(request.user):
            raise Http404("there is no second factor")
        return CodeForm(request)

    def _codes(self, request, codes, wanted=None):
        """The recovery codes: shown now, and never again."""
        wanted = wanted or reverse("admin:account")
        return self._page(request, "codes", _("Your recovery codes"), codes=codes, next=wanted)

    def _page(self, request, name, title, **context):
        context = {**self.each_context(request), "title": title, **context}
        return TemplateResponse(request, f"admin/account/{name}.html", context)


def _wanted(request):
    """Where the person was going when the login asked for more; never out of the newsroom."""
    address = request.POST.get("next") or request.GET.get("next") or ""
    index = reverse("admin:index")
    safe = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if safe and address.startswith(index) else index


def _left(user):
    left = second_factor.codes_left(user)
    return ngettext(
        "You used a recovery code; %(count)s is left.",
        "You used a recovery code; %(count)s are left.",
        left,
    ) % {"count": left}
