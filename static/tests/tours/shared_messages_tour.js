import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const LIST = ".o-mail-switchboard-SharedMessages";
const SUBJECT = `${LIST} .o_data_cell[name=subject]`;

/** A bystander opens a contact's emails and asks for what is hidden. */
tours.add("mail_switchboard_shared_messages", {
    steps: () => [
        { trigger: ".nav-link[name=switchboard_messages]:contains('(1)')", run: "click" },
        {
            content: "A hidden subject is a grey bar that says who hides it",
            trigger: `${LIST} .o-mail-switchboard-HiddenSubject:contains('hidden by Anna')`,
        },
        {
            content: "A click opens the message as far as it is shared",
            trigger: SUBJECT,
            run: "click",
        },
        { trigger: ".modal .o_field_widget[name=level]:contains('Who and when')" },
        { trigger: ".modal:not(:has(.o_field_widget[name=body])) .btn-close", run: "click" },
        { trigger: `body:not(:has(.modal)) ${LIST} button[name=action_ask]`, run: "click" },
        {
            trigger: ".modal .o_field_widget[name=reason] textarea",
            run: "edit I took over this client",
        },
        { trigger: ".modal button[name=action_send]", run: "click" },
        { trigger: ".o_notification:contains('The owner was asked')" },
    ],
});

/** The owner reads the reason and gives access for as many days as he likes. */
tours.add("mail_switchboard_grant_access", {
    steps: () => [
        { trigger: ".o_field_widget[name=reason]:contains('I took over this client')" },
        { trigger: "button[name=action_choose_days]", run: "click" },
        { trigger: ".modal .o_field_widget[name=days] input:value('30')", run: "edit 4000" },
        { trigger: ".modal button[name=action_give]", run: "click" },
        {
            content: "What is no number of days is said, and the dialog stays",
            trigger: ".o_error_dialog:contains('from 1 to 3650') .btn-primary",
            run: "click",
        },
        { trigger: ".modal .o_field_widget[name=days] input", run: "edit 12" },
        { trigger: ".modal button[name=action_give]", run: "click" },
        { trigger: ".o_arrow_button_current:contains('Granted')" },
    ],
});

/** After the owner agreed, the same line shows the subject and opens the mail. */
tours.add("mail_switchboard_shared_granted", {
    steps: () => [
        { trigger: ".nav-link[name=switchboard_messages]", run: "click" },
        {
            content: "It is found by its subject now",
            trigger: `${LIST} .o_searchview_input`,
            run: "edit Zanzibar",
        },
        { trigger: `${LIST} .o_searchview_input`, run: "press Enter" },
        { trigger: `${LIST} .o_facet_value:contains('Zanzibar')` },
        { trigger: `${LIST} .o_data_cell[name=direction]:contains('Received')` },
        { trigger: `${LIST} .o_data_cell[name=line_name]:contains('Sales')` },
        { trigger: `${LIST} .o_data_cell[name=attachment_count]:contains('1')` },
        { trigger: `${SUBJECT}:contains('About Zanzibar')`, run: "click" },
        { trigger: ".modal .o_field_widget[name=body]:contains('Quetzalcoatl')" },
        { trigger: ".modal .o_field_widget[name=files] a:contains('plan.pdf')" },
    ],
});

/** A deal's tab; a grantee's click opens the conversation, and he writes from there. */
tours.add("mail_switchboard_deal_messages", {
    steps: () => [
        { trigger: ".nav-link[name=switchboard_messages]:contains('(1)')", run: "click" },
        { trigger: `${LIST} [name=switchboard_new_email]`, run: "click" },
        {
            trigger: ".modal .o_field_widget[name=emails] .badge:contains('Maria Silva')",
        },
        { trigger: ".modal .o_form_button_cancel, .modal .btn-close", run: "click" },
        { trigger: `body:not(:has(.modal)) ${SUBJECT}:contains('Zanzibar')`, run: "click" },
        { trigger: ".o-mail-Message:contains('Maria Silva')" },
    ],
});

/** A company's tab holds the mail of all its people. */
tours.add("mail_switchboard_company_messages", {
    steps: () => [
        { trigger: ".nav-link[name=switchboard_messages]:contains('(2)')", run: "click" },
        { trigger: `${SUBJECT}:contains('From Maria')` },
        { trigger: `${SUBJECT}:contains('From João')` },
    ],
});

/** Mail from before the period of the line is looked for, and stands in the tab then. */
tours.add("mail_switchboard_earlier_messages", {
    steps: () => [
        { trigger: ".nav-link[name=switchboard_messages]:contains('(1)')", run: "click" },
        { trigger: `${LIST}:not(:has(.o_data_cell:contains('Long ago')))` },
        { trigger: `${LIST} [name=switchboard_earlier]`, run: "click" },
        { trigger: ".modal .o_field_widget[name=emails]:contains('@cliente.example')" },
        {
            content: "The lines that the user may send from are chosen",
            trigger: ".modal .o_field_widget[name=mailbox_ids] .badge:contains('Sales')",
        },
        { trigger: ".modal button[name=action_look]", run: "click" },
        { trigger: ".o_notification:contains('Sales: 1 new.')" },
        { trigger: `body:not(:has(.modal)) ${SUBJECT}:contains('Long ago')` },
        { trigger: ".nav-link[name=switchboard_messages]:contains('(2)')" },
    ],
});

/** The list behind the envelope of any record's chatter. */
tours.add("mail_switchboard_chatter_messages", {
    steps: () => [
        { trigger: ".o-mail-switchboard-Chatter-messages:contains('1')", run: "click" },
        { trigger: ".o_list_view .o_data_cell[name=subject]:contains('To the team')" },
        { trigger: ".o_list_view .o_data_cell[name=state]:contains('Queued')" },
    ],
});
