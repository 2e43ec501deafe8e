import { registry } from "@web/core/registry";

import { dragenterFiles, dropFiles } from "@web/../tests/utils";

const tours = registry.category("web_tour.tours");

const input = ".o-mail-Composer-input";
const send = "button[name='send-message']:enabled";
const file = ".o-mail-Composer .o-mail-AttachmentContainer:not(.o-isUploading)";

/** The body of a mail stands in a shadow root, the rest of the message beside it. */
function message(text, tag = "span") {
    return `.o-mail-Message-body > .overflow-x-auto:shadow ${tag}:contains('${text}')`;
}

/** A canned response and plain text from the quick composer. */
tours.add("mail_switchboard_composer_canned", {
    steps: () => [
        { trigger: ".o-mail-Message" },
        { trigger: input, run: "edit ::visit" },
        { trigger: ".o-mail-NavigableList-item:contains('We come on Monday.')", run: "click" },
        { trigger: `${input}:value('We come on Monday.')` },
        { trigger: send, run: "click" },
        { trigger: message("We come on Monday.") },
        { trigger: input, run: "edit 1 < 2 & <b>no</b>" },
        { trigger: send, run: "click" },
        { trigger: message("<b>no</b>") },
    ],
});

/** Bold and a list from the full composer, to chosen people. */
tours.add("mail_switchboard_composer_rich", {
    steps: () => [
        { trigger: ".o-mail-Message" },
        { trigger: input, run: "edit Important" },
        { trigger: ".o-mail-Composer [title='More Actions']", run: "click" },
        { trigger: ".o-dropdown-item:contains('Open Full Composer')", run: "click" },
        {
            trigger: ".modal .o_field_widget[name=switchboard_cc] input",
            run: "edit joao.cc@cliente.example",
        },
        {
            content: "The conversation's line is no choice here",
            trigger: ".modal:not(:has(.o_field_widget[name=switchboard_line_id]))",
        },
        { trigger: ".modal .o_field_widget[name=subject] input", run: "click" },
        {
            trigger:
                ".modal .o_field_widget[name=switchboard_cc] .badge:contains('joao.cc@cliente.example')",
        },
        { trigger: ".modal .odoo-editor-editable:contains('Important')", run: "click" },
        { trigger: ".modal .odoo-editor-editable", run: "dblclick" },
        { trigger: ".o-we-toolbar button[title='Toggle bold']", run: "click" },
        { trigger: ".modal .odoo-editor-editable strong:contains('Important')" },
        { trigger: ".modal button[name=action_send_mail]", run: "click" },
        { trigger: message("Important", "strong") },
        { trigger: ".o-mail-Message [data-state=queued]" },
    ],
});

/** The page is loaded anew in the middle of an email with a file. */
tours.add("mail_switchboard_composer_reload", {
    steps: () => [
        { trigger: ".o-mail-Message" },
        { trigger: ".o-mail_switchboard-subject", run: "edit Prices" },
        { trigger: input, run: "edit See what it costs" },
        {
            trigger: ".o-mail-DiscussContent",
            async run() {
                const files = [new File(["Prices"], "prices.txt", { type: "text/plain" })];
                await dragenterFiles(".o-mail-DiscussContent", files);
                await dropFiles(".o-Dropzone", files);
            },
        },
        {
            trigger: `${file}:contains('prices.txt')`,
            expectUnloadPage: true,
            run: () => window.location.reload(),
        },
        { trigger: `${input}:value('See what it costs')` },
        { trigger: ".o-mail_switchboard-subject:value('Prices')" },
        { trigger: `${file}:contains('prices.txt')` },
        { trigger: send, run: "click" },
        { trigger: message("See what it costs") },
        { trigger: ".o-mail-Message .o-mail-AttachmentContainer[aria-label='prices.txt']" },
    ],
});
