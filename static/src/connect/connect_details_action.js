import { registry } from "@web/core/registry";

/**
 * Where the browser comes back to from the provider: the new mailbox, and over it the
 * dialog that asks what is still open.
 */
async function connectDetails(env, action) {
    const mailboxId = action.context.active_id;
    await env.services.action.doAction(
        {
            type: "ir.actions.act_window",
            res_model: "switchboard.mailbox",
            res_id: mailboxId,
            views: [[false, "form"]],
        },
        { clearBreadcrumbs: true }
    );
    return env.services.orm.call("switchboard.mailbox", "action_choose_details", [[mailboxId]]);
}

registry.category("actions").add("mail_switchboard.connect_details", connectDetails);
