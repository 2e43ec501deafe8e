import { Thread } from "@mail/core/common/thread";
import { compareMails } from "@mail_switchboard/date_order/compare_mails";

import { patch } from "@web/core/utils/patch";

/**
 * Stand-in for the message rendered before, whose id tells the stock
 * comparison of ids what the comparison of dates says.
 */
function standIn(previous, current) {
    if (!previous || !current) {
        return previous;
    }
    return { id: current.id - Math.sign(compareMails(current, previous)) };
}

/** @type {Thread} */
const threadPatch = {
    applyScrollContextually(thread) {
        if (thread.isSwitchboard) {
            // applyScroll() puts the real ones back
            this.oldestPersistentMessage = standIn(
                this.oldestPersistentMessage,
                thread.oldestPersistentMessage
            );
            this.newestPersistentMessage = standIn(
                this.newestPersistentMessage,
                thread.newestPersistentMessage
            );
        }
        super.applyScrollContextually(...arguments);
    },
    /** Two emails within five minutes are still two emails. */
    isSquashed() {
        return !this.props.thread.isSwitchboard && super.isSquashed(...arguments);
    },
};
patch(Thread.prototype, threadPatch);
