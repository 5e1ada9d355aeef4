from drafting.models.comments import Comment, Mention, Thread
from drafting.models.corrections import Correction, Objection
from drafting.models.editions import Edition
from drafting.models.reading import Reading
from drafting.models.signatures import Signature
from drafting.models.suggestions import Suggestion
from drafting.models.texts import MAX_LENGTH, Revision, Text
from drafting.models.working import Presence, UnsentForm, WorkingCopy

__all__ = [
    "MAX_LENGTH",
    "Comment",
    "Correction",
    "Edition",
    "Mention",
    "Objection",
    "Presence",
    "Reading",
    "Revision",
    "Signature",
    "Suggestion",
    "Text",
    "Thread",
    "UnsentForm",
    "WorkingCopy",
]
