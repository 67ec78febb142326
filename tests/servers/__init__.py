"""Real mail and database servers for the tests: unprivileged, in a temporary folder, on loopback."""
