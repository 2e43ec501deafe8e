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
            content: "The consent is there; the folders are listed",
            trigger: ".o_form_view .alert:contains('You are signed in')",
        },
        {
            trigger: ".o_form_view .badge:contains('Signed in with')",
        },
        {
            trigger: ".o_form_view button[name=action_connect]:contains('Connect')",
            run: "click",
        },
        {
            trigger:
                ".o_form_view .o_field_widget[name=state] [aria-checked=true]:contains('Syncing')",
        },
    ],
});
