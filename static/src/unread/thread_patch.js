import { Thread } from "@mail/core/common/thread";
import "@mail/discuss/core/common/thread_patch";

import { useEffect } from "@odoo/owl";

import { patch } from "@web/core/utils/patch";

/** @type {Thread} */
const threadPatch = {
    setup() {
        super.setup(...arguments);
        // without a composer nothing else would take the focus, and so read
        useEffect(
            (takesFocus) => {
                if (takesFocus) {
                    this.root.el.focus();
                }
            },
            () => {
                const { thread } = this.props;
                const isReadOnly = thread.isSwitchboard && !thread.switchboard_can_send;
                return [this.state.mountedAndLoaded && isReadOnly, thread.localId];
            }
        );
    },
    applyScrollContextually(thread) {
        if (!thread.isSwitchboard || !thread.scrollUnread) {
            return super.applyScrollContextually(...arguments);
        }
        const firstUnread = thread.firstUnreadMessage;
        if (firstUnread) {
            const el = this.refByMessageId.get(firstUnread.id)?.el;
            if (!el) {
                return;
            }
            const half = (this.scrollableRef.el.offsetHeight - el.offsetHeight) / 2;
            // a mail may be longer than the screen: its beginning stays visible
            this.setScroll(el.offsetTop - Math.max(half, 0));
        } else {
            super.applyScrollContextually(...arguments);
        }
        thread.scrollUnread = false;
        if (this.isAtBottom && thread.isFocused) {
            thread.markAsRead();
        }
    },
};
patch(Thread.prototype, threadPatch);
