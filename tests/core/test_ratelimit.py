"""The sliding window, who is counted, and what happens without Valkey."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import override_settings
from django_redis import get_redis_connection
from redis.exceptions import ConnectionError as RedisGone

from apps.core import ratelimit
from apps.core.errors import RateLimited


def tries(count: int, scope: str = "ask", identity: str = "u1", rate: str | None = None) -> int:
    """How many of ``count`` calls passed."""
    passed = 0
    for _ in range(count):
        try:
            ratelimit.check(scope, identity=identity, rate=rate)
        except RateLimited:
            continue
        passed += 1
    return passed


def age_hits(seconds: int, scope: str = "ask", identity: str = "u1") -> None:
    """Make the counted calls look ``seconds`` older, instead of waiting."""
    client = get_redis_connection("default")
    key = ratelimit._key(scope, identity)
    for index, value in enumerate(client.lrange(key, 0, -1)):
        moment, mark = value.decode().split(":")
        client.lset(key, index, f"{int(moment) - seconds * 1000}:{mark}")


class TestWindow:
    def test_lets_exactly_the_amount_pass(self):
        assert tries(8) == 5

    def test_says_when_the_next_call_passes(self):
        tries(5)
        age_hits(33)
        with pytest.raises(RateLimited) as refusal:
            ratelimit.check("ask", identity="u1")
        assert refusal.value.retry_after in {26, 27}
        assert "초 뒤에 다시" in str(refusal.value.message)

    def test_passes_again_once_the_window_has_gone_by(self):
        tries(5)
        age_hits(60)
        assert tries(8) == 5

    def test_a_refused_call_does_not_prolong_the_wait(self):
        tries(5)
        age_hits(50)
        tries(20)
        age_hits(10)
        assert tries(1) == 1

    def test_slides_rather_than_resetting_at_the_minute(self):
        tries(4)
        age_hits(40)
        assert tries(5) == 1
        age_hits(20)
        assert tries(8) == 4

    def test_people_are_counted_apart(self):
        tries(5, identity="u1")
        assert tries(1, identity="u2") == 1

    def test_things_are_counted_apart(self):
        tries(5)
        assert tries(1, scope="answer") == 1

    def test_forgets_by_itself(self):
        tries(1)
        assert 59_000 < get_redis_connection("default").pttl(ratelimit._key("ask", "u1")) <= 60_000

    def test_counts_right_when_many_come_at_once(self):
        with ThreadPoolExecutor(8) as pool:
            assert sum(pool.map(lambda _: tries(5), range(8))) == 5

    def test_a_forgiven_call_is_free(self):
        for _ in range(8):
            ratelimit.forgive(ratelimit.check("ask", identity="u1"))
        assert tries(8) == 5

    def test_clearing_starts_anew(self):
        tries(5)
        ratelimit.clear("ask", identity="u1")
        assert tries(8) == 5

    @override_settings(RATE_LIMITS={"ask": "2/h"})
    def test_settings_override_the_table(self):
        assert tries(8) == 2

    @override_settings(RATE_LIMITS={"ask": ""})
    def test_an_empty_rate_lifts_the_limit(self):
        assert tries(30) == 30


class TestRates:
    @pytest.mark.parametrize(
        ("rate", "expected"),
        [
            ("5/m", (5, 60)),
            ("10/15m", (10, 900)),
            ("20/h", (20, 3600)),
            ("1/10s", (1, 10)),
            ("", (0, 0)),
        ],
    )
    def test_reads(self, rate, expected):
        assert ratelimit.parse_rate(rate) == expected

    @pytest.mark.parametrize("rate", ["5", "0/m", "5/x", "/m", "5/0m", "-1/m", "5/m/ip"])
    def test_refuses(self, rate):
        with pytest.raises(ValueError, match="looks like"):
            ratelimit.parse_rate(rate)

    def test_every_rate_of_the_table_is_readable(self):
        assert all(ratelimit.parse_rate(limit.rate)[0] for limit in ratelimit.LIMITS.values())

    def test_an_override_of_no_limit_is_found_at_the_start(self, settings):
        settings.RATE_LIMITS = {"ask": "1/m", "aks": "1/m"}
        (message,) = ratelimit.check_names()
        assert "'aks'" in message.msg


@ratelimit.limited("ask")
def view(request):
    return HttpResponse("ok")


class TestCounting:
    @override_settings(RATE_LIMITS={"ask": "1/m"})
    def test_counts_what_comes_about_and_forgives_what_fails(self, rf):
        request = rf.post("/ask/")
        request.user = AnonymousUser()
        for failure in (True, True, False):
            with suppress(ValueError), ratelimit.counting(request, "ask") as count:
                count()
                if failure:
                    raise ValueError
        with ratelimit.counting(request, "ask"):
            pass
        with pytest.raises(RateLimited), ratelimit.counting(request, "ask") as count:
            count()


class TestRequests:
    def post(self, rf, **extra):
        request = rf.post("/ask/", **extra)
        request.user = AnonymousUser()
        return request

    def test_a_view_refuses_what_is_too_much(self, rf):
        for _ in range(5):
            assert view(self.post(rf)).status_code == 200
        with pytest.raises(RateLimited):
            view(self.post(rf))

    def test_reading_a_form_is_free(self, rf):
        request = rf.get("/ask/")
        request.user = AnonymousUser()
        for _ in range(20):
            assert view(request).status_code == 200

    def test_reading_counts_where_reading_is_the_work(self, rf):
        request = rf.get("/r/locate/")
        request.user = AnonymousUser()
        for _ in range(30):
            ratelimit.check_request(request, "locate")
        with pytest.raises(RateLimited):
            ratelimit.check_request(request, "locate")

    def test_addresses_are_counted_apart(self, rf):
        for _ in range(5):
            view(self.post(rf, REMOTE_ADDR="203.0.113.7"))
        assert view(self.post(rf, REMOTE_ADDR="203.0.113.8")).status_code == 200

    def test_a_misspelt_limit_fails_at_once(self):
        with pytest.raises(KeyError):
            ratelimit.limited("aks")

    @pytest.mark.parametrize(
        ("raw", "expected"),
        [
            ("203.0.113.7", "ip:203.0.113.7"),
            ("2001:db8:1:2:3:4:5:6", "ip:2001:db8:1:2::"),
            ("2001:db8:1:2:ffff::1", "ip:2001:db8:1:2::"),
            ("::ffff:203.0.113.7", "ip:203.0.113.7"),
            ("", "ip:"),
        ],
    )
    def test_address(self, rf, raw, expected):
        assert ratelimit.address(rf.get("/", REMOTE_ADDR=raw)) == expected


class TestWithoutValkey:
    @pytest.fixture(autouse=True)
    def gone(self, monkeypatch):
        def refuse(*args, **kwargs):
            raise RedisGone("gone")

        monkeypatch.setattr("apps.core.impatient_pool.ImpatientPool.get_connection", refuse)
        yield
        monkeypatch.undo()

    def test_writing_goes_on_and_the_log_says_so(self, caplog):
        with caplog.at_level(logging.ERROR):
            assert tries(30) == 30
        assert "rate limit ask is not counted" in caplog.text

    def test_guessing_passwords_does_not(self):
        with pytest.raises(ratelimit.Unavailable) as refusal:
            ratelimit.check("sign_in_account", identity="a@example.com")
        assert refusal.value.status == 503

    def test_taking_back_and_clearing_do_no_harm(self):
        ratelimit.forgive(ratelimit.Hit("key", "value"))
        ratelimit.clear("ask", identity="u1")
