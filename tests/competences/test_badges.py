"""The badge of a statement: others can check it, without asking us more than our public pages."""

import hashlib
import json
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from django.test import Client
from django.urls import reverse
from jsonschema import Draft201909Validator
from openbadgeslib.ob3 import OB3VerificationError, OB3Verifier, check_credential_status
from openbadgeslib.ob3.credential import OpenBadgeCredential

from competences import badges
from competences.enums import Shown
from competences.models import Statement
from config import badge_key
from tests.competences.statements import HOST, issue, issued, open_placement, revoke, validate

pytestmark = pytest.mark.django_db

SCHEMA = Path(settings.BASE_DIR) / "tests" / "data" / "open_badges" / "credential.schema.json"


@pytest.fixture
def statement() -> Statement:
    return issued(0, 1, shown=Shown.values)


def fetch(address: str) -> bytes:
    """What a stranger's program gets at one of our addresses."""
    response = Client().get(address.removeprefix(HOST))
    assert response.status_code == 200, address
    return response.content


def public_key(token: str) -> bytes:
    """In PEM, found as a stranger finds it: where the `kid` in the header leads."""
    found = json.loads(fetch(jwt.get_unverified_header(token)["kid"]))
    return jwt.PyJWK(found).key.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def check(token: str) -> OpenBadgeCredential:
    """By openbadgeslib: signature, claims, structure and the signed list of what was revoked."""
    return OB3Verifier(public_key(token)).verify(token, check_status=True, download=fetch)


def test_an_independent_library_accepts_the_badge(statement):
    credential = check(fetch(f"{badges.address_of(statement.token)}badge.jwt").decode())

    assert credential.id == f"{HOST}/s/{statement.token}/"
    assert credential.issuer.name == settings.INSTITUTION["name"]
    assert credential.name == f"Competence statement {statement.reference}"
    assert [one.name for one in credential.achievement.result_descriptions] == [
        "Competence 1",
        "Competence 2",
    ]


def test_one_changed_byte_is_refused(statement):
    head, body, signature = statement.badge.split(".")
    spots = [(part, at) for part in (1, 2) for at in (5, 40, -10)]
    accepted = []

    for part, at in spots:
        parts = [head, body, signature]
        letter = "A" if parts[part][at] != "A" else "B"
        parts[part] = parts[part][:at] + letter + parts[part][at:][1:]
        try:
            OB3Verifier(public_key(statement.badge)).verify(".".join(parts))
            accepted.append((part, at))
        except OB3VerificationError:
            continue

    assert accepted == []


def test_a_badge_signed_with_another_key_is_refused(statement):
    stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    claims = jwt.decode(statement.badge, options={"verify_signature": False})
    header = jwt.get_unverified_header(statement.badge)
    forged = jwt.encode(claims, stranger, algorithm="RS256", headers=header)

    with pytest.raises(OB3VerificationError, match="Invalid signature"):
        check(forged)


def test_the_published_key_set_checks_it_with_nothing_but_a_jwt_library(statement):
    published = jwt.PyJWKSet.from_dict(json.loads(fetch(badges.keys_address())))
    name = jwt.get_unverified_header(statement.badge)["kid"].rsplit("/", 1)[1]
    key = published[name.removesuffix(".json")]

    claims = jwt.decode(statement.badge, key, algorithms=["RS256"])

    assert claims["iss"] == badges.issuer_address() == json.loads(fetch(claims["iss"]))["id"]
    assert (claims["jti"], claims["sub"]) == (claims["id"], claims["credentialSubject"]["id"])
    assert claims["nbf"] == int(statement.issued_at.timestamp())


def test_no_private_number_is_published(statement):
    keys = json.loads(fetch(badges.keys_address()))["keys"]

    assert [sorted(key) for key in keys] == [["alg", "e", "kid", "kty", "n", "use"]]


def test_a_revoked_badge_is_on_the_list_and_another_is_not(statement):
    other = issued()
    token = revoke(statement).badge

    with pytest.raises(OB3VerificationError, match="'revocation' is set at index"):
        check(token)
    assert check(other.badge).id == badges.address_of(other.token)


def test_a_list_from_somebody_else_does_not_count(statement):
    """The check fails closed: a list that is not signed with our key revokes and clears nobody."""
    stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    claims = jwt.decode(fetch(badges.list_address(0)), options={"verify_signature": False})
    forged = jwt.encode(claims, stranger, algorithm="RS256").encode()

    with pytest.raises(OB3VerificationError, match="proof is invalid"):
        check_credential_status(
            OB3Verifier(public_key(statement.badge)).verify(statement.badge),
            download=lambda address: forged,
            verify_list=True,
            list_pubkey_pem=public_key(statement.badge),
        )


