"""PostgreSQL and a Redis-protocol server, started by the command that needs them.

For the demo and the tests only: a real institution gives DATABASE_URL and REDIS_URL. Nothing here
imports Django, so that it can run before there is a database for Django to talk to.
"""
