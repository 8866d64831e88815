from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts.actions import tokens
from accounts.models import ApiToken, User


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Token …`, with a key of `manage.py api_token`."""

    keyword = "Token"

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        words = get_authorization_header(request).decode("latin-1").split()
        if not words or words[0].lower() != self.keyword.lower():
            return None
        key = tokens.owner_of(words[1]) if len(words) == 2 else None
        if key is None:
            raise AuthenticationFailed(_("We do not know this key, or it is no longer valid."))
        return key.user, key

    def authenticate_header(self, request: Request) -> str:
        return self.keyword
