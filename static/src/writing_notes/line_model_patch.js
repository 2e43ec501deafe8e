import { SwitchboardLine } from "@mail_switchboard/core/common/switchboard_line_model";

import { browser } from "@web/core/browser/browser";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { patch } from "@web/core/utils/patch";

/** So long the server is not asked again. */
const FRESH = 60 * 1000;

patch(SwitchboardLine.prototype, {
    setup() {
        super.setup(...arguments);
        /** @type {import("models").WritingNotes|undefined} */
        this.writingNotes = undefined;
        this.writingNotesAt = 0;
    },
    /**
     * Asks what is to be said about messages from here: the signature, the size
     * that the server takes, when they leave.
     */
    async fetchWritingNotes({ isFresh = true } = {}) {
        const now = browser.performance.now();
        if (
            !this.can_send ||
            (isFresh && this.writingNotesAt && now - this.writingNotesAt < FRESH)
        ) {
            return;
        }
        this.writingNotesAt = now;
        const { orm } = this.store.env.services;
        try {
            const notes = await orm.silent.call("switchboard.line", "get_writing_notes", [
                [this.id],
            ]);
            if (this.exists()) {
                this.writingNotes = notes;
            }
        } catch {
            // only notes: the server checks all of it again when a message is sent
            this.writingNotesAt = 0;
        }
    },
    /** @returns {luxon.DateTime|undefined} when a message leaves that waits for a ceiling */
    get leavesAbout() {
        const at = this.writingNotes?.leaves_at;
        return at ? deserializeDateTime(at) : undefined;
    },
});
