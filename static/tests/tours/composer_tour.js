import { registry } from "@web/core/registry";

import { dragenterFiles, dropFiles } from "@web/../tests/utils";

const tours = registry.category("web_tour.tours");

const input = ".o-mail-Composer-input";
const send = "button[name='send-message']:enabled";

/** The body of a mail stands in a shadow root, the rest of the message beside it. */
function message(text) {
    return `.o-mail-Message-body > .overflow-x-auto:shadow span:contains('${text}')`;
}

function address(name, text) {
    return `.o-mail_switchboard-recipients [data-name=${name}] .badge:contains('${text}')`;
}

/** To all of a mail, with one more in Cc. */
tours.add("mail_switchboard_composer_reply_all", {
    steps: () => [
        {
            trigger: `.o-mail-Message:has(.o-mail_switchboard-cc)`,
            run: "hover && click .o-mail-Message-actions [title='Reply to all of this mail']",
        },
        { content: "The sender stands in To", trigger: address("to", "Maria Silva") },
        { content: "The others stand in Cc", trigger: address("cc", "joao.cc@cliente.example") },
        {
            content: "One more",
            trigger: "[data-name=cc] input",
            run: "edit rita.cc@cliente.example",
        },
        { trigger: "[data-name=cc] .o-mail_switchboard-AddressInput-add", run: "click" },
        { trigger: address("cc", "rita.cc@cliente.example") },
        { trigger: input, run: "edit To all of you" },
        {
            content: "What stands below the mail",
            trigger: ".o-mail_switchboard-signatureToggle:contains('Your signature')",
            run: "click",
        },
        { trigger: ".o-mail_switchboard-signature:contains('Ben, Roofs')" },
        { trigger: send, run: "click" },
        { trigger: message("To all of you") },
        { trigger: ".o-mail-Message [data-state=queued]" },
    ],
});

/** A mail and its file go to somebody else. */
tours.add("mail_switchboard_composer_forward", {
    steps: () => [
        {
            trigger: `.o-mail-Message:has(.o-mail_switchboard-cc)`,
            run: "hover && click .o-mail-Message-actions [title='Forward']",
        },
        { trigger: ".modal .o_field_widget[name=attachment_ids]:contains('plan.pdf')" },
        {
            trigger: ".modal .o_field_widget[name=subject] input:value('Fwd: Roof')",
        },
        {
            trigger: ".modal .o_field_widget[name=emails] input",
            run: "edit rita.fwd@partner.example",
        },
        { trigger: ".modal button[name=action_send]", run: "click" },
        { trigger: message("Forwarded message") },
        { trigger: ".o-mail-Message .o-mail-AttachmentContainer[aria-label='plan.pdf']" },
    ],
});

/** A message is stopped: text, subject, recipients and files are there again. */
tours.add("mail_switchboard_composer_stop", {
    steps: () => [
        { trigger: ".o-mail-Message" },
        { trigger: ".o-mail_switchboard-changeRecipients", run: "click" },
        { trigger: "[data-name=bcc] input", run: "edit boss.bcc@ours.example" },
        { trigger: ".o-mail_switchboard-subject", run: "edit Another matter" },
        { trigger: address("bcc", "boss.bcc@ours.example") },
        { trigger: input, run: "edit A hasty answer" },
        {
            content: "A file is dropped on the conversation",
            trigger: ".o-mail-DiscussContent",
            async run() {
                const files = [new File(["Prices"], "prices.txt", { type: "text/plain" })];
                await dragenterFiles(".o-mail-DiscussContent", files);
                await dropFiles(".o-Dropzone", files);
            },
        },
        {
            trigger:
                ".o-mail-Composer .o-mail-AttachmentContainer:not(.o-isUploading):contains('prices.txt')",
        },
        { trigger: send, run: "click" },
        { trigger: ".o-mail-Message [data-state=queued] .o-mail_switchboard-eye", run: "click" },
        { trigger: ".modal dd:contains('boss.bcc@ours.example')" },
        { trigger: ".modal .o-mail_switchboard-cardHeaders summary", run: "click" },
        { trigger: ".modal pre:contains('Message-ID:')" },
        { trigger: ".modal .o-mail_switchboard-stop", run: "click" },
        { trigger: ".o-mail-Message [data-state=stopped]" },
        { trigger: `${input}:value('A hasty answer')` },
        { trigger: ".o-mail_switchboard-subject:value('Another matter')" },
        { trigger: address("bcc", "boss.bcc@ours.example") },
        { trigger: ".o-mail-Composer .o-mail-AttachmentContainer:contains('prices.txt')" },
        { trigger: input, run: "edit A careful answer" },
        { trigger: send, run: "click" },
        { trigger: message("A careful answer") },
        { trigger: ".o-mail-Message [data-state=queued]" },
    ],
});

/** The server takes the post, and the browser never hears of it. */
function loseOneAnswer() {
    const { open, send: stockSend } = XMLHttpRequest.prototype;
    Object.assign(XMLHttpRequest.prototype, {
        open(_method, url) {
            this.isPost = url.includes("/mail/message/post");
            return open.apply(this, arguments);
        },
        send(body) {
            if (!this.isPost) {
                return stockSend.call(this, body);
            }
            Object.assign(XMLHttpRequest.prototype, { open, send: stockSend });
            const headers = { "Content-Type": "application/json" };
            fetch("/mail/message/post", { method: "POST", body, headers }).then(() =>
                this.dispatchEvent(new ProgressEvent("error"))
            );
        },
    });
}

tours.add("mail_switchboard_composer_lost_connection", {
    steps: () => [
        { trigger: ".o-mail-Message" },
        { trigger: input, run: "edit Only once" },
        {
            trigger: send,
            async run({ click }) {
                loseOneAnswer();
                await click();
            },
        },
        {
            content: "Nothing typed is lost",
            trigger: ".o_notification:contains('nothing is sent twice')",
        },
        { trigger: `${input}:value('Only once')` },
        { trigger: send, run: "click" },
        { trigger: message("Only once") },
        { trigger: `${input}:not(:value('Only once'))` },
        { trigger: ".o-mail-Message [data-state=queued]" },
    ],
});

/** Writing first from a deal, linked to it, with what is forgotten told. */
tours.add("mail_switchboard_composer_write_first", {
    steps: () => [
        { trigger: ".o-mail_switchboard-chatterWrite", run: "click" },
        {
            content: "The deal's contact is proposed",
            trigger: ".modal .o_field_widget[name=emails] .badge:contains('Joe Boss')",
        },
        {
            content: "The deal is linked",
            trigger: ".modal .o_field_widget[name=record_ref] input:value('Roof 12 kW')",
        },
        {
            content: "Contacts are found while one types",
            trigger: ".modal .o_field_widget[name=emails] input",
            run: "edit Sue Helper",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains('sue.helper@cliente.example')",
            run: "click",
        },
        { trigger: ".modal .o_field_widget[name=emails] .badge:contains('Sue Helper')" },
        {
            trigger: ".modal .o_field_widget[name=body] .odoo-editor-editable",
            run: "editor Hello to both of you",
        },
        { trigger: ".modal button[name=action_send]", run: "click" },
        {
            content: "An empty subject is asked about",
            trigger: ".modal .alert-warning:contains('The subject is empty')",
        },
        { trigger: ".modal .o_field_widget[name=subject] input", run: "edit Offer for two" },
        { trigger: ".modal button[name=action_send]", run: "click" },
        { trigger: message("Hello to both of you") },
        { trigger: ".o-mail-Message [data-state=queued]" },
    ],
});
