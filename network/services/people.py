from allauth.account.models import EmailAddress
from django.db import transaction

from network.models import User


@transaction.atomic
def create_person(*, email: str, name: str, password: str | None = None, is_confirmed: bool = True) -> User:
    """A person who can sign in at once if the address counts as confirmed (the operator vouches for it).

    Without a password they choose one by "Forgotten your password?".
    """
    person = User.objects.create_user(email, password, name=name)
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=is_confirmed)
    return person
