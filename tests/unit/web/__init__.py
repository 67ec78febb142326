"""The desk without a browser: who may come in, what is taken from them, what they see."""
