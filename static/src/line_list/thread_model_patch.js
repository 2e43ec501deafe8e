import { fields } from "@mail/core/common/record";
import { Thread } from "@mail/core/common/thread_model";
import "@mail/discuss/core/public_web/thread_model_patch";

import { patch } from "@web/core/utils/patch";

const { DateTime } = luxon;

/** @type {import("models").Thread} */
const threadPatch = {
    setup() {
        super.setup(...arguments);
        this.switchboardLineAsListed = fields.One("switchboard.line", { inverse: "listed" });
        this.switchboardLineAsFound = fields.One("switchboard.line", { inverse: "found" });
    },
    _computeDiscussAppCategory() {
        return this.isSwitchboard
            ? this.switchboard_line_id?.appCategory
            : super._computeDiscussAppCategory();
    },
    _computeDisplayInSidebar() {
        if (!this.isSwitchboard) {
            return super._computeDisplayInSidebar();
        }
        return Boolean(
            this.switchboard_line_id?.isFiltered
                ? this.switchboardLineAsFound
                : this.switchboardLineAsListed || this.isLocallyPinned
        );
    },
    setAsDiscussThread() {
        super.setAsDiscussThread(...arguments);
        if (this.isSwitchboard) {
            this.switchboardLineAsListed = this.switchboard_line_id;
            if (this.store.env.services.ui.isSmall) {
                this.store.discuss.activeTab = this.channel_type;
            }
        }
    },
    /** Time today, else the date, as mail programs do. */
    get switchboardDateText() {
        const date = this.switchboard_last_date;
        if (!date) {
            return "";
        }
        const now = DateTime.now();
        if (date.hasSame(now, "day")) {
            return date.toLocaleString(DateTime.TIME_SIMPLE);
        }
        return date.toLocaleString(
            date.hasSame(now, "year") ? { month: "short", day: "numeric" } : DateTime.DATE_SHORT
        );
    },
};
patch(Thread.prototype, threadPatch);
