"""Where a request comes from: the header of a proxy is believed only where a proxy stands."""

import pytest
from django.test import RequestFactory

from config.web import client_address

PROXY = "10.0.0.7"


@pytest.mark.parametrize(
    ("proxies", "header", "address"),
    [
        (0, None, PROXY),
        (0, "203.0.113.9", PROXY),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.66, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.66, 203.0.113.9, 10.0.0.6", "203.0.113.9"),
        (1, "198.51.100.66,2001:DB8::1", "2001:db8::1"),
        (1, "fe80::1%eth0", "fe80::1"),
        (1, None, PROXY),
        (2, "203.0.113.9", PROXY),
        (1, "203.0.113.9, unknown", PROXY),
        (1, "203.0.113.9, ", PROXY),
    ],
)
def test_the_address_is_what_our_own_outermost_proxy_heard(settings, proxies, header, address):
    settings.TRUSTED_PROXIES = proxies
    headers = {"X-Forwarded-For": header} if header is not None else {}
    request = RequestFactory().get("/", headers=headers, REMOTE_ADDR=PROXY)

    assert client_address(request) == address


def test_behind_a_socket_without_a_proxy_there_is_no_address():
    assert client_address(RequestFactory().get("/", REMOTE_ADDR="")) is None
