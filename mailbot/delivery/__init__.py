"""The post: mails of ours are composed here, handed to the mail server, and tried again if need be."""
