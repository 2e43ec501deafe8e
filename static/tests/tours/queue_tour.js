import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

tours.add("mail_switchboard_queue_send_later", {
    steps: () => [
        { trigger: ".o-mail-Composer-input", run: "edit An offer for tomorrow" },
        {
            content: "Choose to send it later",
            trigger: ".o-mail-Composer button[name='switchboard-send-later']",
            run: "click",
        },
        {
            content: "Tomorrow morning is proposed",
            trigger: ".modal .o-mail_switchboard-sendLater",
            run: "click",
        },
        {
            content: "It waits",
            trigger: ".o-mail-Message [data-state=queued] .o-mail_switchboard-eye",
            run: "click",
        },
        {
            content: "Its time can be changed",
            trigger: ".modal .o-mail_switchboard-reschedule",
            run: "click",
        },
        { trigger: ".modal .o-mail_switchboard-sendLater" },
    ],
});

tours.add("mail_switchboard_queue_paused", {
    steps: () => [
        {
            content: "The message in between pauses what waits",
            trigger: ".o-mail-Message [data-state=queued] .fa-pause-circle",
        },
        {
            trigger: ".o-mail-Message [data-state=queued] .o-mail_switchboard-eye",
            run: "click",
        },
        {
            content: "The card says why",
            trigger: ".modal .o-mail_switchboard-cardState:contains('a new message came in')",
        },
        { trigger: ".modal .o-mail_switchboard-letGo", run: "click" },
        {
            content: "It is on its way again",
            trigger: ".o-mail-Message [data-state=queued]:not(:has(.fa-pause-circle))",
        },
    ],
});

tours.add("mail_switchboard_signature_matrix", {
    steps: () => [
        { trigger: ".o_group_header:contains('Sales').o_group_open" },
        {
            content: "Whose own signature is used",
            trigger: ".o_data_row:contains('Ben Ortiz'):contains(\"The operator's\")",
        },
        {
            content: "Who gets the common one",
            trigger: ".o_data_row:contains('Sara Lind'):contains('The common one')",
        },
    ],
});
