"""The organisers' desk: pages for a browser, and what monitoring programs read."""

from mailbot.web.app import create_app, serve, serving

__all__ = ["create_app", "serve", "serving"]
