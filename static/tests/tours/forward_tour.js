import { registry } from "@web/core/registry";

/** An operator forwards a mail with its file to somebody new. */
registry.category("web_tour.tours").add("mail_switchboard_forward", {
    steps: () => [
        {
            trigger: ".o-mail-Message:contains('plan.pdf')",
            run: "hover && click .o-mail-Message [title='Forward']",
        },
        {
            content: "The file goes along",
            trigger: ".modal .o_field_widget[name=attachment_ids]:contains('plan')",
        },
        {
            trigger: ".modal .o_field_widget[name=emails] input",
            run: "edit joe.forward@partner.example",
        },
        { trigger: ".modal button[name=action_send]", run: "click" },
        {
            content: "It stands in a conversation with the new one",
            trigger: ".o-mail-Message .o-mail-AttachmentContainer[aria-label='plan.pdf']",
        },
        { trigger: ".o-mail-Message [data-state=queued]" },
    ],
});
