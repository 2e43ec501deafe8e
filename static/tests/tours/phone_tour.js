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
