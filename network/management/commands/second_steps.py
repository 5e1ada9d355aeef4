from typing import Any

from django.core.management.base import BaseCommand

from network import two_steps


class Command(BaseCommand):
    help = "List the posts that sign and whose holder has not set up two-step sign-in: they cannot sign yet."

    def handle(self, *args: Any, **options: Any) -> None:
        found = two_steps.holders_without()
        for tenure in found:
            self.stdout.write(f"{tenure.post}: {tenure.person} <{tenure.person.email}>")
        if not found:
            self.stdout.write(self.style.SUCCESS("Everybody in a post that signs has set up two-step sign-in."))
