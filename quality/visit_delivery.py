"""Sending what waits for people at workplaces: claim, hand over, mark."""

import datetime as dt
import logging

from django.core.mail import EmailMultiAlternatives

from accounts.actions import outgoing, sweeps
from config.mail import Attachment, build
from config.smtp import Verdict, answer_in
from quality.actions import visit_mails
from quality.enums import VisitMailKind
from quality.models import VisitMail

logger = logging.getLogger(__name__)
MOST = 100
TEMPLATES = {
    VisitMailKind.CONFIRMATION: "quality/visit_confirmation",
    VisitMailKind.CANCELLATION: "quality/visit_cancellation",
    VisitMailKind.THANKS: "quality/visit_thanks",
}


def send_due(now: dt.datetime) -> int:
    """Answers how many were handed over. Safe with several workers, and after a kill at any line;
    while the mail server is away nothing is tried."""
    sent = 0
    for _ in range(MOST):
        if sweeps.mail_rests(now) or (mail := visit_mails.claim(now)) is None:
            break
        try:
            message(mail).send()
        except OSError as error:
            answer = answer_in(error)
            logger.warning("Visit mail %s was not sent: %s", mail.pk, answer.verdict.value)
            refused = answer.verdict == Verdict.REFUSED
            outgoing.mark_failed(mail, now, str(answer), final=refused)
            if answer.verdict in {Verdict.AWAY, Verdict.UNSURE}:
                break
        else:
            sent += visit_mails.mark_sent(mail, now)
    return sent


def message(mail: VisitMail) -> EmailMultiAlternatives:
    """The same bytes each time: everything it says stands in the row."""
    facts = {**mail.facts}
    for name in ("starts_at", "ends_at"):
        if facts.get(name):
            facts[name] = dt.datetime.fromisoformat(facts[name])
    calendar = [Attachment("trialoog.ics", mail.calendar, "text/calendar")] if mail.calendar else []
    built = build(
        TEMPLATES[VisitMailKind(mail.kind)],
        {"mail": mail, **facts},
        to=mail.to_email,
        language=mail.language,
        message_id=mail.message_id,
        dated=mail.dated,
        attachments=calendar,
    )
    built.reply_to = [facts["visitor_email"]]
    return built
