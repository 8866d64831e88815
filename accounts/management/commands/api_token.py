from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.actions import tokens
from accounts.models import User


class Command(BaseCommand):
    help = "Makes a key to the API for one person and shows it once; --revoke ends all of theirs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--revoke", action="store_true", help="end every key of this person")

    def handle(self, *args: Any, **options: Any) -> None:
        email = options["email"].strip().lower()
        user = User.objects.filter(email=email, is_active=True).first()
        if user is None:
            raise CommandError(f"Nobody active has the address {email}.")
        if options["revoke"]:
            count = tokens.revoke_all(user=user, by=None)
            self.stdout.write(f"{count} key(s) of {email} ended.")
            return
        self.stdout.write(tokens.issue(user=user, by=None))
