import contextlib
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from odoo import fields, models

from ..tools.files import keep_file
from .sql_insert import insert_statement

_COLUMNS = (
    "id",
    "name",
    "type",
    "mimetype",
    "res_model",
    "res_id",
    "public",
    "file_size",
    "checksum",
    "store_fname",
    "db_datas",
    "create_uid",
    "create_date",
    "write_uid",
    "write_date",
)


class SwitchboardMailboxRawMixin(models.AbstractModel):
    """Keeps raw mails in the file store, each as a file of its own.

    What ``ir.attachment`` does for one file (asking for the storage, three looks at
    the disk and a mark for the garbage collector) costs more than parsing the mail.
    """

    _name = "switchboard.mailbox.raw.mixin"
    _description = "Raw Mails"

    @contextlib.contextmanager
    def _keeping_raw(self, arrivals):
        """Keep the raw mails of new messages, on disk by the time this ends.

        The files are written while the database works on what stands in the block:
        both are waiting for the system, not for each other.

        :param list arrivals: Arrival values
        """
        Attachment = self.env["ir.attachment"]
        if Attachment._storage() == "db" or not arrivals:
            yield
            return
        files = {arrival.raw_name: arrival.fetched.raw for arrival in arrivals}
        # What is never committed is collected; a repeated fetch takes it up again.
        written, mark = [], Attachment._mark_for_gc
        self.env.cr.postrollback.add(partial(_mark_all, mark, written))
        with ThreadPoolExecutor(max_workers=1) as pool:
            folder = Attachment._full_path("")
            writing = pool.submit(_keep_files, folder, files, written)
            yield
            writing.result()

    def _insert_raw(self, arrivals):
        """Insert the attachments of raw mails; their files are kept by the caller.

        :param list arrivals: Arrival values with their ``message_id``
        :return: ids of the attachments
        :rtype: list
        """
        on_disk = self.env["ir.attachment"]._storage() != "db"
        ids = self._next_ids("ir_attachment", len(arrivals))
        now, uid = fields.Datetime.now(), self.env.uid
        rows = [
            (
                raw_id,
                "mail.eml",
                "binary",
                "message/rfc822",
                "switchboard.message",
                arrival.message_id,
                False,
                len(arrival.fetched.raw),
                arrival.checksum,
                arrival.raw_name if on_disk else None,
                None if on_disk else arrival.fetched.raw,
                *(uid, now, uid, now),
            )
            for arrival, raw_id in zip(arrivals, ids, strict=True)
        ]
        self.env.cr.execute_values(
            insert_statement("ir_attachment", _COLUMNS), rows, page_size=len(rows)
        )
        return ids


def _keep_files(folder, files, written):
    """Write the files that are not there, and note their names."""
    for name, content in files.items():
        if keep_file(folder, name, content):
            written.append(name)


def _mark_all(mark, names):
    for name in names:
        mark(name)
