import { registry } from "@web/core/registry";

/** The owner disconnects a mailbox with its content, and connects it again. */
registry.category("web_tour.tours").add("mail_switchboard_line_disconnect", {
    steps: () => [
        {
            trigger:
                ".o_form_view header button:contains('Disconnect'), .o_statusbar_buttons button:contains('Disconnect')",
            run: "click",
        },
        {
            content: "Erase what was brought in",
            trigger: ".modal input[data-value=erase]",
            run: "click",
        },
        {
            content: "The numbers say what that means",
            trigger: ".modal .alert-danger:contains('2'):contains('conversations')",
        },
        {
            trigger: ".modal footer button[name=action_disconnect]",
            run: "click",
        },
        {
            trigger:
                ".o_form_view .o_field_widget[name=state] [aria-checked=true]:contains('Disconnected')",
        },
        {
            content: "Connect it again",
            trigger: ".o_form_view button[name=action_reconnect]",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=password] input",
            run: "edit wrong",
        },
        {
            trigger: ".modal button[name=action_connect_again]",
            run: "click",
        },
        {
            content: "A wrong password is said in the dialog",
            trigger: ".modal .alert-danger:contains('refused')",
        },
        {
            trigger: ".modal .o_field_widget[name=password] input",
            run: "edit secret",
        },
        {
            trigger: ".modal button[name=action_connect_again]",
            run: "click",
        },
        {
            trigger:
                "body:not(:has(.modal)) .o_form_view .o_field_widget[name=state] [aria-checked=true]:contains('Syncing')",
        },
    ],
});
