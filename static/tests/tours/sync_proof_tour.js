import { registry } from "@web/core/registry";

const tab = (name) => ({
    content: `Open the tab ${name}`,
    trigger: `.o_notebook .nav-link[name=${name}]`,
    run: "click",
});

registry.category("web_tour.tours").add("mail_switchboard_sync_proof", {
    steps: () => [
        {
            content: "The running import tells how far it is",
            trigger: ".o_switchboard_progress:contains('3 of 10')",
        },
        tab("folders"),
        {
            content: "Nothing is known to be missing",
            trigger: ".o_field_widget[name=completeness] .progress, .o_progressbar",
        },
        {
            content: "See what an import would bring in",
            trigger: "button[name=action_dry_run]",
            run: "click",
        },
        {
            content: "A sample says what would happen to it and why",
            trigger:
                ".o_dialog .o_field_widget[name=sample_ids] tr:contains('Newsletter'):contains('Skipped')",
        },
        {
            content: "Another one would be stored",
            trigger: ".o_dialog .o_field_widget[name=sample_ids] td:contains('conversation')",
        },
        {
            content: "Close it",
            trigger: ".o_dialog footer button:contains('Close')",
            run: "click",
        },
        {
            content: "Count everything through",
            trigger: "body:not(:has(.o_dialog)) button[name=action_check]",
            run: "click",
        },
        {
            content: "One message is missing, in red",
            trigger: ".text-danger:contains('1 messages are missing')",
        },
        {
            content: "Fetch it",
            trigger: "button[name=action_repair]:visible",
            run: "click",
        },
        {
            content: "The bar is back",
            trigger: "body:not(:has(button[name=action_repair])) button[name=action_check]",
        },
        tab("health"),
        {
            content: "The journal names the mail that was left out, and the rule",
            trigger:
                ".o_field_widget[name=skipped_ids] tr:contains('Newsletter'):contains('List-Id')",
        },
        {
            content: "The log tells of the loss",
            trigger: ".o_field_widget[name=log_ids] td:contains('were missing')",
        },
        {
            content: "Bring it in anyway",
            trigger: ".o_field_widget[name=skipped_ids] button[name=action_import]",
            run: "click",
        },
        {
            content: "It is no longer offered",
            trigger: ".o_field_widget[name=skipped_ids]:not(:has(button[name=action_import]))",
        },
    ],
});
