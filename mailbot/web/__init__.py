"""The organisers' desk: for now the numbers of the event, without anybody's data."""

from mailbot.web.app import create_app, serve, serving

__all__ = ["create_app", "serve", "serving"]
