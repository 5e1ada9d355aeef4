"""What somebody with the database in hand may try: by SQL, clumsily or recomputing all that stands in the tables."""

import json
import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import connection

from core import canonical, immutable
from ledger import leaves, tree

COLUMNS = ("index", "leaf", "leaf_hash", "verb", "thing_label", "thing_id", "side", "at")
TABLES = ("ledger_entry", "ledger_node", "ledger_checkpoint")


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def rows(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def lift_triggers() -> None:
    if connection.vendor == "postgresql":
        sql("SET CONSTRAINTS ALL IMMEDIATE")
        sql("SET CONSTRAINTS ALL DEFERRED")
    for table in TABLES:
        for statement in immutable.drop_triggers(table, connection.vendor):
            sql(statement)


def size() -> int:
    return rows("SELECT count(*) FROM ledger_entry")[0][0]


def entry(index: int) -> dict[str, Any]:
    names = ", ".join(f'"{name}"' for name in COLUMNS)
    return dict(zip(COLUMNS, rows(f'SELECT {names} FROM ledger_entry WHERE "index" = %s', index)[0], strict=True))


def write(index: int, column: str, value: Any) -> None:
    sql(f'UPDATE ledger_entry SET "{column}" = %s WHERE "index" = %s', value, index)


def insert(values: dict[str, Any]) -> None:
    names = ", ".join(f'"{name}"' for name in COLUMNS)
    marks = ", ".join(["%s"] * len(COLUMNS))
    sql(f"INSERT INTO ledger_entry ({names}) VALUES ({marks})", *(values[name] for name in COLUMNS))


def move(old: int, new: int) -> None:
    write(old, "index", new)
    sql("UPDATE ledger_opening SET entry_id = %s WHERE entry_id = %s", new, old)


def delete(index: int) -> None:
    sql("DELETE FROM ledger_opening WHERE entry_id = %s", index)
    sql('DELETE FROM ledger_entry WHERE "index" = %s', index)


def shift(first: int, by: int) -> None:
    """Move the acts from `first` on, with their openings, by way of numbers that are free."""
    for step in (5000, by - 5000):
        low = first if step == 5000 else first + 5000
        sql('UPDATE ledger_entry SET "index" = "index" + %s WHERE "index" >= %s', step, low)
        sql("UPDATE ledger_opening SET entry_id = entry_id + %s WHERE entry_id >= %s", step, low)


def rebuild() -> None:
    """Number the leaves as they stand, write every hash again: the tables then agree with each other."""
    growing, entries, nodes = tree.Growing(), [], []
    for index, [text] in enumerate(rows('SELECT leaf FROM ledger_entry ORDER BY "index"')):
        leaf = canonical.dumps(json.loads(text) | {"index": index})
        entries.append((leaf.decode(), tree.leaf_hash(leaf).hex(), index))
        nodes += [(level, position, value.hex()) for level, position, value in growing.append(tree.leaf_hash(leaf))]
    sql("DELETE FROM ledger_node")
    with connection.cursor() as cursor:
        cursor.executemany('UPDATE ledger_entry SET leaf = %s, leaf_hash = %s WHERE "index" = %s', entries)
        cursor.executemany("INSERT INTO ledger_node (level, position, hash) VALUES (%s, %s, %s)", nodes)


def other(value: Any, dice: random.Random) -> Any:
    """Something else of the same type."""
    if isinstance(value, int):
        return value + 1000
    if isinstance(value, str):
        place = dice.randrange(len(value) + 1)
        letter = dice.choice("0123456789abcdef")
        changed = value[:place] + letter + value[place + dice.choice([0, 1]) :]
        return changed if changed != value else value + letter
    return value + timedelta(microseconds=dice.choice([1, -1, 10**9]))


def change_column(dice: random.Random) -> None:
    index, column = dice.randrange(size()), dice.choice(COLUMNS)
    old = changed = entry(index)[column]
    while changed == old:
        changed = other(old, dice)
        changed = changed[:64] if column in ("leaf_hash", "thing_id") else changed
    write(index, column, changed)


def change_leaf_with_its_hash(dice: random.Random) -> None:
    index = dice.randrange(size())
    content = json.loads(entry(index)["leaf"])
    dice.choice([_forge_actor, _forge_reason, _forge_data, _forge_time, _forge_commitment])(content, dice)
    leaf = canonical.dumps(content)
    write(index, "leaf", leaf.decode())
    write(index, "leaf_hash", tree.leaf_hash(leaf).hex())


def change_leaf_and_rebuild(dice: random.Random) -> None:
    change_leaf_with_its_hash(dice)
    rebuild()


def delete_act(dice: random.Random) -> None:
    delete(dice.randrange(size()))


def delete_act_and_rebuild(dice: random.Random) -> None:
    index = dice.randrange(size())
    delete(index)
    shift(index + 1, -1)
    rebuild()


def cut_off_the_end(dice: random.Random) -> None:
    first = dice.randrange(size())
    sql("DELETE FROM ledger_opening WHERE entry_id >= %s", first)
    sql('DELETE FROM ledger_entry WHERE "index" >= %s', first)
    if dice.random() < 0.5:
        rebuild()


def insert_act(dice: random.Random) -> None:
    place = dice.randrange(size())
    values = entry(dice.randrange(size()))
    shift(place, 1)
    insert(values | {"index": place})
    if dice.random() < 0.5:
        rebuild()


def insert_at_the_end(dice: random.Random) -> None:
    insert(entry(dice.randrange(size())) | {"index": size() + dice.choice([0, 5])})


def swap_two(dice: random.Random) -> None:
    one, two = dice.sample(range(size()), 2)
    spare = size() + 1000
    move(one, spare)
    move(two, one)
    move(spare, two)
    if dice.random() < 0.5:
        rebuild()


def change_opening(dice: random.Random) -> None:
    key, salt, value = dice.choice(rows("SELECT id, salt, value FROM ledger_opening ORDER BY id"))
    column = dice.choice(["salt", "value"])
    old = changed = {"salt": salt, "value": value}[column]
    while changed == old:
        changed = other(old, dice)[:64]
    sql(f"UPDATE ledger_opening SET {column} = %s WHERE id = %s", changed, key)


def move_opening(dice: random.Random) -> None:
    [key] = dice.choice(rows("SELECT id FROM ledger_opening WHERE field <> 'on_behalf_of' ORDER BY id"))
    sql("UPDATE ledger_opening SET field = 'on_behalf_of' WHERE id = %s", key)


def move_the_border_of_salt_and_value(dice: random.Random) -> None:
    """The bytes that are hashed stay the same; the name begins with what was the end of the salt."""
    openings = rows("SELECT id, salt, value FROM ledger_opening ORDER BY id")
    key, salt, value = dice.choice([opening for opening in openings if "20" <= opening[1][-2:] <= "7e"])
    salt, value = salt[:-2], chr(int(salt[-2:], 16)) + value
    sql("UPDATE ledger_opening SET salt = %s, value = %s WHERE id = %s", salt, value, key)


def delete_opening(dice: random.Random) -> None:
    [key] = dice.choice(rows("SELECT id FROM ledger_opening ORDER BY id"))
    sql("DELETE FROM ledger_opening WHERE id = %s", key)


def forge_opening(dice: random.Random) -> None:
    statement = (
        "INSERT INTO ledger_opening (entry_id, field, salt, value) VALUES (%s, 'on_behalf_of', %s, 'The minister')"
    )
    sql(statement, dice.randrange(size()), dice.randbytes(32).hex())


def reseal_opening(dice: random.Random) -> None:
    """A new name with a salt, and the leaf committing to it, hash and all."""
    index, salt = dice.randrange(5), dice.randbytes(32).hex()
    content = json.loads(entry(index)["leaf"])
    content["actor"]["name"] = {"sha256": leaves.commitment(salt, "Mallory")}
    sql("UPDATE ledger_opening SET salt = %s, value = 'Mallory' WHERE entry_id = %s AND field = 'name'", salt, index)
    write(index, "leaf", canonical.dumps(content).decode())
    rebuild()


def change_node(dice: random.Random) -> None:
    key, level, position, value = dice.choice(rows("SELECT id, level, position, hash FROM ledger_node ORDER BY id"))
    column, old = dice.choice([("level", level), ("position", position), ("hash", value)])
    changed = old + 40 if isinstance(old, int) else other(old, dice)[:64]
    if changed == old:
        changed = "0" * 64
    sql(f"UPDATE ledger_node SET {column} = %s WHERE id = %s", changed, key)


def delete_node(dice: random.Random) -> None:
    [key] = dice.choice(rows("SELECT id FROM ledger_node ORDER BY id"))
    sql("DELETE FROM ledger_node WHERE id = %s", key)


def change_checkpoint(dice: random.Random) -> None:
    number, root, note = dice.choice(rows("SELECT size, root, note FROM ledger_checkpoint ORDER BY size"))
    column, old = dice.choice([("size", number), ("root", root), ("note", note)])
    changed = old + 500 if isinstance(old, int) else "0" * 64 if column == "root" else old.replace("/ledger", "/other")
    sql(f"UPDATE ledger_checkpoint SET {column} = %s WHERE size = %s", changed, number)


def delete_checkpoint(dice: random.Random) -> None:
    [number] = dice.choice(rows("SELECT size FROM ledger_checkpoint"))
    sql("DELETE FROM ledger_checkpoint WHERE size = %s", number)


def _forge_actor(content: dict[str, Any], dice: random.Random) -> None:
    content["actor"]["post"] += " of all"


def _forge_reason(content: dict[str, Any], dice: random.Random) -> None:
    content["reason"] = f"{content['reason']} and more"


def _forge_data(content: dict[str, Any], dice: random.Random) -> None:
    content["data"]["forged"] = dice.randrange(100)


def _forge_time(content: dict[str, Any], dice: random.Random) -> None:
    content["recorded_at"] = "2013-06-27T12:00:00.000000Z"


def _forge_commitment(content: dict[str, Any], dice: random.Random) -> None:
    content["thing"]["name"] = {"sha256": dice.randbytes(32).hex()}


WAYS: list[Callable[[random.Random], None]] = [
    change_column, change_leaf_with_its_hash, change_leaf_and_rebuild, delete_act, delete_act_and_rebuild,
    cut_off_the_end, insert_act, insert_at_the_end, swap_two, change_opening, move_opening, delete_opening,
    move_the_border_of_salt_and_value,
    forge_opening, reseal_opening, change_node, delete_node, change_checkpoint, delete_checkpoint,
]  # fmt: skip
