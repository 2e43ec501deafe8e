import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

const row = (words) => `.o_data_row:contains('${words}')`;
const choose = (words) => ({
    content: `Choose the message to ${words}`,
    trigger: `${row(words)} .o_list_record_selector input`,
    run: "click",
});
const press = (name) => ({
    content: `Press ${name}`,
    trigger: `.o_control_panel button[name=${name}]`,
    run: "click",
});
const becomes = (words, state) => ({
    content: `The message to ${words} is ${state} now`,
    trigger: `${row(words)}:has(.o_field_badge:contains('${state}'))`,
});

tours.add("mail_switchboard_outgoing_page", {
    steps: () => [
        {
            content: "What should have left is said first",
            trigger: ".o-mail_switchboard-late:contains('Late on “Sales”: 1, the oldest one')",
        },
        { trigger: ".o-mail_switchboard-late button", run: "click" },
        {
            content: "Only that one is shown",
            trigger: `.o_list_view:has(${row("late@")}):not(:has(${row("doubt@")}))`,
        },
        {
            trigger: ".o_searchview_facet:contains('Due for more than 10 min') .o_facet_remove",
            run: "click",
        },
        choose("doubt@"),
        choose("lost@"),
        press("action_arrived"),
        becomes("doubt@", "Sent"),
        becomes("lost@", "Sent"),
        choose("failed@"),
        choose("refused@"),
        press("action_retry"),
        {
            content: "It asks, because it may arrive twice",
            trigger: ".modal:contains('it may arrive twice') .btn-primary",
            run: "click",
        },
        becomes("failed@", "Queued"),
        becomes("refused@", "Queued"),
        choose("failed@"),
        choose("late@"),
        choose("sent@"),
        press("action_stop_chosen"),
        {
            content: "What was too late is said as well",
            trigger: ".o_notification:contains('2 messages are stopped. 1 could not be stopped')",
        },
        becomes("late@", "Stopped"),
        becomes("failed@", "Stopped"),
        {
            content: "Nothing is late any more",
            trigger: ".o_list_view:not(:has(.o-mail_switchboard-late))",
        },
        { trigger: ".o_switch_view.o_graph", run: "click" },
        { trigger: ".o_graph_renderer canvas" },
    ],
});

tours.add("mail_switchboard_outgoing_hours", {
    steps: () => [
        { trigger: ".o_graph_renderer canvas" },
        {
            content: "Of the last day, by hour and state",
            trigger: ".o_searchview_facet:contains('Done in the last 24 hours')",
        },
        { trigger: ".o_switch_view.o_list", run: "click" },
        {
            content: "What ended is listed, what waits is not",
            trigger: `.o_list_view:has(${row("failed@")}):not(:has(${row("late@")}))`,
        },
    ],
});

tours.add("mail_switchboard_sending_gauge", {
    steps: () => [
        { trigger: ".o_notebook .nav-link[name=sending]", run: "click" },
        {
            content: "How much of the day's ceiling is used",
            trigger: ".o_field_widget[name=sent_last_day] canvas",
        },
        { trigger: ".o_field_widget[name=queue_length]:contains('1')" },
    ],
});

tours.add("mail_switchboard_queue_paused_stop", {
    steps: () => [
        {
            content: "The author sees what came in ...",
            trigger: ".o-mail-Message .overflow-x-auto:shadow :contains('Do not come')",
        },
        {
            content: "... and what he had written",
            trigger: ".o-mail-Message [data-state=queued] .fa-pause-circle",
        },
        {
            trigger: ".o-mail-Message [data-state=queued] .o-mail_switchboard-eye",
            run: "click",
        },
        { trigger: ".modal .o-mail_switchboard-stop", run: "click" },
        {
            content: "The text is in the composer again",
            trigger: ".o-mail-Composer-input:value('We come on Monday')",
        },
    ],
});
