"""The post: mails of ours are composed here, handed to the mail server, and tried again if need be."""

from mailbot.delivery.again import plain_text, sent_again
from mailbot.delivery.compose import Composer
from mailbot.delivery.mime import Content
from mailbot.delivery.retry import concerns_sender, next_attempt
from mailbot.delivery.samples import sample_registration
from mailbot.delivery.smtp import (
    Outcome,
    SenderRefused,
    SmtpLogInRefused,
    SmtpRefused,
    SmtpUnreachable,
    Submission,
    Submitted,
)
from mailbot.delivery.templates import TemplateFile, TemplateProblem, shipped_templates

__all__ = [
    "Composer",
    "Content",
    "Outcome",
    "SenderRefused",
    "SmtpLogInRefused",
    "SmtpRefused",
    "SmtpUnreachable",
    "Submission",
    "Submitted",
    "TemplateFile",
    "TemplateProblem",
    "concerns_sender",
    "next_attempt",
    "plain_text",
    "sample_registration",
    "sent_again",
    "shipped_templates",
]
