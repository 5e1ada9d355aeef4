from core import jobs


@jobs.task("notices.seal")
def seal(argument: str) -> None:
    """Put an event that waits for somebody into mails, at once."""
