"""Load the example plan and its demo logins; safe to run again."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.example.loader import PASSWORD, load_example, logins


class Command(BaseCommand):
    help = "Load the example plan with its demo logins. What is there already stays as it is."

    def handle(self, *args: Any, **options: Any) -> None:
        plan, is_new = load_example()
        self.stdout.write(f"{plan.title}: {'loaded' if is_new else 'was here already'}")
        self.stdout.write("\nSign in with one of these addresses and the password " + PASSWORD)
        for email in logins():
            self.stdout.write(f"  {email}")
