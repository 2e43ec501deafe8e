import { Composer } from "@mail/core/common/composer_model";
import { megabytes, messageSize } from "@mail_switchboard/writing_notes/message_size";
import "@mail_switchboard/composer/composer_model_patch";

import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

/** @type {import("models").Composer} */
const composerPatch = {
    /** The sentence for files that the mail server would refuse. */
    get sizeComplaint() {
        const limit = this.thread?.switchboard_line_id?.writingNotes?.size_limit;
        const size = messageSize(this.attachments);
        if (!limit || size <= limit) {
            return "";
        }
        return _t(
            "With these files the email has about %(size)s MB, and the mail server takes %(limit)s MB at most. Take files out, or send a link to them.",
            { size: megabytes(size), limit: megabytes(limit) }
        );
    },
};
patch(Composer.prototype, composerPatch);
