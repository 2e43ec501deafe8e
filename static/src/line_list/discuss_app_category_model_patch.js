import { fields } from "@mail/core/common/record";
import { DiscussAppCategory } from "@mail/discuss/core/public_web/discuss_app_category_model";
import { compareDatetime } from "@mail/utils/common/misc";

import { patch } from "@web/core/utils/patch";

/** @type {import("models").DiscussAppCategory} */
const discussAppCategoryPatch = {
    setup() {
        super.setup(...arguments);
        this.switchboard_line_id = fields.One("switchboard.line", {
            inverse: "appCategory",
            onDelete() {
                this.delete();
            },
        });
    },
    sortThreads(t1, t2) {
        if (!this.switchboard_line_id) {
            return super.sortThreads(...arguments);
        }
        return compareDatetime(t2.switchboard_last_date, t1.switchboard_last_date) || t2.id - t1.id;
    },
    /** Shown while the category is closed, when its threads are not loaded. */
    get closedCounter() {
        return this.switchboard_line_id
            ? this.switchboard_line_id.unread
            : this.threadsWithCounter.length;
    },
};
patch(DiscussAppCategory.prototype, discussAppCategoryPatch);
