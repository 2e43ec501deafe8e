import { registry } from "@web/core/registry";

/** Writing first: to two addresses with a message, then a conversation only. */
registry.category("web_tour.tours").add("mail_switchboard_slice_write_first", {
    steps: () => [
        { trigger: "button:contains('New Email')", run: "click" },
        {
            content: "The only account is chosen already",
            trigger: ".modal .o_field_widget[name=line_id] input:value('Sales')",
        },
        {
            trigger: ".modal .o_field_widget[name=emails] input",
            run: "edit joao.tour@cliente.example, rita.tour@cliente.example",
        },
        {
            trigger: ".modal .o_field_widget[name=subject] input",
            run: "edit Offer for two",
        },
        {
            trigger: ".modal .o_field_widget[name=body] .odoo-editor-editable",
            run: "editor Hello to both of you",
        },
        { trigger: ".modal button[name=action_send]", run: "click" },
        {
            content: "The conversation opens in Discuss with the message",
            trigger:
                ".o-mail-Message-body > .overflow-x-auto:shadow span:contains('Hello to both of you')",
        },
        {
            trigger: ".o-mail-Message [data-state=queued]",
        },
    ],
});

registry.category("web_tour.tours").add("mail_switchboard_slice_create_only", {
    steps: () => [
        { trigger: "button:contains('New Email')", run: "click" },
        {
            trigger: ".modal .o_field_widget[name=emails] input",
            run: "edit nobody at all",
        },
        { trigger: ".modal button[name=action_create_only]", run: "click" },
        {
            content: "What is no address is refused by name",
            trigger: ".o_error_dialog:contains('nobody at all')",
        },
        { trigger: ".o_error_dialog button.btn-primary", run: "click" },
        {
            content: "The dialog says it too, at its field",
            trigger: ".modal .o_field_widget[name=emails] [role=alert]:contains('nobody at all')",
        },
        { trigger: ".modal button[title='Remove nobody at all']", run: "click" },
        {
            trigger: ".modal .o_field_widget[name=emails] input",
            run: "edit later.tour@cliente.example",
        },
        { trigger: ".modal button[name=action_create_only]", run: "click" },
        {
            trigger: ".o-mail-DiscussContent:contains('later.tour@cliente.example')",
        },
        { trigger: ".o-mail-DiscussContent .o-mail-Composer-input" },
    ],
});
