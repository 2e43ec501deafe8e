class ThreadingMixin:
    """Mails that arrive one by one, each synced at once."""

    def arrive(self, **headers):
        """Send a mail, sync, and return its row of the index."""
        header = self.send_mail(**headers)
        self.mailbox._sync()
        return self.env["switchboard.message"].search(
            [("message_id_header", "=", header.strip("<>"))]
        )

    def answer(self, parent, **headers):
        header = f"<{parent.message_id_header}>"
        return self.arrive(In_Reply_To=header, References=header, **headers)
