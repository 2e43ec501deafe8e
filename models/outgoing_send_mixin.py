from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .. import const
from .queue_worker import QueueWorker

# Browsers name the messages whose countdown has ended: one conversation's, a few.
_MOST_NAMED = 100
# Whoever asks again so soon is answered by the run that was asked for before.
_WOKEN_SECONDS = 1


class SwitchboardOutgoingSendMixin(models.AbstractModel):
    """Entries of the queue; the work itself is the QueueWorker's."""

    _name = "switchboard.outgoing.send.mixin"
    _description = "Sending Outgoing Messages"

    @api.model
    def _process(self, seconds=None):
        """Send what is due, one commit for each message.

        :param float seconds: begin nothing more after so long
        :return: how many messages were handled
        :rtype: int
        """
        # sudo - switchboard.outgoing: the queue works for the lines
        queue = self.sudo()
        queue.flush_model()
        handled = QueueWorker(queue, seconds).run()
        queue._process_copies()
        queue._resolve_doubts()
        queue.invalidate_model(flush=False)
        return handled

    @api.model
    def _cron_process(self):
        """Entry of the cron; see ``_process``.

        What is due and stays, because of a ceiling or a hold, is looked at again
        when the cron comes by itself: waking it for that would keep it running.
        """
        most = const.QUEUE_CLAIM
        if self.search_count(self._due_domain(), limit=most + 1) > most:
            self._call_help()
        handled = self._process(seconds=const.LANE_SECONDS)
        if handled and self.search_count(self._due_domain(), limit=1):
            self._wake()
        later = [*self._waiting_domain(), ("send_at", ">", fields.Datetime.now())]
        if waiting := self.search(later, order="send_at", limit=1):
            self._wake(waiting.send_at)

    @api.model
    def _cron_help(self):
        """Entry of the second cron: a second worker, perhaps on another host."""
        self._process(seconds=const.LANE_SECONDS)

    @api.model
    def _wake_for(self, outgoing_ids):
        """Work the queue off soon, because a countdown has ended in a browser.

        However often it is asked: what the user does not see, what is not due and
        what was asked for a moment ago costs a look into the database, and no more.

        :param list outgoing_ids: as the browser gives them
        :return: whether one of them is due
        :rtype: bool
        """
        named = outgoing_ids[:_MOST_NAMED] if isinstance(outgoing_ids, list) else []
        ids = [number for number in named if _is_id(number)]
        # The screen's countdown ends earlier than the server's.
        soon = timedelta(seconds=const.STOP_GRACE_SECONDS + 1)
        due = self.search(
            [
                ("id", "in", ids),
                *self._waiting_domain(),
                ("send_at", "<=", fields.Datetime.now() + soon),
            ],
            limit=1,
        )
        if due and not self._is_woken():
            self._wake()
        return bool(due)

    @api.model
    def _is_woken(self):
        """Whether the queue was asked for within the last moment."""
        now = fields.Datetime.now()
        cron_id = self.env["ir.model.data"]._xmlid_to_res_id(
            "mail_switchboard.ir_cron_send_queue"
        )
        # sudo - ir.cron.trigger: whether there is one, nothing of it is shown
        triggers = self.env["ir.cron.trigger"].sudo()
        # By its creation: what was planned for this moment when the message was
        # written has told nobody, and the workers may sleep for a minute.
        created = ("create_date", ">", now - timedelta(seconds=_WOKEN_SECONDS))
        wish = [("cron_id", "=", cron_id), created, ("call_at", "<=", now)]
        return bool(triggers.search_count(wish, limit=1))

    @api.model
    def _call_help(self):
        cron = self.env.ref(
            "mail_switchboard.ir_cron_send_queue_2", raise_if_not_found=False
        )
        if cron:
            # sudo - ir.cron: the queue asks for a second worker
            cron.sudo()._trigger()

    @api.model
    def _waiting_domain(self):
        return [("state", "=", "queued"), ("paused_reason", "=", False)]

    @api.model
    def _due_domain(self):
        return [*self._waiting_domain(), ("send_at", "<=", fields.Datetime.now())]

    @api.model
    def _mime_files(self, ids):
        """Where the mails of claimed rows lie.

        :return: {id: (attachment id, file name or None, size)}
        """
        if not ids:
            return {}
        rows = self.env.execute_query(
            SQL(
                """
                SELECT res_id, id, store_fname, file_size FROM ir_attachment
                 WHERE res_model = %s AND res_field = 'mime' AND res_id = ANY(%s)
                """,
                self._name,
                ids,
            )
        )
        return {row[0]: row[1:] for row in rows}

    @api.model
    def _read_file(self, file):
        """Read a mail, whole or not at all: half a mail must not be sent.

        :param tuple file: of ``_mime_files``, or None
        :rtype: bytes or None
        """
        if not file:
            return None
        attachment_id, name, size = file
        Attachment = self.env["ir.attachment"]
        raw = (
            Attachment._file_read(name)
            if name
            else Attachment.browse(attachment_id).raw
        )
        return raw if raw and len(raw) == size else None


def _is_id(number):
    return type(number) is int and 0 < number < 2**31
