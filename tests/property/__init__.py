"""Properties that must hold for all mails."""
