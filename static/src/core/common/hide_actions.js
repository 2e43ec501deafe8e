import { composerActionsRegistry } from "@mail/core/common/composer_actions";
import { messageActionsRegistry } from "@mail/core/common/message_actions";
import { threadActionsRegistry } from "@mail/core/common/thread_actions";
import "@mail/discuss/core/common/thread_actions";
import "@mail/discuss/core/web/thread_actions";
import "@mail/discuss/gif_picker/common/composer_actions_patch";
import "@mail/discuss/message_pin/common/message_actions";
import "@mail/discuss/message_pin/common/thread_actions";
import "@mail/discuss/voice_message/common/composer_actions_patch";

import { registry } from "@web/core/registry";

/** Adds "not in our conversations" to the condition of an action or command. */
export function hideFromSwitchboard(definition) {
    const { condition } = definition;
    definition.condition = function (params) {
        const thread = params.thread ?? params.composer?.targetThread;
        if (thread?.isSwitchboard) {
            return false;
        }
        return typeof condition === "function" ? condition.call(this, params) : (condition ?? true);
    };
}

for (const [actions, ids] of [
    [
        threadActionsRegistry,
        [
            "advanced-settings",
            "invite-people",
            "notification-settings",
            "pinned-messages",
            "rename-thread",
        ],
    ],
    [messageActionsRegistry, ["pin", "reply-to"]],
    [composerActionsRegistry, ["add-gif", "voice-start"]],
]) {
    for (const id of ids) {
        hideFromSwitchboard(actions.get(id));
    }
}

// A leading "/" never turns an email into a command, whoever adds commands.
const commands = registry.category("discuss.channel_commands");
commands.getAll().forEach(hideFromSwitchboard);
commands.addEventListener("UPDATE", ({ detail: { operation, value } }) => {
    if (operation === "add") {
        hideFromSwitchboard(value);
    }
});
