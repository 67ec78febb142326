"""Files and environment in, frozen Settings and Event out; wrong settings are loud."""

from mailbot.config.manager import notify_socket
from mailbot.config.oauth import Grant, Mechanism, OAuthSettings, Provider, SignIn
from mailbot.config.operation import AlarmSettings, LogFormat, LogLevel, LogSettings
from mailbot.config.read import EVENT_FILE, SETTINGS_FILE, config_folder, load_event, load_settings
from mailbot.config.services import MailService, Server, service_behind, service_of, services
from mailbot.config.settings import (
    CatchUp,
    Filing,
    LimitSettings,
    MailboxSettings,
    Mode,
    OfficeSettings,
    Promotion,
    RetentionSettings,
    ScheduleSettings,
    Security,
    Settings,
    SmtpSettings,
    WaitingSettings,
    WebSettings,
    is_loopback,
)

__all__ = [
    "EVENT_FILE",
    "SETTINGS_FILE",
    "AlarmSettings",
    "CatchUp",
    "Filing",
    "Grant",
    "LimitSettings",
    "LogFormat",
    "LogLevel",
    "LogSettings",
    "MailService",
    "MailboxSettings",
    "Mechanism",
    "Mode",
    "OAuthSettings",
    "OfficeSettings",
    "Promotion",
    "Provider",
    "RetentionSettings",
    "ScheduleSettings",
    "Security",
    "Server",
    "Settings",
    "SignIn",
    "SmtpSettings",
    "WaitingSettings",
    "WebSettings",
    "config_folder",
    "is_loopback",
    "load_event",
    "load_settings",
    "notify_socket",
    "service_behind",
    "service_of",
    "services",
]
