import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const conversation = ".o-mail-DiscussSidebarChannel:contains('01512 3456789')";

/** A manager connects a number; a wrong token is told at once. */
tours.add("mail_switchboard_phone_connect", {
    steps: () => [
        { trigger: "button:contains('Connect a Phone')", run: "click" },
        {
            trigger: ".modal .o_field_widget[name=number] input",
            run: "edit +49 30 123456",
        },
        { trigger: ".modal .o_field_widget[name=name] input", run: "edit Berlin" },
        {
            trigger: ".modal .o_field_widget[name=access] input[data-value=shared]",
            run: "click",
        },
        { trigger: ".modal .o_field_widget[name=auth_token] input", run: "edit wrong" },
        { trigger: ".modal button[name=action_connect]", run: "click" },
        {
            content: "Twilio's refusal stands beside the account",
            trigger: ".modal .o_field_widget[name=account_error]:contains('refused the account')",
        },
        {
            content: "The right token; the fake's is known",
            trigger: ".modal .o_field_widget[name=auth_token] input",
            run: "edit the-right-token",
        },
        { trigger: ".modal button[name=action_connect]", run: "click" },
        {
            content: "The number works, in national format with its flag",
            trigger:
                ".o_form_view .o_field_widget[name=state] [aria-checked=true]:contains('Connected')",
        },
        { trigger: ".o_field_widget[name=display_number]:contains('030 123456')" },
        { trigger: "a.nav-link:contains('Twilio')", run: "click" },
        {
            content: "The webhook is shown",
            trigger: ".o_field_widget[name=webhook_url]:contains('/mail_switchboard/twilio/')",
        },
    ],
});

/** An operator reads an SMS of an unknown number and answers it. */
tours.add("mail_switchboard_phone_answer", {
    steps: () => [
        { trigger: conversation, run: "click" },
        { trigger: ".o-mail-Message-body:contains('Is the roof ready?')" },
        { trigger: ".o-mail-Message-author:contains('01512 3456789')" },
        {
            content: "Where flags cannot be drawn the country is named",
            trigger: ".o-mail_switchboard-Counterpart[title='+4915123456789 (Germany)']",
            run: "click",
        },
        {
            trigger:
                ".o-mail_switchboard-UnknownCard:contains('Germany'):contains('No contact has this number')",
        },
        { trigger: ".o-mail-Composer-input", run: "edit Yes, façade as well" },
        {
            content: "One letter makes it dear, and is shown; the signature counts",
            trigger: ".o-mail_switchboard-offending:contains('ç')",
        },
        { trigger: ".o-mail_switchboard-segments:contains('40 left · 1 SMS')" },
        { trigger: ".o-mail-Composer-input", run: "edit Yes, today" },
        {
            trigger:
                ".o-mail_switchboard-segments:not(:has(.o-mail_switchboard-offending)):contains('1 SMS')",
        },
        { trigger: "button[name='send-message']:enabled", run: "click" },
        { trigger: ".o-mail-Message:contains('Yes, today') [data-state=queued]" },
    ],
});

/** The answer has left; the person has had enough: nobody can write any more. */
tours.add("mail_switchboard_phone_stopped", {
    steps: () => [
        { trigger: conversation, run: "click" },
        { trigger: ".o-mail-Message:contains('Yes, today') [data-state=sent]" },
        { trigger: ".o-mail-Message-body:contains('STOP')" },
        {
            content: "Why, and until when",
            trigger: ".o-mail_switchboard-NoComposer:contains('has answered STOP')",
        },
        { trigger: ".o-mail-DiscussContent:not(:has(.o-mail-Composer))" },
    ],
});

/** The manager finds the number among the stopped ones. */
tours.add("mail_switchboard_phone_opt_outs", {
    steps: () => [
        { trigger: "a.nav-link:contains('Consent')", run: "click" },
        {
            trigger:
                ".o_field_widget[name=opt_out_ids] .o_data_row:contains('+4915123456789'):contains('STOP')",
        },
    ],
});

