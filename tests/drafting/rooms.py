"""Conversations on the narrative part of the small country, for everyone and for each side."""

from drafting import comments
from drafting.anchors import make
from drafting.choices import Audience
from drafting.services import save_text

WORDS = "We will publish the names of those who own companies.\n\nThe register opens in March 2014, free for everyone."
SECRET = {"government": "Treasury will never pay for this", "civil_society": "We walk out if they say no"}
WRITER = {"government": "lead_official", "civil_society": "coordinator"}


def write(world, body=WORDS, text=None, by="coordinator"):
    """The text with the words as its latest revision."""
    text = text or world.part.text
    save_text(text, body=body, base=text.latest, by=world.person(by))
    return text


def start(world, *, by="coordinator", audience=Audience.EVERYONE, body="Is this enough?", on="", text=None, **more):
    text = text or world.part.text
    anchor = None
    if on:
        place = text.body.index(on)
        anchor = make(text.body, place, place + len(on))
    person = world.person(by)
    return comments.start_thread(text, anchor=anchor, body=body, audience=audience, by=person, **more)


def rooms(world, **more):
    """One conversation in the room of each side, with words that nobody else may read."""
    return {side: start(world, by=WRITER[side], audience=Audience.SIDE, body=SECRET[side], **more) for side in SECRET}
