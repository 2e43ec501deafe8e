import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("mail_switchboard_chatter_from", {
    steps: () => [
        {
            content: "Begin to write to the customer",
            trigger: ".o-mail-Chatter-sendMessage",
            run: "click",
        },
        {
            content: "Choose the line",
            trigger: ".o-mail_switchboard-FromSelector select:has(option:contains(Sales))",
            run: "selectByLabel /Sales/",
        },
        {
            content: "Write",
            trigger: ".o-mail-Chatter .o-mail-Composer-input",
            run: "edit Your offer is ready",
        },
        {
            content: "Send",
            trigger: ".o-mail-Chatter .o-mail-Composer button[aria-label='Send']:enabled",
            run: "click",
        },
        {
            content: "The message shows its state",
            trigger:
                ".o-mail-Message:contains(Your offer is ready) .o-mail_switchboard-OutgoingState",
        },
    ],
});
