from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DraftingConfig(AppConfig):
    name = "drafting"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Drafting")

    def ready(self) -> None:
        from ledger import wording

        wording.register("drafting.freeze", _("Froze an edition"))
        register_suggestions()
        register_comments()
        register_agreement()


def register_suggestions() -> None:
    from drafting import telling
    from drafting.choices import SuggestionState
    from drafting.models import Suggestion
    from ledger import visibility
    from notices import kinds, scopes

    visibility.register("drafting.Suggestion", Suggestion.objects.visible_to)
    scopes.register("drafting.Suggestion", lambda suggestion: suggestion.text.owner)
    kinds.register(
        telling.SUGGESTED,
        _("A suggestion was made"),
        _("you take part in writing this text"),
        waiting=lambda: Suggestion.objects.filter(state=SuggestionState.OPEN),
    )
    kinds.register(telling.DECIDED, _("A suggestion was decided"), _("you made this suggestion"), asks_decision=False)


def register_comments() -> None:
    from drafting import called
    from drafting.models import Thread
    from ledger import visibility
    from notices import kinds, scopes

    visibility.register("drafting.Thread", Thread.objects.visible_to)
    scopes.register("drafting.Thread", lambda thread: thread.text.owner)
    kinds.register(
        called.COMMENTED, _("A comment was written"), _("you take part in this conversation"), asks_decision=False
    )
    kinds.register(
        called.RESOLVED, _("A comment was resolved"), _("you take part in this conversation"), asks_decision=False
    )


def register_agreement() -> None:
    from drafting import agreement, corrections, telling  # noqa: F401 (register their verbs)
    from notices import kinds

    lead = _("you lead for your side")
    kinds.register(telling.WAITS, _("An edition waits for your side’s agreement"), lead)
    kinds.register(telling.SENT_BACK, _("An edition was sent back"), lead)
    signed = _("you signed the words that were corrected")
    kinds.register(telling.CORRECTED, _("What you signed was corrected; you may object"), signed)
    kinds.register(telling.OBJECTED, _("Somebody objects to an editorial correction"), lead)
    kinds.register(telling.AGREED, _("Both sides agreed"), lead, asks_decision=False)