/** Messages are welcome again. */
tours.add("mail_switchboard_phone_started", {
    steps: () => [
        { trigger: conversation, run: "click" },
        { trigger: ".o-mail-Message-body:contains('START')" },
        { trigger: ".o-mail-Composer-input[placeholder='Write a text message …']" },
    ],
});

/** An SMS from a contact's form; there is no email address, and none is needed. */
tours.add("mail_switchboard_phone_chatter", {
    steps: () => [
        { trigger: ".o-mail-Chatter-sendMessage", run: "click" },
        {
            trigger: ".o-mail_switchboard-FromSelector select:has(option:contains(Berlin))",
            run: "selectByLabel /Berlin/",
        },
        {
            content: "Who gets it takes the place of email recipients",
            trigger: ".o-mail_switchboard-smsTo:contains('01512 3456789')",
        },
        { trigger: ".o-mail-Chatter:not(:has(.o-mail-RecipientsInput))" },
        {
            trigger: ".o-mail-Chatter .o-mail-Composer-input[placeholder='Write a text message …']",
            run: "edit Your façade is ready",
        },
        { trigger: ".o-mail-Chatter .o-mail_switchboard-offending:contains('ç')" },
        {
            trigger: ".o-mail-Chatter .o-mail-Composer button[aria-label='Send']:enabled",
            run: "click",
        },
        {
            content: "The message shows its state",
            trigger: ".o-mail-Message:contains('Your façade is ready') [data-state=queued]",
        },
    ],
});

/** The answer stands on the contact; who has stopped is told before anybody writes. */
tours.add("mail_switchboard_phone_chatter_answered", {
    steps: () => [
        { trigger: ".o-mail-Message:contains('Thanks a lot')" },
        { trigger: ".o-mail-Message:contains('Your façade is ready') [data-state=sent]" },
        { trigger: ".o-mail-Chatter-sendMessage", run: "click" },
        {
            content: "The phone is remembered",
            trigger: ".o-mail_switchboard-ChatterSms .alert:contains('has answered STOP')",
        },
        { trigger: ".o-mail-Chatter .o-mail-Composer-input", run: "edit Once more" },
        {
            trigger: ".o-mail-Chatter .o-mail-Composer button[aria-label='Send']:enabled",
            run: "click",
        },
        {
            content: "The server refuses, and says why",
            trigger: ".o_dialog:contains('has answered STOP') button:contains('Close')",
            run: "click",
        },
        {
            content: "What was written is still there",
            trigger: ".o-mail-Chatter .o-mail-Composer-input:value('Once more')",
        },
    ],
});

/** From the SMS to the same person's emails. */
tours.add("mail_switchboard_phone_other", {
    steps: () => [
        { trigger: ".o-mail-DiscussSidebarChannel:contains('Maria Silva')", run: "click" },
        { trigger: "button[title='Write an email to Maria Silva']", run: "click" },
        { trigger: ".modal .o_field_widget[name=emails] .badge:contains('Maria')" },
    ],
});

/** Writing first by SMS: the parts are counted in the dialog, too. */
tours.add("mail_switchboard_phone_write_first", {
    steps: () => [
        { trigger: ".modal .o_field_widget[name=number] input", run: "edit +49 1512 3456789" },
        {
            trigger: ".modal .o_field_widget[name=sms_text] textarea",
            run: "edit Good morning, façade",
        },
        { trigger: ".modal .o-mail_switchboard-offending:contains('ç')" },
        { trigger: ".modal button[name=action_send]", run: "click" },
        { trigger: ".o-mail-Message:contains('Good morning, façade') [data-state=queued]" },
    ],
});

const eye = (text, state) => ({
    content: `“${text}” is ${state}: its card`,
    trigger: `.o-mail-Message:contains('${text}') [data-state=${state}] .o-mail_switchboard-eye`,
    run: "click",
});

