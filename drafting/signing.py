"""A signature: a yes or a no of a person in a post to exactly the words that were on their screen.

Agreement (drafting), clearance, approval, endorsement (signoffs) and publication are all made by `sign`, so that one
canonical record in the ledger says what was signed, by whom, for whom and how they proved who they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from drafting import subjects
from drafting.models import Edition, Signature
from ledger import visibility, wording
from ledger.actors import Actor
from ledger.machine import NotAllowed, ReasonNeeded
from ledger.services import record
from network import proving
from network.choices import MANDATED_KINDS, Side

if TYPE_CHECKING:
    from network.models import Organisation, Post, Tenure, User


class OtherWords(ValidationError):
    """What would be signed is not what was on the signer's screen: it changed, or there is a later edition."""

    def __init__(self) -> None:
        super().__init__(
            _("The text was changed while you were reading. Read it as it is now before you sign."), code="other_words"
        )


class NoMandate(NotAllowed):
    """The person holds no post, or no dated mandate, by which they may bind anybody here."""


@dataclass(frozen=True)
class Verb:
    """One way to sign: `name` is that of the ledger ("drafting.agree"), `label` says what was done ("Agreed").

    With `sealed` the public leaf says neither from which post or for whom it was signed nor what was said: who may
    open it, `sealed` says. Several verbs may then share one name, so that the name does not tell yes from no.
    """

    name: str
    label: str | Promise
    is_yes: bool
    reason_is_public: bool = True
    sealed: visibility.Sealed | None = None


_verbs: dict[str, Verb] = {}


def register(verb: Verb) -> Verb:
    _verbs[verb.name] = verb
    wording.register(verb.name, verb.label, statement_is_public=verb.sealed is None)
    if verb.sealed:
        visibility.register_sealed(verb.name, verb.sealed)
    return verb


def verb_named(name: str) -> Verb:
    return _verbs[name]


@transaction.atomic
def sign(
    edition: Edition,
    verb: Verb,
    *,
    by: User,
    tenure: Tenure,
    statement: str,
    seen_sha256: str,
    proof: proving.Proof | None,
    remark: str = "",
    organisation: Organisation | None = None,
    on_behalf_of: Post | None = None,
    supersedes: Signature | None = None,
    data: dict[str, Any] | None = None,
    at: datetime | None = None,
) -> Signature:
    """Put `by`'s yes or no to the edition on record. The caller has asked for the permission, and holds the lock on
    what the edition is of where a state depends on it.

    `seen_sha256` is what the page showed, `statement` the sentence above the button as it stood there, `proof` what
    `network.proving` made of what the signer typed. Raises OtherWords, NoMandate, NotProved, ReasonNeeded (a no
    without a remark); then nothing is written.
    """
    if seen_sha256 != edition.sha256:
        raise OtherWords
    if not verb.is_yes and not remark.strip():
        raise ReasonNeeded
    check_mandate(tenure, by, at)
    method = proving.accept(proof, by=by, words=edition.sha256)
    thing = thing_of(edition)
    moment = at or timezone.now()
    words = {"edition": edition.number, "sha256": edition.sha256}
    more = {
        **(data or {}),
        "is_yes": verb.is_yes,
        "post": tenure.post.slug,
        "tenure": tenure.pk,
        "organisation": organisation.slug if organisation else None,
        "on_behalf_of": on_behalf_of.slug if on_behalf_of else None,
        "authentication": str(method),
        "supersedes": supersedes.entry_id if supersedes else None,
    }
    entry = record(
        verb=verb.name,
        thing=thing,
        by=by,
        actor=_actor(by, tenure, on_behalf_of),
        statement=statement,
        reason=remark,
        reason_is_public=verb.reason_is_public and not verb.sealed,
        data=words if verb.sealed else {**more, **words},
        private=more if verb.sealed else None,
        is_sealed=verb.sealed is not None,
        at=moment,
    )
    return Signature.objects.create(
        edition=edition,
        verb=verb.name,
        is_yes=verb.is_yes,
        statement=statement,
        remark=remark.strip(),
        side=tenure.post.side,
        person=by,
        tenure=tenure,
        post=tenure.post,
        on_behalf_of=on_behalf_of,
        organisation=organisation,
        authentication=method,
        signed_at=moment,
        supersedes=supersedes,
        entry=entry,
    )


def check_mandate(tenure: Tenure, by: User, at: datetime | None) -> None:
    """The tenure is `by`'s, runs at that moment, and has a dated mandate where its post needs one (DESIGN 4.11)."""
    if tenure.person_id != by.pk or not tenure.is_current(at):
        raise NoMandate("this post is not held by the signer")
    if tenure.post.kind in MANDATED_KINDS and not (tenure.mandate and tenure.mandated_on):
        raise NoMandate("a mandate with a date is needed to sign from this post")


def thing_of(edition: Edition) -> Any:
    """What the edition is of; LookupError for a kind that nobody registered."""
    model = edition.content_type.model_class()
    for subject in subjects.registered():
        if subject.model is model:
            return subject.model._default_manager.get(pk=edition.object_id)
    raise subjects.NotASubject(str(edition.content_type))


def _actor(by: User, tenure: Tenure, on_behalf_of: Post | None) -> Actor:
    post = tenure.post
    return Actor(
        person_id=by.pk,
        name=str(by),
        post=post.title,
        organisation=str(post.body),
        side=Side(post.side),
        on_behalf_of=_holder(on_behalf_of),
    )


def _holder(post: Post | None) -> str:
    if post is None:
        return ""
    tenure = post.current_tenure()
    return f"{tenure.person}, {post}" if tenure else str(post)
