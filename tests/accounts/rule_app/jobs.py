"""A job for workers in processes of their own, found the way those of the apps are."""

from tests.accounts import slow

slow.register()