@pytest.mark.parametrize("shown", [[], list(Shown.values)], ids=["least", "all"])
def test_the_credential_is_as_the_tables_of_the_specification_say(shown):
    """Each object we write: no property that the tables lack, none missing, each of its kind."""
    content = json.loads(fetch(f"{badges.address_of(issued(0, 1, shown=shown).token)}badge.json"))
    schema = json.loads(SCHEMA.read_text())

    Draft201909Validator.check_schema(schema)
    assert [error.message for error in Draft201909Validator(schema).iter_errors(content)] == []
    assert len(list(Draft201909Validator(schema).iter_errors(spoiled(content)))) == 3


def spoiled(content: dict[str, Any]) -> dict[str, Any]:
    """Three faults: an unknown property, a missing one, one of the wrong kind."""
    spoiled = json.loads(json.dumps(content))
    spoiled["credentialSubject"]["achievement"]["grade"] = "V"
    del spoiled["credentialSubject"]["achievement"]["criteria"]
    spoiled["validFrom"] = "yesterday"
    return spoiled


def test_each_result_leads_to_a_level_of_its_own_competence(statement):
    subject = badges.content(statement)["credentialSubject"]
    described = {one["id"]: one for one in subject["achievement"]["resultDescription"]}
    levels = [
        {level["id"]: level["level"] for level in described[result["resultDescription"]][LEVELS]}[
            result["achievedLevel"]
        ]
        for result in subject["result"]
    ]

    assert levels == ["V", "A"]


LEVELS = "rubricCriterionLevel"


def test_the_holder_is_a_fingerprint_unless_the_name_may_be_shown():
    hidden, named = issued(), issued(shown=[Shown.NAME])
    email = hidden.issued_by.email
    [fingerprint] = badges.content(hidden)["credentialSubject"]["identifier"]
    names = [
        one["identityHash"]
        for one in badges.content(named)["credentialSubject"]["identifier"]
        if not one["hashed"]
    ]

    assert email not in json.dumps(badges.content(hidden))
    assert "Bouzid" not in json.dumps(badges.content(hidden))
    digest = hashlib.sha256((email + fingerprint["salt"]).encode()).hexdigest()
    assert fingerprint["identityHash"] == f"sha256${digest}"
    assert len(fingerprint["salt"]) == 32
    assert names == ["Amina Bouzid"]


def test_two_badges_of_one_person_do_not_show_that_it_is_one_person():
    placement = open_placement()
    validate(placement, "V", "A")
    subjects = [badges.content(issue(placement, n))["credentialSubject"] for n in (0, 1)]

    same = {
        name
        for name in ("id", "identifier")
        if json.dumps(subjects[0][name]) == json.dumps(subjects[1][name])
    }
    assert same == set()


def test_a_new_key_signs_and_the_old_one_still_checks(statement, settings, tmp_path):
    old = Path(settings.BADGE_KEY_FILE)
    settings.BADGE_KEY_FILE = str(tmp_path / "new.pem")
    settings.BADGE_OLD_KEYS = [str(old)]
    newer = issued()

    kids = [jwt.get_unverified_header(one.badge)["kid"] for one in (statement, newer)]
    assert len(set(kids)) == 2
    assert OB3Verifier(public_key(statement.badge)).verify(statement.badge)
    assert check(newer.badge)
    assert len(json.loads(fetch(badges.keys_address()))["keys"]) == 2


def test_the_key_that_the_demo_makes_is_its_owners_alone(settings, tmp_path):
    settings.BADGE_KEY_FILE = str(tmp_path / "key.pem")

    first = badge_key.name_of(badge_key.signing_key())

    assert Path(settings.BADGE_KEY_FILE).stat().st_mode & 0o077 == 0
    assert badge_key.name_of(badge_key.signing_key()) == first


def test_without_a_key_nothing_is_published(settings, client):
    settings.BADGE_KEY_FILE = ""

    names = ("competences:issuer-keys", "competences:issuer-status")
    answers = [
        client.get(reverse(name, args=args)).status_code
        for name, args in zip(names, ([], [0]), strict=True)
    ]

    assert answers == [404, 404]


def test_the_list_of_numbers_beyond_the_last_statement_is_not_there(client, statement):
    assert client.get(reverse("competences:issuer-status", args=[7])).status_code == 404
