"""The files that are kept, by name: for sweeps that look for those nobody names any more."""

from collections.abc import Iterator

from django.core.files.storage import default_storage


def names_under(folder: str) -> Iterator[str]:
    """Every file below this folder of the storage, in no order; nothing when it is not there."""
    if not default_storage.exists(folder):
        return
    folders, names = default_storage.listdir(folder)
    yield from (f"{folder}/{name}" for name in names)
    for inner in folders:
        yield from names_under(f"{folder}/{inner}")
