import contextlib
import hashlib
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
    def _keeping_raw(self, arrivals, raw_ids):
        """Keep the raw mails of new messages, on disk by the time this ends.

        The files are written while the database works on what stands in the block:
        both are waiting for the system, not for each other.

        :param list arrivals: Arrival values with their ``message_id``
        :param list raw_ids: ids for the attachments
        """
        Attachment = self.env["ir.attachment"]
        on_disk = Attachment._storage() != "db"
        now, uid = fields.Datetime.now(), self.env.uid
        files, written, rows = {}, [], []
        for arrival, raw_id in zip(arrivals, raw_ids, strict=True):
            raw = arrival.fetched.raw
            checksum = hashlib.sha1(raw, usedforsecurity=False).hexdigest()
            name = f"{checksum[:2]}/{checksum}"
            if on_disk:
                files[name] = raw
            rows.append(
                (
                    raw_id,
                    "mail.eml",
                    "binary",
                    "message/rfc822",
                    "switchboard.message",
                    arrival.message_id,
                    False,
                    len(raw),
                    checksum,
                    name if on_disk else None,
                    None if on_disk else raw,
                    *(uid, now, uid, now),
                )
            )
        # What is never committed is collected; a repeated fetch takes it up again.
        mark = Attachment._mark_for_gc
        self.env.cr.postrollback.add(partial(_mark_all, mark, written))
        with ThreadPoolExecutor(max_workers=1) as pool:
            writing = pool.submit(
                _keep_files, Attachment._full_path(""), files, written
            )
            self.env.cr.execute_values(
                insert_statement("ir_attachment", _COLUMNS), rows, page_size=len(rows)
            )
            yield
            writing.result()


def _keep_files(folder, files, written):
    """Write the files that are not there, and note their names."""
    for name, content in files.items():
        if keep_file(folder, name, content):
            written.append(name)


def _mark_all(mark, names):
    for name in names:
        mark(name)
