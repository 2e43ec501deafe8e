from odoo import api, fields, models
from odoo.tools import SQL

from ..tools import twilio


class SwitchboardOptOut(models.Model):
    """A number that does not want messages of a line any more."""

    _name = "switchboard.opt.out"
    _description = "Stopped Number"
    _order = "stopped_at desc, id desc"
    _rec_name = "number"

    line_id = fields.Many2one("switchboard.line", required=True, ondelete="cascade")
    number = fields.Char(required=True)
    word = fields.Char(help="What the person wrote, or empty when Twilio told us.")
    stopped_at = fields.Datetime(required=True, default=fields.Datetime.now)

    _line_number_uniq = models.UniqueIndex("(line_id, number)")

    @api.model
    def _stop(self, line, number, word=False):
        """Note that a number has had enough; the first word counts.

        :param switchboard.line line: whose messages it stops
        :param str number: E.164
        :param str word: what the person wrote
        """
        self.env.execute_query(
            SQL(
                """
                INSERT INTO switchboard_opt_out
                    (line_id, number, word, stopped_at, create_uid, create_date,
                     write_uid, write_date)
                VALUES (%s, %s, %s, timezone('utc', now()), %s, timezone('utc', now()),
                        %s, timezone('utc', now()))
                ON CONFLICT (line_id, number) DO NOTHING RETURNING id
                """,
                line.id,
                number,
                word or None,
                self.env.uid,
                self.env.uid,
            )
        )
        self.invalidate_model(flush=False)
        line.invalidate_recordset(["opt_out_ids"], flush=False)

    @api.model
    def _start(self, line, number):
        """Note that messages are welcome again."""
        # sudo - switchboard.opt.out: the person at the other end decides
        self.sudo().search(
            [("line_id", "=", line.id), ("number", "=", number)]
        ).unlink()

    @api.model
    def _of(self, line, numbers):
        """Return the stops of these numbers on a line.

        :rtype: switchboard.opt.out
        """
        # sudo - switchboard.opt.out: whether a number may be written to
        return self.sudo().search(
            [("line_id", "=", line.id), ("number", "in", list(numbers))]
        )

    def _sentence(self):
        """Say why nothing is sent to this number."""
        self.ensure_one()
        return self.env._(
            "%(number)s has answered %(word)s on %(date)s and gets no messages from "
            "this number until START comes from there.",
            number=twilio.shown(self.number),
            word=self.word or "STOP",
            date=fields.Date.to_string(self.stopped_at),
        )
