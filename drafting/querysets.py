from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Model, Q, QuerySet

from drafting import owners, subjects
from drafting.choices import Audience, SuggestionState
from ledger import visibility
from network import roles

if TYPE_CHECKING:
    from drafting.models import (  # noqa: F401
        Comment,
        Edition,
        Revision,
        Signature,
        Suggestion,
        Text,
        Thread,
        UnsentForm,
        WorkingCopy,
    )


class TextQuerySet(QuerySet["Text"]):
    def visible_to(self, user: Any) -> TextQuerySet:
        return self.filter(owners.visible_texts(user))


class RevisionQuerySet(QuerySet["Revision"]):
    def visible_to(self, user: Any) -> RevisionQuerySet:
        return self.filter(owners.visible_texts(user, "text__"))


class EditionQuerySet(QuerySet["Edition"]):
    def of(self, thing: Model) -> EditionQuerySet:
        """The editions of one thing, the latest first."""
        return self.filter(content_type=subjects.content_type_of(thing), object_id=thing.pk).order_by("-number")

    def visible_to(self, user: Any) -> EditionQuerySet:
        condition = Q(pk__in=[])
        for subject in subjects.registered():
            content_type = subjects.content_type_of(subject.model)
            condition |= Q(content_type=content_type, object_id__in=subject.visible_to(user).values("pk"))
        return self.filter(condition)


class SignatureQuerySet(QuerySet["Signature"]):
    def of(self, thing: Model) -> SignatureQuerySet:
        """What was signed of one thing, in whatever edition, the latest first."""
        return self.filter(edition__content_type=subjects.content_type_of(thing), edition__object_id=thing.pk).order_by(
            "-pk"
        )

    def standing(self) -> SignatureQuerySet:
        """Without those in whose place their signer put another."""
        return self.filter(superseded_by=None)

    def visible_to(self, user: Any) -> SignatureQuerySet:
        """Those on what `user` may see, without sealed ones that are not opened to them."""
        condition = Q(pk__in=[])
        for subject in subjects.registered():
            content_type = subjects.content_type_of(subject.model)
            things = subject.visible_to(user).values("pk")
            condition |= Q(edition__content_type=content_type, edition__object_id__in=things)
        return self.filter(condition).exclude(visibility.closed_to(user, verb="verb", entry="entry"))


class SuggestionQuerySet(QuerySet["Suggestion"]):
    def visible_to(self, user: Any) -> SuggestionQuerySet:
        return self.filter(owners.visible_texts(user, "text__"))

    def waiting_for(self, user: Any) -> SuggestionQuerySet:
        """Open ones of others that this person decides on, as the owners' `deciders` say."""
        condition = Q(pk__in=[])
        for owner in owners.registered():
            condition |= Q(**{f"text__{owner.accessor}__in": owner.decided_by(user)})
        return self.visible_to(user).filter(condition, state=SuggestionState.OPEN).exclude(author=user.pk)


def _heard_by(user: Any, prefix: str = "") -> Q:
    """The condition on threads: for everyone, or for the side that this person acts for now."""
    condition = Q(**{f"{prefix}audience": Audience.EVERYONE})
    side = roles.side_of(user) if user.is_authenticated else None
    if side:
        condition |= Q(**{f"{prefix}audience": Audience.SIDE, f"{prefix}side": side})
    return condition


class ThreadQuerySet(QuerySet["Thread"]):
    def visible_to(self, user: Any) -> ThreadQuerySet:
        return self.filter(owners.visible_texts(user, "text__"), _heard_by(user))

    def on(self, text: Text) -> ThreadQuerySet:
        return self.filter(text=text)


class CommentQuerySet(QuerySet["Comment"]):
    def visible_to(self, user: Any) -> CommentQuerySet:
        return self.filter(owners.visible_texts(user, "thread__text__"), _heard_by(user, "thread__"))


class WorkingCopyQuerySet(QuerySet["WorkingCopy"]):
    def waiting_for(self, person: Any) -> WorkingCopyQuerySet:
        """This person's own words, of texts that they may still read; an administrator's rights open none."""
        return self.filter(owners.visible_texts(person, "text__"), person=person.pk, closed_at=None)


class UnsentFormQuerySet(QuerySet["UnsentForm"]):
    def waiting_for(self, person: Any) -> UnsentFormQuerySet:
        """This person's own words, on texts and in conversations that they may still read."""
        own = self.filter(owners.visible_texts(person, "text__"), person=person.pk, closed_at=None)
        return own.filter(Q(thread=None) | _heard_by(person, "thread__"))
