"""The desk in a real browser: keyboard alone, on a phone, on paper."""