/** An SMS that has not left is stopped; what was written is in the composer again. */
tours.add("mail_switchboard_phone_stop", {
    steps: () => [
        { trigger: conversation, run: "click" },
        { trigger: ".o-mail-Composer-input", run: "edit Wrong number" },
        { trigger: "button[name='send-message']:enabled", run: "click" },
        eye("Wrong number", "queued"),
        { trigger: ".modal .o-mail_switchboard-stop", run: "click" },
        { trigger: ".o-mail-Composer-input:value('Wrong number')" },
        { trigger: ".o-mail-Message:contains('Wrong number') [data-state=stopped]" },
    ],
});

/** An SMS that failed is written as an email instead: looked at first, then sent. */
tours.add("mail_switchboard_phone_failed_sms", {
    steps: () => [
        eye("Come at ten", "failed"),
        { trigger: ".modal .o-mail_switchboard-cardState:contains('cannot receive SMS')" },
        {
            trigger: ".modal .o-mail_switchboard-other:contains('Send as an email instead')",
            run: "click",
        },
        { trigger: ".modal .o_field_widget[name=emails] .badge:contains('Maria')" },
        { trigger: ".modal .o_field_widget[name=body]:contains('Come at ten')" },
        { trigger: ".modal .o_field_widget[name=subject] input", run: "edit Our meeting" },
        { trigger: ".modal button[name=action_send]", run: "click" },
        {
            trigger:
                "body:not(:has(.modal)) .o-mail-Message:contains('Our meeting') [data-state=queued]",
        },
    ],
});

/** And an email that failed is written as an SMS. */
tours.add("mail_switchboard_phone_failed_email", {
    steps: () => [
        eye("Ben Ortiz", "failed"),
        {
            trigger: ".modal .o-mail_switchboard-other:contains('Send as an SMS instead')",
            run: "click",
        },
        { trigger: ".modal .o_field_widget[name=number] input:value('+4915123456789')" },
        { trigger: ".modal .o_field_widget[name=sms_text] textarea:value('At eleven')" },
        { trigger: ".modal button[name=action_send]", run: "click" },
        {
            trigger:
                "body:not(:has(.modal)) .o-mail-Message:contains('At eleven') [data-state=queued]",
        },
    ],
});

/** Writing first to a contact, with both kinds of lines: the number is looked up. */
tours.add("mail_switchboard_phone_write_first_contact", {
    steps: () => [
        { trigger: ".modal .o_field_widget[name=messenger] input[data-value=sms]", run: "click" },
        { trigger: ".modal .o_field_widget[name=line_id] input:value('Berlin')" },
        { trigger: ".modal:not(:has(.o_field_widget[name=emails]))" },
        { trigger: ".modal .o_field_widget[name=sms_partner_id] input", run: "edit Maria" },
        { trigger: ".o-autocomplete--dropdown-item:contains('Maria Silva')", run: "click" },
        { trigger: ".modal .o_field_widget[name=number] input:value('+4915123456789')" },
        {
            content: "She has written already: it is said before anything is sent",
            trigger: ".modal .alert:contains('There is already a conversation')",
        },
        { trigger: ".modal .o_field_widget[name=sms_text] textarea", run: "edit Good morning" },
        { trigger: ".modal button[name=action_send]", run: "click" },
        { trigger: ".o-mail-Message-body:contains('By SMS')" },
        { trigger: ".o-mail-Message:contains('Good morning') [data-state=queued]" },
    ],
});

/** On the contact emails and SMS stand in one list, which says what is what. */
tours.add("mail_switchboard_phone_timeline", {
    steps: () => [
        { trigger: ".nav-link[name=switchboard_messages]:contains('(2)')", run: "click" },
        { trigger: ".o_data_row:contains('By mail') .o_data_cell[name=kind]:contains('Email')" },
        { trigger: ".o_data_row:contains('By SMS') .o_data_cell[name=kind]:contains('SMS')" },
    ],
});
