"""The SMTP door: from the conversation with the mail server to the next hop's reply."""
