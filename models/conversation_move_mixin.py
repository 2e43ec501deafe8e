from odoo import models
from odoo.exceptions import UserError

from .. import const


class SwitchboardConversationMoveMixin(models.AbstractModel):
    """Going on from another line.

    A conversation belongs to one line. Who wants to write from another one writes in
    that line's conversation with the same people.
    """

    _name = "switchboard.conversation.move.mixin"
    _description = "Going On from Another Line"

    def switchboard_continue(self, line_id, to=None, cc=None, create=False):
        """Find the conversation with the same people on another line.

        :param int line_id: a line the user may send from
        :param to: addresses; everybody in the conversation when left out
        :param cc: addresses
        :param bool create: start it there when there is none
        :return: channel_id (False: there is none), line (its name), people (names)
        :rtype: dict
        :raise UserError: an address that is none, or a line that starts no
            conversations
        :raise AccessError: the user may not send from the line
        """
        self.ensure_one()
        self.check_access("read")
        line = self.env["switchboard.line"].browse(int(line_id)).exists()
        self._switchboard_check_send(line)
        if line.kind != const.EMAIL or self.channel_type != const.EMAIL:
            raise UserError(
                self.env._("An email conversation goes on from a mailbox only.")
            )
        people = self._switchboard_who_gets(to, cc)
        channel = self._switchboard_find(line, people)
        if create and not channel:
            channel = self._switchboard_write_first(line, list(people))
        return {
            "channel_id": channel.id,
            "line": line.name,
            "people": self._switchboard_name(people),
        }

    def _switchboard_who_gets(self, to, cc):
        """Return {address: name} of who gets a message and its answers."""
        recipients = self._switchboard_recipients(to, cc)
        return {
            email: name for kind in ("to", "cc") for name, email in recipients[kind]
        }
