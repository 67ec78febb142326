"""The tests of mailbot; their folders mirror the package."""
