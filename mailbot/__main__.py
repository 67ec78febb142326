"""`python -m mailbot`: the same as the command `mailbot`."""

from mailbot.cli import main

main()
