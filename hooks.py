"""What Odoo's own uninstallation leaves behind is deleted before it."""


def uninstall_hook(env):
    """Delete all lines, with their conversations and the servers they use.

    The mailboxes on the mail servers are not touched.

    :param odoo.api.Environment env: of the superuser
    """
    env["res.company"].search([]).write({"switchboard_plan_id": False})
    mailboxes = env["switchboard.mailbox"].with_context(active_test=False)
    mailboxes.search([]).unlink()
    lines = env["switchboard.line"].with_context(active_test=False)
    lines.search([]).unlink()
    # sudo - ir.config_parameter: the module's own
    parameters = env["ir.config_parameter"].sudo()
    parameters.search([("key", "=like", "mail\\_switchboard.%")]).unlink()
