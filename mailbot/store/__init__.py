"""The ledger: tables, transactions, what is remembered and what can be asked of it."""
