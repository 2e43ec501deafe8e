import { registry } from "@web/core/registry";

/** The owner of a new mailbox signs in at the provider and connects it. */
registry.category("web_tour.tours").add("mail_switchboard_line_sign_in", {
    steps: () => [
        {
            content: "Go to the provider, and come back",
            trigger: ".o_form_view button[name=action_sign_in]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "The consent is there; the dialog goes on with its second step",
            trigger: ".modal .alert-success:contains('Incoming mail answers')",
        },
        {
            trigger: ".modal .o_field_widget[name=folder_ids] .o_data_row:contains('INBOX')",
        },
        {
            trigger: ".modal button[name=action_send_test]",
            run: "click",
        },
        {
            content: "The result of the test stands in the dialog",
            trigger: ".modal .o_field_widget[name=test_result]:contains('The server took it')",
        },
        {
            trigger: ".modal .o_field_widget[name=name] input",
            run: "edit Anna at Acme",
        },
        {
            trigger: ".modal button[name=action_connect]",
            run: "click",
        },
        {
            trigger:
                ".o_form_view .o_field_widget[name=state] [aria-checked=true]:contains('Syncing')",
        },
        {
            trigger: ".o_form_view .badge:contains('Signed in with')",
        },
    ],
});
