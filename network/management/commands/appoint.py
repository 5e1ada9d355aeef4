import datetime as dt
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from network.models import Post, User
from network.services import appoint, create_person


class Command(BaseCommand):
    help = (
        "Put the first holder in a post: appoint EMAIL POST. The ledger says that the operator named them. A person "
        "without an account gets one, and chooses a password by 'Forgotten your password?'."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("post", help="the last part of the address of the post's page")
        parser.add_argument("--name", default="", help="needed if there is no account yet")
        parser.add_argument("--starts", type=dt.date.fromisoformat, help="first day, like 2013-06-27 (today)")
        parser.add_argument("--ends", type=dt.date.fromisoformat, help="first day no longer in the post (open)")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        post = Post.objects.filter(slug=options["post"]).first()
        if post is None:
            raise CommandError(f"There is no post {options['post']}. Posts: {', '.join(_slugs()) or 'none yet'}")
        person = User.objects.filter(email__iexact=options["email"]).first() or self._create(options)
        try:
            appoint(person, post, by=None, starts=options["starts"], ends=options["ends"], named_by_operator=True)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(self.style.SUCCESS(f"{person} holds the post {post}."))

    def _create(self, options: dict[str, Any]) -> User:
        if not options["name"]:
            raise CommandError("Nobody has an account with this address: give --name to make one.")
        return create_person(email=options["email"], name=options["name"])


def _slugs() -> list[str]:
    return list(Post.objects.order_by("slug").values_list("slug", flat=True)[:50])
