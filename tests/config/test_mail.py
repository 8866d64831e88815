"""One mail out of three templates, the same bytes each time."""

import datetime as dt

import pytest

from config import mail

SENT = dt.datetime(2026, 11, 20, 8, 0, tzinfo=dt.UTC)


TEMPLATES = {
    "subject.txt": "{% autoescape off %}{% translate 'Today' %}\n{{ name }}{% endautoescape %}",
    "txt": "{% autoescape off %}{{ name }}{% endautoescape %}",
    "html": "<title>{{ subject }}</title>{{ name }}",
}


@pytest.fixture
def _templates(settings, tmp_path):
    folder = tmp_path / "emails" / "test"
    folder.mkdir(parents=True)
    for ending, text in TEMPLATES.items():
        (folder / f"hello.{ending}").write_text("{% load i18n %}" + text)
    options = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**options, "DIRS": [tmp_path, *options["DIRS"]]}]


def hello(**more):
    defaults = {"to": "griet@example.org", "language": "nl"}
    return mail.build("test/hello", {"name": "<Griet> & co"}, **{**defaults, **more})


@pytest.mark.usefixtures("_templates")
class TestBuild:
    def test_subject_is_one_line_in_the_language_of_the_reader(self):
        assert hello(language="nl").subject == "Vandaag <Griet> & co"
        assert hello(language="en").subject == "Today <Griet> & co"

    def test_html_is_escaped_and_text_is_not(self):
        message = hello()

        assert message.body == "<Griet> & co\n"
        assert message.alternatives[0][0].endswith("&lt;Griet&gt; &amp; co")

    def test_says_that_a_machine_wrote_it(self):
        headers = hello(unsubscribe_url="https://x.example/stop").message()

        assert headers["Auto-Submitted"] == "auto-generated"
        assert headers["List-Unsubscribe"] == "<https://x.example/stop>"
        assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert headers["Content-Language"] == "nl"

    def test_same_input_gives_the_same_bytes(self):
        def made() -> bytes:
            return (
                hello(
                    message_id="<1@trialoog.example>",
                    dated=SENT,
                    attachments=[mail.Attachment("a.ics", "BEGIN:VCALENDAR", "text/calendar")],
                )
                .message()
                .as_bytes()
            )

        assert made() == made()
        assert b"Date: Fri, 20 Nov 2026 09:00:00 +0100" in made()

    def test_line_break_in_a_name_adds_no_header(self):
        message = mail.build(
            "test/hello", {"name": "x\r\nBcc: y@example.org"}, to="g@example.org", language="nl"
        )

        assert message.message()["Bcc"] is None
        assert message.subject == "Vandaag x Bcc: y@example.org"
