"""The post: mails of ours are composed here, handed to the mail server, and tried again if need be."""

from mailbot.delivery.again import plain_text, sent_again
from mailbot.delivery.compose import Composer
from mailbot.delivery.retry import next_attempt
from mailbot.delivery.smtp import Outcome, SmtpRefused, SmtpUnreachable, Submission, Submitted
from mailbot.delivery.templates import TemplateProblem, shipped_templates

__all__ = [
    "Composer",
    "Outcome",
    "SmtpRefused",
    "SmtpUnreachable",
    "Submission",
    "Submitted",
    "TemplateProblem",
    "next_attempt",
    "plain_text",
    "sent_again",
    "shipped_templates",
]
