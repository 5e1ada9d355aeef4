from tests.access.table import Url, everyone

ROWS = [
    Url("healthz", everyone()),
    Url("set_language", None, post=everyone(302), data={"language": "en-gb"}),
]
