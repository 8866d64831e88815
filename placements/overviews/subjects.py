"""What a message is about, traced back to the dossier in which its reader has a part, or had."""

import re
from collections import defaultdict
from collections.abc import Iterable

from django.apps import apps
from django.db.models import Model

from accounts.models import Notification
from competences.models import Dossier
from placements.models import Agreement

# A field of the row -> the way from there.
STEPS = {
    "dossier": "dossier",
    "placement": "placement__dossier",
    "trialogue": "trialogue__placement__dossier",
    "reflection": "reflection__placement__dossier",
    "proposal": "proposal__placement__dossier",
    "agreement": "agreement__placement__dossier",
}
APPS = {"placements", "mentors"}
# Of competences only what is said in a dossier: goals are a teacher's too.
OF_COMPETENCES = {"dossier", "voice", "assessment", "evidence", "priorlearning"}


def way_to_dossier(model: type[Model]) -> str:
    """The lookup from a row of this model to its dossier; "" when it hangs on none."""
    if model is Dossier:
        return "pk"
    fields = {field.name for field in model._meta.fields}
    return next((way for step, way in STEPS.items() if step in fields), "")


def row_of(subject: str) -> tuple[type[Model], int] | None:
    """The model and key of 'placements.trialogue:3#2', whatever tells its editions apart; None for
    a subject that is no such row."""
    found = re.match(r"(\w+)\.(\w+):(\d+)", subject)
    if found is None:
        return None
    app, name, key = found.groups()
    if app not in APPS and not (app == "competences" and name in OF_COMPETENCES):
        return None
    try:
        return apps.get_model(app, name), int(key)
    except LookupError:
        return None


def dossier_of(subject: str) -> int | None:
    """The dossier (id) that this is about, if any; one query at most."""
    return dossiers_of([subject]).get(subject)


def dossiers_of(subjects: Iterable[str]) -> dict[str, int]:
    """Subject -> the dossier (id) that it is about, where there is one; a query per kind of row,
    however many they are."""
    asked: dict[type[Model], dict[str, int]] = defaultdict(dict)
    for subject in subjects:
        if (found := row_of(subject)) and way_to_dossier(found[0]):
            asked[found[0]][subject] = found[1]
    known: dict[str, int] = {}
    for model, keys in asked.items():
        rows = model._default_manager.filter(pk__in=set(keys.values()))
        dossiers = dict(rows.values_list("pk", way_to_dossier(model)))
        known |= {subject: dossiers[key] for subject, key in keys.items() if key in dossiers}
    return known


def still_theirs(notification: Notification) -> bool:
    """Whether this reader may still see what the message is about: a replaced mentor hears
    nothing more, whenever it was written. Two queries at most."""
    found, reader = row_of(notification.subject), notification.recipient
    if found and found[0] is Agreement:
        known = Agreement.objects.filter(pk=found[1]).exists()
        return not known or Agreement.objects.visible_to(reader).filter(pk=found[1]).exists()
    dossier = dossier_of(notification.subject)
    return dossier is None or Dossier.objects.visible_to(reader).filter(pk=dossier).exists()
