import { registry } from "@web/core/registry";

const conversation = ".o-mail-DiscussSidebarChannel:contains('Maria Silva')";

/** The body of a mail stands in a shadow root, the rest of the message beside it. */
function message(index, text) {
    return `.o-mail-Message:eq(${index}) .o-mail-Message-body > .overflow-x-auto:shadow span:contains('${text}')`;
}

/** An operator reads, answers, stops the answer, and answers again. */
registry.category("web_tour.tours").add("mail_switchboard_slice_answer", {
    steps: () => [
        {
            content: "The line is a category of its own",
            trigger: ".o-mail-DiscussSidebarCategory:contains('Sales')",
        },
        { trigger: conversation, run: "click" },
        {
            content: "The older mail stands above the newer one",
            trigger: message(0, "Roof question"),
        },
        { trigger: message(1, "One more thing") },
        {
            content: "The attachment is there",
            trigger: ".o-mail-AttachmentContainer[aria-label='plan.pdf']",
        },
        {
            content: "The subject is prefilled",
            trigger: ".o-mail_switchboard-subject:value('Re: Roof')",
        },
        { trigger: ".o-mail-Composer-input", run: "edit A hasty answer" },
        { trigger: "button[name='send-message']:enabled", run: "click" },
        {
            content: "The clock runs",
            trigger: ".o-mail-Message:eq(2) [data-state=queued] .o-mail_switchboard-countdown",
        },
        {
            trigger: ".o-mail-Message:eq(2) .o-mail_switchboard-eye",
            run: "click",
        },
        {
            content: "The card tells who gets it",
            trigger: ".modal:contains('maria.tour@cliente.example')",
        },
        { trigger: ".modal .o-mail_switchboard-stop", run: "click" },
        {
            content: "It is stopped",
            trigger: ".o-mail-Message:eq(2) [data-state=stopped]",
        },
        {
            content: "The text is in the composer again",
            trigger: ".o-mail-Composer-input:value('A hasty answer')",
        },
        { trigger: ".o-mail-Composer-input", run: "edit A careful answer" },
        { trigger: "button[name='send-message']:enabled", run: "click" },
        { trigger: message(3, "A careful answer") },
        { trigger: ".o-mail-Message:eq(3) [data-state=queued]" },
    ],
});

/** The customer's answer has come back; the sent one shows its check. */
registry.category("web_tour.tours").add("mail_switchboard_slice_answered", {
    steps: () => [
        {
            content: "One message is new",
            trigger: `${conversation} .o-mail-DiscussSidebar-badge:contains('1')`,
        },
        { trigger: conversation, run: "click" },
        { trigger: message(3, "A careful answer") },
        { trigger: ".o-mail-Message:eq(3) [data-state=sent]" },
        { trigger: message(4, "Thank you, Ben") },
        {
            content: "Reading takes the badge away",
            trigger: `${conversation}:not(:has(.o-mail-DiscussSidebar-badge))`,
        },
    ],
});

/** Who only receives reads everything and finds a reason in place of a composer. */
registry.category("web_tour.tours").add("mail_switchboard_slice_receive_only", {
    steps: () => [
        { trigger: conversation, run: "click" },
        { trigger: message(4, "Thank you, Ben") },
        {
            trigger: ".o-mail_switchboard-NoComposer:contains('not send from it')",
        },
        { trigger: ".o-mail-DiscussContent:not(:has(.o-mail-Composer))" },
    ],
});

/** Without a grant there is no category and no conversation. */
registry.category("web_tour.tours").add("mail_switchboard_slice_no_grant", {
    steps: () => [
        { trigger: ".o-mail-DiscussSidebarCategory:contains('Direct messages')" },
        {
            trigger: ".o-mail-DiscussSidebar:not(:has(.o-mail_switchboard-state))",
        },
    ],
});
