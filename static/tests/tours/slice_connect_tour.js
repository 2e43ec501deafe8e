import { registry } from "@web/core/registry";

/** A manager connects a mailbox; the test gives the local servers as defaults. */
registry.category("web_tour.tours").add("mail_switchboard_slice_connect", {
    steps: () => [
        {
            content: "Open the dialog",
            trigger: "button:contains('Connect an Email')",
            run: "click",
        },
        {
            content: "Type the address",
            trigger: ".modal .o_field_widget[name=email] input",
            run: "edit sales@ours.example",
        },
        {
            content: "Type a wrong password first",
            trigger: ".modal .o_field_widget[name=password] input",
            run: "edit wrong",
        },
        {
            trigger: ".modal button[name=action_check]",
            run: "click",
        },
        {
            content: "The server's refusal stands at the field",
            trigger: ".modal .o_field_widget[name=imap_error]:contains('refused')",
        },
        {
            content: "Type the right one",
            trigger: ".modal .o_field_widget[name=password] input",
            run: "edit secret",
        },
        {
            trigger: ".modal button[name=action_check]",
            run: "click",
        },
        {
            content: "Both servers answered; give the mailbox a name",
            trigger: ".modal .alert-success:contains('Incoming mail answers')",
        },
        {
            trigger: ".modal .o_field_widget[name=name] input",
            run: "edit Sales",
        },
        {
            content: "Share it",
            trigger: ".modal .o_field_widget[name=access] input[data-value=shared]",
            run: "click",
        },
        {
            trigger: ".modal button[name=action_connect]",
            run: "click",
        },
        {
            content: "The mailbox is syncing",
            trigger:
                ".o_form_view .o_field_widget[name=state] [aria-checked=true]:contains('Syncing')",
        },
    ],
});
