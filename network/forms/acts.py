from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError


def done(form: forms.Form, verb: Callable[..., Any], *args: Any, **fields: Any) -> bool:
    """Call the verb with what a valid form says; what the verb refuses stands at the fields of the form."""
    try:
        verb(*args, **fields)
    except ValidationError as error:
        errors = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        for field, messages in errors.items():
            for message in messages:
                form.add_error(field if field in form.fields else None, message)
        return False
    return True


class ConfirmForm(forms.Form):
    """Nothing to fill in, only to be sure."""
