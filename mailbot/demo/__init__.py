"""A first run with nothing set up: a mail server, an inbox and the real worker, all on this machine."""
